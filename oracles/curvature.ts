/**
 * The curvature of L = (1/2n) sum (f(x_i) - y_i)^2 at an interpolant, from the tangent kernel: with J_i = grad f(x_i),
 *
 *   largest = lambda_max(J J' / n),  trace = tr(J J') / n,  mean = |(1/n) sum J_i|^2.
 *
 * The Hessian of L is J'J/n there, with the same nonzero eigenvalues. largest >= mean since the average is one unit
 * vector's Rayleigh quotient. `error` bounds the rounding of all three: n 2^-50 times the trace for the eigenvalue, and what
 * the roundings of J and of J J' add.
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofSteps } from 'claimcheck/faults';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { roundings } from 'claimcheck/numerics/ball';
import { gram, matrix, norm2, type Matrix } from 'claimcheck/numerics/matrix';
import { certified, expectFinite } from './certified.js';
import { jacobian, jacobianRounding, type Covered, type TwoLayer } from './two-layer.js';
import { gramRounding } from './weighted-gram.js';

export interface Curved {
  readonly network: TwoLayer;
  readonly X: Matrix;
  /** The parameters that are trained; default all. */
  readonly covered?: Covered;
}

export interface Curvature {
  readonly largest: number;
  readonly trace: number;
  readonly mean: number;
}

/** The question at the end of a run, of the parameters that it trained; W and a where its rule does not say. */
export const atEnd = ({ task: { X }, run: { theta, rule } }: Ended): Curved => ({
  X,
  covered: { b: false, c: false, ...rule.trained },
  network: { ...rule, theta },
});
interface Ended {
  readonly task: { readonly X: Matrix };
  readonly run: {
    readonly theta: Float64Array;
    readonly rule: Omit<TwoLayer, 'theta'> & { readonly trained?: Covered };
  };
}

const ROUNDING = 8.881784197001252e-16; // 2^-50

function answer({ network, X, covered }: Curved, missing?: Covered, factor = 1): Certified<Curvature> {
  const n = X.rows;
  if (n < 1) throw new RangeError(`curvature: X has ${n} rows; expected at least 1`);
  expectFinite('curvature', { theta: network.theta, X: X.data });
  const J = jacobian(network, X, { ...covered, ...missing });
  const G = gram(J);
  let trace = 0;
  let total = 0;
  for (let i = 0; i < n; i++) trace += G.data[i * n + i]!;
  for (const entry of G.data) total += entry;
  const scaled = matrix(
    n,
    n,
    G.data.map((entry) => (factor * entry) / n),
  );
  const largest = eigenvaluesSymmetric(scaled)[n - 1]!;
  const usual = (n * ROUNDING * factor * trace) / n;
  const off = norm2(jacobianRounding(network, X, { ...covered, ...missing }));
  const moved = (2 * Math.sqrt(trace) * off + off * off + gramRounding(J)) / n;
  // Sums of n and of n^2 terms, each partial sum at most the trace times its number of terms over n.
  const summed = (roundings(n + 4) * trace) / n + (roundings(2 * n + 4) * trace) / n;
  return certified('curvature', {
    value: { largest, trace: (factor * trace) / n, mean: (factor * total) / (n * n) },
    error: Math.max(usual, factor * (1.01 * moved + Math.max(summed, roundings(8 * n) * largest))),
    certificate: { kind: 'residual bound', unit: 'n 2^-50 trace' },
  });
}

const by = ofSteps(answer);

export const curvature: Oracle<Curved, Curvature> = {
  name: 'curvature',
  answer: (question) => answer(question),
  faults: {
    'no output bias': { what: 'the output bias is not a parameter', by: by({ c: false }) },
    'no hidden bias': { what: 'the hidden biases are not parameters', by: by({ b: false }) },
    'first layer only': { what: 'only the hidden weights and biases are parameters', by: by({ a: false, c: false }) },
    'output layer only': { what: 'only the output weights and bias are parameters', by: by({ W: false, b: false }) },
    'half the Hessian': { what: 'the loss is halved once more', by: by({}, 0.5) },
    'off by 10%': { what: '10% too small', grade: 0.1, by: by({}, 0.9) },
  },
};
