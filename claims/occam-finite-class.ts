/**
 * A finite class H and m points, losses in {0, 1}.
 *
 * 1. Hoeffding: for one hypothesis P(L - L_m > t) <= exp(-2 m t^2).
 * 2. A union over H: with probability 1 - delta all deviations are at most sqrt((log|H| + log(1/delta)) / (2m)).
 * 3. Independent fair coins attain the union: the minimizer of the empirical risk deviates by most of the bound, on average
 *    by 1/2 - (1/m) sum_t P(mistakes >= t)^|H|.
 */
import { claim, equivalent, faulty, forMost, median } from 'claimcheck';
import { erm } from 'claimcheck/models/finite-class';
import { occamBound } from 'claimcheck/oracles/occam-bound';
import { fairClass, firstHypotheses, RISK } from 'claimcheck/tasks/finite-class';

export default claim({
  title: "Occam's razor for a finite class",
  statement:
    'On m points all hypotheses of a finite class deviate by at most sqrt((log|H| + log(1/delta)) / 2m) with probability ' +
    '1 - delta, here .99; on independent fair coins the bound is within a factor 1.6 of the largest deviation, whose mean is known exactly.',
  says: ['T2'],
  sources: {
    blumer1987occam: 'few hypotheses need few examples',
    shalevshwartz2014understanding: 'chapter 4: finite classes; the exact mean for coins is derived in this file',
  },
  scope: 'The worst case, independent hypotheses of risk 1/2; for correlated ones the bound is looser.',
  premises: {
    'every hypothesis is paid for': 'no log|H|',
    'the confidence is paid for': 'no log(1/delta)',
    'losses in [0, 1], points independent': '4m for 2m',
    'the class attains the union bound': 'm for 2m',
  },

  forAll: fairClass,
  train: erm({ level: 0 }),
  theory: { occam: occamBound, price: faulty(occamBound, 'no confidence') },
  symbols: {
    deviation: ['L(\\hat h)-L_m(\\hat h)', ({ run }) => RISK - run.error],
    bound: [
      '\\sqrt{\\tfrac{\\ln|H|+\\ln(1/\\delta)}{2m}}',
      ({ theory: { occam } }) => occam.known(occam.deviations[0]!),
    ],
    expected: ['\\mathbb E\\max_h(L-L_m)', ({ theory }) => theory.occam.expected[0]!],
  },
  parts: {
    'no hypothesis deviates by more': {
      holds: 'deviation <= bound',
      accept: forMost({ allBut: 0.01, acknowledged: true, budget: { quick: 800, standard: 1600, paper: 2400 } }),
      unless: {
        'no log|H|': { because: 'the best of many beats one', theory: { occam: faulty(occamBound, 'no price') } },
        'no log(1/delta)': {
          because: 'without the confidence the bound fails too often for delta = .01',
          theory: { occam: faulty(occamBound, 'no confidence') },
        },
        '4m for 2m': {
          because: 'losses in [0, 1] have deviations of sqrt(1/2m), not of sqrt(1/4m)',
          theory: { occam: faulty(occamBound, '4m for 2m') },
        },
      },
    },
    'the bound is tight': {
      holds: 'bound <= 1.6 * deviation',
      accept: median(),
      unless: {
        'm for 2m': { because: 'sqrt 2 too large is not tight', theory: { occam: faulty(occamBound, 'm for 2m') } },
      },
    },
    'fair coins deviate by their exact mean': {
      holds: '(deviation - expected) / expected == 0',
      accept: equivalent({ margin: 0.05, cap: 0.4 }),
      unless: {
        'the price alone': {
          because: 'sqrt(log|H| / 2m) is a bound of the mean and not the mean',
          symbols: { expected: ({ theory }) => theory.price.deviations[0]! },
        },
      },
    },
  },
  dial: {
    turns: '|H|',
    grid: [1, 8, 64, 256, 1024],
    at: (count) => ({ forAll: firstHypotheses(fairClass, count) }),
    measured: 'deviation',
    curve: { bound: 'bound' },
  },
});
