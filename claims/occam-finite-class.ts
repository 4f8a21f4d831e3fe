/**
 * A finite class H and m points, losses in {0, 1}.
 *
 * 1. Hoeffding: for one hypothesis P(L - L_m > t) <= exp(-2 m t^2).
 * 2. A union over H: with probability 1 - delta all deviations are at most sqrt((log|H| + log(1/delta)) / (2m)).
 * 3. Independent fair coins attain the union: the minimizer of the empirical risk deviates by most of the bound, on average
 *    by 1/2 - (1/m) sum_t P(mistakes >= t)^|H|.
 */
import { claim, equivalent, forMost, median, type Population } from 'claimcheck';
import { occamBound } from 'claimcheck/oracles/occam-bound';
import { fairClass, RISK, WORD, type FiniteClass } from 'claimcheck/tasks/finite-class';

/** The same tasks with the first hypotheses alone, at most 1024. */
const firstHypotheses = (count: number): Population<FiniteClass> => ({
  name: `${fairClass.name}, ${count} hypotheses`,
  version: 1,
  drawsOf: fairClass,
  arbitrary: fairClass.arbitrary.map((task) => ({
    ...task,
    levels: [count],
    mistakes: task.mistakes.slice(0, count * Math.ceil(task.m / WORD)),
  })),
});
const faulty = (name: string) => ({ ...occamBound, answer: occamBound.faults![name]!.by });
const tex = {
  expected: '\\mathbb E\\max_h(L-L_m)',
  deviation: 'L(\\hat h)-L_m(\\hat h)',
  bound: '\\sqrt{\\tfrac{\\ln|H|+\\ln(1/\\delta)}{2m}}',
};

export default claim({
  title: "Occam's razor for a finite class",
  statement:
    'On m points all hypotheses of a finite class deviate by at most sqrt((log|H| + log(1/delta)) / 2m) with probability ' +
    '1 - delta, here .99; on independent fair coins the bound is within a factor 1.6 of the largest deviation, whose mean is known exactly.',
  talk: ['T2'],
  marking: 'says',
  sources: [{ key: 'kakade2008complexity', where: 'introduction; the finite case is textbook' }],
  scope: 'The worst case, independent hypotheses of risk 1/2; for correlated ones the bound is looser.',
  premises: {
    'every hypothesis is paid for': { how: 'by construction', control: 'no log|H|' },
    'the confidence is paid for': { how: 'by construction', control: 'no log(1/delta)' },
    'losses in [0, 1], points independent': { how: 'by construction', control: '4m for 2m' },
    'the class attains the union bound': { how: 'by construction', control: 'm for 2m' },
  },

  forAll: fairClass,
  train: ['finite-class', { level: 0 }],
  theory: occamBound,
  parts: {
    'no hypothesis deviates by more': {
      holds: 'deviation <= bound',
      where: ({ trained, theory }) => ({
        deviation: RISK - trained.facts!.error!,
        bound: { value: theory.value.deviations[0]!, error: theory.error },
      }),
      tex,
      accept: forMost({ allBut: 0.01, acknowledged: true, budget: { quick: 800, standard: 1600, paper: 2400 } }),
    },
    'the bound is tight': {
      holds: 'bound <= 1.6 * deviation',
      where: ({ trained, theory }) => ({
        deviation: RISK - trained.facts!.error!,
        bound: { value: theory.value.deviations[0]!, error: theory.error },
      }),
      tex,
      accept: median(),
    },
    'fair coins deviate by their exact mean': {
      holds: '(deviation - expected) / expected == 0',
      where: ({ trained, theory }) => ({
        deviation: RISK - trained.facts!.error!,
        expected: theory.value.expected[0]!,
      }),
      tex,
      accept: equivalent({ margin: 0.05, cap: 0.4 }),
    },
  },

  controls: {
    mustFail: {
      'no log|H|': {
        breaks: 'no hypothesis deviates by more',
        because: 'the best of many fair coins looks better than one',
        theory: faulty('no price'),
      },
      'no log(1/delta)': {
        breaks: 'no hypothesis deviates by more',
        because: 'without the confidence the bound fails too often for delta = .01',
        theory: faulty('no confidence'),
      },
      '4m for 2m': {
        breaks: 'no hypothesis deviates by more',
        because: 'losses in [0, 1] have deviations of sqrt(1/2m), not of sqrt(1/4m)',
        theory: faulty('4m for 2m'),
      },
      'm for 2m': {
        breaks: 'the bound is tight',
        because: 'a bound sqrt 2 too large holds and is not tight',
        theory: faulty('m for 2m'),
      },
      'the price alone': {
        breaks: 'fair coins deviate by their exact mean',
        because: 'sqrt(log|H| / 2m) is a bound of the mean and not the mean',
        where: ({ task, trained }) => ({
          deviation: RISK - trained.facts!.error!,
          expected: faulty('no confidence').answer(task).value.deviations[0]!,
        }),
      },
    },
  },

  dial: {
    of: '|H|',
    axis: 'log',
    grid: [1, 8, 64, 256, 1024],
    at: (count) => ({ forAll: firstHypotheses(count) }),
    part: 'no hypothesis deviates by more',
    measured: {
      value: 'deviation',
      where: ({ trained }) => ({ deviation: RISK - trained.facts!.error! }),
      tex,
    },
    curve: {
      value: 'bound',
      where: ({ theory }) => ({ bound: theory.value.deviations[0]! }),
      tex,
    },
  },
});
