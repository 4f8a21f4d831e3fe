/** Regression with the tangent kernel, on the points of a task. */
import { expect, it } from 'vitest';
import { matrix } from '../../src/numerics/matrix.js';
import { tangentLimit } from '../../oracles/tangent-limit.js';
import { offRegression, regression, sizeOfRegression } from '../../oracles/measures/kernel-regression.js';

const points = matrix(2, 2, Float64Array.of(2, 3, -1, 0.5));
const task = { X: matrix(1, 2, Float64Array.of(1, -0.5)), y: Float64Array.of(1), points };
const start = Float64Array.of(0.5, -1, 0.25, 2, 0.1, -0.2, 1, -0.5, 0.3);
const rule = { width: 2, activation: 'tanh' as const, scale: 0.7, alpha: 100 };

it('asks the same of every alpha', () => {
  const asked = (alpha: number) => regression({ task, run: { start, rule: { ...rule, alpha } } });
  expect(asked(100)).toMatchObject({ ...task, alpha: 1, network: { theta: start } });
  expect(tangentLimit.answer(asked(0.3))).toEqual(tangentLimit.answer(asked(100)));
});

it('measures lengths over the points, with the error of each', () => {
  const answer = tangentLimit.answer(regression({ task, run: { start, rule } }));
  const limit = {
    ...answer,
    ...answer.value,
    known: (value: number, factor = 1) => ({ value, error: factor * answer.error }),
  };
  const error = Math.sqrt(2) * answer.error;
  const [first, second] = limit.predictions;
  expect(sizeOfRegression(task, limit)).toEqual({ value: Math.sqrt(first! * first! + second! * second!), error });
  const predict = () => Float64Array.of(first! + 3, second! - 4);
  expect(offRegression({ task, run: { predict } }, limit)).toEqual({ value: expect.closeTo(5, 12), error });
});
