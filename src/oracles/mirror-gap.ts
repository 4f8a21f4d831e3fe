/**
 * How much simpler a truth is than its mirror: log C(beta') - log C(beta), beta' = 2 m - beta, m the interpolant of least
 * L2 norm of the truth's own data. Positive where the truth is the simpler one.
 *
 * Error bound: m is known up to e, and a norm C changes by at most |x|_2 sqrt(sum_j C(e_j)^2) for a change x (triangle
 * inequality and Cauchy-Schwarz), so log C(beta') is off by at most 2 e sqrt(sum_j C(e_j)^2) / C(beta'), to first order.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { log } from '../numerics/elementary.js';
import { scale } from '../numerics/matrix.js';
import { complexity, type Preference } from './complexity.js';
import { minimumL2 } from './minimum-l2.js';
import { withoutLastRow, type Regression } from './regression.js';

const UNIT = 1 / 9007199254740992;

export interface MirrorQuestion extends Regression {
  /** Interpolates: X truth = y; d. */
  readonly truth: Float64Array;
  /** A norm. */
  readonly preference: Preference;
}

function answer({ X, y, truth, preference }: MirrorQuestion): Certified<number> {
  if (truth.length !== X.cols)
    throw new RangeError(`mirrorGap: X is ${X.rows} x ${X.cols} and the truth has length ${truth.length}`);
  if (preference.kind === 'hypentropy') throw new RangeError('mirrorGap: hypentropy is not a norm');
  const { value, error } = minimumL2.answer({ X, y });
  const C = complexity(preference);
  const mirrored = C(value.beta.map((entry, j) => 2 * entry - truth[j]!));
  const own = C(truth);
  let units = 0;
  for (let j = 0; j < truth.length; j++) {
    const unit = new Float64Array(truth.length);
    unit[j] = 1;
    units += C(unit) * C(unit);
  }
  const off = (2.1 * error * Math.sqrt(units)) / mirrored + 64 * truth.length * UNIT;
  return { value: log(mirrored / own), error: off, certificate: { kind: 'closed form', own, mirrored } };
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
  version: 1,
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
