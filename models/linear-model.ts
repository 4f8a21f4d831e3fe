/**
 * The linear model y = X b, trained on the squared loss (1/2) |X b - y|^2 by algorithms that differ in the interpolant
 * that they choose. X: n x d, y: n, b: d.
 *
 * - `mirror`: theta <- theta - h X'(X b - y), b the image of theta in the rule's geometry (numerics/geometry), from
 *   theta = 0. Euclidean geometry is gradient descent, b = P theta is gradient descent with the preconditioner P. The
 *   step is 2 / (least + largest eigenvalue of X P X') where the image is linear, and that of Barzilai and Borwein,
 *   shortened where the residual grows, where it is not; theta is in the row space of X whatever the steps.
 * - `adam`, `adagrad`: steps scaled per coordinate, falling to zero (Adam) or not.
 * - `greedy`: exact coordinate descent on the coordinate of steepest descent.
 * Source: gunasekar2018characterizing, sections 2 to 4.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { blended, lessened, scaled, adam as stepOfAdam } from 'claimcheck/numerics/entries';
import { mirrorInto, type Geometry } from 'claimcheck/numerics/geometry';
import {
  axpy,
  column,
  dot,
  gram,
  identity,
  missInto,
  multiply,
  norm2,
  normInf,
  times,
  timesTransposedInto,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import {
  amount,
  count,
  fields,
  flag,
  kinds,
  must,
  numbers,
  oneOf,
  positive,
  word,
  type Field,
  type RuleOf,
} from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';
import { EXPLODED, LIMITS } from './descent/ends.js';

const RULE = {
  optimizer: must(oneOf('mirror', 'adam', 'adagrad', 'greedy')),
  geometry: must(
    kinds('kind', {
      euclidean: {},
      preconditioned: {
        P: must(fields({ rows: must(count), cols: must(count), data: must(numbers as Field<Float64Array>) })),
      },
      'p-norm': {
        p: must(word<number>('a number above 1, at most 2', (p) => (p as number) > 1 && (p as number) <= 2)),
      },
      hypentropy: { alpha: must(positive) },
    }),
  ),
  /** Heavy ball with this momentum. */
  momentum: amount,
  /** Every step sees one equation in turn, and solves it (linear images alone: Kaczmarz). */
  single: flag,
  /** The start is theta = start N(0, I), drawn from the stream `train`; absent: 0. */
  start: amount,
  /** The loss is multiplied by this. */
  lossScale: positive,
  /** Equation i of n (from 0) is weighted by 1 / (1 + i/n). */
  weighted: flag,
  /** Step of Adam, which falls linearly to zero over `steps`, and of AdaGrad. */
  rate: positive,
  /** Ends when |X b - y| <= residual |y|. */
  residual: amount,
  ...LIMITS,
};
export type LinearRule = RuleOf<typeof RULE>;

const euclidean: Geometry = { kind: 'euclidean' };

/** h of the Euclidean and preconditioned step: 2 / (least + largest eigenvalue of X P X'). */
function linearStep(X: Matrix, geometry: Geometry): number {
  const spectrum = eigenvaluesSymmetric(
    gram(geometry.kind === 'preconditioned' ? multiply(X, cholesky(geometry.P)) : X),
  );
  return 2 / (spectrum[0]! + spectrum.at(-1)!);
}

/** What stays through a training; all vectors are overwritten in place. */
function start({ X, y }: Sample, rule: LinearRule, streams: Streams) {
  const [n, d] = [X.rows, X.cols];
  const { geometry } = rule;
  const theta = vector(d);
  if (rule.start !== undefined) {
    const stream = streams.train();
    for (let j = 0; j < d; j++) theta[j] = rule.start * stream.normal();
  }
  return {
    X: resident(X),
    y: vector(y),
    geometry: geometry.kind === 'preconditioned' ? { ...geometry, P: resident(geometry.P) } : geometry,
    theta,
    /** d; the image of theta, which is its own where the geometry is Euclidean. */
    b: geometry.kind === 'euclidean' ? theta : vector(d),
    r: vector(n),
    g: vector(d),
    /** The step where the image is linear, the first one where it is not. */
    fixed: linearStep(X, geometry) * ((rule.momentum ?? 0) === 0 ? 1 : 0.5),
    limit: rule.steps ?? rule.budget ?? 100_000,
  };
}
type Net = ReturnType<typeof start>;

interface Mover {
  /** Sees the size of the residual and that before: 'again' where the step went too far and theta is on its way back. */
  readonly meets?: (next: number, size: number, made: number) => 'again' | 'diverged' | undefined;
  /** Moves theta along g. */
  readonly move: (made: number) => void;
}

