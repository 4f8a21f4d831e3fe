/** The constants of tuned stopping against 40 digits (mpmath: the saddle point by Newton's method), and no time that has less. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times, tunedStopping } from '../../oracles/tuned-stopping.js';
import { boundsOrRefuses } from './bound.js';
import { dec, one, total, type Decimal } from './decimal.js';

const flow = (t: Decimal, z: number): Decimal => {
  const kept = t.times(-z).exp();
  return kept.times(kept).plus(one.minus(kept).pow(2).div(dec(z)));
};
/** The ratio of the risks at the time t. */
const ratio = (z: readonly number[], t: Decimal): Decimal =>
  total(z.map((each) => flow(t, each))).div(total(z.map((each) => one.div(dec(each).plus(1)))));
const least = (list: readonly Decimal[]) => list.reduce((low, each) => (each.lt(low) ? each : low));

const eigenvalue = fc.integer({ min: -600, max: 600 }).map((k) => 10 ** (k / 100));

describe('tuned stopping', () => {
  boundsOrRefuses('tunedStopping', {
    answer: tunedStopping.answer,
    questions: fc.record({ z: fc.array(eigenvalue, { minLength: 1, maxLength: 5 }) }),
    runs: 30,
    distance: (value, { z }) => {
      const grid = Array.from({ length: 25 }, (_, k) => dec(10 ** ((k - 18) / 3)));
      const [first, centre] = grid
        .map((t) => [ratio(z, t), t] as const)
        .reduce((low, each) => (each[0].lt(low[0]) ? each : low));
      let [best, at, step] = [first, centre, dec(1.6)];
      for (let k = 0; k < 40; k++) {
        const near = [at.times(step), at.div(step)].map((t) => [ratio(z, t), t] as const);
        const better = near.find(([r]) => r.lt(best));
        if (better) [best, at] = better;
        else step = step.sqrt();
      }
      const off = [
        dec(value.matched).minus(dec('1.214661840834949106792688')).abs(),
        dec(value.tuned).minus(dec('1.074851728959162009777')).abs(),
        // From above no farther than what the search found.
        dec(value.least).minus(best).abs(),
      ];
      return off.reduce((most, each) => (each.gt(most) ? each : most));
    },
  });

  it('bounds the better of the two times for every spectrum, and one of them alone has more', () => {
    const { tuned } = tunedStopping.answer({ z: [1] }).value;
    const spectra = fc.array(eigenvalue, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(spectra, (z) => least(times.map((t) => ratio(z, dec(t)))).lte(dec(tuned + 1e-9))),
      { numRuns: 100, seed: 3 },
    );
    expect(ratio([1.05], dec(times[0])).gt(1.17)).toBe(true);
    expect(ratio([6.2], dec(times[1])).gt(1.11)).toBe(true);
  });

  it('is sharp: one direction in twelve of one scale', () => {
    const { least: nearest, tuned } = tunedStopping.answer({
      z: [0.8673638, ...Array<number>(11).fill(8.6283401)],
    }).value;
    expect(tuned - nearest).toBeGreaterThan(0);
    expect(tuned - nearest).toBeLessThan(2e-6);
  });
});
