/**
 * The interpolant that is least in a complexity, and how little complexity that is: one question for all the preferences
 * of complexity.ts but Linf, answered by the oracle of each. With P = L L' the preconditioned norm of b = L c is |c|_2; that
 * answer is checked against the exact one, since no diagonal of L bounds the condition of P.
 *
 * `error` bounds the error of the complexity. Q_alpha is convex with gradient t = X'nu at its minimizer, so a b that is
 * off by e is off in Q by at most |t|_2 e to first order; twice that is taken.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask, ofValue, relabelled } from 'claimcheck/faults';
import { cholesky } from 'claimcheck/numerics/cholesky';
import { multiply, norm2, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { complexity, type Preference } from './complexity.js';
import { minimumL1 } from './minimum-l1.js';
import { minimumL2 } from './minimum-l2.js';
import { minimumPNorm } from './minimum-p-norm.js';
import { minimumQ } from './minimum-q.js';
import { exactInterpolant } from './exact-interpolant.js';
import { expectDefinite, expectMetric } from './metric.js';
import { checkRegression, type Regression } from './regression.js';
import { tried } from './tried.js';

const UNIT = 1 / 9007199254740992;

export interface PreferenceQuestion extends Regression {
  readonly preference: Preference;
}

export interface Preferred {
  /** d */
  readonly beta: Float64Array;
  readonly complexity: number;
}

/**
 * The interpolant of least b'P^-1 b; X: n x d, P: d x d. Computed by the Cholesky factor of P, and again in exact
 * arithmetic: the first stands where its own bound reaches the second.
 */
function preconditioned(question: Regression, P: Matrix): Certified<Preferred> {
  checkRegression('preferred', question);
  expectMetric('preferred', question, P);
  expectDefinite('preferred', P);
  const exact = exactInterpolant('preferred', question, P);
  const quick = factorized(question, P);
  if (quick && Math.abs(quick.value.complexity - exact.norm) + 2 * UNIT * exact.norm <= quick.error) return quick;
  const { beta, norm } = exact;
  return { value: { beta, complexity: norm }, error: 4 * UNIT * norm, certificate: { kind: 'exact rational' } };
}

/**
 * The same by the Cholesky factor of P, with rounding as if P were as well conditioned as the factor's diagonal: a
 * proposal, whose error is no bound. Undefined where P has no such factor in float64.
 */
export const factorized = ({ X, y }: Regression, P: Matrix): Certified<Preferred> | undefined =>
  tried(() => {
    const L = cholesky(P);
    const { value, error, certificate } = minimumL2.answer({ X: multiply(X, L), y });
    const rounding = 8 * (P.rows + 2) * UNIT * value.norm * spread(L);
    return { value: { beta: times(L, value.beta), complexity: value.norm }, error: error + rounding, certificate };
  });

/** The largest over the least diagonal entry of L, squared. */
function spread({ rows, data }: Matrix): number {
  let least = Infinity;
  let most = 0;
  for (let j = 0; j < rows; j++) {
    least = Math.min(least, data[j * rows + j]!);
    most = Math.max(most, data[j * rows + j]!);
  }
  return (most / least) * (most / least);
}

function answer({ X, y, preference }: PreferenceQuestion): Certified<Preferred> {
  switch (preference.kind) {
    case 'euclidean': {
      const { value, error, certificate } = minimumL2.answer({ X, y });
      return { value: { beta: value.beta, complexity: value.norm }, error, certificate };
    }
    case 'preconditioned':
      return preconditioned({ X, y }, preference.P);
    case 'p-norm': {
      const { value, error, certificate } = minimumPNorm.answer({ X, y, p: preference.p });
      return { value: { beta: value.beta, complexity: value.norm }, error, certificate };
    }
    case 'hypentropy': {
      const { value, error, certificate } = minimumQ.answer({ X, y, alpha: preference.alpha });
      const { beta, nu } = value;
      const off = 2 * norm2(timesTransposed(X, nu)) * error + 64 * X.cols * UNIT * Math.abs(value.value);
      return { value: { beta, complexity: complexity(preference)(beta) }, error: off, certificate };
    }
    case 'L1': {
      const { value, error, certificate } = minimumL1.answer({ X, y });
      return { value: { beta: value.beta, complexity: value.norm }, error, certificate };
    }
    case 'Linf':
      throw new RangeError('preferred: there is no oracle for the preference Linf');
    default:
      throw new RangeError(
        `preferred: the preference is ${String((preference as Preference).kind)}; expected one that has an oracle`,
      );
  }
}

/**
 * The interpolant of least complexity; X: n x d of full row rank, y: n. @throws as the oracle of the preference, and
 * RangeError for Linf.
 */
export const preferred: Oracle<PreferenceQuestion, Preferred> = {
  name: 'preferred',
  answer,
  faults: {
    'euclidean for all': {
      what: 'every preference is taken as the Euclidean norm',
      by: ofTask(answer)({ preference: { kind: 'euclidean' } }),
    },
    'preconditioner squared': {
      what: 'P P in the place of P',
      by: ofTask(answer)((question) => {
        const { preference: of } = question;
        return of.kind === 'preconditioned'
          ? { ...question, preference: { ...of, P: multiply(of.P, of.P) } }
          : question;
      }),
    },
    'labels rescaled': { what: 'the labels are a tenth too small', by: ofTask(answer)(relabelled((y) => 0.9 * y)) },
    ...graded(
      'complexity-{grade}',
      'the complexity is {grade} too large',
      (grade) => ofValue(answer)(({ complexity }) => ({ complexity: complexity * (1 + grade) })),
      [0.01, 0.1, 0.3],
    ),
  },
};
