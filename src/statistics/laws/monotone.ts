/** `monotone({ within, cap, steps })`: along a grid no step loses more than a tolerance, on average. */
import { meanOverTasks } from '../families/mean-over-tasks.js';
import { PLANNED, trials, type Stated } from '../fields.js';
import { marginsOf } from '../law.js';
import { range } from '../mean.js';
import { short } from '../sentence.js';
import { word } from '../word.js';

const fields = { within: 'number', cap: 'number', steps: 'count', ...PLANNED } as const;
type Monotone = Stated<'monotone', typeof fields>;

/**
 * Along `steps` steps of a grid no step loses more than `within`, on average over tasks.
 * @throws Error unless 0 < within < cap and steps is a whole number
 */
export const monotone = word<Monotone>(
  {
    ...meanOverTasks<Monotone>('monotone', ({ within, cap, steps }) => {
      const each = Array.from({ length: steps }, (_, k) => k);
      return {
        quantities: each.map((k) => ({ name: `mean improvement of step ${k + 1}`, cap, allowed: within })),
        holds: each.map((quantity) => ({ quantity, side: 'above', at: -within })),
        fails: each.map((quantity) => ({ quantity, side: 'below', at: 0 })),
        twoSided: false,
        read: (outcome) => marginsOf(outcome, steps, 'monotone').map((margin) => range(margin, cap)),
        compared: { cap, delta: within },
      };
    }),
    takes: 'value',
    example: 'monotone({ within: 0.1, cap: 1, steps: 3 })',
    fields,
    budget: () => trials(67, 100, 150),
    clearest: ({ within }, { role }) => (role === 'mustFail' ? -within : 0),
    label: 'monotone',
    reads: ({ within }) => `monotone within ${short(within)}`,
    estimand: ({ within, cap, steps }) =>
      `expected improvement along each of ${steps} steps, single tasks capped at +-${cap}; ` +
      `claimed above -${within} at every step`,
    // Between what it allows and 0.
    either: 'a step that loses less than the claim allows',
  },
  ({ within, cap, steps }, refuse) => {
    if (!(within > 0 && Number.isFinite(within)))
      refuse('within', within, 'it must be positive: a flat stretch could never be decided at 0');
    if (!(cap > within && Number.isFinite(cap))) refuse('cap', cap, `it must be finite and above within ${within}`);
    if (!Number.isInteger(steps) || steps < 1)
      refuse('steps', steps, 'it is the number of grid steps, a whole number of at least 1');
  },
);
