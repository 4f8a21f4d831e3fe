/**
 * X b = y with n < d, a truth beta, m the interpolant of least L2 norm, and the mirror truth beta' = 2 m - beta.
 *
 * 1. b1, b2, beta fit the data, hence so does b1 + b2 - beta, which exchanges the risks of b1 and b2 in every metric.
 * 2. beta - m is in null(X): beta' fits and |beta'| = |beta|. For b = m + rho u, risk_beta(b) + risk_beta'(b) is constant.
 * 3. Over m +- rho e_i, e an orthonormal basis of null(X), risk is linear in the odd part of C: Cov(C, risk) =
 *    rho^2 / (d - n) (C(beta') - C(beta)), for quadratic C, and for any C where rho e_1 = beta - m.
 */
import { always, ask, claim, type Streams, type Trained } from 'claimcheck';
import { descent, type LinearRule } from 'claimcheck/models/linear-model';
import { axpy, norm2, normInf, scale, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import { complexity } from 'claimcheck/oracles/complexity';
import { mirrorCovariance } from 'claimcheck/oracles/mirror-covariance';
import { antipodes, nullBasis, sphere } from 'claimcheck/properties/interpolants';
import { quadratic, risk } from 'claimcheck/properties/risk';
import { truthfulRegression, type MeasuredRegression } from 'claimcheck/tasks/truths';

interface Trial {
  readonly task: MeasuredRegression;
  readonly trained: Readonly<Record<'round' | 'preconditioned' | 'sparse', Trained>>;
  readonly theory: { readonly value: readonly number[]; readonly error: number };
  readonly streams: Streams;
}

const runs = (rule: Partial<LinearRule>) => ({
  round: ['linear-model', descent({ kind: 'euclidean' }, rule)] as const,
  preconditioned: [
    'linear-model',
    ({ P }: MeasuredRegression) => descent({ kind: 'preconditioned', P }, rule),
  ] as const,
  sparse: ['linear-model', descent({ kind: 'hypentropy', alpha: 0.05 }, rule)] as const,
});

/** 2 centre - truth. */
function reflected(truth: Float64Array, centre: Float64Array): Float64Array {
  const mirror = scale(-1, truth);
  axpy(2, centre, mirror);
  return mirror;
}
const centreOf = ({ trained }: Pick<Trial, 'trained'>) => trained.round.parameters.beta!;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How far from exchanged the risks of two trained interpolants are under `swapped`, and how far it is from fitting. */
function swap({ task, trained }: Trial, swapped: (b1: Float64Array, b2: Float64Array) => Float64Array) {
  const [b1, b2] = [trained.preconditioned.parameters.beta!, trained.sparse.parameters.beta!];
  const other = swapped(b1, b2);
  const own = [risk(b1, task.truth, task.metric), risk(b2, task.truth, task.metric)] as const;
  return {
    misfit: normInf(subtract(times(task.X, other), task.y)),
    first: risk(b1, other, task.metric) - own[1],
    second: risk(b2, other, task.metric) - own[0],
    size: own[0] + own[1],
  };
}

/** How far the deviations of the risks from their means over a set are from opposite, truth against mirror. */
function opposition(trial: Trial, mirror: Float64Array, members: readonly Float64Array[]) {
  const { truth } = trial.task;
  const [ours, theirs] = [truth, mirror].map((beta) => members.map((b) => risk(b, beta)));
  const [a, b] = [mean(ours!), mean(theirs!)];
  const size = Math.max(...ours!.map((value) => Math.abs(value - a)));
  return { sum: Math.max(...ours!.map((value, k) => Math.abs(value - a + theirs![k]! - b))), size };
}

const members = (trial: Trial) =>
  sphere(trial.task.X, centreOf(trial), norm2(centreOf(trial)), 12, trial.streams.eval());

/** A quadratic complexity, and three more that the law holds for where the basis starts at the truth. */
const complexities = (P: Matrix): ((b: Float64Array) => number)[] => [
  (b) => quadratic(P, b),
  complexity({ kind: 'L1' }),
  complexity({ kind: 'Linf' }),
  complexity({ kind: 'hypentropy', alpha: 0.3 }),
];

/** Covariance of complexity and risk over antipodal points, and what it should be; relative to the sum of its terms. */
function covariances(trial: Trial, points: (basis: ReturnType<typeof nullBasis>, radius: number) => Float64Array[]) {
  const { X, P, truth } = trial.task;
  const centre = centreOf(trial);
  const off = subtract(truth, centre);
  const radius = norm2(off);
  const generic = nullBasis(X, trial.streams.eval());
  const aligned = nullBasis(X, trial.streams.eval(), off);
  const { value, error } = trial.theory;
  return complexities(P).map((C, which) => {
    const set = points(which === 0 ? generic : aligned, radius);
    const costs = set.map(C);
    const risks = set.map((b) => risk(b, truth));
    const [c, r] = [mean(costs), mean(risks)];
    const terms = costs.map((cost, k) => (cost - c) * (risks[k]! - r));
    return {
      covariance: mean(terms),
      predicted: { value: value[which]!, error },
      size: mean(costs.map(Math.abs)) * mean(risks),
    };
  });
}

const swapTex = { misfit: '\\lVert X\\beta^\\ast-y\\rVert', first: '\\Delta_1', second: '\\Delta_2', size: 'R_1+R_2' };

export default claim({
  title: 'Without an assumption on the truth no measure is right',
  statement:
    'Whatever the truth, another one fits the same data, is as long, and reverses the ranking of all interpolants of ' +
    'equal L2 norm, so it reverses every measure; any two algorithms exchange their risks under a third. A measure ' +
    'correlates with risk exactly as much as the truth is simpler in it than the mirror truth.',
  talk: ['T9'],
  marking: 'ours',
  finding: true,
  sources: [{ key: 'gunasekar2018characterizing', where: 'the preferences; the theorem is derived in this file' }],
  scope:
    'Noiseless linear regression. Truths that fit equally well need not be equally plausible: that is the assumption.',
  premises: {
    'both algorithms interpolate': { how: 'checked per task', control: 'an algorithm that does not interpolate' },
    'the mirror stands at the interpolant of least L2 norm': {
      how: 'by construction',
      control: 'mirror through the origin',
    },
    'the compared interpolants have equal L2 norm': { how: 'by construction', control: 'unequal lengths' },
    'the design of the covariance is antipodal': { how: 'by construction', control: 'one-sided design' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: truthfulRegression,
  train: runs({}),
  theory: ask(mirrorCovariance, ({ task, trained }: Pick<Trial, 'task' | 'trained'>) => ({
    centre: centreOf({ trained }),
    truth: task.truth,
    equations: task.X.rows,
    complexities: complexities(task.P),
  })),
  parts: {
    'another truth exchanges the risks of two algorithms': {
      holds: 'max(misfit, abs(first), abs(second)) <= 1e-8 * size',
      where: (trial) => swap(trial, (b1, b2) => reflected(trial.task.truth, scale(0.5, added(b1, b2)))),
      tex: swapTex,
      accept: always(),
    },
    'the mirror truth reverses every ranking': {
      holds: 'sum <= 1e-8 * size',
      where: (trial) => opposition(trial, reflected(trial.task.truth, centreOf(trial)), members(trial)),
      tex: { sum: "\\max_b|\\delta_\\beta(b)+\\delta_{\\beta'}(b)|", size: '\\max_b|\\delta_\\beta(b)|' },
      accept: always(),
    },
    'the mirror truth fits and is as long': {
      holds: 'max(misfit, abs(mirrored - length)) <= 1e-8 * length',
      where: (trial) => {
        const mirror = reflected(trial.task.truth, centreOf(trial));
        return {
          misfit: normInf(subtract(times(trial.task.X, mirror), trial.task.y)),
          mirrored: norm2(mirror),
          length: norm2(trial.task.truth),
        };
      },
      tex: { misfit: "\\lVert X\\beta'-y\\rVert", mirrored: "\\lVert\\beta'\\rVert", length: '\\lVert\\beta\\rVert' },
      accept: always(),
    },
    'a measure is right as far as the truth is simpler than its mirror': {
      holds: 'abs(covariance - predicted) <= 1e-8 * size',
      where: (trial) => covariances(trial, (basis, radius) => antipodes(basis, centreOf(trial), radius)),
      tex: {
        covariance: '\\operatorname{Cov}(C,R)',
        predicted: "\\tfrac{\\rho^2}{d-n}(C(\\beta')-C(\\beta))",
        size: '\\bar C\\bar R',
      },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'an algorithm that does not interpolate': {
        breaks: 'another truth exchanges the risks of two algorithms',
        because: 'the swapped truth does not fit the data then',
        train: runs({ residual: 1e-2 }),
      },
      'reflected through one of the two': {
        breaks: 'another truth exchanges the risks of two algorithms',
        because: 'reflecting through b1 keeps the risk of b1',
        where: (trial) => swap(trial, (b1) => reflected(trial.task.truth, b1)),
      },
      'mirror through the origin': {
        breaks: 'the mirror truth fits and is as long',
        because: '-beta reverses the ranking too, but does not fit the data',
        where: ({ task }) => {
          const mirror = scale(-1, task.truth);
          return {
            misfit: normInf(subtract(times(task.X, mirror), task.y)),
            mirrored: norm2(mirror),
            length: norm2(task.truth),
          };
        },
      },
      'unequal lengths': {
        breaks: 'the mirror truth reverses every ranking',
        because: 'farther interpolants have more risk under both truths',
        where: (trial) =>
          opposition(
            trial,
            reflected(trial.task.truth, centreOf(trial)),
            members(trial).map((b, k) => {
              const off = subtract(b, centreOf(trial));
              return added(centreOf(trial), scale(1 + k / 12, off));
            }),
          ),
      },
      'one-sided design': {
        breaks: 'a measure is right as far as the truth is simpler than its mirror',
        because: 'without the opposite points the even part of the measure does not cancel',
        where: (trial) =>
          covariances(trial, (basis, radius) => antipodes(basis, centreOf(trial), radius).filter((_, k) => k !== 1)),
      },
    },
    mustHold: {
      'heavy ball': { because: 'momentum keeps the limits', train: runs({ momentum: 0.3 }) },
    },
  },
});

function added(x: Float64Array, y: Float64Array): Float64Array {
  const sum = x.slice();
  axpy(1, y, sum);
  return sum;
}
