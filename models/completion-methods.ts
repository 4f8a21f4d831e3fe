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
import { model, run, type Model, type Streams, type Trained } from 'claimcheck';
import { pow } from 'claimcheck/numerics/elementary';
import { factorDescent } from 'claimcheck/numerics/kernels';
import { dot, matrix, multiply, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { svd } from 'claimcheck/numerics/svd';
import { fields, must, oneOf, positive, whole } from 'claimcheck/rule';
import { nuclearSteps, residual } from './penalized/nuclear.js';

export interface CompletionRule {
  readonly method: 'least-norm' | 'ridge' | 'nuclear' | 'factors';
  /** Scale of initialization of the factors. */
  readonly alpha?: number;
  /** The strength: 0 is the strongest of the grid, 15 the weakest. Without it the one best on the held-out entries. */
  readonly strength?: number;
}

export interface ToComplete {
  readonly observed: Matrix;
  readonly seen: Float64Array;
  readonly heldOut: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  /** Chosen on the seen entries. */
  readonly onTraining?: boolean;
  /** The strongest of the grid is taken. */
  readonly strongest?: boolean;
  /** Entries that are not seen count as zeros. */
  readonly zeros?: boolean;
  readonly alpha?: number;
  readonly width?: number;
  readonly onlyU?: boolean;
  /** Singular values below the penalty are dropped, the others kept as they are. */
  readonly hard?: boolean;
  readonly penalties?: number;
  readonly labels?: number;
}

const GRID = 16;
/** From 1 down to 1e-3. */
const shares = Array.from({ length: GRID }, (_, k) => pow(1e-3, k / (GRID - 1)));

const shown = ({ observed, seen }: ToComplete): Matrix => ({
  ...observed,
  data: observed.data.map((entry, k) => (seen[k] ? entry : 0)),
});
function nuclearPath(task: ToComplete, grid: readonly number[], { penalties = 1, hard }: Wrong): Matrix[] {
  const d = task.observed.rows;
  const largest = svd(shown(task)).values[0]! * penalties;
  let W = matrix(d, d);
  return grid.map((share) => {
    const penalty = share * largest;
    const rule = { penalty, tolerance: 1e-4, limit: 300 };
    const shrunk = (value: number) => (value > penalty ? value : 0);
    ({ W } = nuclearSteps(task, W, hard ? { ...rule, shrunk } : rule));
    return W;
  });
}

/** Steps of half of 1 over a bound of the curvature, 4 |seen|_2 once the fit is near. */
function factorPath(
  task: ToComplete,
  grid: readonly number[],
  alpha: number,
  streams: Streams,
  wrong: Wrong,
): { path: Matrix[]; steps: number } {
  const d = task.observed.rows;
  const width = wrong.width ?? d;
  const stream = streams.train();
  const begin = () =>
    matrix(
      d,
      width,
      normals(stream, d * width).map((entry) => (alpha * entry) / Math.sqrt(width)),
    );
  const [U, V] = [begin(), begin()];
  const scale = svd(shown(task)).values[0]!;
  const most = 4 * scale + 16 * alpha * alpha;
  let spent = 0;
  let steps = 0;
  const path = grid.map((share) => {
    const until = 1 / (scale * share);
    const enough = until * (1 - 1e-12);
    // The same steps compiled (src/numerics/kernels/assembly/completion.ts, kept equal bit for bit).
    const compiled = factorDescent(task, { U, V, both: !wrong.onlyU, spent, until, enough, most });
    if (compiled) {
      spent = compiled.spent;
      steps += compiled.steps;
    }
    while (spent < enough) {
      steps++;
      const r = residual(task, multiply(U, transpose(V)));
      const onU = multiply(r, V).data;
      const onV = multiply(transpose(r), U).data;
      const size = Math.max(dot(U.data, U.data), dot(V.data, V.data));
      const h = Math.min(until - spent, 0.5 / Math.min(size, most));
      for (let k = 0; k < U.data.length; k++) {
        U.data[k]! -= h * onU[k]!;
        if (!wrong.onlyU) V.data[k]! -= h * onV[k]!;
      }
      spent += h;
    }
    return multiply(U, transpose(V));
  });
  return { path, steps };
}

function train(given: ToComplete, rule: CompletionRule, streams: Streams, wrong: Wrong = {}): Trained {
  const labels = wrong.labels ?? 1;
  const task = {
    ...given,
    seen: wrong.zeros ? given.seen.map(() => 1) : given.seen,
    observed: {
      ...given.observed,
      data: given.observed.data.map((entry, k) => (wrong.zeros && !given.seen[k] ? 0 : labels * entry)),
    },
  };
  const seen = shown(task);
  const shrink = (share: number): Matrix => ({ ...seen, data: seen.data.map((entry) => entry / (1 + share)) });
  const grid = shares.slice(0, 1 + (rule.strength ?? GRID));
  let steps = grid.length;
  let path: readonly Matrix[];
  if (rule.method === 'least-norm') path = [seen];
  else if (rule.method === 'ridge') path = grid.map(shrink);
  else if (rule.method === 'nuclear') path = nuclearPath(task, grid, wrong);
  else ({ path, steps } = factorPath(task, grid, (rule.alpha ?? 1e-3) * (wrong.alpha ?? 1), streams, wrong));
  const points = wrong.onTraining ? given.seen : given.heldOut;
  const losses = path.map((W) =>
    W.data.reduce((sum, entry, at) => {
      const off = points[at] ? entry - given.observed.data[at]! : 0;
      return sum + off * off;
    }, 0),
  );
  const least = losses.reduce((a, b) => Math.min(a, b), Infinity);
  const best = wrong.strongest ? 0 : (rule.strength ?? Math.max(0, losses.indexOf(least)));
  const W = path[best]!;
  return { parameters: { W: W.data }, predict: () => W.data, steps, stopped: 'exact', facts: { chosen: best } };
}

const wrongly =
  (wrong: Wrong): Model<ToComplete>['train'] =>
  (task, rule, streams) =>
    train(task, rule as CompletionRule, streams, wrong);

const completionMethods = model({
  name: 'completion-methods',
  capabilities: ['float64', 'parameters'],
  rule: fields({ method: must(oneOf('least-norm', 'ridge', 'nuclear', 'factors')), alpha: positive, strength: whole }),
  shapes: ({ observed }: ToComplete) => ({ W: observed.data.length }),
  facts: { chosen: 'the penalty that was chosen, by its index' },
  train: (task: ToComplete, rule: CompletionRule, streams) => train(task, rule, streams),
  faults: {
    'chosen on the seen entries': {
      what: 'the strength is chosen on the seen entries',
      by: wrongly({ onTraining: true }),
    },
    'nothing chosen': { what: 'the strongest of the grid is taken', by: wrongly({ strongest: true }) },
    'missing as zeros': { what: 'entries that are not seen count as zeros', by: wrongly({ zeros: true }) },
    'large start': { what: 'the factors start 1000 times larger', by: wrongly({ alpha: 1000 }) },
    'one column': { what: 'the factors have one column', by: wrongly({ width: 1 }) },
    'only U': { what: 'V is not trained', by: wrongly({ onlyU: true }) },
    'hard threshold': { what: 'singular values above the penalty are not shrunk', by: wrongly({ hard: true }) },
    'labels off by 30%': { what: 'entries are 30% too large', grade: 0.3, by: wrongly({ labels: 1.3 }) },
    'labels off by 10%': { what: 'entries are 10% too large', grade: 0.1, by: wrongly({ labels: 1.1 }) },
  },
  harmless: {
    'grid moved': { what: 'the grid of penalties starts 5% higher', by: wrongly({ penalties: 1.05 }) },
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
