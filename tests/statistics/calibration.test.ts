/** The fast part of the calibration lab, and that what is committed is what the lab says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exactness, mutants, type Calibration } from '../../benchmarks/calibration.js';
import { anchors } from '../../benchmarks/calibration/anchors.js';
import { CELLS, CONDITIONS, MEANINGLESS } from '../../benchmarks/calibration/cells.js';
import { limit } from '../../benchmarks/calibration/limit.js';
import { measure } from '../../benchmarks/calibration/measure.js';
import { page } from '../../benchmarks/calibration/page.js';
import { searches } from '../../benchmarks/calibration/searches.js';
import { verdicts } from '../../benchmarks/calibration/verdicts.js';

const REPLICATIONS = 150;
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('calibration', () => {
  it('the alarm limit of 2000 replications is 38, of 10000 139', () => {
    expect(limit(2000, 0.01)).toBe(38);
    expect(limit(10_000, 0.01)).toBe(139);
  });
  it.each([...new Set(CELLS.map(({ law }) => law))])('%s: no cell raises an alarm', (law) => {
    for (const cell of CELLS.filter((cell) => cell.law === law)) {
      const { condition, truth, alarm } = measure(cell, REPLICATIONS);
      expect({ condition, truth, alarm }).toEqual({ condition, truth, alarm: null });
    }
  });
  it.each([...new Set(CELLS.map(({ law }) => law))])('%s: met by every condition that means something', (law) => {
    const own = CELLS.filter((cell) => cell.law === law);
    for (const [condition, name] of Object.entries(CONDITIONS)) {
      const excused = MEANINGLESS.some((each) => each.condition === condition && each.laws.includes(law));
      const met = own.some((cell) => name.test(cell.condition));
      expect({ condition, met }).toEqual({ condition, met: !excused });
    }
    expect([...new Set(own.map(({ truth }) => truth))].sort()).toEqual(['boundary', 'false', 'true']);
  });
  it('every law is there', () => {
    const laws = [
      'always',
      'always.enumerated',
      'equivalent',
      'forMost',
      'median',
      'monotone',
      'onAverage',
      'scalesAs',
    ];
    expect([...new Set(CELLS.map(({ law }) => law))].sort()).toEqual(laws);
  });
  it('whole verdicts raise none', () => {
    for (const { name, alarm } of verdicts(REPLICATIONS)) expect({ name, alarm }).toEqual({ name, alarm: null });
  });
  it('the adversary raises none', () => {
    for (const { name, share, alarm } of searches(12))
      expect({ name, share, alarm }).toEqual({ name, share, alarm: null });
  });
  it('the judge as a black box has the probabilities that reports print', () => {
    const rows = exactness([
      { p0: 0.9, alpha: 0.01, N: 60, at: [1, 0.99, 0.95, 0.9, 0.7, 0.5] },
      { p0: 0.5, alpha: 0.01, N: 40, at: [0.9, 0.5, 0.3] },
    ]);
    for (const { difference } of rows) expect(difference).toBeLessThan(1e-9);
  });
  it('every wrong verifier is caught by its check, which the real one passes', () => {
    for (const { mutant, killed } of mutants(2 * REPLICATIONS))
      expect({ mutant, killed }).toEqual({ mutant, killed: true });
  });
  it('what is committed is what the lab says', () => {
    const committed: Calibration = JSON.parse(read('reports/calibration.json'));
    expect(committed.alarms).toBe(0);
    expect(anchors()).toEqual(committed.others);
    expect(page(committed)).toBe(read('docs/calibration.md'));
    for (const index of [1, 14]) expect(measure(CELLS[index]!, committed.replications)).toEqual(committed.cells[index]);
    expect(committed.cells).toHaveLength(CELLS.length);
  });
});
