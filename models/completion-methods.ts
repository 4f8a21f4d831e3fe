/**
 * Ways to complete a d x d matrix whose one strength is chosen on held-out entries, each over a grid of 16 values. W: d x d.
 *
 * - `least-norm`: the matrix of least Frobenius norm that has the seen entries; nothing is chosen.
 * - `ridge`: least (1/2) sum_seen (W - observed)^2 + (penalty / 2) |W|_F^2.
 * - `nuclear`: the same with penalty |W|_*, by accelerated proximal steps along the path from the penalty at which W = 0.
 * - `factors`: W = U V', U and V d x d, by plain gradient descent from alpha N(0, 1/d), stopped at one of 16 times.
 * Grids are geometric, three decades below their largest value (times: above their least, 1 / |seen|_2). Sources:
 * gunasekar2017implicit (factors); proximal steps as in models/penalized/nuclear.ts.
 */
import { model, run, type Streams, type Trained } from 'claimcheck';
import { graded, ofRule, ofTask } from 'claimcheck/faults';
import { pow } from 'claimcheck/numerics/elementary';
import { productAcrossInto, productInto, productOfTransposeInto } from 'claimcheck/numerics/dense';
import { missing } from 'claimcheck/numerics/entries';
import { axpy, dot, matrix, type Matrix } from 'claimcheck/numerics/matrix';
import { vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { svd } from 'claimcheck/numerics/svd';
import { fields, must, oneOf, positive, whole, type RuleOf } from 'claimcheck/rule';
import { nuclearSteps } from './penalized/nuclear.js';

const RULE = {
  method: must(oneOf('least-norm', 'ridge', 'nuclear', 'factors')),
  /** Scale of initialization of the factors. */
  alpha: positive,
  /** The strength: 0 is the strongest of the grid, 15 the weakest. Without it the one best on the held-out entries. */
  strength: whole,
};
export type CompletionRule = RuleOf<typeof RULE>;

export interface ToComplete {
  readonly observed: Matrix;
  readonly seen: Float64Array;
  readonly heldOut: Float64Array;
}

/** What the paths are composed of. */
interface Parts {
  /** What a singular value becomes, where that is not value - penalty or 0. */
  readonly shrunk?: (value: number, penalty: number) => number;
  /** Where the grid of penalties begins, by the largest. */
  readonly from: number;
  /** The number of columns of the factors. */
  readonly width: (d: number) => number;
  /** Which factors are trained. */
  readonly trains: 'U and V' | 'U';
}

const PARTS: Parts = { from: 1, width: (d) => d, trains: 'U and V' };

const GRID = 16;
/** From 1 down to 1e-3. */
const shares = Array.from({ length: GRID }, (_, k) => pow(1e-3, k / (GRID - 1)));

const shown = ({ observed, seen }: ToComplete): Matrix => ({
  ...observed,
  data: observed.data.map((entry, k) => (seen[k] ? entry : 0)),
});
function nuclearPath(task: ToComplete, grid: readonly number[], { from, shrunk }: Parts): Matrix[] {
  const d = task.observed.rows;
  const largest = svd(shown(task)).values[0]! * from;
  let W = matrix(d, d);
  return grid.map((share) => {
    const penalty = share * largest;
    const rule = { penalty, tolerance: 1e-4, limit: 300 };
    const other = shrunk && { shrunk: (value: number) => shrunk(value, penalty) };
    ({ W } = nuclearSteps(task, W, { ...rule, ...other }));
    return W;
  });
}

/** Steps of half of 1 over a bound of the curvature, 4 |seen|_2 once the fit is near. */
function factorPath(
  task: ToComplete,
  grid: readonly number[],
  alpha: number,
  streams: Streams,
  parts: Parts,
): { path: Matrix[]; steps: number } {
  const d = task.observed.rows;
  const width = parts.width(d);
  const both = parts.trains === 'U and V';
  const stream = streams.train();
  const begin = () => vector(normals(stream, d * width).map((entry) => (alpha * entry) / Math.sqrt(width)));
  const [U, V, onU, onV] = [begin(), begin(), vector(d * width), vector(d * width)];
  const [observed, seen, r] = [vector(task.observed.data), vector(task.seen), vector(d * d)];
  const strip = vector(4 * Math.max(d, width));
  const scale = svd(shown(task)).values[0]!;
  const most = 4 * scale + 16 * alpha * alpha;
  let spent = 0;
  let steps = 0;
  const path = grid.map((share) => {
    const until = 1 / (scale * share);
    const enough = until * (1 - 1e-12);
    for (; spent < enough; steps++) {
      productAcrossInto(U, V, r, d, width, strip);
      missing(seen, r, observed, r);
      productInto(r, V, onU, d, d, width, strip);
      if (both) productOfTransposeInto(r, U, onV, d, d, width, strip);
      const h = Math.min(until - spent, 0.5 / Math.min(Math.max(dot(U, U), dot(V, V)), most));
      axpy(-h, onU, U);
      if (both) axpy(-h, onV, V);
      spent += h;
    }
    productAcrossInto(U, V, r, d, width, strip);
    return matrix(d, d, r.slice());
  });
  return { path, steps };
}

/** One completion per strength. */
const paths =
  (parts: Parts) =>
  (task: ToComplete, { method, alpha = 1e-3, strength = GRID }: CompletionRule, streams: Streams) => {
    const seen = shown(task);
    const grid = shares.slice(0, 1 + strength);
    if (method === 'factors') return factorPath(task, grid, alpha, streams, parts);
    const shrink = (share: number): Matrix => ({ ...seen, data: seen.data.map((entry) => entry / (1 + share)) });
    const path =
      method === 'least-norm' ? [seen] : method === 'ridge' ? grid.map(shrink) : nuclearPath(task, grid, parts);
    return { path, steps: grid.length };
  };

/** The strength that is asked for, or the one of least loss. */
type Choose = (losses: readonly number[], asked?: number) => number;
const best: Choose = (losses, asked) =>
  asked ?? Math.max(0, losses.indexOf(losses.reduce((a, b) => Math.min(a, b), Infinity)));

/** Chosen on the held-out entries of the task that was given, whatever the paths were told. */
const chosen =
  (by: ReturnType<typeof paths>, choose = best) =>
  (task: ToComplete, rule: CompletionRule, streams: Streams): Trained => {
    const { path, steps } = by(task, rule, streams);
    const { observed, heldOut } = task;
    const losses = path.map((W) =>
      W.data.reduce((sum, entry, at) => {
        const off = heldOut[at] ? entry - observed.data[at]! : 0;
        return sum + off * off;
      }, 0),
    );
    const at = choose(losses, rule.strength);
    const W = path[at]!;
    return { parameters: { W: W.data }, predict: () => W.data, steps, stopped: 'exact', facts: { chosen: at } };
  };

const path = paths(PARTS);
const train = chosen(path);
const wrapped = (change: Partial<Parts>) => chosen(paths({ ...PARTS, ...change }));
/** The paths see other entries. */
const seeing = (entry: (entry: number) => number, zeros = false) =>
  chosen(
    ofTask(path)((task) => {
      const { observed, seen } = task;
      const data = observed.data.map((value, k) => (seen[k] ? entry(value) : 0));
      return { ...task, observed: { ...observed, data }, seen: zeros ? seen.map(() => 1) : seen };
    }),
  );

const completionMethods = model({
  name: 'completion-methods',
  capabilities: ['float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ observed }: ToComplete) => ({ W: observed.data.length }),
  facts: { chosen: 'the penalty that was chosen, by its index' },
  train,
  faults: {
    'chosen on the seen entries': {
      what: 'the strength is chosen on the seen entries',
      by: ofTask(train)((task) => ({ ...task, heldOut: task.seen })),
    },
    'nothing chosen': { what: 'the strongest of the grid is taken', by: chosen(path, () => 0) },
    'missing as zeros': { what: 'entries that are not seen count as zeros', by: seeing((entry) => entry, true) },
    'large start': {
      what: 'the factors start 1000 times larger',
      by: ofRule(train)({ alpha: (alpha = 1e-3) => alpha * 1000 }),
    },
    'one column': { what: 'the factors have one column', by: wrapped({ width: () => 1 }) },
    'only U': { what: 'V is not trained', by: wrapped({ trains: 'U' }) },
    'hard threshold': {
      what: 'singular values above the penalty are not shrunk',
      by: wrapped({ shrunk: (value, penalty) => (value > penalty ? value : 0) }),
    },
    ...graded(
      'labels',
      'entries are {percent} too large',
      (grade) => seeing((entry) => (1 + grade) * entry),
      [0.3, 0.1],
    ),
  },
  harmless: {
    'grid moved': { what: 'the grid of penalties starts 5% higher', by: wrapped({ from: 1.05 }) },
  },
});

export default completionMethods;

export const leastNorm = run(completionMethods, { method: 'least-norm' });
export const ridge = run(completionMethods, { method: 'ridge' });
/** The nuclear norm, its strength the k-th of the grid where it is given. */
export const nuclearNorm = (strength?: number) =>
  run(completionMethods, { method: 'nuclear', ...(strength !== undefined && { strength }) });
/** The factors started at alpha, stopped at the k-th strength of the grid where it is given. */
export const factors = (alpha: number, strength?: number) =>
  run(completionMethods, { method: 'factors', alpha, ...(strength !== undefined && { strength }) });
