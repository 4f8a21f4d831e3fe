/** The sparse regression of HaoChen et al. 2021, as the authors' code draws it. X: m x d, y: m, truth: d. */
import { matrix, times } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from 'claimcheck/tasks/drawn';
import type { PlantedRegression } from 'claimcheck/tasks/label-noise';

/** m examples in dimension d with entries N(0, 1), labels of a truth that begins with five ones and is 0 elsewhere. */
export const fiveOnes = (m: number, d: number) =>
  drawn<PlantedRegression>(
    `five ones, ${m} examples in dimension ${d}`,
    `X is ${m} x ${d} with entries N(0, 1), y = X truth; the truth is 1 in its first five places and 0 elsewhere.`,
    (stream) => {
      const X = matrix(m, d, normals(stream, m * d));
      const truth = Float64Array.from({ length: d }, (_, j) => (j < 5 ? 1 : 0));
      return { X, y: times(X, truth), truth };
    },
  );
