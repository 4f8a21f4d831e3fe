/** What is measured on one task: numbers, some known up to an error, and how far they are from violating a statement. */

/** A number that was measured, or one that is known up to an error. */
export type Quantity = number | { readonly value: number; readonly error: number };
export type Quantities = Readonly<Record<string, Quantity>>;

/** Signed distance to violation: slack > error holds, slack < -error fails, anything else is in doubt. */
export interface Margin {
  readonly slack: number;
  readonly error: number;
}
