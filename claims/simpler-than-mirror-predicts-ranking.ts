/**
 * Interpolants of equal L2 norm around m, the interpolant of least L2 norm; beta the truth, beta' = 2 m - beta its mirror.
 *
 * 1. Over an antipodal design Cov(C, risk) = rho^2 / (d - n) (C(beta') - C(beta)) (no-measure-without-assumptions).
 * 2. Over random points of the sphere that is the mean of the covariance to leading order.
 * 3. So wherever truth and mirror clearly differ in C, the rank correlation has the sign of C(beta') - C(beta).
 */
import { always, ask, claim, forMost, type Certified, type Streams, type Trained } from 'claimcheck';
import { descent, type LinearRule } from 'claimcheck/models/linear-model';
import { log } from 'claimcheck/numerics/elementary';
import { norm2 } from 'claimcheck/numerics/matrix';
import { complexity, type Preference } from 'claimcheck/oracles/complexity';
import { mirrorGap } from 'claimcheck/oracles/mirror-gap';
import { sphere } from 'claimcheck/properties/interpolants';
import { kendall } from 'claimcheck/properties/kendall';
import { risk } from 'claimcheck/properties/risk';
import { mirroredTruth, type MirroredTruth } from 'claimcheck/tasks/truths';

interface Trial {
  readonly task: MirroredTruth;
  readonly trained: Trained;
  readonly theory: Certified<number>;
  readonly streams: Streams;
}

const train = (rule: Partial<LinearRule>) => ['linear-model', descent({ kind: 'euclidean' }, rule)] as const;

const preferenceOf = ({ measure, P }: MirroredTruth): Preference =>
  measure === 'L1' ? { kind: 'L1' } : { kind: 'preconditioned', P };

/** tau over 60 interpolants of equal L2 norm, against the risk under a truth; and how much simpler the task's truth is. */
function comparison({ task, trained, theory, streams }: Trial, riskOf: Float64Array, rankedBy?: Preference) {
  const { X } = task;
  const centre = trained.parameters.beta!;
  const radius = norm2(centre) * Math.sqrt((X.cols - X.rows) / X.rows);
  const set = sphere(X, centre, radius, 60, streams.eval());
  const C = complexity(preferenceOf(task));
  return {
    tau: kendall(
      set.map(rankedBy ? complexity(rankedBy) : C),
      set.map((b) => risk(b, riskOf)),
    ),
    gap: theory,
  };
}

/** How much simpler the truth is than its reflection through what was trained. */
function reflection({ task, trained, theory }: Pick<Trial, 'task' | 'trained' | 'theory'>) {
  const C = complexity(preferenceOf(task));
  const mirror = task.truth.map((entry, j) => 2 * trained.parameters.beta![j]! - entry);
  return { gap: theory, seen: log(C(mirror) / C(task.truth)) };
}

export default claim({
  title: 'A measure ranks risk where the truth is simpler than its mirror',
  statement:
    'Over eight families of truths and two measures: among interpolants of equal L2 norm the rank correlation of measure ' +
    'and risk has the sign of log C(mirror) / C(truth), wherever that is at least 0.2 in size.',
  talk: ['T9'],
  marking: 'ours',
  sources: [{ key: 'gunasekar2018characterizing', where: 'the preferences; the law is ours' }],
  scope:
    'n = 24, d = 36; truths about as simple as their mirror are left out, where the sign is a coin toss. A measure that ' +
    'ranks strangers rightly need not have the better minimizer. At unequal L2 norms the sign is still right in 78%.',
  premises: {
    'truth and mirror differ in the measure': { how: 'by construction' },
    'the mirror stands at the interpolant of least L2 norm': {
      how: 'by construction',
      control: 'truth and mirror exchanged',
    },
    'the interpolants have equal L2 norm': { how: 'by construction' },
    'the risk is that of the truth': { how: 'by construction', control: 'risk of another truth' },
  },
  needs: ['linear', 'parameters'],

  forAll: mirroredTruth,
  train: train({ residual: 1e-11 }),
  theory: ask(mirrorGap, ({ task }: { task: MirroredTruth }) => ({ ...task, preference: preferenceOf(task) })),
  parts: {
    'the sign of the rank correlation is predicted': {
      holds: 'tau * gap > 0',
      where: (trial) => comparison(trial, trial.task.truth),
      tex: { tau: '\\tau(C,R)', gap: "\\log\\frac{C(\\beta')}{C(\\beta)}" },
      accept: forMost({ allBut: 0.1 }),
    },
    'the mirror stands at the trained interpolant': {
      holds: 'abs(gap - seen) <= 1e-8',
      where: (trial) => reflection(trial),
      tex: { gap: "\\log\\frac{C(\\beta')}{C(\\beta)}", seen: '\\log\\frac{C(2\\hat\\beta-\\beta)}{C(\\beta)}' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'risk of another truth': {
        breaks: 'the sign of the rank correlation is predicted',
        because: 'the risk is that of a random interpolant, as if it were the truth',
        where: (trial) => {
          const { X } = trial.task;
          const centre = trial.trained.parameters.beta!;
          return comparison(trial, sphere(X, centre, norm2(centre), 61, trial.streams.eval())[60]!);
        },
      },
      'truth and mirror exchanged': {
        breaks: 'the sign of the rank correlation is predicted',
        because: 'the risk is that of the mirror truth',
        where: (trial) =>
          comparison(
            trial,
            trial.task.truth.map((entry, j) => 2 * trial.trained.parameters.beta![j]! - entry),
          ),
      },
      'another start': {
        breaks: 'the mirror stands at the trained interpolant',
        because: 'descent from elsewhere ends at another interpolant',
        train: train({ residual: 1e-11, start: 0.3 }),
      },
      'ranked by another measure': {
        breaks: 'the sign of the rank correlation is predicted',
        because: 'Linf ranks the interpolants in the place of the measure that truth and mirror are compared in',
        where: (trial) => comparison(trial, trial.task.truth, { kind: 'Linf' }),
      },
    },
    mustHold: {
      'heavy ball': { because: 'momentum keeps the centre', train: train({ residual: 1e-11, momentum: 0.3 }) },
    },
  },
});
