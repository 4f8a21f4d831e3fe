/** Random ReLU features: teachers of mean square 1, inputs of one length or not, nested parts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dot, norm2, subtract } from '../../src/numerics/matrix.js';
import { firstOf, randomRelus, rectified, sampleOf, valuesOf } from '../../tasks/random-relus.js';

const [N, P, D] = [8, 6, 5];
const tasks = fc.sample(randomRelus(N, P, D, 0.5).arbitrary, { seed: 2, numRuns: 60 });
const onSphere = (task: (typeof tasks)[number]) =>
  Array.from({ length: N }, (_, i) => norm2(task.points.data.subarray(i * D, (i + 1) * D))).every(
    (length) => Math.abs(length - Math.sqrt(D)) < 1e-12,
  );

test('inputs are on the sphere or not, and teachers of three kinds have the lengths that they say', () => {
  expect(tasks.filter(onSphere).length).toBeGreaterThan(15);
  expect(tasks.filter((task) => !onSphere(task)).length).toBeGreaterThan(15);
  const kinds = tasks.map(({ teacher: { directions, signs } }) => {
    const row = (k: number) => directions.data.subarray(k * D, (k + 1) * D);
    if (signs.length === 1) {
      expect(dot(row(0), row(0))).toBeCloseTo(2, 12);
      return 'one';
    }
    if (signs[1] === 1) {
      expect(norm2(row(0))).toBeCloseTo(1, 12);
      expect([...row(1)]).toEqual([...row(0)].map((entry) => -entry));
      return 'fold';
    }
    expect([...signs]).toEqual([1, -1]);
    expect(dot(row(0), row(1))).toBeCloseTo(0, 12);
    for (const k of [0, 1]) expect(dot(row(k), row(k))).toBeCloseTo(1 / (1 - 1 / Math.PI), 12);
    return 'two';
  });
  for (const kind of ['one', 'fold', 'two']) expect(kinds.filter((each) => each === kind).length).toBeGreaterThan(8);
});

test('labels are the values of the teacher with noise', () => {
  const noise = tasks.flatMap(({ teacher, points, y }) => [...subtract(y, valuesOf(teacher, points))]);
  const mean = noise.reduce((sum, each) => sum + each * each, 0) / noise.length;
  // The mean of 480 squares; their standard deviation is .25 sqrt 2.
  expect(Math.abs(mean - 0.25)).toBeLessThan((4 * 0.25 * Math.SQRT2) / Math.sqrt(noise.length));
});

test('a part has the first points and the first features', () => {
  const task = tasks[0]!;
  const part = firstOf([3, 2])(task);
  expect([part.points.rows, part.directions.rows, part.y.length]).toEqual([3, 2, 3]);
  const { X, y } = sampleOf([3, 2])(task);
  const whole = rectified(task.points, task.directions);
  expect(y).toEqual(task.y.slice(0, 3));
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 2; j++) {
      expect(X.data[i * 2 + j]).toBe(whole.data[i * P + j]);
      expect(X.data[i * 2 + j]).toBeGreaterThanOrEqual(0);
    }
  expect(firstOf([N, P])(task)).toEqual(task);
});
