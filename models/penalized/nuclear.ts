/**
 * Least (1/2) sum_seen (W - observed)^2 + penalty |W|_*, by accelerated proximal steps (singular values shrunk), the
 * acceleration begun anew where a step turns back. Source: the textbook form.
 */
import { carried, lessened, missing, uphill } from 'claimcheck/numerics/entries';
import { svdRoom } from 'claimcheck/numerics/kernels/dense';
import { matrix, multiply, norm2, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { at as place, inRoom, vector } from 'claimcheck/numerics/room';
import { svd } from 'claimcheck/numerics/svd';
import { words } from 'claimcheck/numerics/words';

type V = Float64Array;

export interface NuclearRule {
  readonly penalty: number;
  /** Ends with a step no longer than this, or after `limit` of them. */
  readonly tolerance: number;
  readonly limit: number;
  /** What a singular value becomes, in place of value - penalty or 0. */
  readonly shrunk?: (value: number) => number;
}

export interface Seen {
  readonly observed: Matrix;
  /** 1 where an entry is seen, 0 elsewhere. */
  readonly seen: Float64Array;
}

/**
 * What makes next = at - r with its singular values shrunk; d x d. One compiled word where all lies in a room and the values
 * become value - penalty or 0 (assembly/completion.ts), else, and where that refuses a matrix, the plain decomposition.
 */
function shrinking(d: number, { penalty, shrunk }: NuclearRule) {
  const shrinks = shrunk ?? ((value: number) => Math.max(0, value - penalty));
  const [X, left, right, values, room] = [d * d, d * d, d * d, d, svdRoom(d, d)].map(vector) as [V, V, V, V, V];
  return (at: V, r: V, next: V): void => {
    if (!shrunk && inRoom(at, r, next, left, right, room)) {
      const scratch = [place(X), place(left), place(right), place(values), place(room)];
      if (words().shrinkSingular(place(at), place(r), d, penalty, place(next), ...scratch)) return;
    }
    const found = svd(
      matrix(
        d,
        d,
        at.map((entry, k) => entry - r[k]!),
      ),
    );
    const kept = found.values.map(shrinks);
    const scaled = matrix(
      d,
      d,
      found.left.data.map((entry, k) => entry * kept[k % d]!),
    );
    next.set(multiply(scaled, transpose(found.right)).data);
  };
}

export function nuclearSteps(
  { observed, seen }: Seen,
  start: Matrix,
  rule: NuclearRule,
): { W: Matrix; steps: number; ended: boolean } {
  const { tolerance, limit } = rule;
  const d = start.rows;
  const [known, present] = [vector(observed.data), vector(seen)];
  const [at, r] = [vector(start.data), vector(d * d)];
  let [W, next] = [vector(start.data), vector(d * d)];
  const shrink = shrinking(d, rule);
  let t = 1;
  let steps = 0;
  let ended = false;
  while (steps < limit && !ended) {
    steps++;
    missing(present, at, known, r);
    shrink(at, r, next);
    lessened(next, 1, at, r);
    ended = norm2(r) <= tolerance;
    const turns = uphill(at, next, W) > 0;
    const grown = turns ? 1 : (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    carried(next, turns ? 0 : (t - 1) / grown, next, W, at);
    t = grown;
    [W, next] = [next, W];
  }
  return { W: matrix(d, d, W.slice()), steps, ended };
}
