/**
 * The same algorithms where the truth does not match their preference. All risks are relative to |beta|^2.
 *
 * 1. X isotropic: the row space of X is uniform, the interpolant of least L2 norm is the projection of beta on it, so its
 *    expected risk is (1 - n/d) |beta|^2 for every truth: it cannot tell a sparse truth from a flat one.
 * 2. A sparse truth is recovered by the least L1 norm; a rotated or flat one is not, and there it is worse than L2.
 * 3. Under N(0, P) descent preconditioned by P has the least expected risk, one preconditioned by another matrix has more.
 */
import { always, ask, claim, equivalent, onAverage, type Trained } from 'claimcheck';
import { descent, type LinearRule } from 'claimcheck/models/linear-model';
import { dot, norm2, subtract, times } from 'claimcheck/numerics/matrix';
import { posterior, type Posterior } from 'claimcheck/oracles/posterior';
import { risk } from 'claimcheck/properties/risk';
import { matches, mismatches, mismatchesFrom, unequalColumns, type Mismatches } from 'claimcheck/tasks/truths';

type Truth = 'sparse' | 'rotated' | 'flat' | 'shaped';
const regression = (which: Truth) => (task: Mismatches) => ({ X: task.X, y: times(task.X, task[which]) });

const plain = (which: Truth, rule: Partial<LinearRule>) =>
  ['linear-model', descent({ kind: 'euclidean' }, { residual: 1e-8, ...rule }), regression(which)] as const;
const sparse = (which: Truth) =>
  ['linear-model', descent({ kind: 'hypentropy', alpha: 1e-3 }, { residual: 1e-3 }), regression(which)] as const;
const preconditioned = (by: 'P' | 'wrongP', rule: Partial<LinearRule>) =>
  [
    'linear-model',
    (task: Mismatches) => descent({ kind: 'preconditioned', P: task[by] }, { residual: 1e-8, ...rule }),
    regression('shaped'),
  ] as const;

const runs = (rule: Partial<LinearRule>) => ({
  'sparse: L2': plain('sparse', rule),
  'sparse: L1': sparse('sparse'),
  'rotated: L2': plain('rotated', rule),
  'rotated: L1': sparse('rotated'),
  'flat: L2': plain('flat', rule),
  'flat: L1': sparse('flat'),
  'shaped: P': preconditioned('P', rule),
  'shaped: wrong P': preconditioned('wrongP', rule),
});
type Name = keyof ReturnType<typeof runs>;

interface Trial {
  readonly task: Mismatches;
  readonly trained: Readonly<Record<Name, Trained>>;
  readonly theory: { readonly value: Posterior; readonly error: number };
}

/** |b - beta|^2 / |beta|^2 of a run. */
function share({ task, trained }: Trial, name: Exclude<Name, `shaped: ${string}`>): number {
  const truth = task[name.split(':')[0] as Truth];
  return risk(trained[name].parameters.beta!, truth) / dot(truth, truth);
}

const tex = { mismatched: 'R_{\\mathrm{mismatched}}', matched: 'R_{\\mathrm{matched}}' };

