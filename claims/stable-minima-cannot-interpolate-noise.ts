/**
 * f(x) = sum_k a_k relu(w_k x + b_k) + c on n points, L = (1/2n) sum (f - y)^2, J_i = grad f(x_i); u the mean of the J_i.
 *
 * 1. |u|^2 = 1 + sum_k [a_k^2 (P_k^2 + E[X1_k]^2) + (E relu_k)^2] >= 1 + 2 integral |f''| g (step-size-bounds-curvature).
 * 2. The Hessian H is J'J/n and, for the residuals, entries between a_k and w_k, b_k alone, so that with no point on a knot
 *    lambda_max(H) >= u'Hu / |u|^2 >= |u|^2 + (2 / |u|^2) sum_k E relu_k (E[X1_k] dL/dw_k + P_k dL/db_k):
 *    what residuals add is made of the gradient, 0 wherever training rests.
 * 3. It rests only where eta lambda_max <= 2: there integral |f''| g <= 1/eta - 1/2, at an interpolant or not.
 * 4. Any f through the labels has integral |f''| g >= sum g_i |D_i y|, D_i y the change of slope at x_i: noise makes that large.
 *    By the same duality what is below it stays some way from the labels (oracles/stable-fit.ts).
 */
import { ask, claim, forMost } from 'claimcheck';
import { twoLayer } from 'claimcheck/models/two-layer-network';
import { power } from 'claimcheck/numerics/elementary';
import { distance } from 'claimcheck/numerics/matrix';
import { atEnd, curvature } from 'claimcheck/oracles/curvature';
import { smoothest, stableFit } from 'claimcheck/oracles/stable-fit';
import { weightedCurvature } from 'claimcheck/oracles/weighted-curvature';
import { noisyCurve, type NoisyCurve } from 'claimcheck/tasks/noisy-curve';

const [N, ETA] = [40, 0.4];
const all = { W: true, b: true, a: true, c: true };

/** As many neurons as points, which could fit any labels. */
const descent = twoLayer({
  ...{ width: N, activation: 'relu', spread: { W: 0.4, a: 0.4 }, knotsWithin: 2, trained: all },
  ...{ rate: ETA, clip: 0.5, steps: 1200 },
});
/** The network through the labels whose weighted variation is nearly the least. */
const interpolant = (share?: number) =>
  twoLayer((task: NoisyCurve) => {
    return { width: N - 1, activation: 'relu', trained: all, theta: smoothest(task, share), steps: 0 };
  });

const asked = (eta: number) =>
  ask(stableFit, ({ task: { X, y } }: { task: NoisyCurve }) => ({ X, y, most: 1 / eta - 0.5 }));
const sharper = asked(ETA / 100);
const squared = (a: Float64Array, b: Float64Array) => power(distance(a, b), 2) / a.length;
const [most, nearlyAll] = [forMost({ allBut: 0.1 }), forMost({ allBut: 0.05 })];

export default claim({
  title: 'Stable minima cannot interpolate noise in one dimension',
  statement:
    'On forty noisy points of a curve no ReLU network of two layers that fits the labels, all of it trained and with no point on ' +
    'a knot, however wide, is a place where descent with steps of .4 can rest, on nineteen tasks in twenty. Any network where it ' +
    'can rest misses the labels by a mean square of at least 15% of that of the noise, on nine in ten. Descent ends within 15% of ' +
    'the edge of stability, as smooth as that asks, and leaves no less, each on nine in ten; its squared error at the points is ' +
    'then at most half that of every interpolant, on four in five.',
  ours: ['T3', 'T8'],
  sequel: true,
  sources: {
    qiao2024stable: 'the abstract: 1/eta - 1/2 and more for noise; steps 2 and 4 are derived here',
    mulayoff2021implicit: 'Theorem 1: the bound at an interpolant',
  },
  scope:
    "Descent, with clipped gradients, keeps moving at the edge, which is read off J'J/n; the Hessian differs by less than 1%. After " +
    '60,000 steps in place of 1200 its error is .36 of the noise, up from .18; steps of .02 err by .19 of it in as much time and ' +
    'by .42, with a sharpness of 67, in ten times as much (medians of 20 tasks): that an early end errs little takes no large steps. ' +
    'With several inputs see flattest-need-not-generalize.',
  premises: {
    'the labels are noisy': 'no noise',
    'the step is large': 'a hundredth of the step',
    'training is gradient descent': 'an interpolant in its place',
    'the truth is smooth': 'a truth that winds',
    'knots lie beside the points': 'knots between the points',
    'all of the network is trained': true,
    'no point lies on a knot': true,
  },
  needs: ['parameters', 'float64'],
  forAll: noisyCurve(N, 0.5),
  train: { descent, through: interpolant() },
  theory: {
    fit: asked(ETA),
    ended: [curvature, ({ task, runs }) => atEnd({ task, run: runs.descent })],
    smooth: [weightedCurvature, ({ task, runs }) => atEnd({ task, run: runs.descent })],
    through: [weightedCurvature, ({ task, runs }) => atEnd({ task, run: runs.through })],
  },
  symbols: {
    eta: ['\\eta', () => ETA],
    least: ['\\textstyle\\sum_ig_i|D_iy|', ({ theory }) => theory.fit.least],
    reached: ["1+2\\textstyle\\int|f_y''|g", ({ theory }) => theory.through.bound],
    floor: ['\\underline{r}', ({ theory }) => theory.fit.floor],
    variation: ["\\textstyle\\int|f''|g", ({ theory }) => theory.smooth.weighted],
    largest: ["\\lambda_{\\max}(J'J/n)", ({ theory }) => theory.ended.largest],
    left: ['\\tfrac1n|f-y|^2', ({ run, task: { X, y } }) => squared(run.predict(X), y)],
    error: ['\\tfrac1n|f-f_*|^2', ({ run, task: { X, truth } }) => squared(run.predict(X), truth)],
    noise: ['\\tfrac1n|y-f_*|^2', ({ task: { y, truth } }) => squared(y, truth)],
  },
  parts: {
    'no interpolant is stable': {
      holds: '2 / eta <= 1 + 2 * least',
      accept: nearlyAll,
      unless: { 'no noise': { because: 'the curve itself varies less than the bound', forAll: noisyCurve(N, 0) } },
    },
    'an interpolant comes near that': {
      holds: 'abs(reached / (1 + 2 * least) - 1) <= 1e-5',
      accept: nearlyAll,
      unless: {
        'knots between the points': { because: 'there slopes change by more', train: { through: interpolant(0.25) } },
      },
    },
    'what is stable leaves noise': {
      holds: '0.15 * noise <= floor <= left',
      of: 'descent',
      accept: most,
      unless: {
        'an interpolant in its place': { because: 'it leaves nothing', train: { descent: interpolant() } },
        'a hundredth of the step': {
          because: 'what is as sharp as that may fit every label',
          theory: { fit: sharper },
        },
      },
    },
    'descent ends at the edge of stability': {
      holds: 'abs(eta * largest / 2 - 1) <= 0.15',
      accept: most,
      unless: {
        'a quarter of the step': { because: 'smaller steps let it become sharper', rule: { rate: ETA / 4 } },
      },
    },
    'its variation is within the bound': {
      holds: 'variation <= 1 / eta - 0.5',
      accept: most,
      unless: { 'an interpolant': { because: 'it varies twenty times as much', train: { descent: interpolant() } } },
    },
    'nearer to the truth': {
      holds: 'error <= 0.5 * noise',
      of: 'descent',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'a truth that winds': { because: 'it varies more than the bound', forAll: noisyCurve(N, 0.5, 8) },
      },
    },
  },
});
