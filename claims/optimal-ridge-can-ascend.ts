/**
 * Two kinds of points in the plane: rarely x = (1, 0) with labels +-A, else x = (0, s) with the exact label s b.
 *
 * 1. With one point, a tiny penalty learns b from the frequent kind and pays A only where the rare kind comes: q^2 A^2.
 * 2. With two points, a sample that has one of each kind needs opposite penalties: every single penalty loses on one of them.
 * 3. Three values of a point make 3^n samples, so the risk of every penalty is a finite sum, and its minimum is certified.
 */
import { always, ask, claim, type Run, type Trained } from 'claimcheck';
import { ridge } from 'claimcheck/models/ridge';
import { twoAtomsRidge } from 'claimcheck/oracles/two-atoms-ridge';
import { everySample, heteroscedastic, homoscedastic, noiseless, type TwoAtoms } from 'claimcheck/tasks/two-atoms';

/** At most four values of a point. */
const MOST = { 1: 4, 2: 16 } as const;
type Count = keyof typeof MOST;
type Runs = Readonly<Record<string, Trained>>;

const runs = (penalty: (task: TwoAtoms, n: Count) => number): Record<string, Run<TwoAtoms>> =>
  Object.fromEntries(
    ([1, 2] as const).flatMap((n) =>
      Array.from({ length: MOST[n] }, (_, i): [string, Run<TwoAtoms>] => [
        `n = ${n}, sample ${i}`,
        [
          'ridge',
          (task) => ridge(penalty(task, n)),
          (task) => {
            const samples = everySample(task, n);
            return samples[Math.min(i, samples.length - 1)]!;
          },
        ],
      ]),
    ),
  );
const best = (n: Count) => ask(twoAtomsRidge, ({ task }: { task: TwoAtoms; trained: Runs }) => ({ ...task, n }));
const bestPenalty = (task: TwoAtoms, n: Count) => twoAtomsRidge.answer({ ...task, n }).value.penalty;

/** The excess of the trained runs, averaged over all samples by their probabilities. */
function averaged(task: TwoAtoms, trained: Runs, n: Count): number {
  const { q, s, b } = task;
  return everySample(task, n).reduce((sum, { probability }, i) => {
    const [first, second] = trained[`n = ${n}, sample ${i}`]!.parameters['beta']!;
    const off = s * (second! - b);
    return sum + probability * (q * first! * first! + (1 - q) * off * off);
  }, 0);
}
const tex = { one: 'R_1', two: '\\min_\\lambda R_2(\\lambda)', trained: '\\overline{R}', theory: 'R_n(\\lambda_n)' };

export default claim({
  title: 'Even optimally regularized, ridge can get worse with more data',
  statement:
    'Where the noise depends on the input, the risk of ridge at its best penalty for each size can rise from one point to ' +
    'two, from .649962 to .799827 in the first example.',
  talk: ['T11'],
  marking: 'ours',
  finding: true,
  sources: [{ key: 'nakkiran2021optimal', where: 'the question when optimal ridge is monotone; the example is ours' }],
  scope:
    'Constructed, discrete, heteroscedastic inputs; no such example is known for Gaussian inputs of any covariance.',
  premises: {
    'the noise depends on the input': { how: 'by construction', control: 'homoscedastic' },
    'the noisy kind of point occurs': { how: 'by construction', control: 'q = 0' },
    'each size has its best penalty': { how: 'by construction', control: 'the penalty of the other size' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: heteroscedastic,
  train: runs(bestPenalty),
  theory: { one: best(1), two: best(2) },
  parts: {
    'two points are worse than one': {
      holds: 'two - 1.05 * one >= 0.001',
      where: ({ task, trained, theory }) => ({
        one: averaged(task, trained, 1),
        two: { value: theory.two.value.excess, error: theory.two.error },
      }),
      tex,
      accept: always.enumerated(),
    },
    'trained runs have the risk of the theory': {
      holds: 'abs(trained / theory - 1) <= 1e-8',
      where: ({ task, trained, theory }) => [
        { trained: averaged(task, trained, 1), theory: theory.one.value.excess },
        { trained: averaged(task, trained, 2), theory: theory.two.value.excess },
      ],
      tex,
      accept: always.enumerated(),
    },
  },

  controls: {
    mustFail: {
      homoscedastic: {
        breaks: 'two points are worse than one',
        because: 'with the same noise at every point the best penalty gains from the second',
        forAll: homoscedastic,
      },
      'q = 0': {
        breaks: 'two points are worse than one',
        because: 'without the noisy kind of point one point is enough',
        forAll: noiseless,
      },
      'the penalty of the other size': {
        breaks: 'trained runs have the risk of the theory',
        because: 'the best penalties of one and of two points are far apart',
        train: runs((task, n) => bestPenalty(task, n === 1 ? 2 : 1)),
      },
    },
  },
});
