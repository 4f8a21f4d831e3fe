/**
 * How much simpler a truth is than its mirror: log C(beta') - log C(beta), beta' = 2 m - beta, m the interpolant of least
 * L2 norm of the truth's own data. Positive where the truth is the simpler one.
 *
 * Error bound: m is known up to e, and a norm C changes by at most |x|_2 sqrt(sum_j C(e_j)^2) for a change x (triangle
 * inequality and Cauchy-Schwarz), so log C(beta') is off by at most -log(1 - x), x = 2 e sqrt(sum_j C(e_j)^2) / C(beta'),
 * which is below 1.05 x for x <= .09. The norm of a preconditioner P is rounded by its condition: see weighted-gram.ts.
 */
import type { Certified, Fault, Oracle } from 'claimcheck';
import { withoutLastRow } from 'claimcheck/faults';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { log } from 'claimcheck/numerics/elementary';
import { scale } from 'claimcheck/numerics/matrix';
import { certified, expectFinite } from './certified.js';
import { complexity, type Preference } from './complexity.js';
import { minimumL2 } from './minimum-l2.js';
import type { Regression } from './regression.js';

export interface MirrorQuestion extends Regression {
  /** Interpolates: X truth = y; d. */
  readonly truth: Float64Array;
  /** A norm. */
  readonly preference: Preference;
}

/** The relative rounding of C: of a sum of d terms and a root, or of triangular systems with P scaled to unit diagonal. */
function roundingOf(preference: Preference, d: number): number {
  if (preference.kind !== 'preconditioned') return roundings(d + 8);
  const { P } = preference;
  const L = cholesky(P);
  let condition = 0;
  for (let j = 0; j < d; j++) {
    const unit = new Float64Array(d);
    unit[j] = 1;
    condition += P.data[j * d + j]! * choleskySolve(L, unit)[j]!;
  }
  const lost = 1.2 * d * (d + 4) * UNIT * condition;
  if (!(lost <= 0.1))
    throw new RangeError(
      `mirrorGap: the preconditioner (${d} x ${d}) is nearly singular: condition ${condition}; expected one further from it`,
    );
  return lost;
}

function answer({ X, y, truth, preference }: MirrorQuestion): Certified<number> {
  if (truth.length !== X.cols)
    throw new RangeError(`mirrorGap: X is ${X.rows} x ${X.cols} and the truth has length ${truth.length}`);
  if (preference.kind === 'hypentropy')
    throw new RangeError('mirrorGap: hypentropy is not a norm; expected a geometry whose complexity is one');
  expectFinite('mirrorGap', { truth });
  const { value: least, error } = minimumL2.answer({ X, y });
  const C = complexity(preference);
  const mirrored = C(least.beta.map((entry, j) => 2 * entry - truth[j]!));
  const own = C(truth);
  if (!(own > 0 && mirrored > 0))
    throw new RangeError(`mirrorGap: C(truth) is ${own} and C(mirror) ${mirrored}; expected both positive`);
  let units = 0;
  for (let j = 0; j < truth.length; j++) {
    const unit = new Float64Array(truth.length);
    unit[j] = 1;
    units += C(unit) * C(unit);
  }
  const moved = (2.1 * error * Math.sqrt(units)) / mirrored;
  if (!(moved <= 0.09))
    throw new RangeError(
      `mirrorGap: the mirror is off by up to ${moved} of its complexity; expected at most .09: ` +
        'rows that are further from dependent ones',
    );
  const value = log(mirrored / own);
  const rounding = 2.1 * roundingOf(preference, truth.length) + 4 * UNIT * (1 + Math.abs(value));
  return certified('mirrorGap', {
    value,
    error: moved + Math.max(64 * truth.length * UNIT, rounding),
    certificate: { kind: 'closed form', own, mirrored },
  });
}

type Wrong = Fault<(question: MirrorQuestion) => Certified<number>>;
const reposed = (what: string, change: (question: MirrorQuestion) => MirrorQuestion): Wrong => ({
  what,
  by: (question) => answer(change(question)),
});

/** The measure whose ball is the polar one. */
const dual = (preference: Preference): Preference =>
  preference.kind === 'L1' ? { kind: 'Linf' } : preference.kind === 'Linf' ? { kind: 'L1' } : preference;

/** X: n x d of full row rank, y: n, truth: d. @throws RangeError on bad shapes and for Q_alpha. */
export const mirrorGap: Oracle<MirrorQuestion, number> = {
  name: 'mirror-gap',
  answer,
  faults: {
    'sign reversed': {
      what: 'log C(truth) - log C(mirror)',
      by: (question) => {
        const certified = answer(question);
        return { ...certified, value: -certified.value };
      },
    },
    'mirror for truth': {
      what: 'the truth and its mirror are exchanged before the mirror is taken',
      by: (question) => {
        const { beta } = minimumL2.answer(question).value;
        return answer({ ...question, truth: beta.map((entry, j) => 2 * entry - question.truth[j]!) });
      },
    },
    'dual measure': reposed('Linf in the place of L1', (question) => ({
      ...question,
      preference: dual(question.preference),
    })),
    'half of the data': reposed('the mirror stands at the interpolant of the first half of the data', (question) => {
      const { y, X } = question;
      const rows = Math.floor(X.rows / 2);
      return { ...question, y: y.slice(0, rows), X: { rows, cols: X.cols, data: X.data.slice(0, rows * X.cols) } };
    }),
    'labels reversed': reposed('the mirror stands at -m', (question) => ({ ...question, y: scale(-1, question.y) })),
    'last row dropped': reposed('the last equation is forgotten', withoutLastRow),
  },
};
