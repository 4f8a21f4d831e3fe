/** Kernels between rows: every entry from the inner product and the lengths, exactly symmetric on one set of rows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kernelBetween } from '../../models/kernel/between.js';
import { dot, matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';

const size = fc.integer({ min: 1, max: 20 });

test('is the entry of each pair of rows, with one more coordinate', () => {
  fc.assert(
    fc.property(
      size,
      size,
      size,
      fc.constantFrom(0, 1, 2.5),
      fc.integer({ min: 0, max: 1e6 }),
      (n, m, d, bias, seed) => {
        const stream = seededStream(seed);
        const A = matrix(n, d, normals(stream, n * d));
        const B = matrix(m, d, normals(stream, m * d));
        const entry = (inner: number, size: number) => inner * inner - size / 3;
        for (const Z of [A, B, matrix(n, d, A.data.slice())]) {
          const K = kernelBetween(A, Z, entry, bias);
          expect([K.rows, K.cols]).toEqual([n, Z.rows]);
          for (let i = 0; i < n; i++)
            for (let j = 0; j < Z.rows; j++) {
              const [x, z] = [A.data.subarray(i * d, (i + 1) * d), Z.data.subarray(j * d, (j + 1) * d)];
              const lengths = Math.sqrt(dot(x, x) + bias) * Math.sqrt(dot(z, z) + bias);
              expect(K.data[i * Z.rows + j]).toBe(entry(dot(x, z) + bias, lengths));
            }
        }
      },
    ),
  );
});
