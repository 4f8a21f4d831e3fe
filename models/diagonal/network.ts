/** The diagonal network and where it starts: beta = u^D - v^D entry by entry, and the residual there. */
import type { Streams } from 'claimcheck';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { gram, timesInto, type Matrix } from 'claimcheck/numerics/matrix';
import { raised } from './moves.js';
import type { Start } from './rule.js';

export interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** u and v, the residual at them, and room for one step; everything is overwritten in place. */
export function start({ X, y }: Data, rule: Start, streams: Streams) {
  const { alpha, depth = 2, balance = 1 } = rule;
  const train = streams.train();
  const [n, d] = [X.rows, X.cols];
  const initial = (scale: number) =>
    Float64Array.from({ length: d }, () => {
      const size = scale * (rule.gaussian ? Math.abs(train.normal()) : 1);
      return rule.signs && train.uniform() < 0.5 ? -size : size;
    });
  const [u, v] = [initial(alpha), initial(alpha * balance)];
  return {
    ...{ X, y, depth, u, v, train, noise: streams.noise() },
    /** d; the initial u^D - v^D where the network is centred, else 0. */
    origin: u.map((x, j) => (rule.centred ? raised(x, depth) - raised(v[j]!, depth) : 0)),
    beta: new Float64Array(d),
    /** n; X beta - y. */
    r: new Float64Array(n),
    /** n; what the step sees of r, with weights, mini-batch and noise. */
    seen: new Float64Array(n),
    g: new Float64Array(d),
    /** d; u v by its closed form under plain descent. */
    product: u.map((x, j) => x * v[j]!),
    /** |X|_2^2 */
    norm: eigenvaluesSymmetric(gram(X))[n - 1]!,
  };
}
export type Network = ReturnType<typeof start>;

/** beta and the residual at the present u and v. */
export function look({ X, y, depth, u, v, origin, beta, r }: Network): void {
  const d = beta.length;
  if (depth === 2) for (let j = 0; j < d; j++) beta[j] = u[j]! * u[j]! - v[j]! * v[j]! - origin[j]!;
  else for (let j = 0; j < d; j++) beta[j] = raised(u[j]!, depth) - raised(v[j]!, depth) - origin[j]!;
  timesInto(X, beta, r);
  for (let i = 0; i < y.length; i++) r[i]! -= y[i]!;
}

/** |4 X diag(u^2 + v^2) X'|_2, the curvature of the loss at an interpolant (depth 2). */
export function curvature({ X, u, v }: Network): number {
  const rooted = X.data.map((x, k) => 2 * x * Math.sqrt(raised(u[k % X.cols]!, 2) + raised(v[k % X.cols]!, 2)));
  return eigenvaluesSymmetric(gram({ ...X, data: rooted }))[X.rows - 1]!;
}
