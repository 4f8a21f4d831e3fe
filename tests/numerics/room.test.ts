/** A room lasts as long as its training; what is made elsewhere, or finds no place, is an array like any other. */
import { afterEach, expect, test } from 'vitest';
import { useKernels } from '../../src/numerics/kernels/instance.js';
import { matrix, times, timesInto } from '../../src/numerics/matrix.js';
import { inRoom, kept, resident, vector, within } from '../../src/numerics/room.js';

afterEach(() => useKernels('wasm'));

test('it is let go at the end, also of a training that fails', () => {
  let x: Float64Array = new Float64Array(0);
  within(() => (x = vector([1, 2, 3])));
  expect([...x]).toEqual([NaN, NaN, NaN]);
  expect(() =>
    within(() => {
      x = vector([1, 2, 3]);
      throw new Error('diverged');
    }),
  ).toThrow('diverged');
  expect([...x]).toEqual([NaN, NaN, NaN]);
});

test('what is kept outlives it', () => {
  const x = within(() => kept(vector([1, 2])));
  within(() => vector([3, 4]));
  expect([...x]).toEqual([1, 2]);
  expect(inRoom(x)).toBe(false);
});

test('a training inside of another leaves the outer room as it was', () => {
  within(() => {
    const outer = vector([1, 2, 3]);
    within(() => vector([4, 5, 6, 7]));
    const next = vector(2);
    expect([...outer, ...next]).toEqual([1, 2, 3, 0, 0]);
  });
});

test('products of matrices in between do not touch it', () => {
  within(() => {
    const x = vector([1, 2, 3]);
    const A = matrix(40, 40, new Float64Array(1600).fill(2));
    times(A, new Float64Array(40).fill(1));
    expect([...x]).toEqual([1, 2, 3]);
  });
});

test('a change of a matrix that lies in a room is not seen', () => {
  within(() => {
    const A = matrix(1, 2, new Float64Array([1, 1]));
    const [X, x, out] = [resident(A), vector([1, 2]), vector(1)];
    A.data[0] = 100;
    timesInto(X, x, out);
    expect([...out]).toEqual([3]);
  });
});

test('outside, with the plain kernels and where it is full, arrays are like any other', () => {
  expect(inRoom(vector(3))).toBe(false);
  within(() => expect(inRoom(vector(1 << 29))).toBe(false));
  useKernels('reference');
  within(() => {
    const x = vector([1, 2]);
    expect(inRoom(x, resident(matrix(1, 2)))).toBe(false);
    expect([...x]).toEqual([1, 2]);
  });
});
