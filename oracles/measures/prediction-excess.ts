/** The excess risk of a predictor of a linear truth, estimated on fresh isotropic Gaussian inputs. */
import { once, type Stream, type Trained, type Trial } from 'claimcheck';
import { dot, matrix, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';

/** `count` points of R^d with N(0, 1) entries. */
export const gaussianPoints = (stream: Stream, count: number, d: number): Matrix =>
  matrix(count, d, normals(stream, count * d));

/** The mean of (f(x) - x.truth)^2 over the rows x of `points`: m x d. */
export function predictionExcess(trained: Pick<Trained, 'predict'>, points: Matrix, truth: Float64Array): number {
  const off = subtract(trained.predict(points), times(points, truth));
  return dot(off, off) / points.rows;
}

/** The same on `count` fresh points of R^d, which all runs of a trial share. */
export function onFreshPoints(count: number, d: number) {
  const points = once(({ streams }: Trial) => gaussianPoints(streams.eval(), count, d));
  return (about: Trial<{ readonly truth: Float64Array }>, run: Pick<Trained, 'predict'>): number =>
    predictionExcess(run, points(about), about.task.truth);
}
