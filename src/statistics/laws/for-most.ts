/** `forMost({ allBut: 0.1 })`: more than a share 1 - allBut of the tasks. */
import { shareOfTasks } from '../families/share-of-tasks.js';
import { PLANNED, trials, type Stated } from '../fields.js';
import { digits, percent } from '../sentence.js';
import { word } from '../word.js';

const fields = { allBut: 'number', acknowledged: 'flag?', ...PLANNED } as const;
type ForMost = Stated<'forMost', typeof fields>;

const claimed = ({ allBut }: ForMost) => 1 - allBut;

/**
 * At least a share 1 - allBut of the tasks.
 * @throws Error for allBut outside (0, 1), and below .05 unless `acknowledged` (then a budget is needed too)
 */
export const forMost = word<ForMost>(
  {
    ...shareOfTasks('forMost', claimed),
    example: 'forMost({ allBut: 0.1 })',
    fields,
    // Between the shares of the table the smaller share's numbers; above one half refuting is what is hard.
    budget({ allBut }) {
      const rare = allBut > 0.5 ? 1 - allBut : allBut;
      // 1 - .9 is a rounding error below .1.
      if (rare >= 0.2 - 1e-12) return trials(40, 60, 90);
      return rare >= 0.1 - 1e-12 ? trials(80, 120, 180) : trials(160, 300, 450);
    },
    clearest: (criterion, { role }) => (role === 'mustFail' ? Math.min(0.5, claimed(criterion) / 2) : 1),
    label: 'for most',
    reads: ({ allBut }) => `for most: all but ${percent(allBut)}`,
    estimand: (criterion) =>
      `share of tasks of the population that satisfy the property; claimed to exceed ${digits(claimed(criterion))}`,
  },
  ({ allBut, acknowledged, budget, expected }, refuse) => {
    if (!(allBut > 0 && allBut < 1)) refuse('allBut', allBut, 'the share of exceptions must be in (0, 1)');
    if (allBut < 0.05) {
      const why =
        'fewer than 5% exceptions needs hundreds of trainings even if all succeed; say acknowledged: true to pay them';
      if (acknowledged !== true) refuse('allBut', allBut, why);
      if (!budget) refuse('budget', 'none', `there is no default for allBut ${allBut}; give one`);
    }
    if (expected !== undefined && !(expected >= 0 && expected <= 1))
      refuse('expected', expected, 'the expected share of successes must be in [0, 1]');
  },
);
