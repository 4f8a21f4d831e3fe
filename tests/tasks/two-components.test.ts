import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { norm2, rowsOf, type Matrix } from '../../src/numerics/matrix.js';
import { firstComponent, twoComponents, type TwoComponents } from '../../tasks/two-components.js';

const D = 40;
const tasks = fc.sample(twoComponents.arbitrary, { seed: 1, numRuns: 20 });
const first = (X: Matrix, i: number) => rowsOf(X, i, i + 1).data.slice(0, D);
const second = (X: Matrix, i: number) => rowsOf(X, i, i + 1).data.slice(D);
const rows = ({ X, y }: Pick<TwoComponents, 'X' | 'y'>) =>
  Array.from(y, (label, i) => ({ label, first: first(X, i), second: second(X, i) }));

describe('examples of two components', () => {
  it('lack either component with probability .1, and never both', () => {
    const all = fc.sample(twoComponents.arbitrary, { seed: 2, numRuns: 100 }).flatMap(rows);
    const [noFirst, noSecond] = (['first', 'second'] as const).map(
      (part) => all.filter((row) => norm2(row[part]) === 0).length,
    );
    expect(all.some((row) => norm2(row.first) + norm2(row.second) === 0)).toBe(false);
    // Five standard deviations of a share.
    const most = 5 * Math.sqrt(0.1 * 0.9 * all.length);
    expect(Math.abs(noFirst! - 0.1 * all.length)).toBeLessThan(most);
    expect(Math.abs(noSecond! - 0.1 * all.length)).toBeLessThan(most);
  });

  it('have a second component that no linear function fits', () => {
    for (const task of tasks) {
      const seen = rows(task).filter((row) => norm2(row.second) > 0);
      const z = seen.find(({ label }) => label < 0)!.second;
      expect(norm2(z)).toBeCloseTo(12, 12);
      const sides = new Set<number>();
      for (const {
        label,
        second: [a, b],
      } of seen) {
        const [u, v] = [a! - z[0]!, b! - z[1]!];
        expect(norm2(Float64Array.of(u, v))).toBeCloseTo(label < 0 ? 0 : 1.2, 12);
        expect(u * z[0]! + v * z[1]!).toBeCloseTo(0, 10);
        if (label > 0) sides.add(Math.sign(z[0]! * v - z[1]! * u));
      }
      expect(sides.size).toBe(2);
    }
  });

  it('are tested without it, on a first component of variance 4/40 each way and a margin', () => {
    const found = tasks.map(({ points }) => {
      expect(points.y).toHaveLength(500);
      const all = rows(points);
      expect(all.every((row) => norm2(row.second) === 0)).toBe(true);
      return all.reduce((sum, row) => sum + norm2(row.first) ** 2, 0) / all.length;
    });
    // 40 squares of normals times 4/40, of which one is cut off below t = .02 sqrt 40: 1 + t phi(t) / Phi(-t) = 1.111.
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    expect(Math.abs(mean - 0.1 * (39 + 1.111))).toBeLessThan(5 * 0.1 * Math.sqrt(80 / 10_000));
  });

  it('lack the second component everywhere in the control', () => {
    for (const task of fc.sample(firstComponent.arbitrary, { seed: 1, numRuns: 5 }))
      for (const row of rows(task)) {
        expect(norm2(row.second)).toBe(0);
        expect(norm2(row.first)).toBeGreaterThan(0);
      }
  });
});
