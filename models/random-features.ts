/**
 * Linear models in p features of the input, fitted by ridge (models/ridge.ts). x: at least `inputs` coordinates.
 * - `relu`: max(0, w_j . x), the rows w_j ~ N(0, I / inputs) drawn from the stream `train` in order, so that a smaller
 *   model has the first features of a larger one;
 * - `projection`: the first p coordinates in a random orthonormal basis of the inputs, from the stream `train`;
 * - `coordinates`: the first p coordinates of x.
 */
import { model, runs, type Fault, type Model, type Stream, type Streams, type Trained } from 'claimcheck';
import { ofEnd, ofRule } from 'claimcheck/faults';
import { columnsUpTo, matrix, multiply, times, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals } from 'claimcheck/numerics/stream';
import { count, fields, must, oneOf, type RuleOf } from 'claimcheck/rule';
import ridge, { RIDGE_FIELDS, ridgeShapes, trainRidge, type RidgeTask } from './ridge.js';

const RULE = {
  ...RIDGE_FIELDS,
  map: must(oneOf('relu', 'projection', 'coordinates')),
  features: must(count),
  /** The coordinates of x that the features see; all of them if absent. */
  inputs: count,
};
export type FeatureRule = RuleOf<typeof RULE>;

/** The directions of the features, d x p; none where they are coordinates. Drawn anew at every call. */
function drawn({ map, features: p, inputs }: FeatureRule, { X }: RidgeTask, stream: Stream): Matrix | undefined {
  const d = inputs ?? X.cols;
  if (map === 'coordinates') return undefined;
  // The first p columns of Q are those of the first p columns.
  if (map === 'projection') return orthonormalColumns(columnsUpTo(matrix(d, d, normals(stream, d * d)), p));
  const W = matrix(p, d, normals(stream, p * d));
  return transpose({ ...W, data: W.data.map((entry) => entry / Math.sqrt(d)) });
}

function featuresOf(X: Matrix, { map, features: p }: FeatureRule, W?: Matrix): Matrix {
  if (!W) return columnsUpTo(X, p);
  const F = multiply(X.cols === W.rows ? X : columnsUpTo(X, W.rows), W);
  if (map === 'relu') for (let k = 0; k < F.data.length; k++) F.data[k] = Math.max(0, F.data[k]!);
  return F;
}

interface Parts {
  readonly featuresOf: (X: Matrix, rule: FeatureRule, W?: Matrix) => Matrix;
  readonly fit: Model<RidgeTask>['train'];
}

const PARTS: Parts = { featuresOf, fit: trainRidge };

const composed =
  ({ featuresOf, fit }: Parts) =>
  (task: RidgeTask, rule: FeatureRule, streams: Streams): Trained => {
    const { X, y, heldOut } = task;
    const W = drawn(rule, task, streams.train());
    const of = (X: Matrix) => featuresOf(X, rule, W);
    const trained = fit(
      { X: of(X), y, ...(heldOut && { heldOut: { X: of(heldOut.X), y: heldOut.y } }) },
      rule,
      streams,
    );
    return {
      ...trained,
      parameters: { ...trained.parameters, ...(W && { directions: W.data }) },
      predict: (at) => trained.predict(of(at)),
    };
  };

const train = composed(PARTS);
/** A fault, or a harmless variant, of the fit. */
function ofFit(label: string, what?: string): Fault<typeof train> {
  const fault = { ...ridge.faults, ...ridge.harmless }[label]!;
  return { ...fault, ...(what !== undefined && { what }), by: composed({ ...PARTS, fit: fault.by }) };
}
const FITS = [
  ...['cut-off 1e-1', 'cut-off 1e-2', 'penalty times n', 'penalty forgotten'],
  ...['chosen on the training points', 'last row forgotten'],
];

/** The predictions of the first penalty's coefficients. */
function predicted({ beta, directions }: Trained['parameters'], X: Matrix, rule: FeatureRule): Float64Array {
  const { features: p, inputs: d = X.cols } = rule;
  return times(featuresOf(X, rule, directions && matrix(d, p, directions)), beta!.subarray(0, p));
}

const randomFeatures = model({
  name: 'random-features',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: RidgeTask, rule: FeatureRule) => ({
    ...ridgeShapes({ rows: X.rows, cols: rule.features }, rule),
    ...(rule.map !== 'coordinates' && { directions: (rule.inputs ?? X.cols) * rule.features }),
  }),
  predicts: { rows: ({ X }: RidgeTask) => X, at: predicted },
  train,
  faults: {
    'features redrawn': {
      what: 'new points have other features',
      by: ofEnd(train)((trained, task, rule, streams) => {
        const stream = streams.train();
        drawn(rule, task, stream);
        const W = drawn(rule, task, stream);
        const { beta } = trained.parameters;
        return { ...trained, predict: (at) => times(featuresOf(at, rule, W), beta!.subarray(0, rule.features)) };
      }),
    },
    'no kink': {
      what: 'the features are linear in x',
      by: composed({ ...PARTS, featuresOf: (X, rule, W) => featuresOf(X, { ...rule, map: 'projection' }, W) }),
    },
    'half of the features': {
      what: 'half of the features are used',
      by: ofRule(train)({ features: (features) => Math.max(1, Math.floor(features / 2)) }),
    },
    'penalty by p': ofFit('penalty by p', 'the penalty is divided by the number of features'),
    ...Object.fromEntries(FITS.map((label) => [label, ofFit(label)])),
  },
  harmless: { 'larger Gram matrix': ofFit('larger Gram matrix') },
});

export default randomFeatures;

/** Without a penalty where none is given. */
export const features = runs(randomFeatures, { penalties: [0] });
