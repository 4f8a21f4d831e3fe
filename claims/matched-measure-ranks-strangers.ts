/**
 * Interpolants of one data set that all have the same L2 norm and minimize nothing: m + rho u, u uniform in null(X).
 *
 * 1. Their risk differs only by -2 rho u.(beta - m), so every ranking of it comes from where the truth lies.
 * 2. C correlates with risk exactly as far as the truth is simpler in C than its mirror (no-measure-without-assumptions).
 * 3. A sparse truth is simpler in L1, a truth of N(0, P) is simpler in the P^-1 norm; a round one is in none.
 */
import { always, ask, claim, forMost, type Streams, type Trained } from 'claimcheck';
import { descent, type LinearRule } from 'claimcheck/models/linear-model';
import { norm2, normInf, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import { complexity, type Preference } from 'claimcheck/oracles/complexity';
import { mirrorGap } from 'claimcheck/oracles/mirror-gap';
import { sphere } from 'claimcheck/properties/interpolants';
import { kendall } from 'claimcheck/properties/kendall';
import { risk } from 'claimcheck/properties/risk';
import { flatStrangers, strangers, unmatchedStrangers, type Strangers } from 'claimcheck/tasks/truths';

const COUNT = 60;

interface Trial {
  readonly task: Strangers;
  readonly trained: Readonly<Record<'sparse' | 'shaped', Trained>>;
  readonly streams: Streams;
}

/** Gradient descent on both data sets: the centres of the two sets. */
const runs = (rule: Partial<LinearRule>) => {
  const run = (which: 'sparse' | 'shaped') =>
    [
      'linear-model',
      descent({ kind: 'euclidean' }, rule),
      (task: Strangers) => ({ X: task.X, y: times(task.X, task[which]) }),
    ] as const;
  return { sparse: run('sparse'), shaped: run('shaped') };
};

/** Interpolants whose L2 norm is sqrt(1 + (d - n)/n) times the least; uses no truth. */
function strange(
  { task: { X }, trained, streams }: Trial,
  which: 'sparse' | 'shaped',
  from = (k: number) => 1 + 0 * k,
) {
  const centre = trained[which].parameters.beta!;
  const radius = norm2(centre) * Math.sqrt((X.cols - X.rows) / X.rows);
  const points = sphere(X, centre, radius, COUNT, streams.eval());
  return points.map((b, k) => b.map((entry, j) => centre[j]! + from(k) * (entry - centre[j]!)));
}

/** The rank correlation of a complexity with the risk. */
function ranking(trial: Trial, which: 'sparse' | 'shaped', preference: Preference) {
  const set = strange(trial, which);
  const truth = trial.task[which];
  return {
    tau: kendall(
      set.map(complexity(preference)),
      set.map((b) => risk(b, truth)),
    ),
  };
}

/** The largest misfit, and the spread of the L2 norms. */
function strangeness(trial: Trial, from?: (k: number) => number) {
  return (['sparse', 'shaped'] as const).map((which) => {
    const set = strange(trial, which, from);
    const y = times(trial.task.X, trial.task[which]);
    const lengths = set.map(norm2);
    return {
      misfit: Math.max(...set.map((b) => normInf(subtract(times(trial.task.X, b), y)))),
      spread: Math.max(...lengths) - Math.min(...lengths),
      size: lengths[0]!,
    };
  });
}

/** How much simpler each truth is than its mirror, in the measure of each. */
const gaps = (preference: (task: Strangers) => Readonly<Record<'sparse' | 'shaped', Preference>>) => {
  const gap = (which: 'sparse' | 'shaped') =>
    ask(mirrorGap, ({ task }: { task: Strangers }) => ({
      X: task.X,
      y: times(task.X, task[which]),
      truth: task[which],
      preference: preference(task)[which],
    }));
  return { sparse: gap('sparse'), shaped: gap('shaped') };
};

const shifted = (P: Matrix): Matrix => {
  const d = P.rows;
  const data = new Float64Array(d * d);
  for (let j = 0; j < d; j++) data[j * d + j] = P.data[((j + 1) % d) * (d + 1)]!;
  return { ...P, data };
};

const tex = { tau: '\\tau(C,R)' };

export default claim({
  title: 'A matched measure ranks interpolants that minimize nothing',
  statement:
    'Among interpolants of equal L2 norm that no algorithm prefers, the L1 norm ranks the test risk where the truth is ' +
    'sparse, and the P^-1 norm where it is drawn from N(0, P).',
  talk: ['T9'],
  marking: 'ours',
  sources: [{ key: 'gunasekar2018characterizing', where: 'the preferences; the experiment is ours' }],
  scope:
    'The sign of a rank correlation on one design size (n = 24, d = 36), where the truth is simple in the measure. On ' +
    'interpolants of unequal L2 norm every norm correlates with risk, which proves nothing.',
  premises: {
    'the truth is simple in the measure': { how: 'by construction', control: 'unmatched truth' },
    'the L2 norm is the same for all': { how: 'checked per task', control: 'unequal lengths' },
    'the measure is the preference of a matched algorithm': { how: 'by construction', control: 'another P' },
  },
  needs: ['linear', 'parameters'],

  forAll: strangers,
  train: runs({ residual: 1e-11 }),
  theory: gaps(({ P }) => ({ sparse: { kind: 'L1' }, shaped: { kind: 'preconditioned', P } })),
  parts: {
    'both truths are simpler than their mirrors': {
      holds: 'gap > 0',
      where: ({ theory }) => [{ gap: theory.sparse }, { gap: theory.shaped }],
      tex: { gap: "\\log\\frac{C(\\beta')}{C(\\beta)}" },
      accept: forMost({ allBut: 0.1 }),
    },
    'L1 ranks the risk of a sparse truth': {
      holds: 'tau > 0',
      where: (trial) => ranking(trial, 'sparse', { kind: 'L1' }),
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'the P^-1 norm ranks the risk of a truth of N(0, P)': {
      holds: 'tau > 0',
      where: (trial) => ranking(trial, 'shaped', { kind: 'preconditioned', P: trial.task.P }),
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'they interpolate and are equally long': {
      holds: 'max(misfit, spread) <= 1e-9 * size',
      where: (trial) => strangeness(trial),
      tex: {
        misfit: '\\max_b\\lVert Xb-y\\rVert',
        spread: '\\max_b\\lVert b\\rVert-\\min_b\\lVert b\\rVert',
        size: '\\lVert b\\rVert',
      },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'unmatched truth': {
        breaks: 'L1 ranks the risk of a sparse truth',
        because: 'a round truth is as simple as its mirror',
        forAll: unmatchedStrangers,
      },
      'flat truth': {
        breaks: 'L1 ranks the risk of a sparse truth',
        because: 'a flat truth is the least simple in L1: the ranking is reversed',
        forAll: flatStrangers,
      },
      'flat truth, P': {
        breaks: 'the P^-1 norm ranks the risk of a truth of N(0, P)',
        because: 'a flat truth is large where P is small too',
        forAll: flatStrangers,
      },
      'measures exchanged': {
        breaks: 'both truths are simpler than their mirrors',
        because: 'a sparse truth is not simple in P^-1, nor one of N(0, P) in L1',
        theory: gaps(({ P }) => ({ sparse: { kind: 'preconditioned', P }, shaped: { kind: 'L1' } })),
      },
      'another P': {
        breaks: 'the P^-1 norm ranks the risk of a truth of N(0, P)',
        because: 'the entries of P are moved by one place',
        where: (trial) => ranking(trial, 'shaped', { kind: 'preconditioned', P: shifted(trial.task.P) }),
      },
      'Linf in the place of L1': {
        breaks: 'L1 ranks the risk of a sparse truth',
        because: 'Linf prefers flat interpolants',
        where: (trial) => ranking(trial, 'sparse', { kind: 'Linf' }),
      },
      'unequal lengths': {
        breaks: 'they interpolate and are equally long',
        because: 'farther interpolants are longer',
        where: (trial) => strangeness(trial, (k) => 1 + k / COUNT),
      },
      'early stop': {
        breaks: 'they interpolate and are equally long',
        because: 'the set around an early stop does not interpolate',
        train: runs({ residual: 1e-2 }),
      },
    },
    mustHold: {
      'heavy ball': { because: 'momentum keeps the centre', train: runs({ residual: 1e-11, momentum: 0.3 }) },
    },
  },
});
