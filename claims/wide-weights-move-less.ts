/**
 * h(x) = sum_k a_k tanh(w_k.x) / sqrt(m), all weights N(0, 1) in pairs of opposite signs, so that h = 0 at the start.
 *
 * 1. The tangent kernel is a mean over units: it neither grows nor shrinks with m.
 * 2. Fitting y needs |w - w0|^2 ~ y' K^-1 y, a length that does not depend on m.
 * 3. |w0| grows as sqrt(m), so that the relative change falls as m^(-1/2).
 */
import { claim, copy, forMost, scalesAs, type Of } from 'claimcheck';
import { lazy, type TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { atStart, tangentLimit } from 'claimcheck/oracles/tangent-limit';
import { sphereRegression } from 'claimcheck/tasks/sphere-regression';

const widths = [32, 64, 128, 256, 512, 1024];
const network = (width: number, rule: Partial<TwoLayerRule> = {}) =>
  lazy({ width, antisymmetric: true, residual: 1e-6, ...rule });
/** Two starts of every width. */
const networks = (rule: (width: number) => Partial<TwoLayerRule> = () => ({})) =>
  Object.fromEntries(
    widths.flatMap((width) => [0, 1].map((k) => [`${width}.${k}`, copy(k, network(width, rule(width)))])),
  );

type Network = Of<typeof lazy>;
const change = ({ theta, start }: Network) => norm2(subtract(theta, start));
const relative = (run: Network) => change(run) / norm2(run.start);
/** The mean of both starts of the width `at`. */
const mean =
  (measure: (run: Network) => number) =>
  ({ runs, at }: { readonly runs: Readonly<Record<string, Network>>; readonly at: number }) =>
    (measure(runs[`${at}.0`]!) + measure(runs[`${at}.1`]!)) / 2;

export default claim({
  title: 'The weights of wide networks move less',
  statement:
    'Trained to zero loss from weights N(0, 1), a two-layer network divided by sqrt(m) changes its weights, ' +
    "relatively to their size, by m^(-1/2); at m = 1024 the change has the length (y'K^-1 y)^(1/2) of the tangent " +
    'kernel, within 2%.',
  ours: ['T5'],
  sources: { chizat2019lazy: 'section 1.2 and appendix A' },
  scope:
    'The weights alone: the distance of the predictor from its kernel falls faster, about as 1/m, and m^(-1/2) is ' +
    'only an upper bound for it. Three points in dimension 3, widths 32 to 1024, the mean of two starts.',
  premises: {
    'outputs are divided by sqrt(m)': 'divided by m',
    'change is relative to the size of the start': 'absolute change',
    'training reaches zero loss': { checked: 'early stop' },
  },
  needs: ['parameters', 'float64'],

  forAll: sphereRegression(3, 3),
  train: networks(),
  theory: { linearized: [tangentLimit, atStart] },
  symbols: {
    moved: ['\\lVert w-w_0\\rVert/\\lVert w_0\\rVert', mean(relative)],
    change: ['\\lVert w-w_0\\rVert', ({ run }) => change(run)],
    start: ['\\lVert w_0\\rVert', ({ run }) => norm2(run.start)],
    length: ["\\sqrt{y'K^{-1}y}", ({ theory }) => norm2(theory.linearized.change)],
  },
  parts: {
    'the relative change falls as the root of the width': {
      holds: 'moved',
      over: widths,
      accept: scalesAs({ exponent: -0.5, within: 0.1, curvature: 0.2, sizes: widths }),
      unless: {
        'divided by m': {
          because: 'in the mean-field scaling every weight moves by a constant',
          train: networks((width) => ({ scale: 1 / width })),
        },
        'absolute change': { because: 'its length does not depend on the width', symbols: { moved: mean(change) } },
      },
    },
    'at width 1024 it is that of the tangent kernel': {
      holds: 'abs(change / length - 1) <= 0.02',
      of: '1024.0',
      accept: forMost({ allBut: 0.25 }),
      unless: {
        'early stop': { because: 'until the loss is zero the weights go on moving', rule: { residual: 0.05 } },
      },
    },
  },
  dial: {
    turns: 'width',
    part: 'at width 1024 it is that of the tangent kernel',
    grid: [16, 64, 256, 1024],
    // The other runs are not looked at.
    at: (width) => ({ train: { ...networks(() => ({ steps: 0, residual: 0 })), '1024.0': copy(0, network(width)) } }),
    of: '1024.0',
    measured: 'change / start',
    curve: { prediction: 'length / start' },
  },
});
