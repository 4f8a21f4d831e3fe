import type { Trained } from 'claimcheck';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import type { Sample } from 'claimcheck/tasks/gaussian-regression';

/** |f(X) - y| of the labels that were given, whatever training made of them. */
export const residual = ({ predict }: Pick<Trained, 'predict'>, { X, y }: Sample): number =>
  norm2(subtract(predict(X), y));
