/** Wrong steps that an oracle for least (weighted) L1 norm could make, each believing its own certificate. */
import type { Certified, Fault } from 'claimcheck';
import { graded, withoutLastRow } from 'claimcheck/faults';
import { norm1, norm2, type Matrix } from 'claimcheck/numerics/matrix';
import type { SparseSolution } from './basis-pursuit.js';
import { minimumL2 } from './minimum-l2.js';
import type { WeightedRegression } from './solver-units.js';

type Answer<Q> = (question: Q) => Certified<SparseSolution>;

/** The place of the largest |b_j|. */
const largest = (beta: Float64Array): number =>
  beta.reduce((best, entry, j) => (Math.abs(entry) > Math.abs(beta[best]!) ? j : best), 0);

const withoutColumn = ({ rows, cols, data }: Matrix, j: number): Matrix => ({
  rows,
  cols: cols - 1,
  data: data.filter((_, k) => k % cols !== j),
});

/** `pose` adds the weights to a question (ones where it has none), `answer` is the right oracle. */
export function sparseFaults<Q>(
  pose: (question: Q) => WeightedRegression,
  answer: Answer<WeightedRegression>,
): Readonly<Record<string, Fault<Answer<Q>>>> {
  const revalued = (question: Q, change: (value: SparseSolution) => Partial<SparseSolution>) => {
    const certified = answer(pose(question));
    return { ...certified, value: { ...certified.value, ...change(certified.value) } };
  };
  return {
    ...graded(
      'norm-{grade}',
      'the norm is {grade} too large',
      (grade) => (question: Q) => revalued(question, ({ norm }) => ({ norm: norm * (1 + grade) })),
    ),
    'least-squares': {
      what: 'the interpolant of least Euclidean norm is returned',
      by: (question) => {
        const posed = pose(question);
        const { beta, nu } = minimumL2.answer(posed).value;
        return revalued(question, () => ({ beta, nu, norm: norm1(beta.map((entry, j) => entry * posed.weights[j]!)) }));
      },
    },
    'last-row-dropped': {
      what: 'the last equation is forgotten',
      by: (question) => answer(withoutLastRow(pose(question))),
    },
    'vertex-not-optimal': {
      what: 'the solver stops at a vertex that leaves out the best column',
      by: (question) => {
        const posed = pose(question);
        const right = answer(posed);
        if (posed.X.cols === posed.X.rows) return right;
        const j = largest(right.value.beta);
        const weights = posed.weights.filter((_, k) => k !== j);
        const rest = answer({ ...posed, X: withoutColumn(posed.X, j), weights });
        const beta = Float64Array.from([...rest.value.beta.slice(0, j), 0, ...rest.value.beta.slice(j)]);
        const support = rest.value.support.map((k) => (k < j ? k : k + 1));
        return { ...rest, value: { ...rest.value, beta, support } };
      },
    },
    'absolute-value-dropped': {
      what: 'the largest coordinate enters the norm as if it were negative and had lost its absolute value',
      by: (question) =>
        revalued(question, ({ norm, beta }) => {
          const j = largest(beta);
          return { norm: norm - 2 * pose(question).weights[j]! * Math.abs(beta[j]!) };
        }),
    },
    'euclidean-norm': {
      what: 'the Euclidean norm of the right minimizer is reported',
      by: (question) => revalued(question, ({ beta }) => ({ norm: norm2(beta) })),
    },
  };
}
