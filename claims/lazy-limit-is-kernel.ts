/**
 * The centred network alpha (h(w) - h(w0)) trained to zero loss from w0, alpha large.
 *
 * 1. Its weights move by 1/alpha (lazy-training-rates), so that its gradients stay those at w0.
 * 2. Gradient descent on the linearized network converges to the interpolant of least |w - w0|.
 * 3. That is kernel regression with the tangent kernel at w0: K(z, X) K(X, X)^-1 y.
 */
import { claim, forMost, type Trained } from 'claimcheck';
import type { TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { ask } from 'claimcheck/oracles/ask';
import { tangentLimit } from 'claimcheck/oracles/tangent-limit';
import { fewOnSphere, type SphereRegression } from 'claimcheck/tasks/sphere-regression';

const WIDTH = 24;
const shape = { width: WIDTH, activation: 'tanh' as const, scale: 1 / Math.sqrt(WIDTH) };
const lazy = (rule: Partial<TwoLayerRule>) =>
  [
    'two-layer-network',
    {
      ...shape,
      spread: { W: 1, a: 1 },
      centred: true,
      alpha: 100,
      ofCurvature: 1,
      residual: 1e-12,
      budget: 20_000,
      ...rule,
    } satisfies TwoLayerRule,
  ] as const;
const kernel = (oracle: typeof tangentLimit) =>
  ask(oracle, ({ task, trained }: { task: SphereRegression; trained: Trained }) => ({
    network: { ...shape, theta: trained.parameters.start! },
    alpha: 1,
    ...task,
  }));
const faulty = (name: string) => kernel({ ...tangentLimit, answer: tangentLimit.faults![name]!.by });

const tex = {
  distance: '\\lVert f-K(\\cdot,X)K^{-1}y\\rVert',
  size: '\\lVert K(\\cdot,X)K^{-1}y\\rVert',
};

export default claim({
  title: 'The lazy limit is kernel regression',
  statement:
    'A two-layer tanh network scaled by alpha = 100 and centred predicts, after training to zero loss, what regression with ' +
    'its tangent kernel at initialization predicts, within 2% on fresh points.',
  talk: ['T5'],
  marking: 'says',
  sources: [{ key: 'chizat2019lazy', where: 'section 2.2 and Theorem 2.4' }],
  scope: 'Five points and 24 units; the kernel is the empirical one of this start, not its limit of infinite width.',
  premises: {
    'alpha is large': { how: 'by construction', control: 'alpha = .3' },
    'the network is centred': { how: 'by construction', control: 'start not subtracted' },
    'the kernel covers both layers': { how: 'by construction', control: 'kernel of the first layer' },
    'training reaches zero loss': { how: 'checked per task', control: 'early stop' },
  },
  needs: ['tangent-kernel', 'parameters', 'float64'],

  forAll: fewOnSphere,
  train: lazy({}),
  theory: kernel(tangentLimit),
  parts: {
    'the predictor is kernel regression': {
      holds: 'distance / size <= 0.02',
      where: ({ task, trained, theory }) => {
        const { predictions } = theory.value;
        const error = theory.error * Math.sqrt(predictions.length);
        return {
          distance: { value: norm2(subtract(trained.predict(task.points), predictions)), error },
          size: { value: norm2(predictions), error },
        };
      },
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
  },

  controls: {
    mustFail: {
      'alpha = .3': {
        breaks: 'the predictor is kernel regression',
        because: 'the weights move far and the kernel with them',
        train: lazy({ alpha: 0.3 }),
      },
      'start not subtracted': {
        breaks: 'the predictor is kernel regression',
        because: 'the network starts at alpha h(w0)',
        train: lazy({ centred: false }),
      },
      'kernel of the first layer': {
        breaks: 'the predictor is kernel regression',
        because: 'the output weights are trained too',
        theory: faulty('first layer only'),
      },
      'early stop': {
        breaks: 'the predictor is kernel regression',
        because: 'a mean squared residual of 1e-2 is not zero loss',
        train: lazy({ residual: 1e-2 }),
      },
    },
    mustHold: {
      momentum: {
        because: 'the heavy ball keeps the limit of the linearized network',
        train: lazy({ momentum: 0.5 }),
      },
    },
  },

  dial: {
    of: 'alpha',
    axis: 'log',
    grid: [0.3, 1, 3, 10, 100],
    at: (alpha) => ({ train: lazy({ alpha }) }),
    measured: {
      value: 'distance / size',
      where: ({ task, trained, theory }) => ({
        distance: norm2(subtract(trained.predict(task.points), theory.value.predictions)),
        size: norm2(theory.value.predictions),
      }),
      tex,
    },
  },
});
