/**
 * beta ~ N(0, P), y = X beta without noise; m the limit of gradient descent preconditioned by P, from 0.
 *
 * 1. m = P X'(X P X')^-1 y is the posterior mean, so E |b - beta|_S^2 = |b - m|_S^2 + tr(S V) for every b and metric S.
 * 2. m is least in b'P^-1 b, so Pythagoras: b'P^-1 b = m'P^-1 m + |b - m|^2 in the metric P^-1, for every interpolant b.
 * 3. The expectation is the average over the 2(d-n) truths m +- sqrt(d-n) L_j, V = L L', each of which fits the data.
 */
import { claim, once, type Trial } from 'claimcheck';
import { descent } from 'claimcheck/models/linear-model';
import { dot, norm2, normInf, scale, subtract, times } from 'claimcheck/numerics/matrix';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { complexity, type Preference } from 'claimcheck/oracles/complexity';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { posterior } from 'claimcheck/oracles/posterior';
import { mean } from 'claimcheck/properties/covariance';
import { sphere } from 'claimcheck/properties/interpolants';
import { cubature } from 'claimcheck/properties/posterior-risk';
import { quadratic, risk } from 'claimcheck/properties/risk';
import { priorRegression, type WithPrior } from 'claimcheck/tasks/truths';

const train = descent(({ P }: WithPrior) => ({ geometry: { kind: 'preconditioned', P }, residual: 1e-13 }));
const theory = { given: posterior, l1: minimumL1, l2: minimumL2 };
type Seen = Trial<WithPrior, typeof train, typeof theory>;

const truths = once(({ task, theory }: Seen) => cubature(theory.given, task.X.rows));
/** Interpolants of least L1 and least L2 norm, and four that minimize nothing; b is each of these six in turn. */
const candidates = once(({ task, theory: { given, l1, l2 }, streams }: Seen) => [
  l1.beta,
  l2.beta,
  ...sphere(task.X, given.beta, norm2(given.beta), 4, streams.eval()),
]);
const candidate = (trial: Seen) => candidates(trial)[trial.at]!;
const trained = ({ run }: Seen) => run.beta;

type Metric = (task: WithPrior) => (x: Float64Array) => number;
const under =
  (S: 'metric' | 'P'): Metric =>
  (task) =>
  (x) =>
    quadratic(task[S], x);
const own: Metric = ({ P }) => {
  const L = cholesky(P);
  return (x) => dot(x, choleskySolve(L, x));
};
/** The expected risk of b in a metric, as an average over explicit truths. */
const expected = (metric: Metric, b: (trial: Seen) => Float64Array) => (trial: Seen) => {
  const [size, at] = [metric(trial.task), b(trial)];
  return mean(truths(trial).map((truth) => size(subtract(at, truth))));
};
/** How much more of a complexity the candidate has than the trained interpolant, both squared. */
const above = (preference: (task: WithPrior) => Preference) => (trial: Seen) => {
  const C = complexity(preference(trial.task));
  const [b, m] = [C(candidate(trial)), C(trained(trial))];
  return b * b - m * m;
};

export default claim({
  title: 'For a matched Gaussian truth the preferred complexity is the expected risk',
  statement:
    'If the truth is drawn from N(0, P), then among all interpolants the expected test risk in the metric P^-1 equals, ' +
    'up to a constant, the complexity that gradient descent preconditioned by P prefers; in every metric the trained ' +
    'interpolant has the least expected risk.',
  ours: ['T9'],
  sources: {
    gunasekar2018characterizing: 'the preference of preconditioned descent; the identity is derived in this file',
  },
  scope:
    'Exact in the metric P^-1 alone; in another metric the minimizer is right but not the order. A prior that the ' +
    'algorithm is matched to is an assumption, and nothing is said of one single truth.',
  premises: {
    'the preconditioner is the covariance of the truth': 'prior ignored',
    'training starts at 0': 'random start',
    'training reaches an interpolant': { checked: 'early stop' },
    'the labels have no noise': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: priorRegression,
  train,
  theory,
  symbols: {
    misfit: [
      '\\max_j\\lVert X\\beta_j-y\\rVert_\\infty',
      (trial) => {
        const { X, y } = trial.task;
        return Math.max(...truths(trial).map((truth) => normInf(subtract(times(X, truth), y))));
      },
    ],
    size: ['\\lVert y\\rVert', ({ task }) => norm2(task.y)],
    least: ['\\operatorname{E}\\lVert\\beta-m\\rVert_{P^{-1}}^2', expected(own, ({ theory }) => theory.given.beta)],
    n: ({ task }) => task.X.rows,
    d: ({ task }) => task.X.cols,
    risk: ['R_S(b)', expected(under('metric'), candidate)],
    riskOfM: ['R_S(\\hat\\beta)', expected(under('metric'), trained)],
    distance: [
      '\\lVert b-\\hat\\beta\\rVert_S^2',
      (trial) => risk(candidate(trial), trained(trial), trial.task.metric),
    ],
    own: ['R_{P^{-1}}(b)', expected(own, candidate)],
    ownOfM: ['R_{P^{-1}}(\\hat\\beta)', expected(own, trained)],
    above: ['C(b)^2-C(\\hat\\beta)^2', above(({ P }) => ({ kind: 'preconditioned', P }))],
  },
  parts: {
    'every truth of the average fits the data': { holds: 'misfit / size <= 1e-8' },
    'the least expected risk is the number of open directions': {
      holds: 'abs(least / (d - n) - 1) <= 1e-8',
      unless: {
        'prior twice as wide': {
          because: 'the theory is asked about the prior N(0, 2 P)',
          theory: { given: [posterior, ({ task }) => ({ ...task, P: { ...task.P, data: scale(2, task.P.data) } })] },
        },
      },
    },
    'risk in any metric is the distance to the trained interpolant': {
      holds: 'abs(risk - riskOfM - distance) <= 1e-8 * risk',
      over: [0, 1, 2, 3, 4, 5],
      unless: {
        'prior ignored': {
          because: 'plain gradient descent is matched to N(0, I)',
          rule: { geometry: { kind: 'euclidean' } },
        },
        'random start': { because: 'the start stays in the directions that the data leave open', rule: { start: 0.3 } },
      },
    },
    'risk in its own metric is the preferred complexity': {
      holds: 'abs(own - ownOfM - above) <= 1e-8 * own',
      over: [0, 1, 2, 3, 4, 5],
      unless: {
        'early stop': { because: 'a residual of 1e-3 is not an interpolant', rule: { residual: 1e-3 } },
        'rival measure': {
          because: 'the L2 norm is not the preference of the preconditioned algorithm',
          symbols: { above: above(() => ({ kind: 'euclidean' })) },
        },
        'P for its inverse': {
          because: 'the risk is measured in the metric P, where only the minimizer is right',
          symbols: { own: expected(under('P'), candidate), ownOfM: expected(under('P'), trained) },
        },
      },
    },
  },
  harmless: {
    'heavy ball': { because: 'momentum keeps the limit', rule: { momentum: 0.3 } },
    'one equation at a time': { because: 'Kaczmarz steps keep the limit', rule: { single: true } },
  },
});
