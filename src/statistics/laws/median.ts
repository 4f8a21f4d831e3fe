/** `median()`: more than half of the tasks. */
import { shareOfTasks } from '../families/share-of-tasks.js';
import { PLANNED, trials, type Stated } from '../fields.js';
import { word } from '../word.js';

type Median = Stated<'median', typeof PLANNED>;

/** More than half of the tasks, strictly: a tie is neither success nor refutation. */
export const median = word<Median>({
  ...shareOfTasks<Median>('median', () => 1 / 2),
  example: 'median()',
  fields: PLANNED,
  budget: () => trials(30, 40, 60),
  // A control without any effect satisfies the property on about half of the tasks, which refutes no median.
  clearest: (_, { role }) => (role === 'mustFail' ? 0.1 : 1),
  label: 'median',
  reads: () => 'for more than half',
  estimand: () => 'share of tasks of the population that satisfy the property strictly; claimed to exceed 1/2',
});
