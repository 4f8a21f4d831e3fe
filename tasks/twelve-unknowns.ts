/** Under-determined regressions in 12 unknowns, which are a vector, a column, or a matrix of 3 x 4, as one likes. X: n x 12, y: n. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { LABELS, orthogonalRows, ROWS, unitLabels } from './regression.js';
import type { Sample } from './sample.js';

export const twelveUnknowns: Population<Sample> = {
  name: 'few equations in twelve unknowns',
  version: 1,
  about: `n equations in 12 unknowns, n uniform in 3..5: X has ${ROWS}; ${LABELS}.`,
  arbitrary: fc.tuple(fc.integer({ min: 3, max: 5 }), seed).map(([n, from]) => {
    const stream = seededStream(from);
    const X = orthogonalRows(stream, n, 12);
    return { X, y: unitLabels(stream, n) };
  }),
};
