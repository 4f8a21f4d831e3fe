/** `scalesAs({ exponent, within, sizes })`: a power law, by the log-log slope of each task's curve (slopes.ts). */
import { meanOverTasks } from '../families/mean-over-tasks.js';
import { PLANNED, trials, type Stated } from '../fields.js';
import { marginsOf } from '../law.js';
import { within as both, type Mean } from '../mean.js';
import { digits, short } from '../sentence.js';
import { slopes } from '../slopes.js';
import { word, type Said } from '../word.js';

const fields = {
  exponent: 'number',
  within: 'number',
  curvature: 'number',
  sizes: 'numbers',
  acknowledged: 'flag?',
  ...PLANNED,
} as const;
type ScalesAs = Stated<'scalesAs', typeof fields>;

/** Caps, in units of what is tolerated. */
const CAP = 5;

function mean({ exponent, within, curvature, sizes }: ScalesAs): Mean {
  const [slope, bend] = [both(0, within), both(1, curvature)];
  const fit = slopes(sizes);
  return {
    quantities: [
      { name: 'mean log-log slope', cap: CAP * within, allowed: within, unit: within, offset: exponent },
      {
        name: 'mean difference of slopes, upper half less lower half',
        cap: CAP * curvature,
        allowed: curvature,
        unit: curvature,
        expected: 0,
      },
    ],
    holds: [...slope.holds, ...bend.holds],
    fails: [...slope.fails, ...bend.fails],
    twoSided: true,
    read(outcome) {
      const { slope, curvature } = fit(marginsOf(outcome, sizes.length, 'scalesAs'));
      return [slope && [slope[0] - exponent, slope[1] - exponent], curvature];
    },
    compared: { cap: CAP, delta: 1 },
  };
}

/**
 * The log-log slope over `sizes` is `exponent` up to `within`, and the slopes of the two halves of the grid differ by
 * at most `curvature` (default: `within`), both on average over tasks.
 * @throws Error for fewer than 5 sizes, sizes that do not rise, and less than 1.5 decades unless `acknowledged`
 */
export const scalesAs = word<ScalesAs, Omit<Said<ScalesAs>, 'curvature'> & { readonly curvature?: number }>(
  {
    ...meanOverTasks('scalesAs', mean),
    takes: 'value',
    example: 'scalesAs({ exponent: -1, within: 0.1, sizes: [1, 2, 4, 8, 16, 32] })',
    fields,
    budget: () => trials(27, 40, 60),
    clearest: ({ exponent, within }, { role }) => exponent + (role === 'mustFail' ? 2 * within : 0),
    label: 'scales',
    reads: ({ exponent, within }) => `scales as ${short(exponent)} ± ${short(within)}`,
    estimand: ({ exponent, within, curvature, sizes }) =>
      `expected log-log slope over [${sizes[0]}, ${sizes.at(-1)}] per task, capped at ${exponent} +- ` +
      `${digits(CAP * within)}; claimed within ${exponent} +- ${within}, and the slopes of the two halves ` +
      `within ${curvature} of each other`,
    compared: { what: 'the mean distance from the law', unit: ' of what it allows' },
  },
  ({ exponent, within, curvature, sizes, acknowledged }, refuse) => {
    const all = Array.isArray(sizes) ? `[${sizes.join(', ')}]` : sizes;
    if (!Number.isFinite(exponent)) refuse('exponent', exponent, 'it must be a finite number');
    if (!(within > 0 && Number.isFinite(within)))
      refuse('within', within, 'it must be positive: an exact exponent can never be certified');
    if (!(curvature > 0 && Number.isFinite(curvature)))
      refuse('curvature', curvature, 'it must be positive: an exactly straight line can never be certified');
    if (!Array.isArray(sizes) || sizes.length < 5) refuse('sizes', all, 'a slope needs at least 5 sizes');
    if (!sizes.every((size, k) => size > (k === 0 ? 0 : sizes[k - 1]!) && Number.isFinite(size)))
      refuse('sizes', all, 'sizes must be positive and rise');
    const ratio = sizes.at(-1)! / sizes[0]!;
    // 1.5 decades are a ratio of sqrt(1000).
    if (ratio * ratio < 1000 * (1 - 1e-12) && acknowledged !== true)
      refuse(
        'sizes',
        all,
        'they span less than 1.5 decades; say acknowledged: true to claim a slope over so short a range',
      );
  },
  (said) => ({ ...said, curvature: said.curvature ?? said.within }),
);
