/**
 * From a formula and its quantities to signed margins.
 *
 * `a <= b` and `a >= b` give the signed distance to violation; `a == b` gives a - b (for `equivalent`); an expression
 * without a relation gives its value (a difference for `onAverage`, a size for `scalesAs`).
 *
 * Quantities that are certified carry their error into the margin: the source is evaluated at every corner of the box
 * of errors, which bounds the error where the source is monotone in each certified quantity over its (tiny) interval.
 */
import type { Margin, Quantities } from '../claim.js';
import { expression } from './expression.js';

/**
 * @param source mathjs, for example `l1 / minimum - 1 <= 0.07`
 * @param quantities the value of every symbol of the source; a list gives one margin per entry
 * @throws Error when a symbol was not measured, or the source is not a formula (expression.ts)
 */
export function margins(source: string, quantities: Quantities | readonly Quantities[]): readonly Margin[] {
  return isList(quantities) ? quantities.map((each) => margin(source, each)) : [margin(source, quantities)];
}

/** The margin of a list that is closest to violation, or beyond it; one that is not a number comes before all others. */
export function worst(list: readonly Margin[]): Margin {
  return list.reduce((least, each) => {
    if (Number.isNaN(least.slack)) return least;
    return Number.isNaN(each.slack) || each.slack - each.error < least.slack - least.error ? each : least;
  });
}

function isList(at: Quantities | readonly Quantities[]): at is readonly Quantities[] {
  return Array.isArray(at);
}

function margin(source: string, quantities: Quantities): Margin {
  const { at, symbols } = expression(source);
  const centre: Record<string, number> = {};
  const uncertain: [name: string, value: number, error: number][] = [];
  for (const name of symbols) {
    const quantity = quantities[name];
    if (quantity === undefined) throw new Error(`the formula "${source}" needs "${name}", which was not measured`);
    if (typeof quantity === 'number') centre[name] = quantity;
    else {
      centre[name] = quantity.value;
      if (quantity.error !== 0) uncertain.push([name, quantity.value, quantity.error]);
    }
  }
  const slack = at(centre);
  let error = 0;
  for (let corner = 0; corner < 1 << uncertain.length; corner++) {
    const scope = { ...centre };
    uncertain.forEach(([name, value, radius], bit) => {
      scope[name] = corner & (1 << bit) ? value + radius : value - radius;
    });
    error = Math.max(error, Math.abs(at(scope) - slack));
  }
  return { slack, error };
}
