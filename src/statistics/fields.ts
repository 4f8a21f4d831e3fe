/**
 * The fields of a criterion, said once, as data: `{ allBut: 'number', acknowledged: 'flag?' }`. The type of the criterion, the
 * form of one that was written by hand, and its place in the report's schema follow from it.
 */
import { fields, flag, list, number, optional, refuse, whole, type Form, type Optional } from '../form/field.js';

/** Trials by level; every law has a default, but the one whose list is its budget. */
export interface Budget {
  readonly quick: number;
  readonly standard: number;
  readonly paper: number;
}

export const trials = (quick: number, standard: number, paper: number): Budget => ({ quick, standard, paper });

/** What a field may hold. */
export interface Shapes {
  readonly number: number;
  readonly flag: boolean;
  readonly count: number;
  readonly numbers: readonly number[];
  readonly budget: Budget;
}
/** A shape; with a question mark where the field may be left out. */
export type Fields = Readonly<Record<string, keyof Shapes | `${keyof Shapes}?`>>;

/** What every criterion may say besides: its own budget, and the value that theory expects. */
export const PLANNED = { budget: 'budget?', expected: 'number?' } as const satisfies Fields;

type Held<S> = S extends keyof Shapes ? Shapes[S] : S extends `${infer K extends keyof Shapes}?` ? Shapes[K] : never;
type Flat<T> = { [name in keyof T]: T[name] };

/** A criterion of that law, with these fields. */
export type Stated<Law extends string, F extends Fields> = Flat<
  { readonly law: Law } & {
    readonly [name in keyof F as F[name] extends `${string}?` ? never : name]: Held<F[name]>;
  } & { readonly [name in keyof F as F[name] extends `${string}?` ? name : never]?: Held<F[name]> }
>;

/** Trials by level, in order. */
export const budget: Form = (value, place) => {
  fields({ quick: whole(1), standard: whole(1), paper: whole(1) }, 'a budget { quick, standard, paper }')(value, place);
  const { quick, standard, paper } = value as Budget;
  if (quick > standard || standard > paper)
    refuse(`${place} is ${quick}, ${standard}, ${paper}; a stricter level needs at least as many trials`);
};

const FORMS: Readonly<Record<keyof Shapes, Form>> = {
  number,
  flag,
  count: whole(1),
  numbers: list(number, 'a list of numbers'),
  budget,
};

/** By name what a field holds, and whether it may be left out. */
export const shapesOf = (of: Fields): (readonly [name: string, shape: keyof Shapes, left: boolean])[] =>
  Object.entries(of).map(([name, said]) => [name, said.replace('?', '') as keyof Shapes, said.endsWith('?')]);

export const formsOf = (of: Fields): Record<string, Form | Optional> =>
  Object.fromEntries(shapesOf(of).map(([name, shape, left]) => [name, left ? optional(FORMS[shape]) : FORMS[shape]]));
