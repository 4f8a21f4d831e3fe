/**
 * X b = y with n < d, a truth beta, m the interpolant of least L2 norm, and the mirror truth beta' = 2 m - beta.
 *
 * 1. b1, b2, beta fit the data, hence so does b1 + b2 - beta, which exchanges the risks of b1 and b2 in every metric.
 * 2. beta - m is in null(X): beta' fits and |beta'| = |beta|. For b = m + rho u, risk_beta(b) + risk_beta'(b) is constant.
 * 3. Over m +- rho e_i, e an orthonormal basis of null(X), risk is linear in the odd part of C: Cov(C, risk) =
 *    rho^2 / (d - n) (C(beta') - C(beta)), for quadratic C, and for any C where rho e_1 = beta - m.
 */
import { claim, type Trial } from 'claimcheck';
import { descent } from 'claimcheck/models/linear-model';
import { norm2, normInf, scale, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import { complexity } from 'claimcheck/oracles/complexity';
import { mirrorCovariance } from 'claimcheck/oracles/mirror-covariance';
import { covariance, mean } from 'claimcheck/properties/covariance';
import { antipodes, nullBasis, reflected, sphere, stretched } from 'claimcheck/properties/interpolants';
import { quadratic, risk } from 'claimcheck/properties/risk';
import { truthfulRegression, type MeasuredRegression } from 'claimcheck/tasks/truths';

const train = {
  round: descent({ geometry: { kind: 'euclidean' } }),
  preconditioned: descent(({ P }: MeasuredRegression) => ({ geometry: { kind: 'preconditioned', P } })),
  sparse: descent({ geometry: { kind: 'hypentropy', alpha: 0.05 } }),
};
type Seen = Trial<MeasuredRegression, typeof train>;

const misfit = ({ X, y }: MeasuredRegression, beta: Float64Array) => normInf(subtract(times(X, beta), y));

/** The truth under which the two algorithms exchange their risks: b1 + b2 - beta. */
const exchanging = ({ task, runs: { preconditioned, sparse } }: Seen) =>
  preconditioned.beta.map((entry, j) => entry + sparse.beta[j]! - task.truth[j]!);
const throughFirst = ({ task, runs }: Seen) => reflected(task.truth, runs.preconditioned.beta);
/** How far the risks of both are from exchanged under another truth, and how far it is from fitting. */
function swap({ task, runs: { preconditioned, sparse } }: Seen, other: Float64Array) {
  const [b1, b2] = [preconditioned.beta, sparse.beta];
  const [R1, R2] = [risk(b1, task.truth, task.metric), risk(b2, task.truth, task.metric)];
  return {
    misfit: misfit(task, other),
    first: risk(b1, other, task.metric) - R2,
    second: risk(b2, other, task.metric) - R1,
    size: R1 + R2,
  };
}

const mirror = ({ task, runs }: Seen) => reflected(task.truth, runs.round.beta);
const members = ({ task, runs: { round }, streams }: Seen) =>
  sphere(task.X, round.beta, norm2(round.beta), 12, streams.eval());
const unequal = (trial: Seen) => stretched(members(trial), trial.runs.round.beta, (k) => 1 + k / 12);
/** How far the deviations of the risks from their means over a set are from opposite, truth against mirror. */
function opposition(trial: Seen, set: readonly Float64Array[]) {
  const [ours, theirs] = [trial.task.truth, mirror(trial)].map((beta) => set.map((b) => risk(b, beta)));
  const [a, b] = [mean(ours!), mean(theirs!)];
  return {
    sum: Math.max(...ours!.map((value, k) => Math.abs(value - a + theirs![k]! - b))),
    deviation: Math.max(...ours!.map((value) => Math.abs(value - a))),
  };
}

/** A quadratic complexity, and three more that the law holds for where the basis starts at the truth. */
const complexities = (P: Matrix): ((b: Float64Array) => number)[] => [
  (b) => quadratic(P, b),
  complexity({ kind: 'L1' }),
  complexity({ kind: 'Linf' }),
  complexity({ kind: 'hypentropy', alpha: 0.3 }),
];
const antipodal = ({ task: { X, truth }, runs: { round }, streams, at }: Seen) => {
  const off = subtract(truth, round.beta);
  return antipodes(nullBasis(X, streams.eval(), at === 0 ? undefined : off), round.beta, norm2(off));
};
const oneSided = (trial: Seen) => antipodal(trial).filter((_, k) => k !== 1);
/** The covariance of complexity and risk over a set, and the product of their means. */
function law({ task: { P, truth }, at }: Seen, set: readonly Float64Array[]) {
  const costs = set.map(complexities(P)[at]!);
  const risks = set.map((b) => risk(b, truth));
  return { covariance: covariance(costs, risks), scale: mean(costs.map(Math.abs)) * mean(risks) };
}

export default claim({
  title: 'Without an assumption on the truth no measure is right',
  statement:
    'Whatever the truth, another one fits the same data, is as long, and reverses the ranking of all interpolants of ' +
    'equal L2 norm, so it reverses every measure; any two algorithms exchange their risks under a third. A measure ' +
    'correlates with risk exactly as much as the truth is simpler in it than the mirror truth.',
  ours: ['T9'],
  finding: true,
  sources: { gunasekar2018characterizing: 'the preferences; the theorem is derived in this file' },
  scope:
    'Noiseless linear regression. Truths that fit equally well need not be equally plausible: that is the assumption.',
  premises: {
    'both algorithms interpolate': { checked: 'an algorithm that does not interpolate' },
    'the mirror stands at the interpolant of least L2 norm': 'mirror through the origin',
    'the compared interpolants have equal L2 norm': 'unequal lengths',
    'the design of the covariance is antipodal': 'one-sided design',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: truthfulRegression,
  train,
  theory: {
    predicted: [
      mirrorCovariance,
      ({ task: { X, P, truth }, runs }) => ({
        centre: runs.round.beta,
        truth,
        equations: X.rows,
        complexities: complexities(P),
      }),
    ],
  },
  symbols: {
    misfit: ['\\lVert X\\beta^\\ast-y\\rVert', (trial) => swap(trial, exchanging(trial)).misfit],
    first: ['\\Delta_1', (trial) => swap(trial, exchanging(trial)).first],
    second: ['\\Delta_2', (trial) => swap(trial, exchanging(trial)).second],
    size: ['R_1+R_2', (trial) => swap(trial, exchanging(trial)).size],
    sum: ["\\max_b|\\delta_\\beta(b)+\\delta_{\\beta'}(b)|", (trial) => opposition(trial, members(trial)).sum],
    deviation: ['\\max_b|\\delta_\\beta(b)|', (trial) => opposition(trial, members(trial)).deviation],
    off: ["\\lVert X\\beta'-y\\rVert", (trial) => misfit(trial.task, mirror(trial))],
    mirrored: ["\\lVert\\beta'\\rVert", (trial) => norm2(mirror(trial))],
    length: ['\\lVert\\beta\\rVert', ({ task }) => norm2(task.truth)],
    covariance: ['\\operatorname{Cov}(C,R)', (trial) => law(trial, antipodal(trial)).covariance],
    predicted: [
      "\\tfrac{\\rho^2}{d-n}(C(\\beta')-C(\\beta))",
      ({ theory: { predicted }, at }) => predicted.known(predicted.value[at]!),
    ],
    scale: ['\\bar C\\bar R', (trial) => law(trial, antipodal(trial)).scale],
  },
  parts: {
    'another truth exchanges the risks of two algorithms': {
      holds: 'max(misfit, abs(first), abs(second)) <= 1e-8 * size',
      unless: {
        'an algorithm that does not interpolate': {
          because: 'the swapped truth does not fit the data then',
          rule: { residual: 1e-2 },
        },
        'reflected through one of the two': {
          because: 'reflecting through b1 keeps the risk of b1',
          symbols: {
            first: (trial) => swap(trial, throughFirst(trial)).first,
            second: (trial) => swap(trial, throughFirst(trial)).second,
          },
        },
      },
    },
    'the mirror truth reverses every ranking': {
      holds: 'sum <= 1e-8 * deviation',
      unless: {
        'unequal lengths': {
          because: 'farther interpolants have more risk under both truths',
          symbols: {
            sum: (trial) => opposition(trial, unequal(trial)).sum,
            deviation: (trial) => opposition(trial, unequal(trial)).deviation,
          },
        },
      },
    },
    'the mirror truth fits and is as long': {
      holds: 'max(off, abs(mirrored - length)) <= 1e-8 * length',
      unless: {
        'mirror through the origin': {
          because: '-beta reverses the ranking too, but does not fit the data',
          symbols: {
            off: ({ task }) => misfit(task, scale(-1, task.truth)),
            mirrored: ({ task }) => norm2(scale(-1, task.truth)),
          },
        },
      },
    },
    'a measure is right as far as the truth is simpler than its mirror': {
      holds: 'abs(covariance - predicted) <= 1e-8 * scale',
      over: [0, 1, 2, 3],
      unless: {
        'one-sided design': {
          because: 'without the opposite points the even part of the measure does not cancel',
          symbols: {
            covariance: (trial) => law(trial, oneSided(trial)).covariance,
            scale: (trial) => law(trial, oneSided(trial)).scale,
          },
        },
      },
    },
  },
  harmless: { 'heavy ball': { because: 'momentum keeps the limits', rule: { momentum: 0.3 } } },
});
