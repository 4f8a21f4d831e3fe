/**
 * beta = u v entry by entry, L = (1/2n) |X beta - y|^2; risk(b) = E (x.(b - truth))^2 / E (x.truth)^2, so that b = 0 has risk 1.
 *
 * 1. At an interpolant the Hessian has the trace (1/n) sum_j |X_j|^2 (u_j^2 + v_j^2) >= (2/n) sum_j |X_j|^2 |beta_j|, with equality
 *    where |u_j| = |v_j|: the flattest interpolant is that of least L1 norm with the weights |X_j|^2, a linear program.
 * 2. In units of its input, gamma_j = |X_j| beta_j, it weighs |gamma_j| by |X_j|: it puts the labels on small inputs, if it can.
 * 3. Where the truth is on large inputs it learns it last, while the least L1 norm, in these units weighed by 1 / |X_j|, finds it.
 * 4. With one equation a step, sharpness-aware minimization lowers the mean of |grad f(x_i)|^2, which is that trace.
 */
import { claim, forMost } from 'claimcheck';
import { aware, type AwareRule } from 'claimcheck/models/sharpness-aware';
import { power } from 'claimcheck/numerics/elementary';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { minimumWeightedL1 } from 'claimcheck/oracles/minimum-weighted-l1';
import { squaredColumns } from 'claimcheck/tasks/label-noise';
import { strongFeatures, type StrongFeatures } from 'claimcheck/tasks/strong-features';

/** From u, v ~ .5 N(0, I) to an interpolant in small steps, and on from there. */
const run = (rule: Partial<AwareRule> = {}) =>
  aware({ spread: 0.5, first: 0.01, rate: 0.2, ofFlow: true, steps: 5000, ...rule });
const flattening = { radius: 0.2, single: true };

const risk = ({ truth, scales }: StrongFeatures, b: Float64Array) => {
  const length = (x: Float64Array) => norm2(x.map((entry, j) => scales[j]! * entry));
  return power(length(subtract(b, truth)) / length(truth), 2);
};
/** sum_j |X_j|^2 w_j, by n. */
const weighed = ({ X }: StrongFeatures, w: Float64Array) =>
  squaredColumns(X).reduce((sum, square, j) => sum + square * w[j]!, 0) / X.rows;
const absolute = (b: Float64Array) => b.map((entry) => 2 * Math.abs(entry));
const squares = (u: Float64Array, v: Float64Array) => u.map((entry, j) => entry * entry + v[j]! * v[j]!);

const most = forMost({ allBut: 0.2 });
const often = forMost({ allBut: 0.3 });

export default claim({
  title: 'The flattest interpolant need not generalize',
  statement:
    'Where the truth is on inputs that are three times as large as the others, on four tasks in five the interpolant of least ' +
    'trace of the Hessian predicts worse than 0 does, and on as many a sharper one is the truth. Sharpness-aware minimization ' +
    'with one equation a step comes within 30% of the least trace, and to at least twice the risk of where it began, on seven ' +
    'tasks in ten.',
  ours: ['T4', 'T9', 'T16'],
  finding: true,
  sequel: true,
  sources: {
    wen2023sharpness:
      'the abstract: flattest models that do not generalize, for two-layer networks; this design is ours',
    wen2023how: 'with one example a step sharpness-aware minimization lowers the trace of the Hessian',
    haochen2021shape: 'label noise finds sparse truths of inputs of one size',
  },
  scope:
    'A design of ours, six noiseless equations in twenty unknowns, a radius of .2 and 5000 steps; the trace is that of the ' +
    'training loss. Towards inputs of one size the flattest interpolant comes near that of least L1 norm, which is how label ' +
    'noise finds sparse truths (label-noise-recovers-sparse); the dial goes there.',
  premises: {
    'the truth is on large inputs': 'on small inputs',
    'inputs differ in size': 'inputs of one size',
    'every step sees one equation': 'all equations',
    'steps are sharpness-aware': 'no radius',
    'X has full row rank': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: strongFeatures(6, 20, 3),
  train: { plain: run({ steps: 10 }), aware: run(flattening) },
  theory: {
    flattest: [minimumWeightedL1, ({ task: { X, y } }) => ({ X, y, weights: squaredColumns(X) })],
    least: minimumL1,
  },
  symbols: {
    flat: ['R(\\beta_{\\mathrm{flat}})', ({ task, theory }) => risk(task, theory.flattest.value.beta)],
    l1: ['R(\\beta_1)', ({ task, theory }) => risk(task, theory.least.value.beta)],
    trace: ['\\min\\mathrm{tr}H', ({ task, theory }) => weighed(task, absolute(theory.flattest.value.beta))],
    sharper: ['\\mathrm{tr}H(\\beta_1)', ({ task, theory }) => weighed(task, absolute(theory.least.value.beta))],
    reached: ['\\mathrm{tr}H', ({ task, runs: { aware } }) => weighed(task, squares(aware.u, aware.v))],
    plain: ['R_{\\mathrm{descent}}', ({ task, runs }) => risk(task, runs.plain.beta)],
    ended: ['R_{\\mathrm{aware}}', ({ task, runs }) => risk(task, runs.aware.beta)],
  },
  parts: {
    'the flattest interpolant is worse than none': {
      holds: 'flat >= 1',
      accept: most,
      unless: {
        'inputs of one size': {
          because: 'both norms are about the same, and often find the truth',
          forAll: strongFeatures(6, 20, 1),
        },
      },
    },
    'a sharper one is the truth': {
      holds: 'l1 <= 1e-9',
      accept: most,
      unless: {
        'on small inputs': {
          because: 'there the least L1 norm is on the large ones, and the weights favour the truth',
          forAll: strongFeatures(6, 20, 3, 'weak'),
        },
      },
    },
    'by a quarter': { holds: 'sharper >= 1.25 * trace', accept: most },
    'sharpness-aware steps come near the least trace': {
      holds: 'reached <= 1.3 * trace',
      accept: often,
      unless: {
        'all equations': {
          because: 'these lower the largest eigenvalue',
          train: { aware: run({ ...flattening, single: false }) },
        },
        'no radius': { because: 'plain descent stays where it is', train: { aware: run({ single: true }) } },
      },
    },
    'and to more risk than they began with': { holds: 'ended >= 2 * plain', accept: often },
  },
  dial: {
    turns: 'how much larger two inputs are',
    axis: 'linear',
    part: 'the flattest interpolant is worse than none',
    grid: [1, 1.5, 2, 3, 4],
    at: (strength) => ({ forAll: strongFeatures(6, 20, strength) }),
    measured: 'flat',
  },
});
