/**
 * How far predictions are from the labels, by every measure that a rule may mean by a residual or a loss. Of f known up to
 * rounding each measure has a least and a greatest value. f, y: n.
 */
import { log1p, exp } from '../../numerics/elementary.js';
import { dot, norm2, normInf } from '../../numerics/matrix.js';

/** Entry by entry |f - y| and y f, as they are at the far end or the near end of their rounding. */
interface Away {
  readonly residual: Float64Array;
  readonly agreement: Float64Array;
  readonly y: Float64Array;
}

const mean = (of: Float64Array, value: (entry: number) => number): number =>
  of.reduce((sum, entry) => sum + value(entry), 0) / of.length;
const square = (entry: number) => entry * entry;

/** Of labels that are 1 or -1 alone. */
const LOGISTIC = 'mean log(1 + exp(-y f))';

/** Each grows with every entry of the residual, the last falls with the agreement. */
export const MEASURES: Readonly<Record<string, (away: Away) => number>> = {
  '|f - y|_2': ({ residual }) => norm2(residual),
  '|f - y|_inf': ({ residual }) => normInf(residual),
  '|f - y|_2 / |y|_2': ({ residual, y }) => norm2(residual) / (norm2(y) || 1),
  '|f - y|_2^2': ({ residual }) => dot(residual, residual),
  '|f - y|_2^2 / 2': ({ residual }) => dot(residual, residual) / 2,
  '|f - y|_2^2 / n': ({ residual }) => mean(residual, square),
  '|f - y|_2^2 / (2 n)': ({ residual }) => mean(residual, square) / 2,
  '|f - y|_2 / sqrt(n)': ({ residual }) => Math.sqrt(mean(residual, square)),
  [LOGISTIC]: ({ agreement }) => mean(agreement, (of) => log1p(exp(-of))),
};

/** What the measure may be. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** @param slack how far each prediction may be off by rounding */
export function measured(f: Float64Array, y: Float64Array, slack: Float64Array): ReadonlyMap<string, Bounds> {
  const at = (sign: 1 | -1): Away => ({
    y,
    residual: f.map((of, i) => Math.max(0, Math.abs(of - y[i]!) + sign * slack[i]!)),
    agreement: f.map((of, i) => of * y[i]! - sign * slack[i]! * Math.abs(y[i]!)),
  });
  const [near, far] = [at(-1), at(1)];
  const classes = y.every((label) => Math.abs(label) === 1);
  const measures = Object.entries(MEASURES).filter(([name]) => classes || name !== LOGISTIC);
  return new Map(measures.map(([name, of]) => [name, { least: of(near), most: of(far) }]));
}
