/**
 * The linear classifier sign(x.w) by Newton's method on
 *
 *   F(w) = (1/n) sum loss(m_i) + (penalty / 2) |w|^2,  m_i = s_i y_i x_i.w - o_i the margin as it is counted,
 *
 * loss log(1 + exp(-m)), exp(-m) or (1 - m)^2 / 2. X: n x d, y: n of +-1, w: d.
 *
 * The curvature of a point counts as at least 1e-9 penalty, which no step sees and no underflow passes.
 * Few examples, n <= d: w = X'c and the step solves n equations in c, so that without a penalty it is the least-norm step
 * of Newton's method; else the Hessian, d x d. Starts at 0. Source: the textbook form; what it ends at is derived in the claims.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { graded, ofRule, ofTask, relabelled, withoutLastRow } from 'claimcheck/faults';
import { choleskyInto, choleskySolveInto } from 'claimcheck/numerics/cholesky';
import { exp, pow } from 'claimcheck/numerics/elementary';
import {
  axpy,
  gram,
  gramTransposed,
  matrix,
  missInto,
  norm2,
  normInf,
  times,
  timesInto,
  timesTransposed,
  timesTransposedInto,
} from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { tried } from 'claimcheck/oracles/tried';
import { amount, fields, flag, number, oneOf, positive, whole, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  /** `logistic` if absent. */
  loss: oneOf('logistic', 'exponential', 'squared'),
  penalty: amount,
  /** Coordinate j of d (from 0) is penalized, and its step measured, by 1 + uneven j / d. */
  uneven: amount,
  /** So much of the identity is added to the Hessian. */
  damping: amount,
  /** A step is shortened until no margin moves by more; full steps if absent. */
  reach: positive,
  /** A step is multiplied by this. */
  rate: positive,
  /** It starts at that many N(0, I) of what is iterated: c for n <= d, w otherwise. */
  start: amount,
  /** o_i = offset n_j^(-1/4) in a class of n_j examples. */
  offset: amount,
  /** s_i = (n_j / n)^exponent in a class of n_j examples, n the smaller class. */
  exponent: number,
  /** Point i of n (from 0) is weighted by 1 / (1 + i/n). */
  weighted: flag,
  /** Ends where strong convexity puts the minimizer within that share of |w|. */
  accuracy: positive,
  /** Ends after that many steps; a declared end. */
  steps: whole,
};
export type NewtonRule = RuleOf<typeof RULE>;

const BUDGET = 3000;

/** Minus the first derivative of the loss at a margin, and the second. */
type Bent = readonly [slope: number, bend: number];
type Loss = NonNullable<NewtonRule['loss']>;
function bent(loss: Loss, margin: number): Bent {
  if (loss === 'squared') return [1 - margin, 1];
  const tail = exp(-Math.abs(margin));
  if (loss === 'exponential') return margin > 0 ? [tail, tail] : [1 / tail, 1 / tail];
  const rare = tail / (1 + tail);
  return [margin > 0 ? rare : 1 / (1 + tail), rare / (1 + tail)];
}

/** What a step is composed of. */
interface Parts {
  readonly bent: (loss: Loss, margin: number) => Bent;
  /** The penalty of the gradient, of the one asked for. */
  readonly inGradient: (penalty: number) => number;
}
const PARTS: Parts = { bent, inGradient: (penalty) => penalty };

/** The examples times labels, s_i and the root of the metric, so that the penalty is that of a plain norm; and o. */
function seen({ X, y }: Sample, { uneven = 0, offset = 0, exponent = 0 }: NewtonRule) {
  const [n, d] = [X.rows, X.cols];
  const positives = y.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0);
  const smaller = Math.min(positives, n - positives);
  const sizes = y.map((label) => (label > 0 ? positives : n - positives));
  const s = sizes.map((size) => (exponent === 0 ? 1 : pow(size / smaller, exponent)));
  const root = Float64Array.from({ length: d }, (_, j) => 1 / Math.sqrt(1 + (uneven * j) / d));
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) data[i * d + j] = X.data[i * d + j]! * y[i]! * s[i]! * root[j]!;
  return { Z: matrix(n, d, data), root, o: sizes.map((size) => (offset === 0 ? 0 : offset * pow(size, -0.25))) };
}

