/**
 * Least squares by a search that asks for losses alone: b + s z is proposed, z ~ N(0, I), and kept where |X b - y| falls; s begins
 * at `first` and is shortened after so many refusals in a row. X: n x d, y: n, b: d from 0.
 * Source: schumer1968adaptive (random search with fixed and adapted steps).
 */
import { model, runs, type Ending, type Stream, type Streams } from 'claimcheck';
import { graded, ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { axpy, missInto, norm2, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { fillNormals, normals } from 'claimcheck/numerics/stream';
import { amount, count, fields, flag, must, positive, share, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  /** The step s at first. */
  first: must(positive),
  /** What s is multiplied by after refusals; default 1/2. */
  shorten: positive,
  /** How many refusals in a row shorten s; default 20. */
  patience: count,
  /** What s is multiplied by when a proposal is kept; default 1. */
  lengthen: positive,
  /** Coordinate j of d (from 0) of z has a standard deviation of 1 + uneven (2 j + 1 - d) / d. */
  uneven: share,
  /** z = X'c, c ~ N(0, I): proposals in the row space. */
  rows: flag,
  /** The best of so many proposals is judged; default 1. */
  among: count,
  /** b starts at that many N(0, I). */
  start: amount,
  /** Ends when |X b - y| is at most this share of |y|. */
  residual: must(positive),
  /** How many proposals are judged; unfinished after that many. */
  budget: must(count),
};
export type SearchRule = RuleOf<typeof RULE>;

/** Draws in blocks of this many proposals. */
const BLOCK = 64;

/** The next d draws of a stream at a time: the same numbers, drawn many at once. */
function inBlocks(stream: Stream, d: number): () => Float64Array {
  const block = vector(BLOCK * d);
  let used = BLOCK;
  return () => {
    if (used === BLOCK) {
      fillNormals(stream, block);
      used = 0;
    }
    return block.subarray(used * d, ++used * d);
  };
}

/** `next` gives d normal draws. */
type Propose = (z: Float64Array, X: Matrix, next: () => Float64Array, rule: SearchRule) => void;

/** What a search is made of: what it proposes, and what a kept step adds to `kept`. */
interface Parts {
  readonly propose: Propose;
  readonly counted: (s: number) => number;
}

const propose: Propose = (z, X, next, { uneven = 0, rows = false }) => {
  const draws = next();
  if (rows) return z.set(timesTransposed(X, draws.subarray(0, X.rows)));
  if (uneven === 0) return z.set(draws);
  const d = z.length;
  for (let j = 0; j < d; j++) z[j] = draws[j]! * (1 + (uneven * (2 * j + 1 - d)) / d);
};

/** All of a proposal along one coordinate, with the same covariance. */
const axis: Propose = (z, _, next) => {
  const [size, ...places] = next();
  const largest = Math.max(...places);
  z.fill(0);
  z[places.indexOf(largest)] = Math.sqrt(z.length) * size!;
};

/** Of length sqrt(d). */
const sphere: Propose = (z, X, next, rule) => {
  propose(z, X, next, rule);
  const size = Math.sqrt(z.length) / norm2(z);
  for (let j = 0; j < z.length; j++) z[j]! *= size;
};

const PARTS: Parts = { propose, counted: (s) => s * s };

const composed =
  (parts: Parts) =>
  ({ X, y }: Sample, rule: SearchRule, streams: Streams): Ending => {
    const { first, shorten = 0.5, patience = 20, lengthen = 1, among = 1, start = 0, residual, budget } = rule;
    const stream = streams.train();
    const d = X.cols;
    let b = vector(start > 0 ? normals(stream, d).map((entry) => start * entry) : d);
    const draws = inBlocks(stream, d);
    let [next, trying] = [vector(d), vector(d)];
    const [z, off] = [vector(d), vector(y.length)];
    const [held, labels] = [resident(X), vector(y)];
    const left = (at: Float64Array): number => {
      missInto(held, at, labels, off);
      return norm2(off);
    };
    const size = norm2(y);
    let [loss, s, refused, kept] = [left(b), first, 0, 0];
    for (let steps = 0; ; steps++) {
      const facts = { residual: loss, kept };
      if (loss <= residual * size) return { parameters: { b }, steps, stopped: 'residual', facts };
      if (steps === budget) return { parameters: { b }, steps, stopped: 'budget', facts };
      let least = Infinity;
      for (let k = 0; k < among; k++) {
        parts.propose(z, X, draws, rule);
        trying.set(b);
        axpy(s, z, trying);
        const found = left(trying);
        if (!(found < least)) continue;
        least = found;
        [next, trying] = [trying, next];
      }
      if (least < loss) {
        [b, next, loss] = [next, b, least];
        kept += parts.counted(s);
        refused = 0;
        s *= lengthen;
      } else if (++refused >= patience) {
        refused = 0;
        s *= shorten;
      }
    }
  };

const train = composed(PARTS);
const ruled = ofRule(train);

const randomSearch = model({
  name: 'random-search',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ b: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ b }, X) => times(X, b!) },
  facts: { residual: '|X b - y|_2', kept: 'the sum of s^2 over the proposals that were kept' },
  train,
  faults: {
    'steps lengthen': { what: 'a kept step makes the next a tenth longer', by: ruled({ lengthen: () => 1.1 }) },
    'uneven proposals': { what: 'coordinates move by .5 to 1.5', by: ruled({ uneven: () => 0.5 }) },
    'one coordinate a time': { what: 'a proposal changes one entry of b', by: composed({ ...PARTS, propose: axis }) },
    'row space alone': { what: "proposals are X'c", by: ruled({ rows: () => true }) },
    'better of two': { what: 'two are proposed at a time', by: ruled({ among: () => 2 }) },
    'sizes counted': { what: 's is summed in the place of s^2', by: composed({ ...PARTS, counted: (s) => s }) },
    'labels off by 10%': {
      what: 'labels are 10% too large',
      grade: 0.1,
      by: ofTask(train)(relabelled((y) => 1.1 * y)),
    },
    'early stop': { what: 'it ends at a residual of a tenth', by: ruled({ residual: () => 0.1 }) },
    ...graded('first', 'the first step is {grade} too long', (grade) =>
      ruled({ first: (first) => (1 + grade) * first }),
    ),
    ...graded('start', 'b starts at {grade} N(0, 1)', (grade) => ruled({ start: () => grade })),
  },
  harmless: {
    'proposals of one length': {
      what: 'proposals are uniform on the sphere of radius sqrt(d)',
      by: composed({ ...PARTS, propose: sphere }),
    },
  },
});

export default randomSearch;

/** The search to a residual of 1e-4 of the labels. */
export const searched = runs(randomSearch, { residual: 1e-4, budget: 20_000 });
