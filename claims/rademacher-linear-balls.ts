/**
 * Linear classes in a ball of radius B, with the loss -y w.x, and R their Rademacher complexity.
 *
 * 1. Symmetrization: E sup_w (L(w) - L_m(w)) <= 2 R. On rare spikes (x = 1 with probability rate / m) the ratio nears 2.
 * 2. sup_w w.Delta = B |Delta|_*: the dual norm, |.|_2 for the L2 ball and |.|_inf for the L1 ball, attained by an adversary.
 * 3. Khintchine: B root / (m sqrt 2) <= R <= B root / m on given points, root^2 = sum |x_i|^2, for the L2 ball.
 */
import { along, ask, claim, on, onAverage, once, type About } from 'claimcheck';
import { inBall, type Ball, type BallRule } from 'claimcheck/models/linear-ball';
import { identity, matrix, norm2, rowsOf, type Matrix } from 'claimcheck/numerics/matrix';
import { rademacher } from 'claimcheck/oracles/rademacher';
import { binomial, spikes } from 'claimcheck/oracles/spikes';
import { fixing } from 'claimcheck/tasks/fixing';
import { deviation, signedSample, spiked, type SignedSample } from 'claimcheck/tasks/labelled-sample';

const adversary = (ball: Ball) => inBall({ ball, radius: 1, aim: 'deviate' });
/** On samples of no spike, one, two, ...: more than seven have a probability below 1e-12. */
const onSpikes = (aim: BallRule['aim']) =>
  along([0, 1, 2, 3, 4, 5, 6, 7], (count) => on(spiked(count), inBall({ ball: 'l2', radius: 1, aim })));
const train = { l1: adversary('l1'), l2: adversary('l2'), spikes: onSpikes('deviate') };

const complexity = (ball: Ball) => ask(rademacher, ({ task: { X } }: About<SignedSample>) => ({ X, ball, radius: 1 }));
const complexityAt = (X: Matrix) => ask(rademacher, () => ({ X, ball: 'l2', radius: 1 }));
/** Orthonormal points attain Khintchine's upper bound, and a point that is there twice the lower one. */
const orthonormal = identity(4);
const twice = matrix(2, 1, Float64Array.of(1, 1));

const lengths = (X: Matrix) => Array.from({ length: X.rows }, (_, i) => norm2(rowsOf(X, i, i + 1).data));
/** The expected supremum on spikes: trained suprema, one per number of spikes, weighted by their probabilities. */
const expected = once(({ task, runs }: About<SignedSample, typeof train>) => {
  const mass = binomial(task.spikes).subarray(0, runs.spikes.each.length);
  const value = mass.reduce((sum, p, count) => sum + p * deviation(spiked(count)(task), runs.spikes.at(count)), 0);
  return { value, error: Math.abs(1 - mass.reduce((sum, p) => sum + p, 0)) };
});

