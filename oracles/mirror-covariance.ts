/**
 * The covariance of a complexity C and the risk |b - beta|^2 over the 2 (d - n) points centre +- rho e_i, e an orthonormal
 * basis of null(X) and rho = |beta - centre|: rho^2 / (d - n) (C(beta') - C(beta)), beta' = 2 centre - beta the mirror of
 * beta. Exact for quadratic C and any basis, and for any C where rho e_1 = beta - centre. centre, truth: d.
 *
 * The risk is 2 rho^2 -+ 2 rho e_i.(beta - centre) there, linear in the sign, so only the odd part of C counts.
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofSteps } from 'claimcheck/faults';
import { UNIT } from 'claimcheck/numerics/ball';
import { norm2, scale, subtract } from 'claimcheck/numerics/matrix';
import { certified } from './certified.js';

export interface MirrorCovarianceQuestion {
  readonly centre: Float64Array;
  readonly truth: Float64Array;
  /** n, of d = the length of the truth. */
  readonly equations: number;
  readonly complexities: readonly ((b: Float64Array) => number)[];
}

const reflection = (truth: Float64Array, centre: Float64Array): Float64Array =>
  truth.map((entry, j) => 2 * centre[j]! - entry);

/**
 * One covariance per complexity; `error` bounds the rounding of each, given complexities that are norms of the sizes of the
 * entries, or grow no faster (the mirror is rounded entry by entry), and are good to d units in their last place.
 */
function answer(
  question: MirrorCovarianceQuestion,
  {
    directions = (d: number, n: number) => d - n,
    radius = (rho: number) => rho * rho,
    mirror = reflection,
    factor = 1,
  } = {},
): Certified<readonly number[]> {
  const { centre, truth, equations: n, complexities } = question;
  const d = truth.length;
  if (!(centre.length === d && n > 0 && n < d))
    throw new RangeError(
      `mirrorCovariance: ${n} equations, ${d} unknowns, a centre of length ${centre.length}; ` +
        'expected fewer equations than unknowns, at least one, and a centre as long as the truth',
    );
  if (complexities.length === 0) throw new RangeError('mirrorCovariance: no complexities; expected at least one');
  const share = (factor * radius(norm2(subtract(truth, centre)))) / directions(d, n);
  const other = mirror(truth, centre);
  const pairs = complexities.map((C) => [C(other), C(truth)] as const);
  const sizes = pairs.map(([a, b]) => Math.abs(a) + Math.abs(b));
  const error = Math.max(
    ...sizes.map((size) => 8 * d * UNIT * Math.abs(share) * size + 4 * (size + 1) * Number.MIN_VALUE),
  );
  return certified('mirrorCovariance', {
    value: pairs.map(([a, b]) => share * (a - b)),
    error,
    certificate: { kind: 'closed form', directions: d - n },
  });
}

const by = ofSteps(answer);

/** @throws RangeError on bad shapes. */
export const mirrorCovariance: Oracle<MirrorCovarianceQuestion, readonly number[]> = {
  name: 'mirror-covariance',
  answer: (question) => answer(question),
  faults: {
    'all directions': { what: 'd in the place of d - n', by: by({ directions: (d) => d }) },
    'radius unsquared': { what: 'rho in the place of rho^2', by: by({ radius: (rho) => rho }) },
    'sign reversed': { what: 'C(truth) - C(mirror)', by: by({ factor: -1 }) },
    'mirror through the origin': {
      what: '-beta in the place of the mirror',
      by: by({ mirror: (truth) => scale(-1, truth) }),
    },
    'constant-0.01': { what: 'the covariance is 0.01 too large', grade: 0.01, by: by({ factor: 1.01 }) },
    'constant-0.1': { what: 'the covariance is 0.1 too large', grade: 0.1, by: by({ factor: 1.1 }) },
  },
};
