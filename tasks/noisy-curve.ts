/** Noisy labels of a curve of one input. X: n x 1, y, truth: n. */
import type { Population } from 'claimcheck';
import { sin } from 'claimcheck/numerics/elementary';
import { matrix, type Matrix } from 'claimcheck/numerics/matrix';
import { seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';

export interface NoisyCurve {
  /** n x 1, ascending */
  readonly X: Matrix;
  readonly y: Float64Array;
  /** n; what the labels are without their noise. */
  readonly truth: Float64Array;
}

/** n points uniform on [-2, 2], y = 1.5 sin(frequency x + phase) + N(0, noise^2). */
export const noisyCurve = (n: number, noise: number, frequency = 1): Population<NoisyCurve> => ({
  name: `${n} noisy points of a curve, noise ${noise}${frequency === 1 ? '' : `, frequency ${frequency}`}`,
  version: 1,
  about:
    `${n} x uniform on [-2, 2], y = 1.5 sin(${frequency === 1 ? '' : `${frequency} `}x + phase)` +
    `${noise === 0 ? '' : ` + N(0, ${noise}^2)`} with a uniform phase.`,
  arbitrary: seed.map((from) => {
    const stream = seededStream(from);
    const x = Float64Array.from({ length: n }, () => 4 * stream.uniform() - 2).sort();
    const phase = 6.283185307179586 * stream.uniform();
    const truth = x.map((at) => 1.5 * sin(frequency * at + phase));
    return { X: matrix(n, 1, x), y: truth.map((label) => label + noise * stream.normal()), truth };
  }),
});
