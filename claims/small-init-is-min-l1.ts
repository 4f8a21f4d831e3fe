/**
 * The diagonal network started small, with L1 = min |beta|_1 over interpolants, attained at b.
 *
 * 1. The limit minimizes Q_alpha (initialization-selects-q-alpha), so Q(limit) <= Q(b).
 * 2. Q(beta) >= sum |beta_j| (log(|beta_j| / alpha^2) - 1) >= |beta|_1 (log(|beta|_1 / (d alpha^2)) - 1): log-sum inequality.
 * 3. Hence |limit|_1 / L1 <= Q(b) / (L1 (log(L1 / (d alpha^2)) - 1)) wherever the bracket is positive, which tends to 1.
 */
import { always, claim, forMost, type Trained } from 'claimcheck';
import { adam, mirror, type DiagonalRule } from 'claimcheck/models/diagonal-network';
import { norm1 } from 'claimcheck/numerics/matrix';
import { potential } from 'claimcheck/oracles/hypentropy';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { wideRegression } from 'claimcheck/tasks/regression';

/** The scales at which the network is started. */
const scales = { large: 0.1, small: 1e-3, tiny: 1e-6 } as const;

/** Steps to an interpolant are heavy-tailed in the task: one task in a thousand takes a thousand times the mean. */
const budget = 200_000_000;

const runs = (rule: Partial<DiagonalRule>) => ({
  large: ['diagonal-network', mirror({ alpha: scales.large, budget, ...rule })] as const,
  small: ['diagonal-network', mirror({ alpha: scales.small, budget, ...rule })] as const,
  tiny: ['diagonal-network', mirror({ alpha: scales.tiny, budget, ...rule })] as const,
});

type Certified1 = { value: { norm: number }; error: number };
const lengths = (trained: Trained, { value, error }: Certified1) => ({
  l1: norm1(trained.parameters.beta!),
  minimum: { value: value.norm, error },
});
const tex = { l1: '\\lVert\\hat\\beta_\\alpha\\rVert_1', minimum: '\\min_{X\\beta=y}\\lVert\\beta\\rVert_1' };

export default claim({
  title: 'Small initialization is minimum L1',
  statement:
    'Started small, the diagonal network converges to an interpolant of minimal L1 norm: within 7% at alpha = 1e-3, ' +
    'within 3% at alpha = 1e-6, and within the a-priori bound at every alpha.',
  talk: ['T6', 'T7'],
  marking: 'says',
  sources: [
    {
      key: 'woodworth2020kernel',
      where: 'how small alpha must be for the L1 norm; the bound used here is derived in this file',
    },
  ],
  scope:
    'The L1 norm comes close to its minimum; the limit need not be close to a minimizer, whose distance can stay large ' +
    'at any reachable alpha. Says nothing of recovering a sparse truth.',
  premises: {
    'alpha is small': { how: 'by construction', control: 'alpha = 1' },
    'the step keeps u v': { how: 'by construction', control: 'Adam' },
    'training reaches an interpolant': { how: 'checked per task', control: 'early stop' },
    'd >= 3n, so that the minimal L1 norm is far from typical': { how: 'by construction' },
  },
  needs: ['linear', 'parameters'],

  forAll: wideRegression,
  train: runs({}),
  theory: minimumL1,
  parts: {
    'the limit interpolates': {
      holds: 'residual <= 1e-9',
      where: ({ trained }) => ({
        residual: Math.max(...Object.values(trained).map((run: Trained) => run.facts!.residual!)),
      }),
      tex: { residual: '\\max_\\alpha\\lVert X\\hat\\beta_\\alpha-y\\rVert_2' },
      accept: always(),
    },
    'never below the minimum': {
      holds: 'l1 / minimum - 1 >= -1e-8',
      where: ({ trained, theory }) => Object.values(trained).map((run: Trained) => lengths(run, theory)),
      tex,
      accept: always(),
    },
    'within 7% at alpha = 1e-3': {
      holds: 'l1 / minimum - 1 <= 0.07',
      where: ({ trained, theory }) => lengths(trained.small, theory),
      tex,
      accept: always(),
    },
    'within 3% at alpha = 1e-6': {
      holds: 'l1 / minimum - 1 <= 0.03',
      where: ({ trained, theory }) => lengths(trained.tiny, theory),
      tex,
      accept: always(),
    },
    'within the a-priori bound': {
      holds: 'l1 * (log(minimum / (d * alpha^2)) - 1) <= Q',
      where: ({ task, trained, theory }) =>
        (['large', 'small', 'tiny'] as const).map((run) => ({
          ...lengths(trained[run], theory),
          Q: potential(theory.value.beta, scales[run]),
          d: task.X.cols,
          alpha: scales[run],
        })),
      tex: { ...tex, Q: 'Q_\\alpha(\\beta_1)' },
      accept: always(),
    },
    'within 5% at alpha = 1e-6 on four tasks in five': {
      holds: 'l1 / minimum - 1 <= 0.05',
      where: ({ trained, theory }) => lengths(trained.tiny, theory),
      tex,
      accept: forMost({ allBut: 0.2 }),
    },
  },

  controls: {
    mustFail: {
      'alpha = 1': {
        breaks: 'within 7% at alpha = 1e-3',
        because: 'the network started at alpha = 1 is judged by the promise for alpha = 1e-3',
        train: { small: ['diagonal-network', mirror({ alpha: 1 })] },
      },
      Adam: {
        breaks: 'within 3% at alpha = 1e-6',
        because: 'a step scaled per coordinate has another preference',
        train: { tiny: ['diagonal-network', adam({ alpha: scales.tiny })] },
      },
      'early stop': {
        breaks: 'the limit interpolates',
        because: 'a residual of 1e-2 is not an interpolant',
        train: runs({ residual: 1e-2 }),
      },
    },
    mustHold: {
      'loss rescaled': { because: 'the scale of the loss only moves nu', train: runs({ lossScale: 0.5 }) },
      'equations weighted': { because: 'weights of the equations only move nu', train: runs({ weighted: true }) },
      'single samples': {
        because: 'a mini-batch step stays in the row space',
        train: runs({ single: true }),
      },
      'small Gaussian start': {
        because: 'entries alpha |N(0, 1)| move the weights of the L1 norm by little on most tasks, though not on all',
        keeps: ['the limit interpolates', 'within 5% at alpha = 1e-6 on four tasks in five'],
        train: runs({ gaussian: true }),
      },
    },
  },

  dial: {
    of: 'alpha',
    axis: 'log',
    grid: [10, 1, 0.1, 1e-3, 1e-6],
    at: (alpha) => ({ train: { small: ['diagonal-network', mirror({ alpha })] } }),
    measured: {
      value: 'l1 / minimum - 1',
      where: ({ trained, theory }) => lengths(trained.small, theory),
      tex,
    },
    curve: {
      value: 'selected / minimum - 1',
      where: ({ task, trained, theory: { value } }) => {
        const { u, v } = trained.small.parameters;
        // Training keeps u v = alpha^2.
        const { beta } = minimumQ.answer({ ...task, alpha: Math.sqrt(u![0]! * v![0]!) }).value;
        return { selected: norm1(beta), minimum: value.norm };
      },
      tex: { selected: '\\lVert\\beta_Q\\rVert_1', minimum: tex.minimum },
    },
  },
});
