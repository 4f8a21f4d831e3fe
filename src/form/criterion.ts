/** By what a part is accepted: one of the criteria's own values, whoever made it. */
import type { Budget, Criterion } from '../claim.js';
import { always, alwaysEnumerated, equivalent, forMost, median, monotone, onAverage, scalesAs } from '../criteria.js';
import { fields, flag, list, number, oneOf, optional, refuse, such, whole, type Form, type Optional } from './field.js';
import { nearest } from './nearest.js';

/** Trials by level, in order. */
export const budget: Form = (value, place) => {
  fields({ quick: whole(1), standard: whole(1), paper: whole(1) }, 'a budget { quick, standard, paper }')(value, place);
  const { quick, standard, paper } = value as Budget;
  if (quick > standard || standard > paper)
    refuse(`${place} is ${quick}, ${standard}, ${paper}; a stricter level needs at least as many trials`);
};

const planned = { budget: optional(budget), expected: optional(number) };

/** What the constructors check of the numbers together stands there, and is asked again of a criterion made by hand. */
type Law = Criterion['law'];
const LAWS: Readonly<
  Record<Law, { readonly fields: Readonly<Record<string, Form | Optional>>; readonly make: (of: never) => Criterion }>
> = {
  always: { fields: planned, make: always },
  'always.enumerated': { fields: {}, make: alwaysEnumerated },
  forMost: { fields: { allBut: number, acknowledged: optional(flag), ...planned }, make: forMost },
  median: { fields: planned, make: median },
  onAverage: { fields: { atLeast: number, cap: number, ...planned }, make: onAverage },
  monotone: { fields: { within: number, cap: number, steps: whole(1), ...planned }, make: monotone },
  equivalent: { fields: { margin: number, cap: number, exact: optional(flag), ...planned }, make: equivalent },
  scalesAs: {
    fields: {
      exponent: number,
      within: number,
      curvature: number,
      sizes: list(number, 'a list of sizes'),
      acknowledged: optional(flag),
      ...planned,
    },
    make: scalesAs,
  },
};

const isLaw = (name: unknown): name is Law => typeof name === 'string' && Object.hasOwn(LAWS, name);

export const criterion: Form = (value, place) => {
  if (typeof value === 'function') {
    const name = isLaw(value.name) ? value.name : 'always';
    refuse(
      `${place} is a function; expected what it gives: call it, for example ${name}(${name === 'forMost' ? '{ allBut: 0.1 }' : ''})`,
    );
  }
  if (typeof value === 'string') {
    const [law] = isLaw(value) ? [value] : nearest(value, Object.keys(LAWS));
    refuse(
      `${place} is "${value}"; expected a criterion, for example ${law ?? 'always'}(...), imported from 'claimcheck'`,
    );
  }
  such((each) => typeof each === 'object' && each !== null && 'law' in each, 'a criterion, for example always()')(
    value,
    place,
  );
  const { law } = value as { law: unknown };
  if (!isLaw(law)) return oneOf(Object.keys(LAWS))(law, `${place}: law`);
  fields({ law: () => {}, ...LAWS[law].fields }, 'a criterion')(value, place);
  try {
    LAWS[law].make(value as never);
  } catch (error) {
    refuse(`${place}: ${(error as Error).message}`);
  }
};
