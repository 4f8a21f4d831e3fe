/** Every formula of a claim is read before anything is trained: one that is none, or stands under the wrong law, costs its claim. */
import type { Claim } from '../claim.js';
import { expression } from '../numerics/expression.js';
import { drawable, mispaired } from '../statistics/pairing.js';

/** @returns one sentence that names the place, or undefined where every formula is one that its law can judge */
export function formulaFault({ parts, controls, dial, table }: Claim): string | undefined {
  const places: readonly (readonly [place: string, check: () => string | undefined])[] = [
    ...Object.entries(parts).map(
      ([name, { holds, accept }]) => [`part "${name}"`, () => mispaired(holds, accept.law)] as const,
    ),
    ...Object.entries(controls.mustFail).flatMap(([name, { holds, breaks }]) =>
      holds === undefined ? [] : [[`control "${name}"`, () => mispaired(holds, parts[breaks]!.accept.law)] as const],
    ),
    ...Object.entries(controls.mustHold ?? {}).flatMap(([name, { holds }]) =>
      holds === undefined
        ? []
        : [[`control "${name}"`, () => mispaired(holds, Object.values(parts)[0]!.accept.law)] as const],
    ),
    ...(dial ? [dial.measured, ...(dial.curve ? [dial.curve] : [])] : []).map(
      ({ value }) => [`dial "${dial!.of}"`, () => drawable(value)] as const,
    ),
    ...Object.entries(table?.columns ?? {}).map(
      ([name, source]) => [`column "${name}" of the table`, () => columnFault(source)] as const,
    ),
  ];
  for (const [place, check] of places) {
    try {
      const fault = check();
      if (fault !== undefined) return `${place}: ${fault}`;
    } catch (error) {
      return `${place}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return undefined;
}

const columnFault = (source: string): string | undefined =>
  expression(source).kind === 'equation'
    ? `the formula "${source}" is an equation, and a table shows a value or the share of tasks on which an inequality holds`
    : undefined;
