/**
 * From a formula and its quantities to signed margins.
 *
 * A statement gives the signed distance to its violation (of several joined statements the least), `a == b` gives a - b
 * (for `equivalent`), and an expression without a relation its value (a difference for `onAverage`, a size for `scalesAs`).
 *
 * Quantities that are certified carry their error into the margin: its error bounds, up to rounding, how far the formula
 * can move while each quantity stays within its own error (deviation.ts).
 */
import type { Margin, Quantities, Quantity } from '../margin.js';
import { deviation } from './deviation.js';
import { CONSTANTS, expression } from './expression.js';
import { valueOf } from './term.js';

/**
 * @param source mathjs, for example `l1 / minimum - 1 <= 0.07`
 * @param quantities the value of every symbol of the source; a list gives one margin per entry
 * @throws Error when a symbol was not measured or is no number, or the source is not a formula (expression.ts)
 */
export function margins(source: string, quantities: Quantities | readonly Quantities[]): readonly Margin[] {
  return isList(quantities) ? quantities.map((each) => margin(source, each)) : [margin(source, quantities)];
}

/** The margin of a list that is closest to violation, or beyond it; one that is not a number comes before all others. */
export function worst(list: readonly Margin[]): Margin {
  return list.reduce((least, each) => {
    if (Number.isNaN(least.slack)) return least;
    return Number.isNaN(each.slack) || floor(each) < floor(least) ? each : least;
  });
}

/** The least that the slack can be; under an error that is no bound it can be anything. */
const floor = ({ slack, error }: Margin): number => (error < Infinity ? slack - error : -Infinity);

function isList(at: Quantities | readonly Quantities[]): at is readonly Quantities[] {
  return Array.isArray(at);
}

function margin(source: string, quantities: Quantities): Margin {
  const { term, symbols } = expression(source);
  const centre = new Map<string, number>();
  const radii = new Map<string, number>();
  for (const name of symbols) {
    const { value, error } = known(source, name, quantities);
    centre.set(name, value);
    if (error !== 0) radii.set(name, error);
  }
  const slack = valueOf(term, centre);
  return { slack, error: deviation(term, centre, slack, radii) };
}

/** A measured quantity stands before a constant of the same name. */
function known(source: string, name: string, quantities: Quantities): Exclude<Quantity, number> {
  const quantity = Object.hasOwn(quantities, name) ? quantities[name] : CONSTANTS.get(name);
  if (quantity === undefined) throw new Error(`the formula "${source}" needs "${name}", which was not measured`);
  const { value, error } = typeof quantity === 'object' && quantity !== null ? quantity : { value: quantity, error: 0 };
  if (typeof value !== 'number' || typeof error !== 'number' || error < 0)
    throw new Error(
      `the quantity "${name}" of the formula "${source}" is ${told(quantity)}; ` +
        'expected a number, or { value, error } with two numbers and an error of at least 0',
    );
  return { value, error };
}

const told = (quantity: unknown): string =>
  typeof quantity === 'object' && quantity !== null
    ? `{ ${Object.entries(quantity)
        .map(([field, value]) => `${field}: ${String(value)}`)
        .join(', ')} }`
    : `${String(quantity)} (a ${typeof quantity})`;
