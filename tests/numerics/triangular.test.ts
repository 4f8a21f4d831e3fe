import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrix, times } from '../../src/numerics/matrix.js';
import { forwardSolve } from '../../src/numerics/triangular.js';

const whole = fc.integer({ min: -9, max: 9 });

test('solves exactly where nothing is rounded, and leaves b alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.infiniteStream(whole), (d, stream) => {
      const next = () => Number(stream.next().value);
      const L = matrix(d, d);
      for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) L.data[i * d + j] = i === j ? 1 : next();
      const z = Float64Array.from({ length: d }, next);
      const b = times(L, z);
      const before = b.slice();
      expect([...forwardSolve(L, b)].map((x) => x + 0)).toEqual([...z].map((x) => x + 0));
      expect(b).toEqual(before);
    }),
  );
});

test('another length is refused', () => {
  expect(() => forwardSolve(matrix(2, 2), new Float64Array(3))).toThrow('L is 2 x 2 and b has length 3');
});
