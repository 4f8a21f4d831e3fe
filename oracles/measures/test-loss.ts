/** What a predictor loses on points that it was not trained on. A number that is none counts as a wrong label. */
import type { Trained } from 'claimcheck';
import { dot, subtract } from 'claimcheck/numerics/matrix';
import type { Sample } from 'claimcheck/tasks/sample';

type Predicts = Pick<Trained, 'predict'>;

/** The mean of (f(x) - y)^2; 1 where labels are -1 and 1 and f = 0. */
export function testLoss({ predict }: Predicts, { X, y }: Sample): number {
  const off = subtract(predict(X), y);
  return dot(off, off) / y.length;
}

/** The share of the points whose label, -1 or 1, is not the sign of f. */
export function testError({ predict }: Predicts, { X, y }: Sample): number {
  const f = predict(X);
  return y.reduce((wrong, label, i) => (f[i]! * label > 0 ? wrong : wrong + 1), 0) / y.length;
}
