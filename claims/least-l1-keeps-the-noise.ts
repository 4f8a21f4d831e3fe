/**
 * Interpolating labels that are noise alone, of mean square sigma^2, on isotropic inputs: all of b is error, |b|_2^2.
 *
 * 1. From a small start the network u^3 - v^3 ends at the interpolant of least L1 norm (depth-sharpens-l1).
 * 2. At most n of its entries are nonzero, those whose inputs correlate best with what is left of the labels: the largest of d
 *    correlations exceed typical ones by a factor of order sqrt(log(d/n)), and no more. So |b|_2^2 falls as sigma^2 / log(d/n).
 * 3. The interpolant of least L2 norm spreads the noise over all unknowns: E y'(XX')^-1 y = sigma^2 n / (d - n - 1).
 */
import { along, claim, equivalent, forMost, on } from 'claimcheck';
import { mirror } from 'claimcheck/models/diagonal-network';
import { leastNorm, ridge } from 'claimcheck/models/ridge';
import { log } from 'claimcheck/numerics/elementary';
import { column, dot, norm1, norm2, transpose } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { finiteSampleRisk } from 'claimcheck/oracles/finite-sample-risk';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { noiseAlone, noiseInManyUnknowns, SAMPLES, SIGMA, type NoiseAlone } from 'claimcheck/tasks/noise-alone';
import type { Sample } from 'claimcheck/tasks/sample';

/** The scale of b is its cube. */
const SMALL = 5e-3;
const samples = [0, 1, 2, 3];
type See = (sample: Sample) => Sample;
const asItIs: See = (sample) => sample;

const rich = (alpha: number, see = asItIs) =>
  along(samples, (k) =>
    on((task: NoiseAlone) => see(task.samples[k]!), mirror({ alpha, depth: 3, gaussNewton: true, residual: 1e-8 })),
  );
const short = (run: typeof leastNorm, see = asItIs) =>
  along(samples, (k) => on((task: NoiseAlone) => see(task.samples[k]!), run));

/** The mean of |b|^2. */
const error = (each: readonly { readonly beta: Float64Array }[]) =>
  each.reduce((sum, { beta }) => sum + dot(beta, beta), 0) / SAMPLES;

/** Labels that the first input explains, of the same length. */
const explained: See = ({ X, y }) => {
  const input = column(X, 0);
  return { X, y: input.map((entry) => (norm2(y) / norm2(input)) * entry) };
};
/** Rows made orthogonal, of length sqrt(d). */
const orthogonal: See = ({ X, y }) => {
  const Q = transpose(orthonormalColumns(transpose(X)));
  return { X: { ...Q, data: Q.data.map((entry) => Math.sqrt(X.cols) * entry) }, y };
};

export default claim({
  title: 'Least L1 norm keeps the noise',
  statement:
    'On labels that are noise of size sigma alone, the network of depth 3 from a small start ends on four tasks in five at ' +
    'the interpolant of least L1 norm, whose prediction error is sigma^2 / log(d/n) within a tenth on average, at n from 12 ' +
    'to 16 already; that of least L2 norm has the smaller error sigma^2 n / (d - n - 1).',
  ours: ['T6', 'T7'],
  sequel: true,
  sources: {
    wang2022tight: 'the abstract: sigma^2 / log(d/n), above and below, for large d/n; here at small sizes',
    hastie2022surprises: 'section 3 (the limit of the L2 norm); the finite form is that of interpolation-risk-law',
  },
  scope:
    'Noise alone, isotropic inputs, d from 4n to 6n. A sparse truth beside the noise has to be found first, at more cost: two ' +
    'entries of twice the noise, from 16 equations in 64 unknowns, leave over 3 times this error (the least L2 norm, which ' +
    'does not see 3/4 of the truth, nearly 9 times). A network of depth 2 is further from least L1 norm, and keeps less.',
  premises: {
    'the start is small': 'a start of 10',
    'the labels are noise': 'labels that one input explains',
    'the inputs are independent': 'orthogonal rows',
    'the labels are interpolated': 'ridge',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noiseInManyUnknowns,
  train: { rich: rich(SMALL), short: short(leastNorm) },
  theory: {
    least: [minimumL1, ({ task }) => task.samples[0]!],
    spread: [finiteSampleRisk, ({ task: { n, d } }) => ({ n, p: d, r2: 0, sigma2: SIGMA * SIGMA })],
  },
  symbols: {
    rich: ['\\overline{\\lVert b_1\\rVert^2}', ({ runs }) => error(runs.rich.each)],
    short: ['\\overline{\\lVert b_2\\rVert^2}', ({ runs }) => error(runs.short.each)],
    predicted: ['\\sigma^2/\\log(d/n)', ({ task: { n, d } }) => (SIGMA * SIGMA) / log(d / n)],
    law: ['\\sigma^2n/(d-n-1)', ({ theory }) => theory.spread.excess],
    l1: ['\\lVert b\\rVert_1', ({ run }) => norm1(run.beta)],
    minimum: ['\\min_{Xb=y}\\lVert b\\rVert_1', ({ theory }) => theory.least.norm],
  },
  parts: {
    'the error of least L1 norm falls with the logarithm': {
      holds: 'rich / predicted == 1',
      accept: equivalent({ margin: 0.1, cap: 0.4 }),
      unless: {
        'a start of 10': { because: 'the network is then near least L2 norm', train: { rich: rich(10) } },
        'labels that one input explains': { because: 'they cost one entry', train: { rich: rich(SMALL, explained) } },
      },
    },
    'that of least L2 norm has its law': {
      holds: 'short / law == 1',
      accept: equivalent({ margin: 0.1, cap: 0.4 }),
      unless: {
        'orthogonal rows': {
          because: 'without small singular values noise is not amplified',
          train: { short: short(leastNorm, orthogonal) },
        },
        ridge: { because: 'what is not fitted is not paid for', train: { short: short(ridge(20)) } },
      },
    },
    'and is the smaller one': {
      holds: 'rich / short >= 1.5',
      accept: forMost({ allBut: 0.1 }),
      unless: { 'a large start': { because: 'it spreads the noise, too', train: { rich: rich(10) } } },
    },
    'it is the interpolant of least L1 norm': {
      holds: 'abs(l1 / minimum - 1) <= 1e-4',
      of: 'rich 0',
      accept: forMost({ allBut: 0.2 }),
      unless: { 'a start of .5': { because: 'not small enough', train: { rich: rich(0.5) } } },
    },
  },
  dial: {
    turns: 'd / n',
    grid: [2, 3, 4, 8, 16],
    at: (ratio) => ({ forAll: noiseAlone([ratio]) }),
    measured: 'rich',
    curve: { prediction: 'predicted' },
  },
});