/** theta -= h v, v <- momentum v + lossScale g, where the image is linear. */
function straight({ theta, g, fixed }: Net, { momentum = 0, lossScale = 1 }: LinearRule): Mover {
  const velocity = vector(theta.length);
  return {
    move: () => {
      blended(lossScale, g, momentum, velocity);
      axpy(-fixed, velocity, theta);
    },
  };
}

/** The same with the step of Barzilai and Borwein from the last two residuals; a step that goes too far is shortened. */
function curved({ geometry, theta, g, r, fixed }: Net, { momentum = 0, lossScale = 1 }: LinearRule): Mover {
  const [velocity, before, last] = [vector(theta.length), vector(theta.length), vector(r.length)];
  let h = fixed;
  return {
    meets: (next, size, made) => {
      if (!(next <= 2 * size)) {
        if (made === 0) return 'diverged';
        h /= 4;
        lessened(before, h, velocity, theta);
        return 'again';
      }
      if (made > 0) {
        let along = 0;
        for (let i = 0; i < r.length; i++) along += last[i]! * (last[i]! - r[i]!);
        const proposed = (h * dot(last, last)) / along;
        h = along > 0 ? Math.min(proposed, 10 * h) : 2 * h;
      }
      scaled(1, r, last);
      return undefined;
    },
    move: () => {
      scaled(1, theta, before);
      blended(lossScale, g, momentum, velocity);
      // The hypentropy image grows exponentially: no entry of the dual moves by more than 1 in one step.
      if (geometry.kind === 'hypentropy') h = Math.min(h, 1 / normInf(velocity));
      axpy(-h, velocity, theta);
    },
  };
}

function adaptive({ theta, g, limit }: Net, { rate = 0 }: LinearRule): Mover {
  const [first, second] = [vector(theta.length), vector(theta.length)];
  let [decay1, decay2] = [1, 1];
  return {
    move: (made) => {
      decay1 *= 0.9;
      decay2 *= 0.999;
      stepOfAdam(theta, g, first, second, rate * (1 - made / limit), 1 - decay1, 1 - decay2, 1e-12);
    },
  };
}

function summing({ theta, g }: Net, { rate = 0 }: LinearRule): Mover {
  const second = vector(theta.length);
  return {
    move: () => {
      for (let j = 0; j < theta.length; j++) {
        second[j]! += g[j]! * g[j]!;
        theta[j]! -= (rate * g[j]!) / (Math.sqrt(second[j]!) + 1e-12);
      }
    },
  };
}

function greedily({ theta, g }: Net, X: Matrix): Mover {
  const sizes = squaredColumns(X);
  const gain = (j: number) => (g[j]! * g[j]!) / sizes[j]!;
  return {
    move: () => {
      let best = 0;
      for (let j = 1; j < g.length; j++) if (gain(j) > gain(best)) best = j;
      theta[best]! -= g[best]! / sizes[best]!;
    },
  };
}

const isLinear = ({ kind }: Geometry) => kind === 'euclidean' || kind === 'preconditioned';

function moverOf(net: Net, task: Sample, rule: LinearRule): Mover {
  switch (rule.optimizer) {
    case 'mirror':
      return (isLinear(rule.geometry) ? straight : curved)(net, rule);
    case 'adam':
      return adaptive(net, rule);
    case 'adagrad':
      return summing(net, rule);
    case 'greedy':
      return greedily(net, task.X);
  }
}

function train(task: Sample, rule: LinearRule, streams: Streams): Ending {
  const net = start(task, rule, streams);
  const { X, y, geometry, theta, b, r, g, fixed, limit } = net;
  const n = r.length;
  const { meets, move } = moverOf(net, task, rule);
  // x_i'P x_i: what the residual of an equation is divided by to solve it.
  const rowSizes = rule.single ? rowForms(task.X, rule.geometry) : undefined;
  const goal = rule.residual === undefined ? -1 : rule.residual * (normInf(y) > 0 ? norm2(y) : 1);
  let stopped: Ending['stopped'] = rule.steps === undefined ? 'budget' : 'steps';
  let steps = 0;
  let size = Infinity;
  for (; ; steps++) {
    if (b !== theta) mirrorInto(geometry, theta, b);
    missInto(X, b, y, r);
    const next = norm2(r);
    if (next <= goal) {
      size = next;
      stopped = 'residual';
      break;
    }
    if (steps >= limit) {
      size = next;
      break;
    }
    const met = meets?.(next, size, steps);
    if (met === 'again') continue;
    if (met === 'diverged') break;
    size = next;
    if (!(size < EXPLODED)) break;
    if (rule.weighted) for (let i = 0; i < n; i++) r[i]! /= 1 + i / n;
    if (rowSizes) {
      const kept = steps % n;
      for (let i = 0; i < n; i++) r[i] = i === kept ? r[i]! / (rowSizes[i]! * fixed) : 0;
    }
    timesTransposedInto(X, r, g);
    move(steps);
  }
  if (!(size < EXPLODED)) stopped = 'diverged';
  return { parameters: { beta: b }, steps, stopped, facts: { residual: size } };
}

