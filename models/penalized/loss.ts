/** The smooth part of a penalized objective: (1/n) sum loss(x_i.w, y_i) + (penalty / 2) |w|^2, that of the lasso without a penalty. */
import { exp, log1p } from 'claimcheck/numerics/elementary';
import { doubted, quotients } from 'claimcheck/numerics/entries';
import { axpy, dot, missInto, timesInto, timesTransposedInto } from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import type { Objective } from './lbfgs.js';
import type { Sample } from 'claimcheck/tasks/sample';

export interface Smooth {
  /** Its gradient at w. */
  readonly slope: (w: Float64Array, g: Float64Array) => void;
  /** Its value at w, and the gradient. */
  readonly value: Objective;
}

/** (a - y)^2 / 2 by its residual, or log(1 + exp(-y a)). */
function lossOf(a: Float64Array, y: Float64Array, logistic: boolean): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const z = logistic ? y[i]! * a[i]! : a[i]!;
    if (!logistic) sum += (z * z) / 2;
    else sum += z > 0 ? log1p(exp(-z)) : log1p(exp(z)) - z;
  }
  return sum;
}

export function smoothPart(task: Sample, loss: 'squared' | 'logistic' | 'lasso', penalty: number): Smooth {
  const [X, y, a] = [resident(task.X), vector(task.y), vector(task.y.length)];
  const n = a.length;
  const logistic = loss === 'logistic';
  const used = loss === 'lasso' ? 0 : penalty;
  const look = logistic ? (w: Float64Array) => timesInto(X, w, a) : (w: Float64Array) => missInto(X, w, y, a);
  const pull = (w: Float64Array, g: Float64Array) => {
    if (logistic) doubted(a, y);
    else quotients(1, a, n, a);
    timesTransposedInto(X, a, g);
    axpy(used, w, g);
  };
  return {
    slope: (w, g) => {
      look(w);
      pull(w, g);
    },
    value: (w, g) => {
      look(w);
      const sum = lossOf(a, y, logistic);
      pull(w, g);
      return sum / n + (used / 2) * dot(w, w);
    },
  };
}
