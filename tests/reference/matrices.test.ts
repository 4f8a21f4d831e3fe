/** The reference's matrix sensing problems, from the least nuclear norm to small starts, and its largest margins. */
import { describe, expect, it, test } from 'vitest';
import factorization from '../../models/matrix-factorization.js';
import { asinh } from '../../src/numerics/elementary.js';
import { eigenSymmetric, eigenvaluesSymmetric } from '../../src/numerics/eigen.js';
import {
  fromRows,
  matrix,
  norm2,
  normInf,
  subtract,
  times,
  timesTransposed,
  transpose,
} from '../../src/numerics/matrix.js';
import { leastSquares } from '../../src/numerics/qr.js';
import { seededStream } from '../../src/numerics/stream.js';
import { marginOf, maxMargin, type MarginNorm } from '../../oracles/max-margin.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { minimumNuclear, nuclear } from '../../oracles/minimum-nuclear.js';
import { conjugated, nuclearCounterexample } from '../../tasks/matrix-sensing.js';
import { distance } from '../oracles/instances.js';
import { reading } from './reading.js';
import { factorRules } from '../models/rules.js';

const { factored } = factorRules;

const { reference, unread } = reading('implicit', 'matrix', 'maxMargin');
const close = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-10);
const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };

type Square = number[][];
interface Descended {
  M: Square;
  residual: number;
  nuclear_ratio: number;
  dist_to_entropy_min: number;
  dist_to_minFro: number;
}
interface Sensed {
  name: string;
  d: number;
  m: number;
  psd: boolean;
  A: Square[];
  y: number[];
  minFrobenius: { M: Square; fro: number; nuclear: number };
  minNuclear: Record<
    'upper' | 'lower_dual' | 'barrier_value' | 'admm_value' | 'rel_gap' | 'barrier_vs_admm_M',
    number
  > & {
    M: Square;
    eigs: number[];
  };
  path: {
    alpha: number;
    matrix_entropy_min: Square;
    nuclear_ratio: number;
    residual: number;
    gd: Descended;
    gd_quarter_step: Descended;
  }[];
}

