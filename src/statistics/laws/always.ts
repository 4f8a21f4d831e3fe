/** `always()`: every task. And `always.enumerated()`: every task of a list. */
import { everyTask } from '../families/every-task.js';
import { PLANNED, trials, type Stated } from '../fields.js';
import { word } from '../word.js';

/**
 * The finite list of the population, once each; no statistics.
 * @example accept: always.enumerated()
 */
export const alwaysEnumerated = word<Stated<'always.enumerated', Record<never, never>>>({
  ...everyTask('always.enumerated', 'listed'),
  example: 'always.enumerated()',
  fields: {},
  budget() {
    throw new Error('always.enumerated has no budget: its number of trials is the length of its list');
  },
  label: 'always, on a list',
  reads: () => 'always, on a list',
  estimand: () => 'the tasks of the list, once each; claimed of all',
});

/**
 * A theorem without exceptions: one certified counterexample refutes it, be it a drawn task or one that the adversary
 * found. It is never proved: holding means that none was found and that a violation rate above 5% is excluded.
 * @throws Error for a budget that is not three whole numbers in order
 */
export const always = Object.assign(
  word<Stated<'always', typeof PLANNED>>({
    ...everyTask('always', 'drawn'),
    example: 'always()',
    fields: PLANNED,
    budget: () => trials(72, 105, 152),
    label: 'always',
    reads: () => 'always',
    estimand: () => 'share of tasks of the population that satisfy the property; claimed of all',
    excludes: 'more than 5% of the tasks violated what is claimed of all',
    leaves: 'that fewer tasks violate it is not excluded',
  }),
  { enumerated: alwaysEnumerated },
);
