/** First-order methods on a smooth objective, and on one with a penalty on |w|_1 beside it. w: d, moved in place. */
import type { Trained } from 'claimcheck';
import { adam, carried, lessened, scaled, shrink, uphill } from 'claimcheck/numerics/entries';
import { axpy, norm2 } from 'claimcheck/numerics/matrix';
import { vector } from 'claimcheck/numerics/room';
import type { Smooth } from './loss.js';

export type Ended = Pick<Trained, 'steps' | 'stopped'>;

export interface Limits {
  /** Ends when the gradient, or the largest move of a coordinate, is at most this. */
  readonly goal: number;
  readonly limit: number;
  /** What it is called when all steps are made. */
  readonly otherwise: Ended['stopped'];
}

/** Where the gradient is taken, and what moves w along it. */
interface Mover {
  readonly point: Float64Array;
  readonly move: (made: number) => void;
}

/** The step, its momentum: penalty and L are the extreme curvatures. */
type Moves = (w: Float64Array, g: Float64Array, penalty: number, L: number, limit: number) => Mover;

const nesterov: Moves = (w, g, penalty, L) => {
  const root = Math.sqrt(penalty / L);
  const [rate, momentum] = [1 / L, (1 - root) / (1 + root)];
  const [point, next] = [vector(w), vector(w.length)];
  const move = () => {
    lessened(point, rate, g, next);
    carried(next, momentum, next, w, point);
    scaled(1, next, w);
  };
  return { point, move };
};

/** w <- w + (-rate g + momentum (w - before)) */
const rolling =
  (rateOf: (penalty: number, L: number) => number, momentumOf: (root: number) => number): Moves =>
  (w, g, penalty, L) => {
    const [rate, momentum] = [rateOf(penalty, L), momentumOf(Math.sqrt(penalty / L))];
    const before = vector(w);
    const move = () => {
      scaled(-rate, g, g);
      carried(g, momentum, w, before, g);
      scaled(1, w, before);
      axpy(1, g, w);
    };
    return { point: w, move };
  };

const eased =
  (decay: number): Moves =>
  (w, g, _penalty, _L, limit) => {
    const [mean, square] = [vector(w.length), vector(w.length)];
    let [decay1, decay2] = [1, 1];
    const move = (made: number) => {
      decay1 *= 0.9;
      decay2 *= 0.999;
      const rate = 0.05 * (1 - made / limit);
      adam(w, g, mean, square, rate, 1 - decay1, 1 - decay2, 1e-8);
      if (decay > 0) scaled(1 - rate * decay, w, w);
    };
    return { point: w, move };
  };

const sum = (penalty: number, L: number) => Math.sqrt(L) + Math.sqrt(penalty);
const descent = rolling(
  (_, L) => 1 / L,
  () => 0,
);
const MOVES: Readonly<Record<string, Moves>> = {
  nesterov,
  'heavy-ball': rolling(
    (penalty, L) => 4 / (sum(penalty, L) * sum(penalty, L)),
    (root) => ((1 - root) / (1 + root)) * ((1 - root) / (1 + root)),
  ),
};

/**
 * @param optimizer adam, nesterov, heavy-ball; any other is plain descent
 * @param decay of w outside of the gradient (adam)
 */
export function descended(
  { slope }: Smooth,
  w: Float64Array,
  optimizer: string,
  penalty: number,
  L: number,
  { goal, limit, otherwise }: Limits,
  decay = 0,
): Ended {
  const g = vector(w.length);
  const moves = optimizer === 'adam' ? eased(decay) : (MOVES[optimizer] ?? descent);
  const { point, move } = moves(w, g, penalty, L, limit);
  for (let steps = 0; steps < limit; steps++) {
    slope(point, g);
    if (norm2(g) <= goal) {
      scaled(1, point, w);
      return { steps, stopped: 'gradient' };
    }
    move(steps);
  }
  return { steps: limit, stopped: otherwise };
}

/** Proximal steps, accelerated (the acceleration begun anew where a step turns back) or not. */
export function proximal(
  { slope }: Smooth,
  w: Float64Array,
  accelerated: boolean,
  penalty: number,
  L: number,
  { goal, limit, otherwise }: Limits,
): Ended {
  const d = w.length;
  const [g, point, before] = [vector(d), vector(w), vector(d)];
  let t = 1;
  for (let steps = 0; steps < limit; steps++) {
    slope(point, g);
    scaled(1, w, before);
    if (shrink(point, g, L, penalty / L, w) <= goal) return { steps, stopped: 'gradient' };
    const plain = !accelerated || uphill(point, w, before) > 0;
    const next = plain ? 1 : (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = plain ? 0 : (t - 1) / next;
    t = next;
    carried(w, momentum, w, before, point);
  }
  return { steps: limit, stopped: otherwise };
}
