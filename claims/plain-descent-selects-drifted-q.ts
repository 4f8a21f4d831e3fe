/**
 * Plain gradient descent on u*u - v*v with steps of size h, from u = v = alpha.
 *
 * 1. One step multiplies u_i by 1 - 2 h g_i and v_i by 1 + 2 h g_i, g = X'(X beta - y): exactly u v <- u v (1 - 4 h^2 g^2).
 * 2. log(u/v) moves by log((1 - 2 h g)/(1 + 2 h g)) = -4 h g + O(h^3): it stays in the row space up to third order.
 * 3. So the limit is, up to O(h^2) in all, the minimizer of Q with alpha_i^2 = |u_i v_i| read off at the end; against the
 *    undrifted alpha the error is only O(h).
 */
import { always, ask, claim, type Trained } from 'claimcheck';
import { descent, type DiagonalRule } from 'claimcheck/models/diagonal-network';
import { normInf, subtract } from 'claimcheck/numerics/matrix';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { distance } from 'claimcheck/properties/distance';
import { regressionAtModerateScale, type ScaledRegression } from 'claimcheck/tasks/regression';

/** The step h and a quarter of it. */
const pair = (rule: Partial<DiagonalRule>) => ({
  step: ['diagonal-network', ({ alpha }: ScaledRegression) => descent({ alpha, ...rule })] as const,
  quarter: [
    'diagonal-network',
    ({ alpha }: ScaledRegression) => descent({ alpha, within: 0.025, stable: 0.0625, ...rule }),
  ] as const,
});

const drifted = (run: 'step' | 'quarter') =>
  ask(minimumQ, ({ task, trained }: { task: ScaledRegression; trained: Record<'step' | 'quarter', Trained> }) => {
    const { u, v } = trained[run].parameters;
    return { X: task.X, y: task.y, alpha: u!.map((value, i) => Math.sqrt(Math.abs(value * v![i]!))) };
  });

export default claim({
  title: 'Plain descent selects the minimizer of a drifted Q',
  statement:
    'Plain gradient descent converges to the minimizer of Q with alpha_i^2 = |u_i v_i| read off at the end, up to the ' +
    'square of the step: a quarter of the step leaves about a sixteenth of the error.',
  talk: ['T7'],
  marking: 'ours',
  sources: [
    {
      key: 'woodworth2020kernel',
      where: 'the limit of gradient flow on the diagonal network, here for steps that are not infinitesimal',
    },
  ],
  scope: 'Small steps (at most a tenth of a parameter and a quarter of the stable step); nothing about large ones.',
  premises: {
    'the step is small': { how: 'by construction' },
    'the drift of u v is accounted for': { how: 'by construction', control: 'undrifted alpha' },
    'a step depends on the present gradient alone': { how: 'by construction', control: 'momentum' },
    'training reaches an interpolant': { how: 'checked per task' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: regressionAtModerateScale,
  train: pair({}),
  theory: { step: drifted('step'), quarter: drifted('quarter') },
  parts: {
    'the error is of second order': {
      holds: 'errorOfQuarter / errorOfStep <= 0.1',
      where: ({ trained, theory }) => ({
        errorOfStep: distance(trained.step.parameters.beta!, theory.step),
        errorOfQuarter: distance(trained.quarter.parameters.beta!, theory.quarter),
      }),
      tex: { errorOfQuarter: '\\varepsilon_{h/4}', errorOfStep: '\\varepsilon_h' },
      accept: always(),
    },
    'u v drifts by its closed form': {
      holds: 'drift <= 1e-9',
      where: ({ trained }) => ({ drift: Math.max(trained.step.facts!.drift!, trained.quarter.facts!.drift!) }),
      tex: { drift: '\\max_i\\bigl|u_iv_i/\\bigl(\\alpha^2\\textstyle\\prod_t(1-4h_t^2g_{t,i}^2)\\bigr)-1\\bigr|' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      momentum: {
        breaks: 'the error is of second order',
        because: 'heavy ball leaves the row space',
        train: pair({ optimizer: 'momentum' }),
      },
      'undrifted alpha': {
        breaks: 'the error is of second order',
        because: 'against the alpha that training started from, the error is of first order (about a quarter)',
        theory: { step: minimumQ, quarter: minimumQ },
      },
      'unaccounted momentum': {
        breaks: 'u v drifts by its closed form',
        because: 'with momentum the step is not h g',
        train: pair({ optimizer: 'momentum' }),
      },
    },
    mustHold: {
      'loss rescaled': { because: 'the step is the same path, shorter', train: pair({ lossScale: 0.5 }) },
      'random signs': { because: 'beta does not see the signs of u and v', train: pair({ signs: true }) },
    },
  },

  dial: {
    of: 'step, in shares of a parameter',
    axis: 'log',
    part: 'the error is of second order',
    grid: [0.025, 0.05, 0.1, 0.14, 0.2],
    at: (within) => ({
      train: {
        step: ['diagonal-network', ({ alpha }) => descent({ alpha, within, stable: 2.5 * within })],
        quarter: ['diagonal-network', ({ alpha }) => descent({ alpha, within: within / 4, stable: 0.625 * within })],
      },
    }),
    measured: {
      value: 'distance',
      where: ({ task, trained }) => ({
        distance: normInf(subtract(trained.step.parameters.beta!, minimumQ.answer(task).value.beta)),
      }),
      tex: { distance: '\\lVert\\hat\\beta-\\beta_{Q_\\alpha}\\rVert_\\infty' },
    },
    curve: {
      value: 'drift',
      where: ({ task, theory }) => ({
        drift: normInf(subtract(theory.step.value.beta, minimumQ.answer(task).value.beta)),
      }),
      tex: { drift: '\\lVert\\beta_{Q,\\,\\mathrm{drifted}}-\\beta_{Q_\\alpha}\\rVert_\\infty' },
    },
  },
});
