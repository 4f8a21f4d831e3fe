/**
 * Regression with the tangent kernel at the start of a run, K(z, X) K^-1 y: the limit of lazy training, and how far from it a
 * network predicts. Lengths are over the points of the task, each of whose predictions carries the error of the limit.
 */
import type { Answer, Trained } from 'claimcheck';
import { distance, norm2, type Matrix } from 'claimcheck/numerics/matrix';
import { atStart, type Tangent, type TangentLimit } from 'claimcheck/oracles/tangent-limit';

interface OnPoints {
  readonly points: Matrix;
}
type Limit = Answer<TangentLimit>;

/** The question at the start of a run; regression does not depend on alpha. */
export const regression = (ended: Parameters<typeof atStart>[0]): Tangent => ({ ...atStart(ended), alpha: 1 });

/** |K(., X) K^-1 y|. */
export const sizeOfRegression = ({ points }: OnPoints, limit: Limit) =>
  limit.known(norm2(limit.predictions), Math.sqrt(points.rows));

/** |f - K(., X) K^-1 y| of a trained f. */
export function offRegression(
  ended: { readonly task: OnPoints; readonly run: Pick<Trained, 'predict'> },
  limit: Limit,
) {
  const { points } = ended.task;
  return limit.known(distance(ended.run.predict(points), limit.predictions), Math.sqrt(points.rows));
}
