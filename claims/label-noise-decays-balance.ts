/**
 * The diagonal network at an interpolant, trained on with fresh label noise of size sigma, h the step, K the curvature.
 *
 * 1. One step multiplies u_j v_j by exactly 1 - 4 h^2 (X_j'(r - sigma eps))^2, whatever the residual r.
 * 2. Near the interpolant r <- (I - h K) r + h K sigma eps, so r - sigma eps has covariance sigma^2 (I - h K / 2)^-1.
 * 3. So log(u_j v_j) falls by 4 h^2 sigma^2 X_j'(I - h K / 2)^-1 X_j per step: by 4 h^2 sigma^2 |X_j|^2 if h is small.
 */
import { claim, equivalent, forMost, type Of } from 'claimcheck';
import { mirror, type Phase } from 'claimcheck/models/diagonal-network';
import { log } from 'claimcheck/numerics/elementary';
import { labelNoiseDecay } from 'claimcheck/oracles/label-noise-decay';
import { squaredColumns, unevenRegression } from 'claimcheck/tasks/label-noise';
import type { ScaledRegression } from 'claimcheck/tasks/regression';

/**
 * The step in units of 1/|K|, the noise and the number of steps: u v falls by a few percent at most, and where the answer is
 * exact by half a percent, so that K stays what it is. One run scatters by about sqrt(2 / steps).
 */
const small = { ofCurvature: 0.05, labelNoise: 0.1, steps: 2000 };
const large = { ofCurvature: 1, labelNoise: 0.0003, steps: 20_000 };

/** Interpolation by the exact dual step, which keeps u v, then steps with label noise. */
const noisy = (phase: Omit<Phase, 'optimizer'>) =>
  mirror(({ alpha }: ScaledRegression) => ({ alpha, then: [{ optimizer: 'gradient', ...phase }] }));
const both = (change: Partial<Phase> = {}) => ({
  small: noisy({ ...small, ...change }),
  large: noisy({ ...large, ...change }),
});
const balance = ({ u, v, rate }: Of<typeof mirror>, sigma: number) => ({ u, v, rate, sigma });

type On = { readonly task: ScaledRegression };
const shortest = ({ task: { X } }: On) => [squaredColumns(X).indexOf(Math.min(...squaredColumns(X)))];
const longest = ({ task: { X } }: On) => [squaredColumns(X).indexOf(Math.max(...squaredColumns(X)))];
// The answer for any step is larger than that for small ones by a factor of up to 1 / (1 - eta |K| / 2) = 1.026.
const roughly = equivalent({ margin: 0.05, cap: 0.15 });
const closely = equivalent({ margin: 0.01, cap: 0.04 });
const LEADING = '4\\eta^2\\sigma^2\\lVert X_j\\rVert^2';

export default claim({
  title: 'Label noise decays the balance u v',
  statement:
    'At an interpolant, fresh label noise makes log(u_j v_j) fall by 4 eta^2 sigma^2 |X_j|^2 per small step, and by ' +
    "4 eta^2 sigma^2 X_j'(I - eta K/2)^-1 X_j per step of any stable size, coordinate by coordinate: on average within 5% at " +
    'eta = 1/(20 |K|) and within 1% at eta = 1/|K|, there in most runs within 6% at every coordinate.',
  ours: ['T4'],
  sources: {
    damian2021label: 'the implicit regularizer of label noise and its large-step form, worked out here',
    blanc2020implicit: 'label noise regularizes near interpolation',
  },
  scope:
    'The rate near an interpolant; its average over tasks at the shortest and at the longest column. Where u v ends up ' +
    'is another claim (label-noise-is-weighted-l1).',
  premises: {
    'noise is drawn afresh at every step': 'frozen noise',
    'the labels are noisy': 'mini-batches without label noise',
    'training starts at an interpolant with known u v': true,
    'the step is small (leading order)': 'leading order at a large step',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: unevenRegression,
  train: both(),
  theory: {
    small: [labelNoiseDecay, ({ task: { X }, runs }) => ({ X, ...balance(runs.small, small.labelNoise) })],
    large: [labelNoiseDecay, ({ task: { X }, runs }) => ({ X, ...balance(runs.large, large.labelNoise) })],
  },
  symbols: {
    decay: [
      '-\\Delta\\log(u_jv_j)',
      ({ task: { alpha }, run, runs, at: j }) =>
        -log(Math.abs(run.u[j]! * run.v[j]!) / alpha / alpha) / (run === runs.small ? small : large).steps,
    ],
    leading: [LEADING, ({ theory, at: j }) => theory.small.leading[j]!],
    first: [LEADING, ({ theory, at: j }) => theory.large.leading[j]!],
    corrected: [
      '4\\eta^2\\sigma^2X_j^\\top(I-\\eta K/2)^{-1}X_j',
      ({ theory: { large }, at: j }) => large.known(large.corrected[j]!),
    ],
  },
  parts: {
    'small steps, shortest column': { holds: 'decay / leading == 1', of: 'small', over: shortest, accept: roughly },
    'small steps, longest column': {
      holds: 'decay / leading == 1',
      of: 'small',
      over: longest,
      accept: roughly,
      unless: {
        'frozen noise': {
          because: 'labels that are wrong once are interpolated, and u v stays where it is',
          train: both({ frozen: true }),
        },
      },
    },
    'large steps, shortest column': { holds: 'decay / corrected == 1', of: 'large', over: shortest, accept: closely },
    'large steps, longest column': {
      holds: 'decay / corrected == 1',
      of: 'large',
      over: longest,
      accept: closely,
      unless: {
        'mini-batches without label noise': {
          because: 'at an interpolant every mini-batch gradient is zero',
          train: both({ labelNoise: 0, single: true }),
        },
        'leading order at a large step': {
          because: 'at eta = 1/|K| the residual fluctuates as much as the labels do',
          holds: 'decay / first == 1',
        },
      },
    },
    'large steps, every column': {
      holds: 'abs(decay / corrected - 1) <= 0.06',
      of: 'large',
      over: ({ task }) => Array.from({ length: task.X.cols }, (_, j) => j),
      accept: forMost({ allBut: 0.1 }),
    },
  },
  harmless: { 'noise of signs': { because: 'only its covariance matters', train: both({ noiseOfSigns: true }) } },
  dial: {
    turns: 'eta |K|',
    part: 'large steps, longest column',
    of: 'large',
    over: longest,
    grid: [0.03, 0.1, 0.3, 1, 1.4],
    at: (ofCurvature) => ({ train: { large: noisy({ ...large, ofCurvature }) } }),
    measured: 'decay / first',
    curve: { prediction: 'corrected / first' },
  },
});
