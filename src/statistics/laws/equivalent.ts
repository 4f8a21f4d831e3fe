/** `equivalent({ margin, cap })`: the mean deviation from a law of theory is less than a margin, on either side. */
import { meanOverTasks } from '../families/mean-over-tasks.js';
import { PLANNED, trials, type Stated } from '../fields.js';
import { marginsOf } from '../law.js';
import { range, within } from '../mean.js';
import { short } from '../sentence.js';
import { word } from '../word.js';

const fields = { margin: 'number', cap: 'number', exact: 'flag?', ...PLANNED } as const;
type Equivalent = Stated<'equivalent', typeof fields>;

/**
 * The mean signed deviation from the law lies strictly within +-margin, single tasks capped at +-cap. Where the law is
 * `exact` for the mean without the cap, a run measures what the cap changes, on further tasks, and prints it; a tenth of
 * the margin or more is an error.
 * @throws Error unless 0 < margin < cap
 */
export const equivalent = word<Equivalent>(
  {
    ...meanOverTasks<Equivalent>('equivalent', ({ margin, cap }) => ({
      quantities: [{ name: 'mean deviation', cap, allowed: margin }],
      ...within(0, margin),
      twoSided: true,
      read: (outcome) => [range(marginsOf(outcome, 1, 'equivalent')[0]!, cap)],
      compared: { cap, delta: margin },
    })),
    takes: 'equation',
    uncapped: ({ exact, cap, margin }) => (exact ? { cap, margin } : undefined),
    example: 'equivalent({ margin: 0.1, cap: 0.5 })',
    fields,
    budget: () => trials(80, 120, 180),
    clearest: ({ margin }, { role }) => (role === 'mustFail' ? 2 * margin : 0),
    label: 'equal',
    reads: ({ margin }) => `equal within ±${short(margin)}`,
    estimand: ({ margin, cap }) =>
      `expected signed deviation over tasks, single tasks capped at +-${cap}; claimed within +-${margin}`,
    compared: { what: 'the mean distance from the law', unit: '' },
  },
  ({ margin, cap }, refuse) => {
    if (!(margin > 0 && Number.isFinite(margin)))
      refuse('margin', margin, 'it must be positive: exact equality can never be certified');
    if (!(cap > margin && Number.isFinite(cap))) refuse('cap', cap, `it must be finite and above the margin ${margin}`);
  },
);
