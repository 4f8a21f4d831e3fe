/** The exact tables of the design: thresholds, risks, powers, costs. */
import { describe, expect, it } from 'vitest';
import { boundaries, operatingCharacteristic } from '../../src/statistics/binary.js';

/** p0, N, p, holds, fails, undecided, E[n]: with curtailment, as printed (three digits, whole trials). */
const TABLE: readonly (readonly [number, number, number, number, number, number, number])[] = [
  [0.9, 60, 1, 1, 0, 0, 51],
  [0.9, 60, 0.99, 0.599, 0, 0.401, 50],
  [0.9, 60, 0.95, 0.073, 0, 0.927, 51],
  [0.9, 60, 0.9, 0.005, 0.008, 0.988, 53],
  [0.9, 60, 0.7, 0, 0.944, 0.056, 37],
  [0.9, 60, 0.5, 0, 1, 0, 12],
  [0.9, 120, 0.99, 0.993, 0, 0.007, 71],
  [0.9, 120, 0.95, 0.3, 0, 0.7, 104],
  [0.9, 120, 0.9, 0.01, 0.006, 0.984, 110],
  [0.9, 120, 0.7, 0, 0.999, 0.001, 42],
  [0.9, 200, 0.95, 0.479, 0, 0.521, 169],
  [0.9, 200, 0.9, 0.009, 0.008, 0.983, 187],
  [0.9, 200, 0.8, 0, 0.938, 0.062, 131],
  [0.8, 60, 1, 1, 0, 0, 24],
  [0.8, 60, 0.98, 0.994, 0, 0.006, 33],
  [0.8, 60, 0.95, 0.831, 0, 0.169, 44],
  [0.8, 60, 0.8, 0.008, 0.007, 0.984, 50],
  [0.8, 60, 0.6, 0, 0.826, 0.174, 45],
  [0.8, 60, 0.4, 0, 1, 0, 16],
  [0.5, 40, 1, 1, 0, 0, 8],
  [0.5, 40, 0.9, 1, 0, 0, 15],
  [0.5, 40, 0.95, 1, 0, 0, 11],
  [0.5, 40, 0.5, 0.008, 0.008, 0.984, 28],
  [0.5, 40, 0.3, 0, 0.463, 0.537, 32],
  [0.95, 300, 1, 1, 0, 0, 105],
  [0.95, 300, 0.99, 0.925, 0, 0.075, 196],
  [0.95, 300, 0.95, 0.007, 0.009, 0.984, 287],
  [0.95, 300, 0.8, 0, 1, 0, 47],
  [0.95, 300, 0.6, 0, 1, 0, 11],
];

describe('the table of hold, fail, undecided and cost', () => {
  for (const [p0, N, p, holds, fails, undecided, trials] of TABLE)
    it(`p0 = ${p0}, N = ${N}, p = ${p}`, () => {
      const o = operatingCharacteristic(boundaries(p0, 0.01, 0.01, N), p);
      // The table rounds to three digits; halves may have gone either way.
      expect(Math.abs(o.holds - holds)).toBeLessThan(0.00051);
      expect(Math.abs(o.fails - fails)).toBeLessThan(0.00051);
      expect(Math.abs(o.undecided - undecided)).toBeLessThan(0.00051);
      expect(Math.abs(o.trials - trials)).toBeLessThan(0.51);
      expect(o.holds + o.fails + o.undecided).toBeCloseTo(1, 12);
    });
  it('the closing look: .925 at .97, exact risks .0088 and .0079', () => {
    const b = boundaries(0.9, 0.01, 0.01, 200);
    expect(operatingCharacteristic(b, 0.97).holds).toBeCloseTo(0.925, 3);
    expect(operatingCharacteristic(b, 0.9).holds).toBeCloseTo(0.0088, 4);
    expect(operatingCharacteristic(b, 0.9).fails).toBeCloseTo(0.0079, 4);
  });
});

describe('risks', () => {
  it('never exceed alpha on either side, whatever p0, level and budget', () => {
    for (const p0 of [0.2, 0.5, 0.8, 0.9, 0.95, 0.99])
      for (const alpha of [0.05, 0.01, 0.001])
        for (const N of [1, 2, 7, 30, 60, 120, 300]) {
          const o = operatingCharacteristic(boundaries(p0, alpha, alpha / 3, N), p0);
          expect(o.holds).toBeLessThanOrEqual(alpha * (1 + 1e-9));
          expect(o.fails).toBeLessThanOrEqual((alpha / 3) * (1 + 1e-9));
        }
  });
  it('curtailment changes neither risk nor power, only the cost', () => {
    for (const p of [0.5, 0.85, 0.9, 0.97]) {
      const b = boundaries(0.9, 0.01, 0.01, 120);
      const whole = operatingCharacteristic(b, p, false);
      const early = operatingCharacteristic(b, p);
      expect(early.holds).toBeCloseTo(whole.holds, 13);
      expect(early.fails).toBeCloseTo(whole.fails, 13);
      expect(early.trials).toBeLessThan(whole.trials);
    }
  });
  it('all-success budgets by level', () => {
    const least = (p0: number, alpha: number) => {
      const { hold } = boundaries(p0, alpha, alpha, 1000);
      for (let n = 1; n < 1000; n++) if (hold.least[n]! <= n) return n;
      return undefined;
    };
    const levels = [0.05, 0.01, 0.001];
    expect(levels.map((alpha) => least(0.5, alpha))).toEqual([6, 8, 12]);
    expect(levels.map((alpha) => least(0.8, alpha))).toEqual([17, 24, 35]);
    expect(levels.map((alpha) => least(0.9, alpha))).toEqual([35, 51, 74]);
    expect(levels.map((alpha) => least(0.95, alpha))).toEqual([72, 105, 152]);
    expect(levels.map((alpha) => least(0.98, alpha))).toEqual([181, 267, 386]);
    expect(levels.map((alpha) => least(0.99, alpha))).toEqual([363, 535, 775]);
  });
});
