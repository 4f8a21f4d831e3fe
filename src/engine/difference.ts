/** Where two values of plain data differ, leaf by leaf, in the order of the first. */
import { own } from '../form/own.js';

/** `undefined` on one side: there is nothing at that place. */
export interface Difference {
  readonly at: readonly string[];
  readonly said: unknown;
  readonly computed: unknown;
}

/** Whether two leaves are the same; by default bit for bit. */
export type Same = (said: unknown, computed: unknown) => boolean;

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export function* differences(
  said: unknown,
  computed: unknown,
  same: Same = Object.is,
  at: readonly string[] = [],
): Generator<Difference> {
  if (isNode(said) && isNode(computed) && Array.isArray(said) === Array.isArray(computed))
    for (const key of new Set([...Object.keys(said), ...Object.keys(computed)]))
      yield* differences(own(said, key), own(computed, key), same, [...at, key]);
  else if (!same(said, computed)) yield { at, said, computed };
}
