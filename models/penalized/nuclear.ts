/**
 * Least (1/2) sum_seen (W - observed)^2 + penalty |W|_*, by accelerated proximal steps (singular values shrunk), the
 * acceleration begun anew where a step turns back. Source: the textbook form.
 */
import { nuclearDescent, type Seen } from 'claimcheck/numerics/kernels';
import { multiply, norm2, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { svd } from 'claimcheck/numerics/svd';

export interface NuclearRule {
  readonly penalty: number;
  /** Ends with a step no longer than this, or after `limit` of them. */
  readonly tolerance: number;
  readonly limit: number;
  /** What a singular value becomes, in place of value - penalty or 0. */
  readonly shrunk?: (value: number) => number;
}

/** W - observed on the seen entries, 0 elsewhere. */
export const residual = ({ observed, seen }: Seen, W: Matrix): Matrix => ({
  ...W,
  data: W.data.map((entry, k) => (seen[k] ? entry - observed.data[k]! : 0)),
});

export function nuclearSteps(
  task: Seen,
  start: Matrix,
  rule: NuclearRule,
): { W: Matrix; steps: number; ended: boolean } {
  const { penalty, tolerance, limit, shrunk = (value) => Math.max(0, value - penalty) } = rule;
  const d = start.rows;
  let W: Matrix = { ...start, data: start.data.slice() };
  // The same steps compiled (src/numerics/kernels/assembly/completion.ts, kept equal bit for bit).
  const compiled = rule.shrunk ? undefined : nuclearDescent(task, { W, penalty, tolerance, limit });
  if (compiled) return { W, ...compiled };
  let at = W;
  let t = 1;
  for (let steps = 1; steps <= limit; steps++) {
    const r = residual(task, at);
    const { left, values, right } = svd({ ...at, data: at.data.map((entry, k) => entry - r.data[k]!) });
    const kept = values.map(shrunk);
    const next = multiply({ ...left, data: left.data.map((entry, k) => entry * kept[k % d]!) }, transpose(right));
    const moved = norm2(next.data.map((entry, k) => entry - at.data[k]!));
    const uphill = next.data.reduce((sum, entry, k) => sum + (at.data[k]! - entry) * (entry - W.data[k]!), 0);
    const grown = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = uphill > 0 ? 0 : (t - 1) / grown;
    const before = W;
    t = grown;
    at = { ...next, data: next.data.map((entry, k) => entry + momentum * (entry - before.data[k]!)) };
    W = next;
    if (moved <= tolerance) return { W, steps, ended: true };
  }
  return { W, steps: limit, ended: false };
}