const composed =
  (parts: Parts) =>
  (task: Sample, rule: NewtonRule, streams: Streams): Ending => {
    const { penalty: asked = 0, damping = 0, reach = Infinity, rate = 1, start = 0, loss = 'logistic' } = rule;
    const { Z, root, o } = seen(task, rule);
    const [n, d, few] = [Z.rows, Z.cols, Z.rows <= Z.cols];
    const size = few ? n : d;
    const penalty = parts.inGradient(asked);
    /** What is iterated has the margins A at - o. */
    const A = few ? gram(Z) : Z;
    const [seenA, seenZ] = [resident(A), few && rule.accuracy ? resident(Z) : undefined];
    const at = vector(normals(streams.train(), size).map((entry) => start * entry));
    const [p, h, m, offsets] = [vector(n), vector(n), vector(n), vector(o)];
    const [g, move, w] = [vector(size), vector(size), vector(d)];
    const [M, L, sums] = [matrix(size, size), matrix(size, size), new Float64Array(size)];
    const S = few ? Z : matrix(n, d);
    const share = (i: number) => (rule.weighted ? 1 / (1 + i / n) : 1) / n;
    /** That of X'c, where c is iterated. */
    const length = (of: Float64Array) => {
      if (!seenZ) return norm2(of);
      timesTransposedInto(seenZ, of, w);
      return norm2(w);
    };

    /** Minus the gradient in what is iterated, into g. @returns whether its length in w is small beside that of w */
    const look = () => {
      missInto(seenA, at, offsets, m);
      for (let i = 0; i < n; i++) {
        const [slope, bend] = parts.bent(loss, m[i]!);
        p[i] = share(i) * slope;
        h[i] = Math.max(share(i) * bend, 1e-9 * asked);
      }
      if (few) g.set(p);
      else timesTransposedInto(seenA, p, g);
      axpy(-penalty, at, g);
      return rule.accuracy !== undefined && length(g) <= rule.accuracy * penalty * length(at);
    };
    /** The step, into `move`. */
    const step = () => {
      const more = asked + damping;
      if (few) M.data.set(A.data);
      else {
        for (let i = 0; i < n; i++) {
          const weight = Math.sqrt(h[i]!);
          for (let j = 0; j < d; j++) S.data[i * d + j] = Z.data[i * d + j]! * weight;
        }
        M.data.set(gramTransposed(S).data);
      }
      for (let i = 0; i < size; i++) {
        M.data[i * (size + 1)]! += few ? more / h[i]! : more;
        move[i] = few ? g[i]! / h[i]! : g[i]!;
      }
      choleskyInto(M, L, sums);
      choleskySolveInto(L, move);
      return true;
    };

    const limit = rule.steps ?? BUDGET;
    let stopped: Ending['stopped'] = rule.steps === undefined ? 'budget' : 'steps';
    let steps = 0;
    for (; steps < limit; steps++) {
      if (look()) {
        stopped = 'gradient';
        break;
      }
      if (!tried(step)) {
        stopped = 'diverged';
        break;
      }
      timesInto(seenA, move, m);
      const far = rate * normInf(m);
      if (!(far < 1e12)) {
        stopped = 'diverged';
        break;
      }
      axpy(far > reach ? (rate * reach) / far : rate, move, at);
    }
    const ended = few ? timesTransposed(Z, at) : at;
    return { parameters: { w: ended.map((entry, j) => entry * root[j]!) }, steps, stopped };
  };

const train = composed(PARTS);
const by = ofRule(train);

const newtonClassifier = model({
  name: 'newton-classifier',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ w: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ w }, X) => times(X, w!) },
  train,
  faults: {
    'label forgotten': {
      what: 'the first label has the wrong sign',
      by: ofTask(train)(relabelled((y, i) => (i === 0 ? -y : y))),
    },
    'point dropped': { what: 'the last point is never seen', by: ofTask(train)(withoutLastRow) },
    'equal curvature': {
      what: 'every point bends the loss by 1/4, as at 0',
      by: composed({ ...PARTS, bent: (loss, m) => [bent(loss, m)[0], 0.25] }),
    },
    'slope of the squared loss': {
      what: 'the slope is that of the squared loss',
      by: composed({ ...PARTS, bent: (loss, m) => [1 - m, bent(loss, m)[1]] }),
    },
    'penalty of the Hessian alone': {
      what: 'the gradient forgets the penalty',
      by: composed({ ...PARTS, inGradient: () => 0 }),
    },
    'an early stop': { what: 'training ends after 5 steps', by: by({ steps: 5 }) },
    'classes exchanged': {
      what: 'the numbers by which the margins of the classes are multiplied are exchanged',
      by: by(({ exponent, ...rule }) => ({ ...rule, ...(exponent && { exponent: -exponent }) })),
    },
    'square root': {
      what: 'the exponent of the classes is doubled',
      by: by(({ exponent, ...rule }) => ({ ...rule, ...(exponent && { exponent: 2 * exponent }) })),
    },
    'offset multiplied': {
      what: 'margins that are to be added are multiplied, with exponent 1/4',
      by: by(({ offset, ...rule }) => ({ ...rule, ...(offset && { exponent: 0.25 }) })),
    },
    ...graded('step', 'steps are {grade} too long', (grade) => by({ rate: (rate = 1) => rate * (1 + grade) })),
    ...graded('penalty', 'the penalty is {grade} too large', (grade) =>
      by(({ penalty, ...rule }) => ({ ...rule, ...(penalty && { penalty: penalty * (1 + grade) }) })),
    ),
  },
  harmless: {
    'another reach': {
      what: 'shortened steps are shortened by a third more',
      by: by(({ reach, ...rule }) => ({ ...rule, ...(reach && { reach: reach / 1.5 }) })),
    },
  },
});

export default newtonClassifier;

/** Newton's method in full steps. */
export const newton = runs(newtonClassifier, { steps: 60 });
/** The minimizer for a penalty, by damped steps. */
export const minimized = runs(newtonClassifier, { reach: 4, accuracy: 1e-9 });
