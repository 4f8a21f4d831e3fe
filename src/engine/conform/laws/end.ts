/** It makes no more steps than its rule allows, and says whether the rule declared them as its end. */
import type { Trained } from '../../../claim.js';
import { broken, type Found, type Law, type Training } from '../law.js';
import { short } from '../short.js';
import { ask } from '../training.js';

interface Limits {
  readonly steps?: number;
  readonly budget?: number;
}

/** What is wrong with an end under these limits. */
function honest({ steps: limit, budget }: Limits, { steps, stopped }: Trained): Found {
  const [field, most] = limit !== undefined ? ['steps', limit] : ['budget', budget!];
  if (steps > most) return broken(`it made ${steps} steps; expected at most ${most}, the ${field} of its rule`);
  if (stopped !== 'steps' && stopped !== 'budget') return 'kept';
  if (stopped !== field)
    return broken(
      `it ended by "${stopped}" and its rule names ${field} = ${most}; expected stopped: "${field}" ` +
        `(${field === 'steps' ? 'steps are a declared end' : 'a budget is one at which training is unfinished'})`,
    );
  return steps === most
    ? 'kept'
    : broken(`it ended by "${stopped}" after ${steps} steps; expected ${most}, the ${field} of its rule`);
}

/** Phases after each other have limits of their own. */
const limited = ({ rule }: Training): boolean => {
  const { steps, budget, then, phases } = rule as Limits & { readonly then?: unknown; readonly phases?: unknown };
  return (steps ?? budget) !== undefined && then === undefined && phases === undefined;
};

export const end: Law = {
  name: 'end',
  asks: 'it makes no more steps than its rule allows, and says by what it ended',
  look: (_, training) => (limited(training) ? honest(training.rule as Limits, training.trained) : undefined),
};

export const shortened: Law = {
  name: 'short ends',
  asks: 'the same under a rule of 1 step and of 5',
  once: true,
  look: (subject, training) => {
    if (!limited(training)) return undefined;
    for (const few of [1, 5]) {
      const rule = short(training.rule, few) as Limits;
      const { trained, answered } = ask(subject, { ...training, rule });
      if (!trained) return answered;
      const found = honest(rule, trained);
      if (found !== 'kept') return found;
    }
    return 'kept';
  },
};
