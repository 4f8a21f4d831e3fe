/**
 * Terms: the arithmetic of a formula once it is parsed. A term is read in two ways: at numbers (here), and over a box of
 * intervals (enclosure.ts). Functions that engines round differently are ours.
 */
import * as ours from './elementary.js';

export type Term =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'apply'; readonly of: Operation; readonly to: readonly Term[] };

/** The functions that a formula may name. */
export const FUNCTIONS = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  min: Math.min,
  max: Math.max,
  sign: Math.sign,
  exp: ours.exp,
  log: ours.log,
  log1p: ours.log1p,
  expm1: ours.expm1,
  sinh: ours.sinh,
  cosh: ours.cosh,
  tanh: ours.tanh,
  asinh: ours.asinh,
  pow: ours.pow,
  normalCdf: ours.normalCdf,
} as const;

/** What a formula may compute: its functions, and the operators by what they are called in mathjs. */
const OPERATIONS = {
  ...FUNCTIONS,
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  /** By zero nothing is defined: the sign of a zero decides no verdict. */
  divide: (a: number, b: number) => (b === 0 ? NaN : a / b),
  unaryMinus: (a: number) => -a,
  unaryPlus: (a: number) => a,
} as const satisfies Readonly<Record<string, (...to: number[]) => number>>;

export type Operation = keyof typeof OPERATIONS;

/** @param scope the number of every symbol in the term */
export function valueOf(term: Term, scope: ReadonlyMap<string, number>): number {
  switch (term.kind) {
    case 'number':
      return term.value;
    case 'symbol':
      return scope.get(term.name)!;
    case 'apply': {
      const operation: (...to: number[]) => number = OPERATIONS[term.of];
      return operation(...term.to.map((each) => valueOf(each, scope)));
    }
  }
}
