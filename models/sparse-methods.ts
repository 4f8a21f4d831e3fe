/**
 * Ways to fit a linear model whose one strength is chosen on held-out points, each over a grid of 16 values. X: n x d, y: n.
 *
 * - `least-norm`: the interpolant of least norm; nothing is chosen.
 * - `ridge`: least |X b - y|^2 / (2n) + (penalty / 2) |b|^2.
 * - `lasso`: least |X b - y|^2 / (2n) + penalty |b|_1, along the path from the penalty at which b = 0 (coordinate descent).
 * - `relaxed`: least squares on the support of each lasso solution (at most n / 2 coordinates), which undoes its shrinkage.
 * - `network`: the diagonal network b = u^2 - v^2 from u = v = alpha by multiplicative steps, stopped at one of 16 times.
 * Grids are geometric, over two decades below their largest value (times: above their least). Sources: meinshausen2007
 * (relaxed lasso); woodworth2020kernel (network).
 */
import { model, run, runs, type Ending } from 'claimcheck';
import { graded, ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { exp, pow } from 'claimcheck/numerics/elementary';
import { leastSquares } from 'claimcheck/numerics/qr';
import {
  columnsOf,
  gram,
  missInto,
  norm2,
  normInf,
  subtract,
  times,
  timesTransposed,
  timesTransposedInto,
} from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { fields, must, oneOf, positive, type RuleOf } from 'claimcheck/rule';
import { coordinates, pass } from './lasso/pass.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  method: must(oneOf('least-norm', 'ridge', 'lasso', 'relaxed', 'network')),
  /** Scale of initialization of the network. */
  alpha: positive,
};
export type SparseRule = RuleOf<typeof RULE>;

export interface HeldOut extends Sample {
  readonly heldOut: Sample;
}

const GRID = 16;
/** From 1 down to 1e-2. */
const shares = Array.from({ length: GRID }, (_, k) => pow(1e-2, k / (GRID - 1)));

function lassoPath({ X, y }: HeldOut, factor: number): Float64Array[] {
  const at = coordinates(X, y);
  const largest = normInf(timesTransposed(X, y)) * factor;
  return shares.map((share) => {
    for (let passes = 0; passes < 200 && !(pass(at, share * largest) <= 1e-4); passes++);
    return at.b.slice();
  });
}

function refit({ X, y }: HeldOut, b: Float64Array): Float64Array {
  const support = Array.from(b.keys()).filter((j) => b[j] !== 0);
  if (support.length === 0 || support.length > X.rows / 2) return b;
  const solved = leastSquares(columnsOf(X, support), y);
  const out = new Float64Array(X.cols);
  support.forEach((j, at) => (out[j] = solved[at]!));
  return out;
}

function ridgePath({ X, y }: HeldOut, penalties: readonly number[]): Float64Array[] {
  const { values, vectors } = eigenSymmetric(gram(X));
  const z = timesTransposed(vectors, y);
  const largest = values.at(-1)!;
  return penalties.map((share) =>
    timesTransposed(
      X,
      times(
        vectors,
        z.map((entry, k) => entry / (values[k]! + share * largest)),
      ),
    ),
  );
}

/** The images at 16 times, geometric from 1 / (2 |X'y|) by two decades; each step moves the dual by at most 1/4. */
function networkPath({ X, y }: HeldOut, alpha: number): Float64Array[] {
  const [n, d] = [X.rows, X.cols];
  const held = resident(X);
  const labels = vector(y);
  const theta = new Float64Array(d);
  const b = vector(d);
  const r = vector(n);
  const g = vector(d);
  const first = 1 / (2 * normInf(timesTransposed(X, y)));
  let spent = 0;
  let largest = 0;
  for (let j = 0; j < d; j++) {
    let size = 0;
    for (let i = 0; i < n; i++) size += X.data[i * d + j]! * X.data[i * d + j]!;
    largest = Math.max(largest, size);
  }
  return shares.map((share) => {
    const until = first / share;
    while (spent < until * (1 - 1e-12)) {
      missInto(held, b, labels, r);
      timesTransposedInto(held, r, g);
      let reach = 0;
      for (let j = 0; j < d; j++) reach = Math.max(reach, Math.abs(b[j]!) + alpha * alpha);
      const step = Math.min(until - spent, 1 / (4 * normInf(g) + 1e-300), 1 / (8 * largest * reach));
      for (let j = 0; j < d; j++) {
        theta[j]! -= 4 * step * g[j]!;
        const e = exp(theta[j]!);
        b[j] = alpha * alpha * (e - 1 / e);
      }
      spent += step;
    }
    return b.slice();
  });
}

/** What the choice is composed of. */
interface Parts {
  /** Where the grid of penalties begins, by the largest. */
  readonly from: number;
  /** Which of the losses is taken. */
  readonly choose: (losses: readonly number[]) => number;
}

const PARTS: Parts = {
  from: 1,
  choose: (losses) => Math.max(0, losses.indexOf(losses.reduce((a, b) => (b < a ? b : a), Infinity))),
};

function pathOf(task: HeldOut, { method, alpha = 1e-3 }: SparseRule, from: number): Float64Array[] {
  switch (method) {
    case 'least-norm':
      return ridgePath(task, [0]);
    case 'ridge':
      return ridgePath(
        task,
        shares.map((share) => share * from),
      );
    case 'network':
      return networkPath(task, alpha);
    case 'lasso':
      return lassoPath(task, from);
    case 'relaxed':
      return lassoPath(task, from).map((b) => refit(task, b));
  }
}

const composed =
  (parts: Parts) =>
  (task: HeldOut, rule: SparseRule): Ending => {
    const path = pathOf(task, rule, parts.from);
    const { X, y } = task.heldOut;
    const chosen = parts.choose(path.map((b) => norm2(subtract(times(X, b), y))));
    return { parameters: { b: path[chosen]! }, steps: path.length, stopped: 'exact', facts: { chosen } };
  };

const train = composed(PARTS);

const sparseMethods = model({
  name: 'sparse-methods',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: HeldOut) => ({ b: X.cols }),
  predicts: { rows: ({ X }: HeldOut) => X, at: ({ b }, X) => times(X, b!) },
  facts: { chosen: 'the penalty that was chosen, by its index' },
  train,
  faults: {
    'chosen on the training points': {
      what: 'the strength is chosen on the training points',
      by: ofTask(train)(({ X, y }) => ({ X, y, heldOut: { X, y } })),
    },
    'nothing chosen': { what: 'the strongest of the grid is taken', by: composed({ ...PARTS, choose: () => 0 }) },
    'large start': {
      what: 'the network starts 1000 times larger',
      by: ofRule(train)({ alpha: (alpha = 1e-3) => alpha * 1000 }),
    },
    ...graded(
      'labels',
      'labels are {percent} too large',
      (grade) => ofTask(train)(relabelled((y) => (1 + grade) * y)),
      [0.3, 0.1, 0.03],
    ),
  },
  harmless: {
    'grid moved': { what: 'the grid of penalties starts 5% higher', by: composed({ ...PARTS, from: 1.05 }) },
  },
});

export default sparseMethods;

export const leastNorm = run(sparseMethods, { method: 'least-norm' });
export const ridge = run(sparseMethods, { method: 'ridge' });
export const lasso = run(sparseMethods, { method: 'lasso' });
/** Least squares on the support of the lasso. */
export const relaxed = run(sparseMethods, { method: 'relaxed' });
/** The diagonal network started at alpha and stopped early. */
export const network = runs(sparseMethods, (alpha: number): SparseRule => ({ method: 'network', alpha }));
