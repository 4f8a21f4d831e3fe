/**
 * The counterexample of uniform-convergence-fails, trained with every L2 penalty and its relatives.
 *
 * 1. w = sum alpha_i y_i x_i, alpha >= 0 (representer theorem): the strength of the penalty moves alpha alone.
 * 2. On S' the margins weighted by alpha sum to |w_signal|^2 - |w_noise|^2 <= (4 - mu) |alpha|^2, mu the least eigenvalue
 *    of the noise's Gram matrix, near 32: some sample of S' is wrong for every alpha >= 0 (certified per task).
 * 3. Sample i of S' has margin 4 mean(alpha) - 32 alpha_i + small: wrong as soon as alpha_i > mean(alpha) / 8, and no
 *    strength brings any alpha_i below mean(alpha) / 4.
 */
import { claim, forMost, namesOf } from 'claimcheck';
import { classifier as by } from 'claimcheck/models/margin-classifier';
import { dot } from 'claimcheck/numerics/matrix';
import { noiseGram } from 'claimcheck/oracles/noise-gram';
import { errors, oneStepLaw, whichVoids } from 'claimcheck/properties/signal-noise';
import { signalNoiseSettings, signalNoiseTasks, type SignalNoise } from 'claimcheck/tasks/signal-noise';

const { tasks, changed } = signalNoiseSettings('signal and noise for L2 classifiers', [
  [10, 1000],
  [20, 2000],
]);
/** The runs whose w is a combination of the samples with the stated prices, in the plain L2 norm. */
const plain = {
  'ridge 1e-6': by({ kind: 'ridge', penalty: 1e-6 }),
  'ridge 1': by({ kind: 'ridge', penalty: 1 }),
  'ridge 100': by({ kind: 'ridge', penalty: 100 }),
  'ridge 1e8': by({ kind: 'ridge', penalty: 1e8 }),
  'logistic 1e-4': by({ kind: 'logistic', penalty: 1e-4 }),
  'logistic 1': by({ kind: 'logistic', penalty: 1 }),
  'max margin': by({ kind: 'max-margin' }),
};
/** A penalty that knows which coordinates are noise. */
const knowing = by({ kind: 'ridge', penalty: 1, noisePenalty: 16 });

const squaredSignal = ({ signal }: SignalNoise, w: Float64Array) => {
  const along = dot(w, signal);
  return along * along;
};

export default claim({
  title: 'No L2 penalty voids the counterexample',
  statement:
    'Ridge and L2-regularized logistic regression of any strength, the largest L2 margin, dropout, principal ' +
    'components, random projections and weight decay on a connected linear network all keep the counterexample: ' +
    'the error on fresh inputs or on the mirrored sample is at least 0.3 (nearly 1 for every L2 penalty).',
  ours: ['T13'],
  finding: true,
  sources: {
    nagarajan2019uniform: 'section 3.1, the counterexample; the argument is derived in this file',
    glasgow2023maxmargin:
      'the abstract: in this setting near-max-margin classifiers generalize while uniform convergence fails',
  },
  scope:
    'A boundary of "very likely": it matters which regularizer. The argument covers every strength of an L2 penalty ' +
    'and every decreasing loss; dropout, principal components and projections are measured at the settings shown. ' +
    'Only bounds that are uniform are void here: Glasgow et al. (2023) prove by other means that the largest L2 ' +
    'margin generalizes.',
  premises: {
    'the penalty is the L2 norm': 'lasso',
    'it treats all coordinates alike': 'noise penalized 16 times',
    'the noise of an input outweighs its signal': { checked: 'noise energy 3' },
  },
  needs: ['linear', 'parameters'],

  forAll: tasks,
  train: {
    ...plain,
    'dropout 1/10': by({ kind: 'ridge', metric: 'columns', penalty: 1 / 9 }),
    'dropout 1/2': by({ kind: 'ridge', metric: 'columns', penalty: 1 }),
    'first principal component': by({ kind: 'principal', components: 1 }),
    'five principal components': by({ kind: 'principal', components: 5 }),
    'random projection': by({ kind: 'projection', dimension: 40 }),
    "connected network W'v with weight decay": by({ kind: 'network', form: 'connected', share: 0.5, start: 0.1 }),
  },
  theory: { ratio: noiseGram, law: oneStepLaw },
  symbols: {
    ...errors,
    least: ['\\min_i\\alpha_i', ({ run }) => run.alpha.reduce((a, b) => Math.min(a, b))],
    mean: ['\\bar\\alpha', ({ run: { alpha } }) => alpha.reduce((a, b) => a + b) / alpha.length],
    signal: ['\\lVert w_{signal}\\rVert^2', ({ task, run }) => squaredSignal(task, run.w)],
    noise: ['\\lVert w_{noise}\\rVert^2', ({ task, run: { w } }) => dot(w, w) - squaredSignal(task, w)],
    ratio: ['\\mu/4', ({ theory }) => theory.ratio],
    law: ['\\mathbb E\\,\\Phi(-D/(8\\sqrt{mc}))', ({ theory }) => theory.law.fresh],
  },
  parts: {
    'none voids it': {
      holds: 'max(fresh, mirrored) >= 0.3',
      of: 'each',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        lasso: {
          because: 'the L1 norm, in the place of the L2 norm, singles out the signal',
          train: { 'ridge 1': by({ kind: 'lasso', share: 0.5 }) },
        },
        'noise penalized 16 times': {
          because: 'a penalty that knows which coordinates are noise counts their energy as 2',
          train: { 'ridge 1': knowing },
        },
      },
    },
    'under every L2 penalty nearly all of the mirror is wrong': {
      holds: 'mirrored >= 0.9',
      of: namesOf(plain),
      unless: {
        'noise energy 1': {
          because: 'inputs whose signal outweighs their noise are right on the mirror',
          forAll: changed('energy 1', { energy: 1 }),
        },
      },
    },
    'of any strength: every sample pulls its weight': { holds: 'least / mean >= 1 / 4', of: namesOf(plain) },
    'in every one the noise outweighs the signal': {
      holds: 'noise >= 2 * signal',
      of: namesOf(plain),
      unless: {
        'noise penalized in every one': {
          because: 'a penalty that knows which coordinates are noise lowers their share of w',
          train: Object.fromEntries(namesOf(plain).map((name) => [name, knowing])),
        },
      },
    },
    'no combination of the samples is right on the mirror': {
      holds: 'ratio >= 1.5',
      unless: {
        'noise energy 3': {
          because: 'the signal outweighs the noise of an input',
          forAll: changed('energy 3', { energy: 3 }),
        },
      },
    },
  },
  harmless: {
    'rotated signal': {
      keeps: [
        'under every L2 penalty nearly all of the mirror is wrong',
        'of any strength: every sample pulls its weight',
        'in every one the noise outweighs the signal',
        'no combination of the samples is right on the mirror',
      ],
      because: 'the L2 norm knows no basis',
      forAll: changed('the signal spread over all coordinates', { spread: Infinity }),
    },
  },
  dial: {
    turns: 'D/m',
    axis: 'log',
    grid: [25, 50, 100, 200, 400],
    at: (ratio) => ({
      forAll: signalNoiseTasks(`signal and noise for L2 classifiers, D/m = ${ratio}`, [[10, 10 * ratio]]),
    }),
    part: 'in every one the noise outweighs the signal',
    of: 'ridge 1',
    measured: 'fresh',
    // The law of one gradient step, which weighs the samples equally, as ridge does up to the noise of their lengths.
    curve: { rival: 'law' },
  },
  table: { ...whichVoids, rows: 'each' },
});
