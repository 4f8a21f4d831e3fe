/** `onAverage({ atLeast, cap })`: the mean of the margin exceeds a number. */
import { meanOverTasks } from '../families/mean-over-tasks.js';
import { PLANNED, trials, type Stated } from '../fields.js';
import { marginsOf } from '../law.js';
import { range } from '../mean.js';
import { short } from '../sentence.js';
import { word, type Said } from '../word.js';

const fields = { atLeast: 'number', cap: 'number', ...PLANNED } as const;
type OnAverage = Stated<'onAverage', typeof fields>;

/**
 * The mean of the margin over tasks, single tasks capped at +-cap, is more than `atLeast`, in natural units.
 * @throws Error unless 0 < atLeast < cap; `atLeast` may be left out where `expected` is given (half of it)
 */
export const onAverage = word<OnAverage, Omit<Said<OnAverage>, 'atLeast'> & { readonly atLeast?: number }>(
  {
    ...meanOverTasks<OnAverage>('onAverage', ({ atLeast, cap }) => ({
      quantities: [{ name: 'mean', cap, allowed: atLeast }],
      holds: [{ quantity: 0, side: 'above', at: atLeast }],
      fails: [{ quantity: 0, side: 'below', at: atLeast }],
      twoSided: false,
      read: (outcome) => [range(marginsOf(outcome, 1, 'onAverage')[0]!, cap)],
      compared: { cap, delta: atLeast },
    })),
    takes: 'value',
    example: 'onAverage({ atLeast: 0.1, cap: 1 })',
    fields,
    budget: () => trials(80, 120, 180),
    clearest: ({ atLeast }, { role }) => (role === 'mustFail' ? 0 : 2 * atLeast),
    label: 'on average',
    reads: ({ atLeast }) => `on average above ${short(atLeast)}`,
    estimand: ({ atLeast, cap }) =>
      `expected margin over tasks, single tasks capped at +-${cap}; claimed to exceed ${atLeast}`,
  },
  ({ atLeast, cap }, refuse) => {
    if (!(atLeast > 0 && Number.isFinite(atLeast)))
      refuse(
        'atLeast',
        atLeast,
        'it must be positive: a control without any effect lies at 0 and could never be refuted there',
      );
    if (!(cap > atLeast && Number.isFinite(cap)))
      refuse('cap', cap, `it must be finite and above atLeast ${atLeast}, or no mean could exceed it`);
  },
  // Half of what is expected.
  (said) => ({ ...said, atLeast: said.atLeast ?? (said.expected === undefined ? undefined : said.expected / 2) }),
);