export default claim({
  title: 'A preference that does not match the truth hurts',
  statement:
    'Gradient descent on a sparse truth, the L1 preference on a rotated and on a flat truth, and a wrong preconditioner ' +
    'have more risk than the matched algorithm, by more than .4, .05, .15 and .15 of |beta|^2; the risk of gradient descent is ' +
    '(1 - n/d) |beta|^2 on average, whatever the truth.',
  talk: ['T9'],
  marking: 'ours',
  finding: true,
  sources: [
    {
      key: 'hastie2022surprises',
      where: 'the risk of min-norm least squares on isotropic features; the comparison is ours',
    },
  ],
  scope:
    'n = 16, d = 40, a uniform row space, no noise. On the rotated and the flat truth nothing that was tried is good; L2 is ' +
    'only less bad.',
  premises: {
    'the preference does not match the truth': { how: 'by construction', control: 'matched: sparse truth for L1' },
    'the design is isotropic': { how: 'by construction', control: 'unequal columns' },
    'descent starts at 0': { how: 'by construction', control: 'random start' },
  },
  needs: ['linear', 'parameters'],

  forAll: mismatches,
  train: runs({}),
  theory: ask(posterior, ({ task }: { task: Mismatches }) => ({ ...regression('shaped')(task), P: task.P })),
  parts: {
    'gradient descent on a sparse truth': {
      holds: 'mismatched - matched',
      where: (trial) => ({ mismatched: share(trial, 'sparse: L2'), matched: share(trial, 'sparse: L1') }),
      tex,
      accept: onAverage({ atLeast: 0.4, cap: 1 }),
    },
    'the L1 preference on a rotated truth': {
      holds: 'mismatched - matched',
      where: (trial) => ({ mismatched: share(trial, 'rotated: L1'), matched: share(trial, 'rotated: L2') }),
      tex,
      accept: onAverage({ atLeast: 0.05, cap: 0.6 }),
    },
    'the L1 preference on a flat truth': {
      holds: 'mismatched - matched',
      where: (trial) => ({ mismatched: share(trial, 'flat: L1'), matched: share(trial, 'flat: L2') }),
      tex,
      accept: onAverage({ atLeast: 0.15, cap: 0.8 }),
    },
    'a wrong preconditioner': {
      holds: 'mismatched - matched',
      where: ({ task, trained, theory }) => {
        let trace = 0;
        let size = 0;
        const { V, beta } = theory.value;
        for (let k = 0; k < V.data.length; k += V.rows + 1) {
          trace += V.data[k]!;
          size += task.P.data[k]!;
        }
        const averaged = (run: Trained) => (risk(run.parameters.beta!, beta) + trace) / size;
        return { mismatched: averaged(trained['shaped: wrong P']), matched: averaged(trained['shaped: P']) };
      },
      tex,
      accept: onAverage({ atLeast: 0.15, cap: 1 }),
    },
    'the matched preconditioner is the posterior mean': {
      holds: 'distance / size <= 1e-5',
      where: ({ trained, theory: { value, error } }) => ({
        distance: { value: norm2(subtract(trained['shaped: P'].parameters.beta!, value.beta)), error },
        size: { value: norm2(value.beta), error },
      }),
      tex: { distance: '\\lVert\\hat\\beta-m\\rVert_2', size: '\\lVert m\\rVert_2' },
      accept: always(),
    },
    'gradient descent does not see the truth': {
      holds: 'risk == 1 - n / d',
      where: (trial) => ({
        risk: (share(trial, 'sparse: L2') + share(trial, 'rotated: L2') + share(trial, 'flat: L2')) / 3,
        n: trial.task.X.rows,
        d: trial.task.X.cols,
      }),
      tex: { risk: 'R(\\hat\\beta)/\\lVert\\beta\\rVert^2' },
      accept: equivalent({ margin: 0.05, cap: 0.3 }),
    },
  },

  controls: {
    mustFail: {
      'matched: round truth for L2': {
        breaks: 'gradient descent on a sparse truth',
        because: 'gradient descent is matched to a round truth',
        forAll: matches,
      },
      'matched: sparse truth for L1': {
        breaks: 'the L1 preference on a rotated truth',
        because: 'the least L1 norm recovers a sparse truth',
        forAll: matches,
      },
      'matched: sparse truth in the place of the flat one': {
        breaks: 'the L1 preference on a flat truth',
        because: 'the least L1 norm recovers a sparse truth',
        forAll: matches,
      },
      'matched: P itself': {
        breaks: 'a wrong preconditioner',
        because: 'the other preconditioner is the same',
        forAll: matches,
      },
      'the wrong preconditioner itself': {
        breaks: 'the matched preconditioner is the posterior mean',
        because: 'descent preconditioned by another matrix ends elsewhere',
        train: { 'shaped: P': preconditioned('wrongP', {}) },
      },
      'unequal columns': {
        breaks: 'gradient descent does not see the truth',
        because: 'the row space leans to the large columns and the truth lies in the small ones',
        forAll: unequalColumns,
      },
      'random start': {
        breaks: 'gradient descent does not see the truth',
        because: 'the part of the start outside the row space is risk on top',
        train: runs({ start: 0.3 }),
      },
    },
    mustHold: {
      'heavy ball': { because: 'momentum keeps the limits', train: runs({ momentum: 0.3 }) },
    },
  },

  dial: {
    of: 'n/d',
    grid: [0.1, 0.2, 0.4, 0.6, 0.8],
    at: (ratio) => ({ forAll: mismatchesFrom(Math.floor(40 * ratio + 0.5)) }),
    part: 'gradient descent does not see the truth',
    measured: {
      value: 'risk',
      where: (trial) => ({
        risk: (share(trial, 'sparse: L2') + share(trial, 'rotated: L2') + share(trial, 'flat: L2')) / 3,
      }),
      tex: { risk: 'R(\\hat\\beta)/\\lVert\\beta\\rVert^2' },
    },
    curve: { value: '1 - n / d', where: ({ task: { X } }) => ({ n: X.rows, d: X.cols }) },
  },
});
