/**
 * h(x) = sum_k a_k tanh(w_k.x) / sqrt(m), all weights N(0, 1) in pairs of opposite signs, so that h = 0 at the start.
 *
 * 1. The tangent kernel is a mean over units: it neither grows nor shrinks with m.
 * 2. Fitting y needs |w - w0|^2 ~ y' K^-1 y, a length that does not depend on m.
 * 3. |w0| grows as sqrt(m), so that the relative change falls as m^(-1/2).
 */
import { claim, forMost, scalesAs, type Trained } from 'claimcheck';
import type { TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { ask } from 'claimcheck/oracles/ask';
import { tangentLimit } from 'claimcheck/oracles/tangent-limit';
import { sphereRegression, type SphereRegression } from 'claimcheck/tasks/sphere-regression';

const widths = [32, 64, 128, 256, 512, 1024] as const;

const network = (width: number, replicate: number, rule: (width: number) => Partial<TwoLayerRule>) =>
  [
    'two-layer-network',
    {
      width,
      activation: 'tanh',
      scale: 1 / Math.sqrt(width),
      spread: { W: 1, a: 1 },
      antisymmetric: true,
      ofCurvature: 1,
      residual: 1e-6,
      budget: 20_000,
      replicate,
      ...rule(width),
    } satisfies TwoLayerRule,
  ] as const;
/** Two starts per width. */
const runs = (rule: (width: number) => Partial<TwoLayerRule> = () => ({})) =>
  Object.fromEntries(widths.flatMap((width) => [0, 1].map((k) => [`${width}.${k}`, network(width, k, rule)] as const)));

type Runs = Record<string, Trained>;
const mean = (trained: Runs, width: number, measure: (run: Trained) => number) =>
  (measure(trained[`${width}.0`]!) + measure(trained[`${width}.1`]!)) / 2;
const absolute = ({ parameters: { theta, start } }: Trained) => norm2(subtract(theta!, start!));
const relative = (run: Trained) => absolute(run) / norm2(run.parameters.start!);
const WIDEST = '1024.0';
/** The linearized network at the start of the widest run. */
const linearized = ask(tangentLimit, ({ task, trained }: { task: SphereRegression; trained: Runs }) => {
  const { parameters, facts } = trained[WIDEST]!;
  const width = facts!.units!;
  const network = { width, activation: 'tanh' as const, scale: 1 / Math.sqrt(width), theta: parameters.start! };
  return { ...task, network, alpha: 1 };
});
const along = (measure: (run: Trained) => number) => (trial: { trained: Runs }) =>
  widths.map((width) => ({ moved: mean(trial.trained, width, measure) }));

export default claim({
  title: 'The weights of wide networks move less',
  statement:
    'Trained to zero loss from weights N(0, 1), a two-layer network divided by sqrt(m) changes its weights, relatively to ' +
    "their size, by m^(-1/2); at m = 1024 the change has the length (y'K^-1 y)^(1/2) of the tangent kernel, within 2%.",
  talk: ['T5'],
  marking: 'says',
  sources: [{ key: 'chizat2019lazy', where: 'section 1.2 and appendix A' }],
  scope:
    'The weights alone: the distance of the predictor from its kernel falls faster, about as 1/m, and m^(-1/2) is only an ' +
    'upper bound for it. Three points in dimension 3, widths 32 to 1024, the mean of two starts.',
  premises: {
    'outputs are divided by sqrt(m)': { how: 'by construction', control: 'divided by m' },
    'change is relative to the size of the start': { how: 'by construction', control: 'absolute change' },
    'training reaches zero loss': { how: 'checked per task', control: 'early stop' },
  },
  needs: ['parameters', 'float64'],

  forAll: sphereRegression(3, 3),
  train: runs(),
  theory: linearized,
  parts: {
    'the relative change falls as the root of the width': {
      holds: 'moved',
      where: along(relative),
      tex: { moved: '\\lVert w-w_0\\rVert/\\lVert w_0\\rVert' },
      accept: scalesAs({ exponent: -0.5, within: 0.1, curvature: 0.2, sizes: widths }),
    },
    'at width 1024 it is that of the tangent kernel': {
      holds: 'abs(moved / length - 1) <= 0.02',
      where: ({ trained, theory }) => ({ moved: absolute(trained[WIDEST]!), length: norm2(theory.value.change) }),
      tex: { moved: '\\lVert w-w_0\\rVert', length: "\\sqrt{y'K^{-1}y}" },
      accept: forMost({ allBut: 0.25 }),
    },
  },

  controls: {
    mustFail: {
      'divided by m': {
        breaks: 'the relative change falls as the root of the width',
        because: 'in the mean-field scaling every weight moves by a constant',
        train: runs((width) => ({ scale: 1 / width })),
      },
      'absolute change': {
        breaks: 'the relative change falls as the root of the width',
        because: 'the length of the change does not depend on the width',
        where: along(absolute),
      },
      'early stop': {
        breaks: 'at width 1024 it is that of the tangent kernel',
        because: 'before the loss is zero the weights have not moved as far',
        train: runs(() => ({ residual: 0.05 })),
      },
    },
  },

  dial: {
    of: 'width',
    axis: 'log',
    grid: [16, 64, 256, 1024],
    // The other runs are not looked at.
    at: (width) => ({
      train: { ...runs(() => ({ steps: 0, residual: 0 })), [WIDEST]: network(width, 0, () => ({})) },
    }),
    part: 'at width 1024 it is that of the tangent kernel',
    measured: {
      value: 'moved',
      where: ({ trained }) => ({ moved: relative(trained[WIDEST]!) }),
      tex: { moved: '\\lVert w-w_0\\rVert/\\lVert w_0\\rVert' },
    },
    curve: {
      value: 'moved',
      where: ({ trained, theory }) => ({
        moved: norm2(theory.value.change) / norm2(trained[WIDEST]!.parameters.start!),
      }),
      tex: { moved: "\\sqrt{y'K^{-1}y}/\\lVert w_0\\rVert" },
    },
  },
});
