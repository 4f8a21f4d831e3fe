/**
 * Hypotheses named by code words, h by |h| bits, none of which begins another.
 *
 * 1. Kraft: the weights 2^-|h| add up to at most 1, so the failure probability delta can be shared by them.
 * 2. Hoeffding with delta 2^-|h|: with probability 1 - delta, L(h) <= L_m(h) + sqrt((|h| log 2 + log(1/delta)) / (2m)) for all h.
 * 3. A level with more words has longer words, and its best hypothesis on m fair coins deviates by more.
 */
import { along, claim, equivalent, faulty, forMost, monotone, type Of } from 'claimcheck';
import { erm } from 'claimcheck/models/finite-class';
import { occamBound } from 'claimcheck/oracles/occam-bound';
import { prefixCode, RISK, withoutPrefix } from 'claimcheck/tasks/finite-class';

const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const deviation = ({ error }: Of<typeof erm>) => RISK - error;
const total = (numbers: Float64Array) => numbers.reduce((sum, each) => sum + each);

export default claim({
  title: "Occam's razor for short descriptions",
  statement:
    'Under a prefix code all hypotheses deviate by at most sqrt((|h| log 2 + log(1/delta)) / 2m) with probability 1 - delta, ' +
    'here .99; the largest deviation grows with the length of the description and has its exact mean.',
  says: ['T2'],
  sources: {
    shalevshwartz2014understanding: 'section 7.3: minimum description length, Theorem 7.7',
    mcallester1999pac: 'bounds by the logarithm of a prior',
  },
  scope: 'Fair coins as hypotheses; the code is chosen before the data.',
  premises: {
    'no code word begins another': { checked: 'words that begin one another' },
    'every bit is paid for': 'bits for free',
    'longer words belong to more hypotheses': 'levels reversed',
  },

  forAll: prefixCode,
  train: { best: along(levels, (level) => erm({ level })) },
  theory: { occam: occamBound, price: faulty(occamBound, 'no confidence') },
  symbols: {
    kraft: ['\\sum_h2^{-|h|}', ({ theory }) => theory.occam.value.kraft],
    deviation: ['L(h)-L_m(h)', ({ run }) => deviation(run)],
    bound: [
      '\\sqrt{\\tfrac{|h|\\ln2+\\ln(1/\\delta)}{2m}}',
      ({ theory: { occam }, at }) => occam.known(occam.deviations[at]!),
    ],
    longer: ['g_{k+1}', ({ runs, at }) => deviation(runs.best.at(at))],
    shorter: ['g_k', ({ runs, at }) => deviation(runs.best.before(at))],
    sum: ['\\textstyle\\sum_kg_k', ({ runs }) => runs.best.each.reduce((sum, run) => sum + deviation(run), 0)],
    expected: ['\\textstyle\\sum_k\\mathbb Eg_k', ({ theory }) => total(theory.occam.expected)],
  },
  parts: {
    'the code is a prefix code': {
      holds: 'kraft <= 1',
      unless: {
        'words that begin one another': {
          because: 'words of k bits for each level add up to 9',
          forAll: withoutPrefix,
        },
      },
    },
    'no hypothesis deviates by more': {
      holds: 'deviation <= bound',
      of: 'best',
      accept: forMost({ allBut: 0.01, acknowledged: true, budget: { quick: 800, standard: 1600, paper: 2400 } }),
      unless: {
        'bits for free': { because: 'the best of many beats one', theory: { occam: faulty(occamBound, 'no price') } },
      },
    },
    'longer descriptions deviate by more': {
      holds: 'longer - shorter',
      over: levels.slice(1),
      accept: monotone({
        within: 0.01,
        cap: 0.15,
        steps: levels.length - 1,
        budget: { quick: 150, standard: 250, paper: 350 },
      }),
      unless: {
        'levels reversed': {
          because: 'the shortest words are taken for the longest',
          train: { best: along(levels, (level) => erm({ level: 8 - level })) },
        },
      },
    },
    'together by their exact mean': {
      holds: '(sum - expected) / expected == 0',
      accept: equivalent({ margin: 0.05, cap: 0.4, budget: { quick: 160, standard: 240, paper: 360 } }),
      unless: {
        'the price alone': {
          because: 'sqrt(|h| log 2 / 2m) is a bound of the mean and not the mean',
          symbols: { expected: ({ theory }) => total(theory.price.deviations) },
        },
      },
    },
  },
});