function squaredColumns(X: Matrix): Float64Array {
  const sizes = new Float64Array(X.cols);
  for (let k = 0; k < X.data.length; k++) sizes[k % X.cols]! += X.data[k]! * X.data[k]!;
  return sizes;
}

/** x_i'P x_i for every row. */
function rowForms(X: Matrix, geometry: Geometry): Float64Array {
  const XP = geometry.kind === 'preconditioned' ? multiply(X, geometry.P) : X;
  const forms = new Float64Array(X.rows);
  for (let k = 0; k < X.data.length; k++) forms[Math.floor(k / X.cols)]! += X.data[k]! * XP.data[k]!;
  return forms;
}
function inverse(P: Matrix): Matrix {
  const d = P.rows;
  const factor = cholesky(P);
  const data = new Float64Array(d * d);
  for (let j = 0; j < d; j++) data.set(choleskySolve(factor, column(identity(d), j)), j * d);
  return { rows: d, cols: d, data };
}

function halfRound(P: Matrix): Matrix {
  let trace = 0;
  for (let j = 0; j < P.rows; j++) trace += P.data[j * P.rows + j]!;
  const data = P.data.map((entry, k) => (entry + (k % (P.rows + 1) === 0 ? trace / P.rows : 0)) / 2);
  return { ...P, data };
}

const by = ofRule(train);
/** The same training in another geometry, where it is of that kind. */
const reshaped = <K extends Geometry['kind']>(kind: K, change: (geometry: Geometry & { kind: K }) => Geometry) =>
  by((rule) => {
    const { geometry } = rule;
    return geometry.kind === kind ? { ...rule, geometry: change(geometry as Geometry & { kind: K }) } : rule;
  });
const preconditioned = (change: (P: Matrix) => Matrix) =>
  reshaped('preconditioned', (geometry) => ({ ...geometry, P: change(geometry.P) }));

const linearModel = model({
  name: 'linear-model',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ beta: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ beta }, X) => times(X, beta!) },
  facts: { residual: '|X beta - y|_2' },
  train,
  faults: {
    'preconditioner ignored': {
      what: "the step is X'r in place of P X'r",
      by: reshaped('preconditioned', () => euclidean),
    },
    'preconditioner twice': { what: "the step is P P X'r", by: preconditioned((P) => multiply(P, P)) },
    'preconditioner inverted': { what: "the step is P^-1 X'r", by: preconditioned(inverse) },
    'preconditioner halved': {
      what: 'half of P is replaced by the identity of the same trace',
      by: preconditioned(halfRound),
    },
    'start away from 0': { what: 'the dual starts at N(0, I) / 10', by: by({ start: 0.1 }) },
    'early stop': { what: 'training ends at a residual of 1e-3', by: by({ residual: 1e-3 }) },
    'exponent forgotten': {
      what: 'the p-norm map is linear',
      by: reshaped('p-norm', (geometry) => ({ ...geometry, p: 2 })),
    },
    ...graded(
      'exponent',
      'the exponent 1 / (p - 1) of the p-norm map is {grade} too large',
      (grade) => reshaped('p-norm', (geometry) => ({ ...geometry, p: 1 + (geometry.p - 1) / (1 + grade) })),
      [0.01, 0.1],
    ),
    ...graded('alpha', 'the hypentropy map at (1 + {grade}) alpha', (grade) =>
      reshaped('hypentropy', (geometry) => ({ ...geometry, alpha: geometry.alpha * (1 + grade) })),
    ),
  },
  harmless: {
    'loss rescaled': { what: 'the loss is multiplied by 0.8', by: by({ lossScale: 0.8 }) },
    'equations weighted': { what: 'equation i of the loss is weighted by 1 / (1 + i/n)', by: by({ weighted: true }) },
    'heavy ball': { what: 'momentum 0.3', by: by({ momentum: 0.3 }) },
  },
});

export default linearModel;

/** Mirror descent in a geometry, from 0, to an interpolant. */
export const descent = runs(linearModel, { optimizer: 'mirror', residual: 1e-12, budget: 10_000_000 });

/** Adam from 0 for a fixed number of steps. */
export const adam = runs(linearModel, {
  optimizer: 'adam',
  geometry: euclidean,
  rate: 1e-2,
  steps: 20_000,
  residual: 1e-12,
});

/** AdaGrad from 0 to an interpolant. */
export const adagrad = runs(linearModel, {
  optimizer: 'adagrad',
  geometry: euclidean,
  rate: 0.1,
  residual: 1e-12,
  budget: 200_000,
});

/** Greedy coordinate descent from 0 to an interpolant. */
export const greedy = runs(linearModel, { optimizer: 'greedy', geometry: euclidean, residual: 1e-12, budget: 200_000 });
