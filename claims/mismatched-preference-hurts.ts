/**
 * The same algorithms where the truth does not match their preference. All risks are relative to |beta|^2.
 *
 * 1. X isotropic: the row space of X is uniform, the interpolant of least L2 norm is the projection of beta on it, so its
 *    expected risk is (1 - n/d) |beta|^2 for every truth: it cannot tell a sparse truth from a flat one.
 * 2. A sparse truth is recovered by the least L1 norm; a rotated or flat one is not, and there it is worse than L2.
 * 3. Under N(0, P) descent preconditioned by P has the least expected risk, one preconditioned by another matrix has more.
 */
import { claim, equivalent, on, onAverage, type Of } from 'claimcheck';
import { descent, type LinearRule } from 'claimcheck/models/linear-model';
import { dot, norm2, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import { posterior, type Posterior } from 'claimcheck/oracles/posterior';
import { posteriorRisk, trace } from 'claimcheck/properties/posterior-risk';
import { risk } from 'claimcheck/properties/risk';
import { matches, mismatches, mismatchesFrom, unequalColumns, type Mismatches } from 'claimcheck/tasks/truths';

type Truth = 'sparse' | 'rotated' | 'flat' | 'shaped';
interface Seen extends Mismatches {
  readonly y: Float64Array;
}
const regression =
  (which: Truth) =>
  (task: Mismatches): Seen => ({ ...task, y: times(task.X, task[which]) });
type Rule = Pick<LinearRule, 'start' | 'momentum'>;

const L2 = (which: Truth, rule: Rule) =>
  on(regression(which), descent({ geometry: { kind: 'euclidean' }, residual: 1e-8, ...rule }));
const L1 = (which: Truth) =>
  on(regression(which), descent({ geometry: { kind: 'hypentropy', alpha: 1e-3 }, residual: 1e-3 }));
const preconditioned = (by: 'P' | 'wrongP', rule: Rule = {}) =>
  on(
    regression('shaped'),
    descent((task: Seen) => ({
      geometry: { kind: 'preconditioned', P: task[by] },
      residual: 1e-8,
      ...rule,
    })),
  );
const runs = (rule: Rule) => ({
  sparseL2: L2('sparse', rule),
  sparseL1: L1('sparse'),
  rotatedL2: L2('rotated', rule),
  rotatedL1: L1('rotated'),
  flatL2: L2('flat', rule),
  flatL1: L1('flat'),
  P: preconditioned('P', rule),
  wrongP: preconditioned('wrongP', rule),
});

/** |b - beta|^2 / |beta|^2. */
const share = ({ beta }: Of<typeof descent>, truth: Float64Array) => risk(beta, truth) / dot(truth, truth);

/** The same on average over the truths that fit. */
const averaged = (run: Of<typeof descent>, given: Posterior, P: Matrix) => posteriorRisk(run.beta, given) / trace(P);

export default claim({
  title: 'A preference that does not match the truth hurts',
  statement:
    'Gradient descent on a sparse truth, the L1 preference on a rotated and on a flat truth, and a wrong preconditioner ' +
    'have more risk than the matched algorithm, by more than .4, .05, .15 and .15 of |beta|^2; the risk of gradient descent is ' +
    '(1 - n/d) |beta|^2 on average, whatever the truth.',
  ours: ['T9'],
  finding: true,
  sources: { hastie2022surprises: 'the risk of min-norm least squares on isotropic features; the comparison is ours' },
  scope:
    'n = 16, d = 40, a uniform row space, no noise. On the rotated and the flat truth nothing that was tried is good; L2 is ' +
    'only less bad.',
  premises: {
    'the preference does not match the truth': 'matched: sparse truth for L1',
    'the design is isotropic': 'unequal columns',
    'descent starts at 0': 'random start',
  },
  needs: ['linear', 'parameters'],

  forAll: mismatches,
  train: runs({}),
  theory: { mean: [posterior, ({ task }) => regression('shaped')(task)] },
  symbols: {
    sparseL2: ['R_{L_2}(\\mathrm{sparse})', ({ task, runs }) => share(runs.sparseL2, task.sparse)],
    sparseL1: ['R_{L_1}(\\mathrm{sparse})', ({ task, runs }) => share(runs.sparseL1, task.sparse)],
    rotatedL2: ['R_{L_2}(\\mathrm{rotated})', ({ task, runs }) => share(runs.rotatedL2, task.rotated)],
    rotatedL1: ['R_{L_1}(\\mathrm{rotated})', ({ task, runs }) => share(runs.rotatedL1, task.rotated)],
    flatL2: ['R_{L_2}(\\mathrm{flat})', ({ task, runs }) => share(runs.flatL2, task.flat)],
    flatL1: ['R_{L_1}(\\mathrm{flat})', ({ task, runs }) => share(runs.flatL1, task.flat)],
    P: ['R_P', ({ task, runs, theory }) => averaged(runs.P, theory.mean, task.P)],
    wrongP: ["R_{P'}", ({ task, runs, theory }) => averaged(runs.wrongP, theory.mean, task.P)],
    distance: [
      '\\lVert\\hat\\beta-m\\rVert_2',
      ({ runs, theory: { mean } }) => mean.known(norm2(subtract(runs.P.beta, mean.beta))),
    ],
    size: ['\\lVert m\\rVert_2', ({ theory: { mean } }) => mean.known(norm2(mean.beta))],
    n: ({ task }) => task.X.rows,
    d: ({ task }) => task.X.cols,
  },
  parts: {
    'gradient descent on a sparse truth': {
      holds: 'sparseL2 - sparseL1',
      accept: onAverage({ atLeast: 0.4, cap: 1 }),
      unless: {
        'matched: round truth for L2': { because: 'gradient descent is matched to a round truth', forAll: matches },
      },
    },
    'the L1 preference on a rotated truth': {
      holds: 'rotatedL1 - rotatedL2',
      accept: onAverage({ atLeast: 0.05, cap: 0.6 }),
      unless: {
        'matched: sparse truth for L1': { because: 'the least L1 norm recovers a sparse truth', forAll: matches },
      },
    },
    'the L1 preference on a flat truth': {
      holds: 'flatL1 - flatL2',
      accept: onAverage({ atLeast: 0.15, cap: 0.8 }),
      unless: {
        'matched: sparse truth in the place of the flat one': {
          because: 'the least L1 norm recovers a sparse truth',
          forAll: matches,
        },
      },
    },
    'a wrong preconditioner': {
      holds: 'wrongP - P',
      accept: onAverage({ atLeast: 0.15, cap: 1 }),
      unless: { 'matched: P itself': { because: 'the other preconditioner is the same', forAll: matches } },
    },
    'the matched preconditioner is the posterior mean': {
      holds: 'distance / size <= 1e-5',
      unless: {
        'the wrong preconditioner itself': {
          because: 'descent preconditioned by another matrix ends elsewhere',
          train: { P: preconditioned('wrongP') },
        },
      },
    },
    'gradient descent does not see the truth': {
      holds: '(sparseL2 + rotatedL2 + flatL2) / 3 == 1 - n / d',
      accept: equivalent({ margin: 0.05, cap: 0.3 }),
      unless: {
        'unequal columns': {
          because: 'the row space leans to the large columns and the truth lies in the small ones',
          forAll: unequalColumns,
        },
        'random start': {
          because: 'the part of the start outside the row space is risk on top',
          train: runs({ start: 0.3 }),
        },
      },
    },
  },
  harmless: { 'heavy ball': { because: 'momentum keeps the limits', train: runs({ momentum: 0.3 }) } },
  dial: {
    turns: 'n/d',
    grid: [0.1, 0.2, 0.4, 0.6, 0.8],
    at: (ratio) => ({ forAll: mismatchesFrom(Math.floor(40 * ratio + 0.5)) }),
    part: 'gradient descent does not see the truth',
    measured: '(sparseL2 + rotatedL2 + flatL2) / 3',
    curve: { prediction: '1 - n / d' },
  },
});
