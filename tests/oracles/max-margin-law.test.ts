import { describe, expect, it } from 'vitest';
import { freshError } from '../../oracles/measures/signal-noise.js';
import { maxMargin } from '../../oracles/max-margin.js';
import { maxMarginLaw } from '../../oracles/max-margin-law.js';
import { signalNoise } from '../../tasks/signal-noise.js';
import { dec } from './decimal.js';

/** By mpmath 1.3.0: quadrature of the same mean over log c, with 30 digits. */
const LAWS = [
  { m: 4, D: 400, energy: 32, length: 1, fresh: '0.10458772452441787828' },
  { m: 10, D: 1000, energy: 32, length: 1, fresh: '0.10453743221437396543' },
  { m: 3, D: 7, energy: 1000, length: 3, fresh: '0.46917952586972235778' },
  { m: 5, D: 5, energy: 2, length: 0.5, fresh: '0.08992912291286073527' },
];

describe('the law of the largest margin', () => {
  it.each(LAWS)('m = $m, D = $D, energy $energy, length $length', ({ fresh, ...shape }) => {
    const { value, error } = maxMarginLaw.answer(shape);
    expect(dec(value.fresh).minus(fresh).abs().lte(dec(error))).toBe(true);
    expect(error).toBeLessThan(1e-13);
  });

  it('is the mean error of certified largest margins', () => {
    const [m, D, tasks] = [4, 40, 400];
    let [sum, squares] = [0, 0];
    for (let seed = 1; seed <= tasks; seed++) {
      const task = signalNoise(m, D, {}, seed);
      const { value } = maxMargin.answer({ X: task.X, y: task.y, norm: 'L2' });
      const error = freshError(value.w, task);
      sum += error;
      squares += error * error;
    }
    const mean = sum / tasks;
    const { fresh } = maxMarginLaw.answer({ m, D, energy: 32, length: 1 }).value;
    expect(Math.abs(mean - fresh)).toBeLessThan(4 * Math.sqrt((squares / tasks - mean * mean) / tasks));
    // Of D degrees it would be another number.
    expect(Math.abs(maxMarginLaw.faults!['degrees of one sample']!.by({ m, D, energy: 32, length: 1 }).value.fresh - fresh)).toBeGreaterThan(0.003); // prettier-ignore
  });

  it('refuses shapes that are none', () => {
    for (const wrong of [{ m: 1 }, { D: 3 }, { energy: 0 }, { energy: NaN }])
      expect(() => maxMarginLaw.answer({ m: 4, D: 40, energy: 32, length: 1, ...wrong })).toThrow(/maxMarginLaw: /);
  });
});