export default claim({
  title: 'Low complexity of a ball bounds every deviation in it',
  statement:
    'Over L1 and L2 balls the expected supremum of risk minus empirical risk is at most twice the Rademacher complexity, ' +
    'which Khintchine brackets within sqrt 2 for the L2 ball; on rare spikes the factor 2 is nearly attained.',
  says: ['T2'],
  sources: { kakade2008complexity: 'section 3' },
  scope: 'Linear losses and few points, so that every pattern of signs is enumerated.',
  premises: {
    'the points of equality are parallel or orthogonal': 'the same point for orthonormal ones',
    'the bound has its factor 2': 'missing factor 2',
    'the dual norm of the ball': 'L2 ball judged by the complexity of the L1 ball',
    'spikes are rare, for the factor to be attained': 'frequent spikes',
    'lengths enter by their squares': 'sum of lengths',
  },
  needs: ['linear', 'parameters'],

  forAll: signedSample,
  train,
  theory: {
    l1: complexity('l1'),
    l2: complexity('l2'),
    orthonormal: complexityAt(orthonormal),
    twice: complexityAt(twice),
    spikes: [spikes, ({ task }) => task.spikes],
  },
  symbols: {
    R: ['\\mathfrak R', ({ theory }) => theory.l2.complexity],
    R1: ['\\mathfrak R', ({ theory }) => theory.l1.value.complexity],
    R2: ['\\mathfrak R', ({ theory }) => theory.l2.value.complexity],
    supremum: ['\\sup_w(L-L_m)', ({ task, run }) => deviation(task, run)],
    lower: ['\\tfrac{B}{m\\sqrt2}\\sqrt{\\textstyle\\sum\\lVert x_i\\rVert^2}', ({ theory }) => theory.l2.value.lower],
    upper: ['\\tfrac Bm\\sqrt{\\textstyle\\sum\\lVert x_i\\rVert^2}', ({ theory }) => theory.l2.value.upper],
    most: ['\\mathfrak R_{e_1,\\dots,e_m}', ({ theory }) => theory.orthonormal.value.complexity],
    upperAt: ['B/\\sqrt m', ({ theory }) => theory.orthonormal.value.upper],
    least: ['\\mathfrak R_{x,x}', ({ theory }) => theory.twice.value.complexity],
    lowerAt: ['B/2', ({ theory }) => theory.twice.value.lower],
    expected: ['\\mathbb E\\sup_w(L-L_m)', expected],
    law: ['\\tfrac1m\\mathbb E|N-\\mathbb EN|', ({ theory }) => theory.spikes.supremum],
    spikesR: ['\\mathfrak R', ({ theory }) => theory.spikes.complexity],
    lengths: [
      '\\tfrac{B}{m\\sqrt2}\\textstyle\\sum\\lVert x_i\\rVert',
      ({ task: { X } }) => lengths(X).reduce((sum, length) => sum + length, 0) / X.rows / Math.sqrt(2),
    ],
  },
  parts: {
    'Khintchine brackets the complexity': {
      holds: 'min(R - lower, upper - R) >= 0',
      unless: {
        'sum of lengths': {
          because: 'random signs cancel: the complexity grows as the root of the sum of squares',
          holds: 'min(R2 - lengths, upper - R2) >= 0',
        },
      },
    },
    'and both of its bounds are attained': {
      holds: 'max(abs(most / upperAt - 1), abs(least / lowerAt - 1)) <= 1e-12',
      unless: {
        'the same point for orthonormal ones': {
          because: 'signs of parallel points cancel',
          theory: { orthonormal: complexityAt(twice) },
        },
      },
    },
    'on rare spikes the adversary attains the exact supremum': {
      holds: 'abs(expected - law) <= 1e-9',
      unless: {
        'an algorithm that does not know the mean, on spikes': {
          because: 'what fits the sample deviates by less',
          train: { spikes: onSpikes('fit') },
        },
      },
    },
    'on rare spikes 2R is enough': {
      holds: 'expected <= 2 * spikesR',
      unless: {
        'missing factor 2': { because: 'the ratio on rare spikes is close to 2', holds: 'expected <= spikesR' },
      },
    },
    'and 1.6 R is not': {
      holds: 'expected >= 1.6 * spikesR',
      unless: {
        'frequent spikes': {
          because: 'with two spikes expected the suprema are near R',
          forAll: fixing(signedSample, { spikes: { m: 10, rate: 2 } }),
        },
      },
    },
    'L2 ball, trained suprema': {
      holds: '(2 * R2 - supremum) / R2',
      of: 'l2',
      accept: onAverage({ atLeast: 0.5, cap: 2 }),
    },
    'L1 ball, trained suprema': {
      holds: '(2 * R1 - supremum) / R1',
      of: 'l1',
      accept: onAverage({ atLeast: 0.5, cap: 2 }),
      unless: {
        'L2 ball judged by the complexity of the L1 ball': {
          because: 'the L2 ball is larger than the L1 ball by its dimension',
          train: { l1: adversary('l2') },
        },
      },
    },
  },
  dial: {
    turns: 'expected number of spikes',
    axis: 'log',
    grid: [0.02, 0.1, 0.3, 1, 2],
    at: (rate) => ({ forAll: fixing(signedSample, { spikes: { m: 10, rate } }) }),
    part: 'and 1.6 R is not',
    measured: 'expected / spikesR',
    curve: { prediction: 'law / spikesR' },
  },
});
