/** A step of the diagonal network: how far it goes, and what moves u and v that far along g. */
import { power } from 'claimcheck/numerics/elementary';
import { adam as stepOfAdam } from 'claimcheck/numerics/entries';
import { normInf } from 'claimcheck/numerics/matrix';
import { at, inRoom } from 'claimcheck/numerics/room';
import { words, type Words } from 'claimcheck/numerics/words';
import { charge, drift, mirrored, moved, reach, rolled, slopeInto, width } from './moves.js';
import type { Pass } from './pass.js';
import type { Phase } from './rule.js';

type Optimizer = Phase['optimizer'];

/** How far a step goes: h; Adam's is its rate. */
export function sizes({ net, phase, limit, rate }: Pass): (made: number) => number {
  const { depth, u, v, g, norm } = net;
  const { optimizer, lossScale = 1, falling, gaussNewton, within, stable } = phase;
  if (optimizer === 'adam') return (made) => (rate ?? 0) * (1 - made / limit);
  if (rate !== undefined)
    return (made) => lossScale * rate * (!falling || 3 * made < limit ? 1 : 3 * made < 2 * limit ? 0.1 : 0.01);
  if (gaussNewton) return () => lossScale * Math.min(reach(depth, u, v, g), 0.9);
  const widest = () => (net.shown ? depth * depth * net.widest : width(depth, u, v)) * norm;
  if (optimizer === 'mirror') return () => lossScale * Math.min(reach(depth, u, v, g), (2 * 0.9) / widest());
  return () => lossScale * Math.min(within! / (2 * normInf(g)), (2 * stable!) / widest());
}

/** What moves u and v by a step of h, in the given phase. */
export type Move = (pass: Pass) => (h: number, made: number) => void;
/** What moves one of them in a step of h; `rate` is D h for u and -D h for v. */
export type Turn = (pass: Pass, of: 'u' | 'v') => (rate: number, h: number) => void;

export const dual: Turn = ({ net }, of) => {
  const { depth, [of]: x, g } = net;
  return (rate) => mirrored(depth, x, g, rate);
};
export const plain: Turn = ({ net }, of) => {
  const { depth, [of]: x, g } = net;
  return (rate) => moved(depth, x, x, g, rate);
};
export const heavy: Turn = ({ net, first }, of) => {
  const { depth, [of]: x, g } = net;
  return (rate) => rolled(depth, x, g, rate, 0.9, first[of]);
};

/** First u, then v. */
export const both =
  (turn: Turn): Move =>
  (pass) => {
    const { net } = pass;
    const [u, v] = [turn(pass, 'u'), turn(pass, 'v')];
    return (h) => {
      const rate = net.depth * h;
      u(rate, h);
      v(-rate, h);
      net.shown = false;
    };
  };

/** The same in one compiled word, which leaves beta as u and v are. */
const together =
  (word: (words: Words) => Words['moved'], turn: Turn): Move =>
  (pass) => {
    const { net } = pass;
    const { depth, u, v, g, origin, beta } = net;
    if (!inRoom(u, v, g, origin, beta)) return both(turn)(pass);
    const say = word(words());
    const [U, V, G, from, to] = [at(u), at(v), at(g), at(origin), at(beta)];
    return (h) => {
      net.widest = say(depth, U, V, G, depth * h, from, to, u.length);
      net.shown = true;
    };
  };

/** The move, and the penalty's own gradient, 2 c_j u_j and 2 c_j v_j, where it began. */
export const penalized =
  (move: Move): Move =>
  (pass) => {
    const { net, costs, before } = pass;
    const { u, v } = net;
    const moving = move(pass);
    if (!costs) return moving;
    return (h, made) => {
      before.u.set(u);
      before.v.set(v);
      moving(h, made);
      net.shown = false;
      charge(u, before.u, costs, 2 * h);
      charge(v, before.v, costs, 2 * h);
    };
  };

const adam: Move =
  ({ net: { depth, u, v, g }, before, first, second }) =>
  (h, made) => {
    const [early, late] = [1 - power(0.9, made + 1), 1 - power(0.999, made + 1)];
    slopeInto(depth, u, g, 1, before.u);
    slopeInto(depth, v, g, -1, before.v);
    stepOfAdam(u, before.u, first.u, second.u, h, early, late, 1e-8);
    stepOfAdam(v, before.v, first.v, second.v, h, early, late, 1e-8);
  };

export type Moves = Readonly<Record<Optimizer, Move>>;

export const MOVES: Moves = {
  mirror: penalized(together(({ mirrored }) => mirrored, dual)),
  gradient: penalized(together(({ moved }) => moved, plain)),
  momentum: both(heavy),
  adam,
};

/** The moves with what moves one factor wrapped. */
export const moves = (turned: (turn: Turn) => Turn): Moves => ({
  mirror: penalized(both(turned(dual))),
  gradient: penalized(both(turned(plain))),
  momentum: both(turned(heavy)),
  adam,
});

/** What goes with a step of h: u v by its closed form, and the noise of the gradient. */
export function following({ net, phase: { optimizer, gradientNoise } }: Pass): (h: number) => void {
  const { u, v, g, product, noise } = net;
  const d = u.length;
  if (optimizer === 'adam') return () => {};
  const drifts = (h: number) => {
    if (optimizer !== 'mirror') drift(product, g, 4 * h * h);
  };
  if (gradientNoise === undefined) return drifts;
  return (h) => {
    drifts(h);
    net.shown = false;
    const spread = h * gradientNoise;
    for (let j = 0; j < d; j++) u[j]! += spread * noise.normal();
    // The quadratic network has no v.
    for (let j = 0; j < d; j++) if (v[j] !== 0) v[j]! += spread * noise.normal();
  };
}
