/**
 * Interpolants of equal L2 norm around m, the interpolant of least L2 norm; beta the truth, beta' = 2 m - beta its mirror.
 *
 * 1. Over an antipodal design Cov(C, risk) = rho^2 / (d - n) (C(beta') - C(beta)) (no-measure-without-assumptions).
 * 2. Over random points of the sphere that is the mean of the covariance to leading order.
 * 3. So wherever truth and mirror clearly differ in C, the rank correlation has the sign of C(beta') - C(beta).
 */
import { claim, forMost, type Trial } from 'claimcheck';
import { descent } from 'claimcheck/models/linear-model';
import { log } from 'claimcheck/numerics/elementary';
import { norm2 } from 'claimcheck/numerics/matrix';
import { complexity, type Preference } from 'claimcheck/oracles/complexity';
import { mirrorGap } from 'claimcheck/oracles/mirror-gap';
import { equallyLong, reflected, sphere } from 'claimcheck/properties/interpolants';
import { ranking } from 'claimcheck/properties/kendall';
import { mirroredTruth, type MirroredTruth } from 'claimcheck/tasks/truths';

type Seen = Trial<MirroredTruth, ReturnType<typeof descent>>;

const preferenceOf = ({ measure, P }: MirroredTruth): Preference =>
  measure === 'L1' ? { kind: 'L1' } : { kind: 'preconditioned', P };

/** tau over 60 interpolants of equal L2 norm, against the risk under a truth. */
const tau = ({ task, run, streams }: Seen, truth: Float64Array, preference = preferenceOf(task)) =>
  ranking(equallyLong(task.X, run.beta, 60, streams.eval()), preference, truth);

export default claim({
  title: 'A measure ranks risk where the truth is simpler than its mirror',
  statement:
    'Over eight families of truths and two measures: among interpolants of equal L2 norm the rank correlation of measure ' +
    'and risk has the sign of log C(mirror) / C(truth), wherever that is at least 0.2 in size.',
  ours: ['T9'],
  sources: { gunasekar2018characterizing: 'the preferences; the law is ours' },
  scope:
    'n = 24, d = 36; truths about as simple as their mirror are left out, where the sign is a coin toss. A measure that ' +
    'ranks strangers rightly need not have the better minimizer. At unequal L2 norms the sign is still right in 78%.',
  premises: {
    'truth and mirror differ in the measure': true,
    'the mirror stands at the interpolant of least L2 norm': 'truth and mirror exchanged',
    'the interpolants have equal L2 norm': true,
    'the risk is that of the truth': 'risk of another truth',
  },
  needs: ['linear', 'parameters'],

  forAll: mirroredTruth,
  train: descent({ geometry: { kind: 'euclidean' }, residual: 1e-11 }),
  theory: { gap: [mirrorGap, ({ task }) => ({ ...task, preference: preferenceOf(task) })] },
  symbols: {
    tau: ['\\tau(C,R)', (trial) => tau(trial, trial.task.truth)],
    gap: ["\\log\\frac{C(\\beta')}{C(\\beta)}", ({ theory }) => theory.gap],
    // The same with the reflection through what was trained.
    seen: [
      '\\log\\frac{C(2\\hat\\beta-\\beta)}{C(\\beta)}',
      ({ task, run }) => {
        const C = complexity(preferenceOf(task));
        return log(C(reflected(task.truth, run.beta)) / C(task.truth));
      },
    ],
  },
  parts: {
    'the sign of the rank correlation is predicted': {
      holds: 'tau * gap > 0',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'risk of another truth': {
          because: 'the risk is that of a random interpolant, as if it were the truth',
          symbols: {
            tau: (trial) => {
              const { task, run, streams } = trial;
              return tau(trial, sphere(task.X, run.beta, norm2(run.beta), 61, streams.eval())[60]!);
            },
          },
        },
        'truth and mirror exchanged': {
          because: 'the risk is that of the mirror truth',
          symbols: { tau: (trial) => tau(trial, reflected(trial.task.truth, trial.run.beta)) },
        },
        'ranked by another measure': {
          because: 'Linf ranks the interpolants in the place of the measure that truth and mirror are compared in',
          symbols: { tau: (trial) => tau(trial, trial.task.truth, { kind: 'Linf' }) },
        },
      },
    },
    'the mirror stands at the trained interpolant': {
      holds: 'abs(gap - seen) <= 1e-8',
      unless: {
        'another start': { because: 'descent from elsewhere ends at another interpolant', rule: { start: 0.3 } },
      },
    },
  },
  harmless: { 'heavy ball': { because: 'momentum keeps the centre', rule: { momentum: 0.3 } } },
});
