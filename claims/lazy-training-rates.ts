/**
 * F(w) = |alpha (h(w) - h(w0)) - y|^2 / (2 n alpha^2), h smooth with a full-rank Jacobian on the sample.
 *
 * 1. Zero loss needs J (w - w0) ~ y / alpha: the weights move by O(1/alpha).
 * 2. Over that distance h departs from its linearization by O(1/alpha^2), and so do the weights from the linearized ones.
 * 3. alpha times a second-order term is O(1/alpha): that is the distance of the predictors.
 */
import { claim, scalesAs, type Trained } from 'claimcheck';
import type { TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { ask } from 'claimcheck/oracles/ask';
import { tangentLimit, type TangentLimit } from 'claimcheck/oracles/tangent-limit';
import { fewOnSphere, type SphereRegression } from 'claimcheck/tasks/sphere-regression';

const WIDTH = 24;
const alphas = [10, 20, 40, 80, 160, 320] as const;
const shape = { width: WIDTH, activation: 'tanh' as const, scale: 1 / Math.sqrt(WIDTH) };

const lazy = (alpha: number, rule: Partial<TwoLayerRule> = {}) =>
  [
    'two-layer-network',
    {
      ...shape,
      spread: { W: 1, a: 1 },
      centred: true,
      alpha,
      ofCurvature: 1,
      residual: 1e-22,
      budget: 20_000,
      ...rule,
    } satisfies TwoLayerRule,
  ] as const;
const runs = (rule?: Partial<TwoLayerRule>) => ({
  at10: lazy(10, rule),
  at20: lazy(20, rule),
  at40: lazy(40, rule),
  at80: lazy(80, rule),
  at160: lazy(160, rule),
  at320: lazy(320, rule),
});
type Runs = Record<keyof ReturnType<typeof runs>, Trained>;
const inOrder = ({ at10, at20, at40, at80, at160, at320 }: Runs) => [at10, at20, at40, at80, at160, at320];

/** The linearized network, at alpha = 1: its predictions are those of every alpha, its weights move alpha times less. */
const linearized = (oracle: typeof tangentLimit, alpha = 1) =>
  ask(oracle, ({ task, trained }: { task: SphereRegression; trained: Runs }) => ({
    network: { ...shape, theta: trained.at10.parameters.start! },
    alpha,
    ...task,
  }));
const faulty = (name: string) => linearized({ ...tangentLimit, answer: tangentLimit.faults![name]!.by });

interface Trial {
  readonly task: SphereRegression;
  readonly trained: Runs;
  readonly theory: { readonly value: TangentLimit };
}
const change = ({ parameters: { theta, start } }: Trained) => subtract(theta!, start!);
const predictors = ({ task, trained, theory }: Trial) =>
  inOrder(trained).map((run) => ({
    distance: norm2(subtract(run.predict(task.points), theory.value.predictions)),
    size: norm2(theory.value.predictions),
  }));

const tex = {
  distance: '\\lVert\\alpha h-\\alpha\\overline h\\rVert',
  size: '\\lVert\\alpha\\overline h\\rVert',
  moved: '\\lVert w-w_0\\rVert',
  apart: '\\lVert w-\\overline w\\rVert',
  leading: "\\lVert J'K^{-1}y\\rVert/\\alpha",
};

export default claim({
  title: 'The rates of lazy training',
  statement:
    'Scaled by alpha and centred, a smooth two-layer network trained to zero loss moves its weights by 1/alpha, ends 1/alpha^2 ' +
    'away from the linearized weights, and predicts within 1/alpha of the linearized network.',
  talk: ['T5'],
  marking: 'implies',
  sources: [{ key: 'chizat2019lazy', where: 'Theorem 2.4' }],
  scope:
    'Gradient descent at the step 1/lambda_max on 5 points, alpha from 10 to 320. ReLU has no such exponent: once no unit ' +
    'switches the network is piecewise bilinear.',
  premises: {
    'the network is centred': { how: 'by construction', control: 'start not subtracted' },
    'the kernel is that of all trained weights': { how: 'by construction', control: 'kernel of the first layer' },
    'training reaches zero loss': { how: 'checked per task', control: 'early stop' },
    'the activation is smooth': { how: 'by construction' },
  },
  needs: ['tangent-kernel', 'parameters', 'float64'],

  forAll: fewOnSphere,
  train: runs(),
  theory: linearized(tangentLimit),
  parts: {
    'the predictor approaches the linearized one as 1/alpha': {
      holds: 'distance / size',
      where: predictors,
      tex,
      accept: scalesAs({ exponent: -1, within: 0.1, sizes: alphas }),
    },
    'the weights move as 1/alpha': {
      holds: 'moved',
      where: ({ trained }) => inOrder(trained).map((run) => ({ moved: norm2(change(run)) })),
      tex,
      accept: scalesAs({ exponent: -1, within: 0.05, sizes: alphas }),
    },
    'the weights approach the linearized ones as 1/alpha^2': {
      holds: 'apart',
      where: ({ trained, theory }) =>
        inOrder(trained).map((run, k) => ({
          apart: norm2(
            subtract(
              change(run),
              theory.value.change.map((entry) => entry / alphas[k]!),
            ),
          ),
        })),
      tex,
      accept: scalesAs({ exponent: -2, within: 0.1, sizes: alphas }),
    },
  },

  controls: {
    mustFail: {
      'start not subtracted': {
        breaks: 'the weights move as 1/alpha',
        because: 'the network must first unlearn alpha h(w0), which takes a distance that does not shrink',
        train: runs({ centred: false, residual: 1e-12 }),
      },
      'kernel of the first layer': {
        breaks: 'the predictor approaches the linearized one as 1/alpha',
        because: 'the output weights are trained too',
        theory: faulty('first layer only'),
      },
      'ridge 1e-2': {
        breaks: 'the predictor approaches the linearized one as 1/alpha',
        because: 'a ridge is another predictor, at a distance that does not shrink',
        theory: faulty('ridge 1e-2'),
      },
      'early stop': {
        breaks: 'the weights approach the linearized ones as 1/alpha^2',
        because: 'at a mean squared residual of 1e-4 the distance left is of the order 1/alpha',
        train: runs({ residual: 1e-4 }),
      },
    },
  },

  dial: {
    of: 'alpha',
    axis: 'log',
    grid: [0.3, 1, 3, 10, 100],
    // The first run takes every alpha in turn; the others are not looked at.
    at: (alpha) => ({
      train: { ...runs({ steps: 0, residual: 0 }), at10: lazy(alpha, { residual: 1e-12 }) },
      theory: linearized(tangentLimit, alpha),
    }),
    part: 'the weights move as 1/alpha',
    measured: { value: 'moved', where: ({ trained }) => ({ moved: norm2(change(trained.at10)) }), tex },
    curve: { value: 'leading', where: ({ theory }) => ({ leading: norm2(theory.value.change) }), tex },
  },
});
