/**
 * The overparametrized linear problem in which uniform convergence fails: one coordinate of signal, D of noise.
 *
 * x = (2 y u, z), y = +-1 fair, u = length / sqrt(m), z ~ N(0, (energy / D) I_D); m samples S, as rows of X: m x (D + 1).
 * `mirrored` is S' = {((2 y u, -z), y)}, which has the law of S because z has a symmetric law. `spread` puts the
 * signal along a uniform direction of the first so many coordinates, by a reflection of the whole space.
 * Source: nagarajan2019uniform, section 3.1 (energy 32, length 1).
 */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { dot, matrix, norm2, type Matrix } from 'claimcheck/numerics/matrix';
import { fillNormals, normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import type { Sample as Labelled } from './sample.js';

/** Labels are -1 or 1. */
export type { Labelled };

export interface SignalNoise extends Labelled {
  readonly mirrored: Labelled;
  /** The unit vector along which the signal lies: D + 1. */
  readonly signal: Float64Array;
  /** u */
  readonly size: number;
  readonly m: number;
  readonly D: number;
  /** The expected squared length of the noise of one input. */
  readonly energy: number;
}

/** What S' changes of S: the sign of the noise; of the input; of input and label; or the noise itself, drawn anew. */
type Mirror = 'noise' | 'input' | 'example' | 'fresh';

export interface Setting {
  readonly energy?: number;
  /** The length of the signal times sqrt(m); or else u itself. */
  readonly length?: number;
  readonly size?: number;
  readonly mirror?: Mirror;
  /** Over how many coordinates the signal is spread; at most D + 1. */
  readonly spread?: number;
}

/** `count` samples with the signal in coordinate 0. */
function samples(stream: Stream, y: Float64Array, D: number, size: number, energy: number): Matrix {
  const X = matrix(y.length, D + 1);
  const scale = Math.sqrt(energy / D);
  // Drawn at the end of X; every draw moves to a place that no later one is read from.
  const noise = X.data.subarray(y.length);
  fillNormals(stream, noise);
  for (let i = 0; i < y.length; i++) {
    X.data[i * (D + 1)] = 2 * y[i]! * size;
    for (let j = 0; j < D; j++) X.data[i * (D + 1) + 1 + j] = scale * noise[i * D + j]!;
  }
  return X;
}

const fairLabels = (stream: Stream, m: number): Float64Array =>
  new Float64Array(m).map(() => (stream.uniform() < 0.5 ? -1 : 1));

/** The reflection I - 2 h h' that takes the first axis to `to`, applied to every row in place. */
function reflect(X: Matrix, to: Float64Array): void {
  const h = to.map((entry, j) => (j === 0 ? 1 : 0) - entry);
  const length = norm2(h);
  for (let j = 0; j < h.length; j++) h[j]! /= length;
  for (let i = 0; i < X.rows; i++) {
    const row = X.data.subarray(i * X.cols, (i + 1) * X.cols);
    const along = 2 * dot(row, h);
    for (let j = 0; j < h.length; j++) row[j]! -= along * h[j]!;
  }
}

export function signalNoise(m: number, D: number, setting: Setting, from: number): SignalNoise {
  const { energy = 32, length = 1, size = length / Math.sqrt(m), mirror = 'noise', spread = 1 } = setting;
  const stream = seededStream(from);
  const y = fairLabels(stream, m);
  const X = samples(stream, y, D, size, energy);
  const Y = mirror === 'fresh' ? samples(stream, y, D, size, energy) : matrix(m, D + 1);
  if (mirror !== 'fresh') for (let k = 0; k < Y.data.length; k++) Y.data[k] = -X.data[k]!;
  if (mirror === 'noise') for (let k = 0; k < Y.data.length; k += D + 1) Y.data[k] = X.data[k]!;
  const signal = new Float64Array(D + 1);
  signal[0] = 1;
  if (spread > 1) {
    signal.set(normals(stream, Math.min(spread, D + 1)));
    const scale = norm2(signal);
    for (let j = 0; j <= D; j++) signal[j]! /= scale;
    reflect(X, signal);
    reflect(Y, signal);
  }
  const labels = mirror === 'example' ? y.map((label) => -label) : y;
  return { X, y, mirrored: { X: Y, y: labels }, signal, size, m, D, energy };
}

/** `count` fresh samples of the law of the task's S. */
export function freshSamples(task: SignalNoise, stream: Stream, count: number): Labelled {
  const y = fairLabels(stream, count);
  const X = samples(stream, y, task.D, task.size, task.energy);
  if (task.signal[0] !== 1) reflect(X, task.signal);
  return { X, y };
}

/** The task trained on S': the two samples change places. */
export const swapped = (task: SignalNoise): SignalNoise => ({
  ...task,
  ...task.mirrored,
  mirrored: { X: task.X, y: task.y },
});

/**
 * A sample as typical as S, k = 0, 1, 2, ...: the noise of input i is negated if i and k have an odd number of binary
 * digits in common. Of 2^p such samples most pairs of inputs have their noise on one side in half, so that over them
 * |sum y z|^2 varies far less than over as many samples that are drawn.
 */
export const turned =
  (k: number) =>
  ({ X, y, D }: SignalNoise): Labelled => {
    const data = X.data.slice();
    for (let i = 0; i < X.rows; i++) {
      let common = i & k;
      let odd = false;
      for (; common > 0; common >>= 1) if (common & 1) odd = !odd;
      if (odd) for (let j = 1; j <= D; j++) data[i * (D + 1) + j] = -data[i * (D + 1) + j]!;
    }
    return { X: { ...X, data }, y };
  };

/** What S' is, beside S. */
const MIRRORED: Readonly<Record<Mirror, string>> = {
  noise: 'S with the noise negated',
  input: 'S with all of the inputs negated',
  example: 'S with inputs and labels negated',
  fresh: 'S with the noise drawn anew',
};

function about(sizes: readonly (readonly [m: number, D: number])[], setting: Setting): string {
  const { energy = 32, length = 1, size, mirror = 'noise', spread = 1 } = setting;
  const over = spread === Infinity ? 'all coordinates' : `the first ${spread} coordinates (at most D + 1)`;
  return (
    `S has m examples in R^(D + 1), (m, D) ${sizes.length > 1 ? 'equally likely ' : '= '}` +
    `${sizes.map(([m, D]) => `(${m}, ${D})`).join(', ')}: y = +-1 fair, x = (2 y u, z) with u = ` +
    `${size ?? `${length} / sqrt(m)`}, z Gaussian with ` +
    `E|z|^2 = ${energy}${spread > 1 ? `; the first axis is reflected to a uniform direction of ${over}` : ''}. ` +
    `S' is ${MIRRORED[mirror]}.`
  );
}

/** S and S' of the given sizes (m samples, D coordinates of noise), equally likely. */
export function signalNoiseTasks(
  name: string,
  sizes: readonly (readonly [m: number, D: number])[],
  setting: Setting = {},
): Population<SignalNoise> {
  return {
    name,
    version: 1,
    about: about(sizes, setting),
    arbitrary: fc.tuple(fc.constantFrom(...sizes), seed).map(([[m, D], from]) => signalNoise(m, D, setting, from)),
  };
}

/** Such tasks, and the same draws under another setting, for controls and dials. */
export function signalNoiseSettings(name: string, sizes: readonly (readonly [m: number, D: number])[]) {
  const tasks = signalNoiseTasks(name, sizes);
  const changed = (what: string, setting: Setting): Population<SignalNoise> => ({
    ...signalNoiseTasks(`${name}, ${what}`, sizes, setting),
    drawsOf: tasks,
  });
  return { tasks, changed };
}
