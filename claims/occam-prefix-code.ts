/**
 * Hypotheses named by code words, h by |h| bits, none of which begins another.
 *
 * 1. Kraft: the weights 2^-|h| add up to at most 1, so the failure probability delta can be shared by them.
 * 2. Hoeffding with delta 2^-|h|: with probability 1 - delta, L(h) <= L_m(h) + sqrt((|h| log 2 + log(1/delta)) / (2m)) for all h.
 * 3. A level with more words has longer words, and its best hypothesis on m fair coins deviates by more.
 */
import { always, claim, equivalent, forMost, monotone, type Run, type Trained } from 'claimcheck';
import { occamBound } from 'claimcheck/oracles/occam-bound';
import { prefixCode, RISK, withoutPrefix, type FiniteClass } from 'claimcheck/tasks/finite-class';

const LEVELS = 9;
const levels = Array.from({ length: LEVELS }, (_, k) => k);
const runs = (level: (k: number) => number): Record<string, Run<FiniteClass>> =>
  Object.fromEntries(levels.map((k) => [`level ${k}`, ['finite-class', { level: level(k) }]]));
const deviation = (trained: Readonly<Record<string, Trained>>, k: number) =>
  RISK - trained[`level ${k}`]!.facts!['error']!;
const faulty = (name: string) => ({ ...occamBound, answer: occamBound.faults![name]!.by });
const tex = {
  kraft: '\\sum_h2^{-|h|}',
  deviation: 'L(h)-L_m(h)',
  bound: '\\sqrt{\\tfrac{|h|\\ln2+\\ln(1/\\delta)}{2m}}',
  sum: '\\textstyle\\sum_kg_k',
  expected: '\\textstyle\\sum_k\\mathbb Eg_k',
  longer: 'g_{k+1}',
  shorter: 'g_k',
};

export default claim({
  title: "Occam's razor for short descriptions",
  statement:
    'Under a prefix code all hypotheses deviate by at most sqrt((|h| log 2 + log(1/delta)) / 2m) with probability 1 - delta, ' +
    'here .99; the largest deviation grows with the length of the description and has its exact mean.',
  talk: ['T2'],
  marking: 'says',
  sources: [{ key: 'kakade2008complexity', where: 'introduction; description length is textbook' }],
  scope: 'Fair coins as hypotheses; the code is chosen before the data.',
  premises: {
    'no code word begins another': { how: 'checked per task', control: 'words that begin one another' },
    'every bit is paid for': { how: 'by construction', control: 'bits for free' },
    'longer words belong to more hypotheses': { how: 'by construction', control: 'levels reversed' },
  },

  forAll: prefixCode,
  train: runs((k) => k),
  theory: occamBound,
  parts: {
    'the code is a prefix code': {
      holds: 'kraft <= 1',
      where: ({ theory }) => ({ kraft: theory.value.kraft }),
      tex,
      accept: always(),
    },
    'no hypothesis deviates by more': {
      holds: 'deviation <= bound',
      where: ({ trained, theory }) =>
        levels.map((k) => ({
          deviation: deviation(trained, k),
          bound: { value: theory.value.deviations[k]!, error: theory.error },
        })),
      tex,
      accept: forMost({ allBut: 0.01, acknowledged: true, budget: { quick: 800, standard: 1600, paper: 2400 } }),
    },
    'longer descriptions deviate by more': {
      holds: 'longer - shorter',
      where: ({ trained }) =>
        levels.slice(1).map((k) => ({ longer: deviation(trained, k), shorter: deviation(trained, k - 1) })),
      tex,
      accept: monotone({
        within: 0.01,
        cap: 0.15,
        steps: LEVELS - 1,
        budget: { quick: 150, standard: 250, paper: 350 },
      }),
    },
    'together by their exact mean': {
      holds: '(sum - expected) / expected == 0',
      where: ({ trained, theory }) => ({
        sum: levels.reduce((sum, k) => sum + deviation(trained, k), 0),
        expected: theory.value.expected.reduce((sum, mean) => sum + mean),
      }),
      tex,
      accept: equivalent({ margin: 0.05, cap: 0.4, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
  },

  controls: {
    mustFail: {
      'words that begin one another': {
        breaks: 'the code is a prefix code',
        because: 'words of k bits for 2^k hypotheses of every level add up to 9',
        forAll: withoutPrefix,
      },
      'bits for free': {
        breaks: 'no hypothesis deviates by more',
        because: 'the best of many fair coins looks better than one',
        theory: faulty('no price'),
      },
      'levels reversed': {
        breaks: 'longer descriptions deviate by more',
        because: 'the shortest words are taken for the longest',
        train: runs((k) => LEVELS - 1 - k),
      },
      'the price alone': {
        breaks: 'together by their exact mean',
        because: 'sqrt(|h| log 2 / 2m) is a bound of the mean and not the mean',
        where: ({ task, trained }) => ({
          sum: levels.reduce((sum, k) => sum + deviation(trained, k), 0),
          expected: faulty('no confidence')
            .answer(task)
            .value.deviations.reduce((sum, bound) => sum + bound),
        }),
      },
    },
  },
});
