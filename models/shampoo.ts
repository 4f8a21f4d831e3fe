/**
 * Least squares |X b - y|^2 / 2 from b = 0 by Shampoo, b being a tensor of one or two orders: for each order a matrix starts at
 * damping I and adds up the products of the gradient G with itself; X: n x d, y: n, b: d.
 *
 * - `shape: [d]`: L += g g', b <- b - rate L^(-1/2) g (full-matrix AdaGrad)
 * - `shape: [p, q]`, p q = d: L += G G', R += G'G, B <- B - rate L^(-1/4) G R^(-1/4), B and G the rows of b and g one by one
 * Source: gupta2018shampoo, Algorithms 1 and 2.
 */
import { model, runs, type Ending } from 'claimcheck';
import { ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { descend } from 'claimcheck/models/descent/descend';
import { ends, LIMITS } from 'claimcheck/models/descent/ends';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import {
  axpy,
  gram,
  matrix,
  multiply,
  norm2,
  times,
  timesTransposed,
  transpose,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { amount, count, fields, flag, listOf, must, positive, type RuleOf } from 'claimcheck/rule';
import type { Streams } from 'claimcheck';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  /** The orders of b: one number, or two, whose product is d. */
  shape: must(listOf(count)),
  rate: must(positive),
  /** What the matrices start at, times I. */
  damping: must(positive),
  /** Of each matrix the diagonal alone is kept (AdaGrad, where b is a vector). */
  diagonal: flag,
  /** Standard deviation of the start; default 0. */
  start: amount,
  /** Ends when |X b - y| is at most this. */
  residual: must(positive),
  ...LIMITS,
};
export type ShampooRule = RuleOf<typeof RULE>;

/** S^(-1/2) or S^(-1/4). */
function inverseRoot(S: Matrix, quarter: boolean): Matrix {
  const { values, vectors } = eigenSymmetric(S);
  const scaled = matrix(
    S.rows,
    S.rows,
    vectors.data.map((entry, at) => {
      const root = Math.sqrt(values[at % S.rows]!);
      return entry / (quarter ? Math.sqrt(root) : root);
    }),
  );
  return multiply(scaled, transpose(vectors));
}

/** What a step is composed of. */
const PARTS = { inverseRoot };

const composed =
  (parts: typeof PARTS) =>
  ({ X, y }: Sample, rule: ShampooRule, streams: Streams): Ending => {
    const d = X.cols;
    const [p = d, q] = rule.shape;
    if (p * (q ?? 1) !== d || rule.shape.length > 2)
      throw new RangeError(`shampoo: the shape is ${rule.shape.join(' x ')} and X has ${d} columns; expected orders of that product`); // prettier-ignore
    const b = normals(streams.train(), d).map((entry) => (rule.start ?? 0) * entry);
    const sums = [p, ...(q === undefined ? [] : [q])].map((size) =>
      matrix(
        size,
        size,
        Float64Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? rule.damping : 0)),
      ),
    );
    const r = new Float64Array(X.rows);
    const collect = (S: Matrix, G: Matrix): void =>
      gram(G).data.forEach((entry, k) => {
        if (rule.diagonal !== true || k % (S.rows + 1) === 0) S.data[k]! += entry;
      });
    const { steps, stopped } = descend({
      look: () => {
        r.set(times(X, b));
        axpy(-1, y, r);
      },
      stop: ends(rule, () => norm2(r), rule.residual),
      step: () => {
        const G = matrix(p, q ?? 1, timesTransposed(X, r));
        collect(sums[0]!, G);
        let U = multiply(parts.inverseRoot(sums[0]!, q !== undefined), G);
        if (q !== undefined) {
          collect(sums[1]!, transpose(G));
          U = multiply(U, parts.inverseRoot(sums[1]!, true));
        }
        axpy(-rule.rate, U.data, b);
      },
    });
    return { parameters: { b }, steps, stopped, facts: { residual: norm2(r) } };
  };

const train = composed(PARTS);
const by = ofRule(train);

const shampoo = model({
  name: 'shampoo',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ b: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ b }, X) => times(X, b!) },
  facts: { residual: '|X b - y|_2' },
  train,
  faults: {
    'diagonal alone': { what: 'of each matrix the diagonal alone is kept', by: by({ diagonal: true }) },
    'always three rows': {
      what: 'b is taken as a matrix of three rows, whatever its shape',
      by: by({ shape: (_, { X }) => (X.cols % 3 === 0 ? [3, X.cols / 3] : [X.cols]) }),
    },
    'always a vector': {
      what: 'b is taken as a vector, whatever its shape',
      by: by({ shape: (_, { X }) => [X.cols] }),
    },
    'random start': { what: 'b starts at N(0, 0.01)', by: by({ start: 0.1 }) },
    'early stop': { what: 'training ends at a residual of 0.01', by: by({ residual: 0.01 }) },
    'label off by 1%': {
      what: 'the first label is 1% too large',
      by: ofTask(train)(relabelled((label, i) => (i === 0 ? 1.01 * label : label))),
    },
  },
  harmless: {
    'another rate': { what: 'steps are 0.8 times as large', by: by({ rate: (rate) => 0.8 * rate }) },
  },
});

export default shampoo;

/** Shampoo to an interpolant, b of that shape. */
export const shampooed = runs(shampoo, (rule: Partial<ShampooRule> & Pick<ShampooRule, 'shape'>): ShampooRule => ({
  rate: 0.5,
  damping: 1e-4,
  residual: 1e-9,
  budget: 4000,
  ...rule,
}));
