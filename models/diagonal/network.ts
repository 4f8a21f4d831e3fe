/** The diagonal network and where it starts: beta = u^D - v^D entry by entry, and the residual there. */
import type { Stream, Streams } from 'claimcheck';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { gram, missInto, type Matrix } from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { image, raised, type Numbers } from './moves.js';
import type { Start } from './rule.js';
import type { Sample } from 'claimcheck/tasks/sample';

/** u and v as they are drawn; d each. */
export function initial({ alpha, balance = 1, gaussian, signs }: Start, d: number, train: Stream) {
  const drawn = (scale: number) =>
    Float64Array.from({ length: d }, () => {
      const size = scale * (gaussian ? Math.abs(train.normal()) : 1);
      return signs && train.uniform() < 0.5 ? -size : size;
    });
  return [drawn(alpha), drawn(alpha * balance)] as const;
}

/** u and v, the residual at them, and room for one step; everything is overwritten in place. */
export function start({ X, y }: Sample, rule: Start, streams: Streams) {
  const { depth = 2 } = rule;
  const train = streams.train();
  const [n, d] = [X.rows, X.cols];
  const [u, v] = initial(rule, d, train).map(vector) as [Float64Array, Float64Array];
  return {
    X: resident(X),
    y: vector(y),
    depth,
    u,
    v,
    train,
    noise: streams.noise(),
    /** d; the initial u^D - v^D where the network is centred, else 0. */
    origin: vector(u.map((x, j) => (rule.centred ? raised(x, depth) - raised(v[j]!, depth) : 0))),
    beta: vector(d),
    /** n; X beta - y. */
    r: vector(n),
    /** n; what the step sees of r, with weights, mini-batch and noise. */
    seen: vector(n),
    g: vector(d),
    /** d; u v by its closed form under plain descent. */
    product: vector(u.map((x, j) => x * v[j]!)),
    /** |X|_2^2 */
    norm: eigenvaluesSymmetric(gram(X))[n - 1]!,
    /** Whether beta and `widest`, the largest u^(2D-2) + v^(2D-2), are those of the present u and v. */
    shown: false,
    widest: 0,
  };
}
export type Network = ReturnType<typeof start>;

/** beta and the residual at the present u and v. */
export function look(net: Network): void {
  if (!net.shown) {
    net.widest = image(net.depth, net.u, net.v, net.origin, net.beta);
    net.shown = true;
  }
  missInto(net.X, net.beta, net.y, net.r);
}

/** |4 X diag(u^2 + v^2) X'|_2, the curvature of the loss at an interpolant (depth 2). */
export function curvature({ X, u, v }: { readonly X: Matrix; readonly u: Numbers; readonly v: Numbers }): number {
  const rooted = X.data.map((x, k) => 2 * x * Math.sqrt(raised(u[k % X.cols]!, 2) + raised(v[k % X.cols]!, 2)));
  return eigenvaluesSymmetric(gram({ ...X, data: rooted }))[X.rows - 1]!;
}
