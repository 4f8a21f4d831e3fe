/**
 * Two kinds of points in the plane: rarely x = (1, 0) with labels +-A, else x = (0, s) with the exact label s b.
 *
 * 1. With one point, a tiny penalty learns b from the frequent kind and pays A only where the rare kind comes: q^2 A^2.
 * 2. With two points, a sample that has one of each kind needs opposite penalties: every single penalty loses on one of them.
 * 3. Three values of a point make 3^n samples, so the risk of every penalty is a finite sum, and its minimum is certified.
 */
import { along, always, claim, on, type Of } from 'claimcheck';
import { ridge } from 'claimcheck/models/ridge';
import { bestPenalty, twoAtomsRidge, type TwoAtomsQuestion } from 'claimcheck/oracles/two-atoms-ridge';
import type { Sample } from 'claimcheck/tasks/gaussian-regression';
import { everySample, heteroscedastic, homoscedastic, noiseless, type TwoAtoms } from 'claimcheck/tasks/two-atoms';

type Seen = TwoAtomsQuestion & Sample;
/** The run on every sample of n points, beside what it is drawn from: a point has at most four values. */
const onEvery = (n: 1 | 2, penalty: (seen: Seen) => number) =>
  along([...Array(n === 1 ? 4 : 16).keys()], (i) => {
    const sample = (task: TwoAtoms): Seen => {
      const samples = everySample(task, n);
      return { ...task, ...samples[Math.min(i, samples.length - 1)]!, n };
    };
    return on(sample, ridge(penalty));
  });
const penalized = (penalty: (seen: Seen) => number) => ({ one: onEvery(1, penalty), two: onEvery(2, penalty) });

/** The excess of the trained runs, averaged over all samples by their probabilities. */
function averaged(task: TwoAtoms, n: number, runs: readonly Of<typeof ridge>[]): number {
  const { q, s, b } = task;
  return everySample(task, n).reduce((sum, { probability }, i) => {
    const [first, second] = runs[i]!.beta;
    const off = s * (second! - b);
    return sum + probability * (q * first! * first! + (1 - q) * off * off);
  }, 0);
}
const named = (n: number) => (n === 1 ? 'one' : 'two');

export default claim({
  title: 'Even optimally regularized, ridge can get worse with more data',
  statement:
    'Where the noise depends on the input, the risk of ridge at its best penalty for each size can rise from one point to ' +
    'two, from .649962 to .799827 in the first example.',
  ours: ['T11'],
  finding: true,
  sources: {
    nakkiran2021optimal:
      'counterexamples with noise that depends on the input, of which this is one; its sizes and numbers are ours',
    patil2024optimal: 'the abstract: at the best penalty the risk is monotone in the aspect ratio, in the limit',
    simon2024more: 'the abstract: monotone in samples and in features, for random features',
  },
  scope:
    'Constructed, discrete, heteroscedastic inputs and two points. No such example is known for Gaussian inputs of ' +
    'any covariance, and in the proportional limit there is none (Patil et al. 2024), nor for random features (Simon ' +
    'et al. 2024).',
  premises: {
    'the noise depends on the input': 'homoscedastic',
    'the noisy kind of point occurs': 'q = 0',
    'each size has its best penalty': 'the penalty of the other size',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: heteroscedastic,
  train: penalized(bestPenalty),
  theory: {
    one: [twoAtomsRidge, ({ task }) => ({ ...task, n: 1 })],
    two: [twoAtomsRidge, ({ task }) => ({ ...task, n: 2 })],
  },
  symbols: {
    one: ['R_1', ({ task, runs }) => averaged(task, 1, runs.one.each)],
    two: ['\\min_\\lambda R_2(\\lambda)', ({ theory }) => theory.two.excess],
    trained: ['\\overline{R}', ({ task, runs, at }) => averaged(task, at, runs[named(at)].each)],
    least: ['R_n(\\lambda_n)', ({ theory, at }) => theory[named(at)].value.excess],
  },
  parts: {
    'two points are worse than one': {
      holds: 'two - 1.05 * one >= 0.001',
      accept: always.enumerated(),
      unless: {
        homoscedastic: { because: 'with equal noise a second point helps the best penalty', forAll: homoscedastic },
        'q = 0': { because: 'without the noisy kind of point one point is enough', forAll: noiseless },
      },
    },
    'trained runs have the risk of the theory': {
      holds: 'abs(trained / least - 1) <= 1e-8',
      over: [1, 2],
      accept: always.enumerated(),
      unless: {
        'the penalty of the other size': {
          because: 'the best penalties of one and of two points are far apart',
          train: penalized((of) => bestPenalty({ ...of, n: 3 - of.n })),
        },
      },
    },
  },
});
