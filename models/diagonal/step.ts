/** A step of the diagonal network: how far it goes, and what moves u and v that far along g. */
import { normInf } from 'claimcheck/numerics/matrix';
import { adapted, mirrored, moved, reach, rolled, width } from './moves.js';
import type { Pass } from './pass.js';
import type { Phase } from './rule.js';

type Optimizer = Phase['optimizer'];

/** h; Adam's is its rate. */
export function size({ net, phase, limit, rate }: Pass, made: number): number {
  const { depth, u, v, g, norm } = net;
  const { optimizer, lossScale = 1, falling } = phase;
  if (optimizer === 'adam') return (rate ?? 0) * (1 - made / limit);
  if (rate !== undefined)
    return lossScale * rate * (!falling || 3 * made < limit ? 1 : 3 * made < 2 * limit ? 0.1 : 0.01);
  const widest = width(depth, u, v) * norm;
  if (phase.gaussNewton) return lossScale * Math.min(reach(depth, u, v, g), 0.9);
  if (optimizer === 'mirror') return lossScale * Math.min(reach(depth, u, v, g), (2 * 0.9) / widest);
  return lossScale * Math.min(phase.within! / (2 * normInf(g)), (2 * phase.stable!) / widest);
}

/** Moves u and v by a step of h. */
export type Move = (pass: Pass, h: number, made: number) => void;
/** Moves one of them in a step of h; `rate` is D h for u and -D h for v. */
export type Turn = (pass: Pass, of: 'u' | 'v', rate: number, h: number) => void;

export const dual: Turn = ({ net }, of, rate) => mirrored(net.depth, net[of], net.g, rate);
export const plain: Turn = ({ net }, of, rate) => moved(net.depth, net[of], net[of], net.g, rate);
export const heavy: Turn = ({ net, first }, of, rate) => rolled(net.depth, net[of], net.g, rate, 0.9, first[of]);

/** First u, then v. */
export const both =
  (turn: Turn): Move =>
  (pass, h) => {
    const rate = pass.net.depth * h;
    turn(pass, 'u', rate, h);
    turn(pass, 'v', -rate, h);
  };

/** The move, and the penalty's own gradient, 2 c_j u_j and 2 c_j v_j, where it began. */
export const penalized =
  (move: Move): Move =>
  (pass, h, made) => {
    const { net, costs } = pass;
    if (!costs) return move(pass, h, made);
    const before = { u: net.u.slice(), v: net.v.slice() };
    move(pass, h, made);
    for (const of of ['u', 'v'] as const)
      for (let j = 0; j < costs.length; j++) net[of][j]! -= 2 * h * costs[j]! * before[of][j]!;
  };

const adam: Move = ({ net: { depth, u, v, g }, first, second }, h, made) => {
  adapted(depth, u, g, h, 1, first.u, second.u, made + 1);
  adapted(depth, v, g, h, -1, first.v, second.v, made + 1);
};

export type Moves = Readonly<Record<Optimizer, Move>>;

/** The moves of all optimizers; `turned` wraps what moves one factor. */
export const moves = (turned: (turn: Turn) => Turn = (turn) => turn): Moves => ({
  mirror: penalized(both(turned(dual))),
  gradient: penalized(both(turned(plain))),
  momentum: both(turned(heavy)),
  adam,
});

/** What goes with a step of h: u v by its closed form, and the noise of the gradient. */
export function follow({ net, phase }: Pass, h: number): void {
  const { u, v, g, product, noise } = net;
  const { optimizer, gradientNoise } = phase;
  const d = u.length;
  if (optimizer === 'adam') return;
  if (optimizer !== 'mirror') for (let j = 0; j < d; j++) product[j]! *= 1 - 4 * h * h * g[j]! * g[j]!;
  if (gradientNoise === undefined) return;
  const spread = h * gradientNoise;
  for (let j = 0; j < d; j++) u[j]! += spread * noise.normal();
  // The quadratic network has no v.
  for (let j = 0; j < d; j++) if (v[j] !== 0) v[j]! += spread * noise.normal();
}