describe.each([...(reference.matrix as Sensed[])])('$name', (instance) => {
  const { d, m, minFrobenius, minNuclear } = instance;
  const A = matrix(m, d * d, Float64Array.from(instance.A.flat(2)));
  const y = Float64Array.from(instance.y);
  const square = (M: Float64Array) => matrix(d, d, M);
  /** A written matrix, symmetric to the last bit. */
  const read = (M: Square) => {
    const entries = fromRows(M);
    return entries.data.map((entry, k) => (entry + transpose(entries).data[k]!) / 2);
  };
  const residual = (M: Float64Array) => norm2(subtract(times(A, M), y)) / norm2(y);

  it('has the matrix of least Frobenius norm', () => {
    const { value, error } = minimumL2.answer({ X: A, y });
    expect(distance(value.beta, read(minFrobenius.M))).toBeLessThanOrEqual(error + 1e-14);
    close(value.norm, minFrobenius.fro);
    close(nuclear(value.beta), minFrobenius.nuclear);
  });

  it('has the least nuclear norm, between the bounds of the reference', () => {
    const { value, error } = minimumNuclear.answer({ A, y });
    const { upper, lower_dual, barrier_value, admm_value, rel_gap, barrier_vs_admm_M, M, eigs } = minNuclear;
    expect(error / value.norm).toBeLessThan(1e-7);
    for (const attained of [upper, admm_value]) {
      expect(Math.abs(value.norm - attained)).toBeLessThanOrEqual(error + 1e-10);
      expect(attained).toBeGreaterThanOrEqual(lower_dual);
    }
    expect(value.norm).toBeGreaterThan(lower_dual - 1e-14);
    expect(Math.abs((upper - lower_dual) / upper - rel_gap)).toBeLessThan(1e-14);
    // A barrier method ends above.
    expect(barrier_value).toBeGreaterThan(value.norm);
    expect(barrier_value).toBeLessThan(value.norm * (1 + 1e-5));
    expect(barrier_vs_admm_M).toBeLessThan(1e-4);
    expect(distance(value.M, read(M))).toBeLessThan(1e-3);
    close(nuclear(read(M)), upper);
    expect(
      distance(
        eigenvaluesSymmetric(square(read(M))),
        [...eigs].sort((a, b) => a - b),
      ),
    ).toBeLessThan(1e-12);
  });

  describe.each([...instance.path])(
    'from alpha = $alpha',
    ({ alpha, matrix_entropy_min, gd, gd_quarter_step, ...more }) => {
      const entropic = read(matrix_entropy_min);

      it('has the minimizer of the entropy: its image by asinh is a combination of the measurements', () => {
        expect(residual(entropic)).toBeLessThan(1e-13);
        expect(more.residual).toBeLessThan(1e-13);
        const { values, vectors } = eigenSymmetric(square(entropic));
        const image = conjugated(
          vectors,
          values.map((s) => asinh(s / (2 * alpha * alpha))),
        );
        const nu = leastSquares(transpose(A), image);
        // Eigenvalues near 0 are known to 1e-16, which alpha^2 amplifies.
        expect(distance(timesTransposed(A, nu), image)).toBeLessThan((1e-14 + 1e-16 / (alpha * alpha)) * norm2(image));
        close(nuclear(entropic) / minNuclear.lower_dual, more.nuclear_ratio);
      });

      it('is descended to what the flow tends to, from a full and a quarter step', () => {
        const least = minimumL2.answer({ X: A, y }).value.beta;
        const [full, quarter] = [gd, gd_quarter_step].map((run) => {
          const M = read(run.M);
          expect(Math.abs(residual(M) - run.residual)).toBeLessThan(1e-14);
          close(nuclear(M) / minNuclear.lower_dual, run.nuclear_ratio);
          close(distance(M, entropic) / norm2(entropic), run.dist_to_entropy_min);
          close(distance(M, least) / norm2(least), run.dist_to_minFro);
          return M;
        });
        const rule = factored({ alpha, signed: !instance.psd, within: 0.02, stable: 0.02, residual: 1e-9 });
        const run = factorization.train({ A, y }, { ...rule, budget: 200_000 }, streams);
        expect(run.stopped).toBe('residual');
        // An error of first order in the step is left to a third of what three quarters of the step remove.
        expect(distance(run.parameters['M']!, quarter!)).toBeLessThan(distance(full!, quarter!) / 3);
      });
    },
  );
});

test('the written-out counterexample is the first of them', () => {
  const { A, y } = nuclearCounterexample.list![0]!;
  const [first] = reference.matrix as Sensed[];
  expect(A.data).toEqual(Float64Array.from(first!.A.flat(2)));
  expect(y).toEqual(Float64Array.from(first!.y));
});

test.each<MarginNorm>(['L1', 'L2', 'Linf'])('the largest margin in %s', (norm) => {
  const [written] = reference.maxMargin;
  const X = fromRows(written.Z_signed);
  const y = new Float64Array(X.rows).fill(1);
  const { value, error } = maxMargin.answer({ X, y, norm });
  expect(error).toBeLessThan(1e-9);
  // Two norms have a second method.
  const second = { L1: 'margin_L1norm_dual', L2: 'margin_L2_slsqp', Linf: 'margin_Linfnorm' }[norm];
  for (const name of [`margin_${norm}norm`, second]) expect(value.margin).toBeCloseTo(written[name], 12);
  const direction = Float64Array.from(written[`w_${norm}`] as number[]);
  expect(marginOf({ X, y }, direction, norm)).toBeCloseTo(value.margin, 10);
  // Written with least margin 1.
  expect(Math.min(...times(X, direction))).toBeCloseTo(1, 10);
  expect(
    normInf(
      subtract(
        value.w,
        direction.map((entry) => entry * value.margin),
      ),
    ),
  ).toBeLessThan(1e-6);
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
