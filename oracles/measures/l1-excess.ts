/**
 * How far the L1 norm of an interpolant exceeds the least one, without the cancellation of the support: |b|_1 - min |b|_1 is
 * the sum over j off the support of |b_j| - b_j x_j.nu, nu the dual of minimum-l1. X: n x d, b: d.
 */
import { column, dot } from 'claimcheck/numerics/matrix';
import type { SparseSolution } from 'claimcheck/oracles/basis-pursuit';
import { hypentropy } from 'claimcheck/oracles/hypentropy';
import type { Regression } from 'claimcheck/tasks/regression';

/** Every j off the support, and z = x_j.nu; a nu without an equation gives it 0. */
const off = ({ X }: Regression, { nu, support }: SparseSolution) =>
  Array.from({ length: X.cols }, (_, j) => ({ j, z: dot(column(X, j).subarray(0, nu.length), nu) })).filter(
    ({ j }) => !support.includes(j),
  );

export const excessL1 = (task: Regression, b: Float64Array, least: SparseSolution): number =>
  off(task, least).reduce((sum, { j, z }) => sum + (Math.abs(b[j]!) - b[j]! * z), 0);

const { point } = hypentropy(3);

/** The excess of the limit of depth 3 from alpha to leading order, where its dual is replaced by nu. */
export const leadingExcess = (task: Regression, alpha: number, least: SparseSolution): number =>
  alpha * alpha * alpha * off(task, least).reduce((sum, { z }) => sum + point(Math.abs(z), 0) * (1 - Math.abs(z)), 0);

interface Sparse {
  readonly task: Regression;
  readonly run: Readonly<Record<'beta' | 'u' | 'v', Float64Array>>;
  readonly theory: { readonly least: { readonly value: SparseSolution } };
}

/** The excess of the run, as a symbol. */
export const excess = [
  '\\lVert\\hat\\beta_\\alpha\\rVert_1-\\min\\lVert\\beta\\rVert_1',
  ({ task, run, theory }: Sparse) => excessL1(task, run.beta, theory.least.value),
] as const;

/** The leading order of it, from the alpha of the run. */
export const leading = (alphaOf: (run: Sparse['run']) => number) =>
  [
    '\\alpha^3\\textstyle\\sum_{j\\notin S}|h(x_j\\cdot\\nu)|(1-|x_j\\cdot\\nu|)',
    ({ task, run, theory }: Sparse) => leadingExcess(task, alphaOf(run), theory.least.value),
  ] as const;
