/**
 * Which formula can stand under which law. A law reads the margin of a formula in one way, so a formula of another kind
 * would be measured as something that it does not say.
 */
import { expression, type Kind } from '../numerics/expression.js';
import { lawOf, type Criterion } from './criterion.js';

const TAKEN: Readonly<Record<Kind, string>> = {
  statement: 'an inequality (a <= b, a chain of them, or several joined by "and")',
  equation: 'an equation (a == b)',
  value: 'an expression without a relation',
};

const IS: Readonly<Record<Kind, string>> = {
  statement: 'is an inequality',
  equation: 'is an equation',
  value: 'states nothing: it has no relation',
};

/** What to write, by what was written and the kind that the law takes. */
const WRITE: Readonly<Record<Kind, Readonly<Partial<Record<Kind, string>>>>> = {
  equation: {
    statement: 'write abs(a - b) <= 1e-9 with a tolerance that suits, or accept equivalent({ margin, cap })',
    value: 'write the difference a - b',
  },
  value: {
    statement: 'write what it is compared with, for example value <= 0.1',
    equation: 'write value == 0, or what the law says that it equals',
  },
  statement: {
    equation: 'write a == b; how far they may differ on average is the margin of equivalent({ margin, cap })',
    value: 'write the difference b - a alone; the threshold is a number of the law',
  },
};

/** @returns one sentence where the law cannot judge the formula. @throws Error where the source is no formula */
export function mispaired(source: string, law: Criterion['law']): string | undefined {
  const { kind } = expression(source);
  const wanted = lawOf({ law }).takes;
  if (kind === wanted) return undefined;
  return `the formula "${source}" ${IS[kind]}, and ${law} takes ${TAKEN[wanted]}; ${WRITE[kind][wanted]!}`;
}

/** @returns one sentence where the formula of a dial is no number. @throws Error where the source is no formula */
export function undrawn(source: string): string | undefined {
  return expression(source).kind === 'value'
    ? undefined
    : `the formula "${source}" is drawn, and only an expression without a relation can be`;
}

/** @returns one sentence where a table cannot show the formula. @throws Error where the source is no formula */
export function untabulated(source: string): string | undefined {
  return expression(source).kind === 'equation'
    ? `the formula "${source}" is an equation, and a table shows a value or the share of tasks on which an inequality holds`
    : undefined;
}
