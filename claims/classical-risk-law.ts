/**
 * Least squares with more data than parameters, n > p + 1, on Gaussian inputs.
 *
 * 1. beta - beta* = X^+ e, so the excess is e'(X^+)'X^+ e with mean sigma^2 tr (X'X)^-1, whose mean is sigma^2 p / (n - p - 1).
 * 2. The residual is (I - H) e: the training error is sigma^2 (1 - p/n) on average, so optimism = sigma^2 (p/(n-p-1) + p/n).
 * 3. tr (X'X)^-1 and p both grow with every added column (a block of an inverse dominates the inverse of the block).
 */
import { always, claim, equivalent } from 'claimcheck';
import { leastNorm, type RidgeRule } from 'claimcheck/models/ridge';
import { columnsUpTo } from 'claimcheck/models/random-features';
import { lawAt, onEachSample, rawRisk, riskAndLaw, trainingError } from 'claimcheck/properties/repeated';
import { spectralRisk } from 'claimcheck/properties/spectral-risk';
import { repeatedRegression, type TwoSizes } from 'claimcheck/tasks/gaussian-regression';

const COUNT = 8;
type Rule = (size: { n: number; p: number }) => RidgeRule;

const near = { n: 40, p: 32 };
const tasks = repeatedRegression(
  'repeated Gaussian regression with more data than parameters',
  [
    { n: 24, p: 12 },
    { n: 30, p: 20 },
    { n: 30, p: 6 },
    { n: 40, p: 16 },
    { n: 50, p: 20 },
  ],
  near,
  COUNT,
);

const shares = [0.25, 0.5, 0.75, 1];
/** The shares of the columns that the nested models see. */
const nested = (p: number, share: number) => Math.floor(share * p);

const repeats = (rule: Rule) => onEachSample('ridge', COUNT, rule);
const models = (visible: (p: number, share: number) => number) =>
  Object.fromEntries(
    shares.map((share) => [
      `share ${share}`,
      [
        'ridge',
        leastNorm,
        ({ drawn }: TwoSizes) => {
          const { X, y } = drawn.samples[0]!;
          return { X: columnsUpTo(X, visible(drawn.p, share)), y };
        },
      ] as const,
    ]),
  );
const runs = (rule: Rule) => ({ ...repeats(rule), ...models(nested) });

const tex = {
  risk: '\\overline{R}',
  law: '\\sigma^2\\tfrac{p}{n-p-1}',
  noise: '\\sigma^2',
  error: '\\overline{L}_{train}',
};

export default claim({
  title: 'The classical risk of least squares',
  statement:
    'With more data than parameters the expected excess risk of least squares is sigma^2 p / (n - p - 1) and its ' +
    'optimism is sigma^2 (p / (n - p - 1) + p/n); both grow with every parameter.',
  talk: ['T1'],
  marking: 'implies',
  sources: [{ key: 'hastie2022surprises', where: 'section 3, the underparametrized regime; derived in this file' }],
  scope: 'Gaussian isotropic inputs, a well specified model, p at most n - 8.',
  premises: {
    'n > p + 1': { how: 'by construction' },
    'least squares without a penalty': { how: 'by construction', control: 'ridge' },
    'every parameter counts': { how: 'by construction', control: 'p counted as p - 1' },
    'models are nested': { how: 'by construction', control: 'largest model first' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: tasks,
  train: runs(() => leastNorm),
  theory: { drawn: lawAt('drawn'), near: lawAt('near') },
  parts: {
    'the risk is the law': {
      holds: 'risk / law == 1',
      where: riskAndLaw('drawn'),
      tex,
      accept: equivalent({ exact: true, margin: 0.05, cap: 0.3 }),
    },
    'at p/n = .8 the risk is the law': {
      holds: 'risk / law == 1',
      where: riskAndLaw('near'),
      tex,
      accept: equivalent({ exact: true, margin: 0.05, cap: 0.3, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
    'raw runs have the optimism of the law': {
      holds: '(noise + risk - error) / law == 1',
      where: ({ task, trained, theory }) => ({
        noise: task.drawn.sigma * task.drawn.sigma,
        risk: rawRisk(task.drawn, 'drawn', trained),
        error: trainingError(task.drawn, 'drawn', trained),
        law: theory.drawn.value.optimism,
      }),
      tex: { ...tex, law: '\\sigma^2\\left(\\tfrac{p}{n-p-1}+\\tfrac pn\\right)' },
      accept: equivalent({ exact: true, margin: 0.1, cap: 0.5, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
    'the excess grows with every parameter': {
      holds: 'larger / smaller >= 1.01',
      where: ({ task, trained }) =>
        shares.slice(1).map((share, k) => {
          const at = (of: number) => {
            const p = nested(task.drawn.p, of);
            return spectralRisk(trained[`share ${of}`]!, { p, r2: 0, sigma2: 1 });
          };
          return { larger: at(share), smaller: at(shares[k]!) };
        }),
      tex: {
        larger: "\\operatorname{tr}(X_{p\\prime}'X_{p\\prime})^{-1}",
        smaller: "\\operatorname{tr}(X_p'X_p)^{-1}",
      },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'p counted as p - 1': {
        breaks: 'at p/n = .8 the risk is the law',
        because: 'one parameter fewer changes the law by 15% near the threshold',
        theory: { near: lawAt('near', 'one parameter fewer') },
      },
      ridge: {
        breaks: 'the risk is the law',
        because: 'a penalty trades variance for bias',
        train: repeats(({ n }) => ({ penalties: [0.1 * n] })),
      },
      'largest model first': {
        breaks: 'the excess grows with every parameter',
        because: 'the sequence of models is reversed',
        train: models((p, share) => nested(p, shares[shares.length - 1 - shares.indexOf(share)]!)),
      },
    },
  },

  dial: {
    of: 'p/n',
    grid: [0.1, 0.25, 0.5, 0.65, 0.8],
    at: (ratio) => ({
      forAll: repeatedRegression(
        `repeated Gaussian regression of 40 points, p/n = ${ratio}`,
        [{ n: 40, p: Math.floor(ratio * 40 + 0.5) }],
        near,
        COUNT,
      ),
    }),
    part: 'the excess grows with every parameter',
    measured: { value: 'risk', where: riskAndLaw('drawn'), tex },
    curve: { value: 'law', where: riskAndLaw('drawn'), tex },
  },
});
