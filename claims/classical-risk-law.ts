/**
 * Least squares with more data than parameters, n > p + 1, on Gaussian inputs.
 *
 * 1. beta - beta* = X^+ e, so the excess is e'(X^+)'X^+ e with mean sigma^2 tr (X'X)^-1, whose mean is sigma^2 p / (n - p - 1).
 * 2. The residual is (I - H) e: the training error is sigma^2 (1 - p/n) on average, so optimism = sigma^2 (p/(n-p-1) + p/n).
 * 3. tr (X'X)^-1 and p both grow with every added column (a block of an inverse dominates the inverse of the block).
 */
import { along, claim, equivalent, faulty, on, type Of } from 'claimcheck';
import { leastNorm, ridge } from 'claimcheck/models/ridge';
import { finiteSampleRisk } from 'claimcheck/oracles/finite-sample-risk';
import { mean, onEachSample, shapeOf } from 'claimcheck/properties/repeated';
import { risk } from 'claimcheck/properties/risk';
import { averagedRisk, spectralRisk } from 'claimcheck/properties/spectral-risk';
import { firstColumns, moreData, type TwoSizes } from 'claimcheck/tasks/gaussian-regression';

/** The shares of the columns that the nested models see. */
const shares = [0.25, 0.5, 0.75, 1];
const models = (visible: (of: number) => number) =>
  along(shares, (of) =>
    on(({ drawn }: TwoSizes) => firstColumns(drawn.samples[0]!, Math.floor(visible(of) * drawn.p)), leastNorm),
  );
/** sigma^-2 times the averaged excess of a nested model. */
const trace = (run: Of<typeof leastNorm>) => spectralRisk(run, { p: run.beta.length, r2: 0, sigma2: 1 });
const equal = { exact: true, budget: { quick: 160, standard: 240, paper: 360 } };

export default claim({
  title: 'The classical risk of least squares',
  statement:
    'With more data than parameters the expected excess risk of least squares is sigma^2 p / (n - p - 1) and its ' +
    'optimism is sigma^2 (p / (n - p - 1) + p/n); both grow with every parameter.',
  implies: ['T1'],
  sources: { hastie2022surprises: 'section 3, the underparametrized regime; derived in this file' },
  scope: 'Gaussian isotropic inputs, a well specified model, p at most n - 8.',
  premises: {
    'n > p + 1': true,
    'least squares without a penalty': 'ridge',
    'every parameter counts': 'p counted as p - 1',
    'models are nested': 'largest model first',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: moreData(),
  train: { ...onEachSample(leastNorm), nested: models((of) => of) },
  theory: { drawn: [finiteSampleRisk, shapeOf('drawn')], near: [finiteSampleRisk, shapeOf('near')] },
  symbols: {
    risk: ['\\overline{R}', mean('drawn', averagedRisk)],
    law: ['\\sigma^2\\tfrac{p}{n-p-1}', ({ theory }) => theory.drawn.excess],
    nearRisk: ['\\overline{R}_{.8}', mean('near', averagedRisk)],
    nearLaw: ['\\sigma^2\\tfrac{p}{n-p-1}', ({ theory }) => theory.near.excess],
    noise: ['\\sigma^2', ({ task: { drawn } }) => drawn.sigma * drawn.sigma],
    raw: ['\\overline{\\lVert\\hat\\beta-\\beta\\rVert^2}', mean('drawn', (run, { truth }) => risk(run.beta, truth))],
    error: ['\\overline{L}_{train}', mean('drawn', (run) => run.loss)],
    optimism: ['\\sigma^2\\left(\\tfrac{p}{n-p-1}+\\tfrac pn\\right)', ({ theory }) => theory.drawn.value.optimism],
    smaller: ["\\operatorname{tr}(X_p'X_p)^{-1}", ({ runs, at }) => trace(runs.nested.before(at))],
    larger: ["\\operatorname{tr}(X_{p\\prime}'X_{p\\prime})^{-1}", ({ runs, at }) => trace(runs.nested.at(at))],
  },
  parts: {
    'the risk is the law': {
      holds: 'risk / law == 1',
      accept: equivalent({ exact: true, margin: 0.05, cap: 0.3 }),
      unless: {
        ridge: { because: 'a penalty trades variance for bias', train: onEachSample(ridge(({ X }) => 0.1 * X.rows)) },
      },
    },
    'at p/n = .8 the risk is the law': {
      holds: 'nearRisk / nearLaw == 1',
      accept: equivalent({ ...equal, margin: 0.05, cap: 0.3 }),
      unless: {
        'p counted as p - 1': {
          because: 'one parameter fewer changes the law by 15% near the threshold',
          theory: { near: [faulty(finiteSampleRisk, 'one parameter fewer'), shapeOf('near')] },
        },
      },
    },
    'raw runs have the optimism of the law': {
      holds: '(noise + raw - error) / optimism == 1',
      accept: equivalent({ ...equal, margin: 0.1, cap: 0.5 }),
    },
    'the excess grows with every parameter': {
      holds: 'larger / smaller >= 1.01',
      over: shares.slice(1),
      unless: {
        'largest model first': { because: 'models come in reverse', train: { nested: models((of) => 1.25 - of) } },
      },
    },
  },
  dial: {
    turns: 'p/n',
    part: 'the excess grows with every parameter',
    grid: [0.1, 0.25, 0.5, 0.65, 0.8],
    at: (ratio) => ({ forAll: moreData(ratio) }),
    measured: 'risk',
    curve: { prediction: 'law' },
  },
});
