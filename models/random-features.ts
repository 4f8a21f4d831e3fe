/**
 * Linear models in p features of the input, fitted by ridge (models/ridge.ts). x: at least `inputs` coordinates.
 * - `relu`: max(0, w_j . x), the rows w_j ~ N(0, I / inputs) drawn from the stream `train` in order, so that a smaller
 *   model has the first features of a larger one;
 * - `projection`: the first p coordinates in a random orthonormal basis of the inputs, from the stream `train`;
 * - `coordinates`: the first p coordinates of x.
 */
import { model, runs, type Model, type Streams, type Trained } from 'claimcheck';
import { matrix, multiply, times, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals } from 'claimcheck/numerics/stream';
import { count, fields, must, oneOf } from 'claimcheck/rule';
import { RIDGE_FIELDS, ridgeShapes, trainRidge, type RidgeRule, type RidgeTask, type WrongRidge } from './ridge.js';

export interface FeatureRule extends RidgeRule {
  readonly map: 'relu' | 'projection' | 'coordinates';
  readonly features: number;
  /** The coordinates of x that the features see; all of them if absent. */
  readonly inputs?: number;
}

interface WrongFeatures extends WrongRidge {
  /** Features are linear: the kink is left out. */
  readonly linear?: boolean;
  /** The features of new points are drawn anew. */
  readonly redrawn?: boolean;
  readonly features?: (features: number) => number;
}

/** The first k columns, a copy. */
export function columnsUpTo(X: Matrix, k: number): Matrix {
  const out = matrix(X.rows, k);
  for (let i = 0; i < X.rows; i++) out.data.set(X.data.subarray(i * X.cols, i * X.cols + k), i * k);
  return out;
}

function train(task: RidgeTask, rule: FeatureRule, streams: Streams, wrong: WrongFeatures = {}): Trained {
  const p = wrong.features ? wrong.features(rule.features) : rule.features;
  const d = rule.inputs ?? task.X.cols;
  const stream = streams.train();
  const directions = (): Matrix => {
    if (rule.map === 'relu') {
      const W = matrix(p, d, normals(stream, p * d));
      return transpose({ ...W, data: W.data.map((entry) => entry / Math.sqrt(d)) });
    }
    return columnsUpTo(orthonormalColumns(matrix(d, d, normals(stream, d * d))), p);
  };
  const W = rule.map === 'coordinates' ? undefined : directions();
  const features = (X: Matrix, by = W): Matrix => {
    if (!by) return columnsUpTo(X, p);
    const F = multiply(X.cols === d ? X : columnsUpTo(X, d), by);
    if (rule.map === 'relu' && !wrong.linear)
      for (let k = 0; k < F.data.length; k++) F.data[k] = Math.max(0, F.data[k]!);
    return F;
  };
  const { X, y, heldOut } = task;
  const seen = { X: features(X), y, ...(heldOut && { heldOut: { X: features(heldOut.X), y: heldOut.y } }) };
  const trained = trainRidge(seen, rule, wrong);
  const later = wrong.redrawn && W ? directions() : W;
  return {
    ...trained,
    parameters: { ...trained.parameters, ...(W && { directions: W.data }) },
    predict: (at) => trained.predict(features(at, later)),
  };
}

const wrongly = (wrong: WrongFeatures): Model<RidgeTask>['train'] => {
  return (task, rule, streams) => train(task, rule, streams, wrong);
};

/** The predictions of the first penalty's coefficients. */
function predicted({ beta, directions }: Trained['parameters'], X: Matrix, rule: FeatureRule): Float64Array {
  const { map, features: p, inputs: d = X.cols } = rule;
  const F = directions ? multiply(columnsUpTo(X, d), matrix(d, p, directions)) : columnsUpTo(X, p);
  const seen = map === 'relu' ? { ...F, data: F.data.map((entry) => Math.max(0, entry)) } : F;
  return times(seen, beta!.subarray(0, p));
}

const randomFeatures = model({
  name: 'random-features',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields({
    ...RIDGE_FIELDS,
    map: must(oneOf('relu', 'projection', 'coordinates')),
    features: must(count),
    inputs: count,
  }),
  shapes: ({ X }: RidgeTask, rule: FeatureRule) => ({
    ...ridgeShapes({ rows: X.rows, cols: rule.features }, rule),
    ...(rule.map !== 'coordinates' && { directions: (rule.inputs ?? X.cols) * rule.features }),
  }),
  predicts: { rows: ({ X }: RidgeTask) => X, at: predicted },
  train: (task: RidgeTask, rule: FeatureRule, streams) => train(task, rule, streams),
  faults: {
    'cut-off 1e-1': { what: 'eigenvalues below a tenth of the largest count as zero', by: wrongly({ cutoff: 0.1 }) },
    'cut-off 1e-2': { what: 'eigenvalues below 1% of the largest count as zero', by: wrongly({ cutoff: 0.01 }) },
    'features redrawn': { what: 'new points have other features', by: wrongly({ redrawn: true }) },
    'no kink': { what: 'the features are linear in x', by: wrongly({ linear: true }) },
    'half of the features': {
      what: 'half of the features are used',
      by: wrongly({ features: (p) => Math.max(1, Math.floor(p / 2)) }),
    },
    'penalty times n': {
      what: 'the penalty is multiplied by n',
      by: wrongly({ penalty: (penalty, { X }) => penalty * X.rows }),
    },
    'penalty forgotten': { what: 'the penalty is 0', by: wrongly({ penalty: () => 0 }) },
    'penalty by p': {
      what: 'the penalty is divided by the number of features',
      by: wrongly({ penalty: (penalty, { X }) => penalty / X.cols }),
    },
    'chosen on the training points': {
      what: 'the penalty is chosen on the training points',
      by: wrongly({ choose: 'training' }),
    },
    'last row forgotten': { what: 'the last equation is not seen', by: wrongly({ withoutLastRow: true }) },
  },
  harmless: {
    'larger Gram matrix': {
      what: 'the larger of the two Gram matrices is decomposed',
      by: wrongly({ largerGram: true }),
    },
  },
});

export default randomFeatures;

/** Without a penalty where none is given. */
export const features = runs(
  randomFeatures,
  (rule: Omit<FeatureRule, 'penalties'> & Partial<FeatureRule>): FeatureRule => ({ penalties: [0], ...rule }),
);
