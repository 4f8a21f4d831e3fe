/**
 * beta ~ N(0, P), y = X beta without noise; m the limit of gradient descent preconditioned by P, from 0.
 *
 * 1. m = P X'(X P X')^-1 y is the posterior mean, so E |b - beta|_S^2 = |b - m|_S^2 + tr(S V) for every b and metric S.
 * 2. m is least in b'P^-1 b, so Pythagoras: b'P^-1 b = m'P^-1 m + |b - m|^2 in the metric P^-1, for every interpolant b.
 * 3. The expectation is the average over the 2(d-n) truths m +- sqrt(d-n) L_j, V = L L', each of which fits the data.
 */
import { always, ask, claim, type Streams, type Trained } from 'claimcheck';
import { descent, type LinearRule } from 'claimcheck/models/linear-model';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { axpy, column, dot, norm2, normInf, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { complexity, type Preference } from 'claimcheck/oracles/complexity';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { posterior, type Posterior } from 'claimcheck/oracles/posterior';
import { sphere } from 'claimcheck/properties/interpolants';
import { quadratic, risk } from 'claimcheck/properties/risk';
import { priorRegression } from 'claimcheck/tasks/truths';

interface Task {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly P: Matrix;
  readonly metric: Matrix;
}
interface Trial {
  readonly task: Task;
  readonly trained: Trained;
  readonly theory: { readonly value: Posterior };
  readonly streams: Streams;
}

const train = (rule: Partial<LinearRule>) =>
  ['linear-model', ({ P }: Task) => descent({ kind: 'preconditioned', P }, { residual: 1e-13, ...rule })] as const;

/** Truths whose plain average has the posterior's mean and covariance. */
function cubature({ beta, V }: Posterior, n: number): Float64Array[] {
  const d = beta.length;
  const { values, vectors } = eigenSymmetric(symmetric(V));
  const truths: Float64Array[] = [];
  for (let j = n; j < d; j++) {
    for (const sign of [1, -1]) {
      const truth = beta.slice();
      axpy(sign * Math.sqrt((d - n) * Math.max(0, values[j]!)), column(vectors, j), truth);
      truths.push(truth);
    }
  }
  return truths;
}

function symmetric(V: Matrix): Matrix {
  const { rows: d, data } = V;
  return { ...V, data: data.map((entry, k) => (entry + data[(k % d) * d + Math.floor(k / d)]!) / 2) };
}

/** Interpolants of least L1 and least L2 norm, and four that minimize nothing. */
const candidates = ({ task, theory, streams }: Trial): Float64Array[] => [
  minimumL1.answer(task).value.beta,
  minimumL2.answer(task).value.beta,
  ...sphere(task.X, theory.value.beta, norm2(theory.value.beta), 4, streams.eval()),
];

/** The expected risk in a metric, as an average over explicit truths. */
function expected(trial: Trial, metric: (x: Float64Array) => number) {
  const truths = cubature(trial.theory.value, trial.task.X.rows);
  return (b: Float64Array) => truths.reduce((sum, truth) => sum + metric(subtract(b, truth)), 0) / truths.length;
}

/** How far the expected risk of each candidate is from that of the trained interpolant plus `above`. */
function identity(
  trial: Trial,
  metric: (x: Float64Array) => number,
  above: (b: Float64Array, m: Float64Array) => number,
) {
  const m = trial.trained.parameters.beta!;
  const risks = expected(trial, metric);
  return candidates(trial).map((b) => ({ riskOfB: risks(b), riskOfM: risks(m), above: above(b, m), size: risks(b) }));
}

const inverseMetric = (P: Matrix) => {
  const L = cholesky(P);
  return (x: Float64Array) => dot(x, choleskySolve(L, x));
};
const preferredBy = (preference: Preference) => (b: Float64Array, m: Float64Array) => {
  const measure = complexity(preference);
  return measure(b) * measure(b) - measure(m) * measure(m);
};

const tex = { riskOfB: 'R(b)', riskOfM: 'R(\\hat\\beta)', above: '\\Delta(b)', size: 'R(b)' };

export default claim({
  title: 'For a matched Gaussian truth the preferred complexity is the expected risk',
  statement:
    'If the truth is drawn from N(0, P), then among all interpolants the expected test risk in the metric P^-1 equals, ' +
    'up to a constant, the complexity that gradient descent preconditioned by P prefers; in every metric the trained ' +
    'interpolant has the least expected risk.',
  talk: ['T9'],
  marking: 'ours',
  sources: [
    {
      key: 'gunasekar2018characterizing',
      where: 'the preference of preconditioned descent; the identity is derived in this file',
    },
  ],
  scope:
    'Exact in the metric P^-1 alone; in another metric the minimizer is right but not the order. A prior that the ' +
    'algorithm is matched to is an assumption, and nothing is said of one single truth.',
  premises: {
    'the preconditioner is the covariance of the truth': { how: 'by construction', control: 'prior ignored' },
    'training starts at 0': { how: 'by construction', control: 'random start' },
    'training reaches an interpolant': { how: 'checked per task', control: 'early stop' },
    'the labels have no noise': { how: 'by construction' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: priorRegression,
  train: train({}),
  theory: posterior,
  parts: {
    'every truth of the average fits the data': {
      holds: 'misfit / size <= 1e-8',
      where: ({ task, theory }) => ({
        misfit: Math.max(
          ...cubature(theory.value, task.X.rows).map((truth) => normInf(subtract(times(task.X, truth), task.y))),
        ),
        size: norm2(task.y),
      }),
      tex: { misfit: '\\max_j\\lVert X\\beta_j-y\\rVert_\\infty', size: '\\lVert y\\rVert' },
      accept: always(),
    },
    'the least expected risk is the number of open directions': {
      holds: 'abs(least / (d - n) - 1) <= 1e-8',
      where: ({ task, theory }) => {
        const truths = cubature(theory.value, task.X.rows);
        const size = inverseMetric(task.P);
        const total = truths.reduce((sum, truth) => sum + size(subtract(truth, theory.value.beta)), 0);
        return { least: total / truths.length, d: task.X.cols, n: task.X.rows };
      },
      tex: { least: '\\operatorname{E}\\lVert\\beta-m\\rVert_{P^{-1}}^2' },
      accept: always(),
    },
    'risk in any metric is the distance to the trained interpolant': {
      holds: 'abs(riskOfB - riskOfM - above) <= 1e-8 * size',
      where: (trial) =>
        identity(
          trial,
          (x) => quadratic(trial.task.metric, x),
          (b, m) => risk(b, m, trial.task.metric),
        ),
      tex,
      accept: always(),
    },
    'risk in its own metric is the preferred complexity': {
      holds: 'abs(riskOfB - riskOfM - above) <= 1e-8 * size',
      where: (trial) =>
        identity(trial, inverseMetric(trial.task.P), preferredBy({ kind: 'preconditioned', P: trial.task.P })),
      tex,
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'prior ignored': {
        breaks: 'risk in any metric is the distance to the trained interpolant',
        because: 'plain gradient descent is matched to N(0, I)',
        train: ['linear-model', descent({ kind: 'euclidean' }, { residual: 1e-13 })],
      },
      'random start': {
        breaks: 'risk in any metric is the distance to the trained interpolant',
        because: 'the start stays in the directions that the data leave open',
        train: train({ start: 0.3 }),
      },
      'early stop': {
        breaks: 'risk in its own metric is the preferred complexity',
        because: 'a residual of 1e-3 is not an interpolant',
        train: train({ residual: 1e-3 }),
      },
      'prior twice as wide': {
        breaks: 'the least expected risk is the number of open directions',
        because: 'the theory is asked about the prior N(0, 2 P)',
        theory: ask(posterior, ({ task }: { task: Task }) => ({
          ...task,
          P: { ...task.P, data: task.P.data.map((entry) => 2 * entry) },
        })),
      },
      'rival measure': {
        breaks: 'risk in its own metric is the preferred complexity',
        because: 'the L2 norm is not the preference of the preconditioned algorithm',
        where: (trial) => identity(trial, inverseMetric(trial.task.P), preferredBy({ kind: 'euclidean' })),
      },
      'P for its inverse': {
        breaks: 'risk in its own metric is the preferred complexity',
        because: 'the risk is measured in the metric P, where only the minimizer is right',
        where: (trial) =>
          identity(trial, (x) => quadratic(trial.task.P, x), preferredBy({ kind: 'preconditioned', P: trial.task.P })),
      },
    },
    mustHold: {
      'heavy ball': { because: 'momentum keeps the limit', train: train({ momentum: 0.3 }) },
      'one equation at a time': { because: 'Kaczmarz steps keep the limit', train: train({ single: true }) },
    },
  },
});
