/**
 * The work that is timed: per case the data (flat float64, read by every peer) and our own way to do it.
 * `run(steps)` gives the seconds and the loss after that many steps, which every contender must agree on.
 */
import { eigenSymmetric } from '../src/numerics/eigen.js';
import { gram, matrix, norm2, transpose, type Matrix } from '../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../src/numerics/stream.js';
import matrixFactorization from '../models/matrix-factorization.js';
import ridgeModel from '../models/ridge.js';
import twoLayerNetwork from '../models/two-layer-network.js';
import diagonalNetwork, { descent, type DiagonalRule } from '../models/diagonal-network.js';

export interface Case {
  readonly name: string;
  /** What the peers call it. */
  readonly kind: 'diagonal' | 'network' | 'sensing' | 'eigen' | 'ridge';
  readonly data: Float64Array;
  readonly run: (steps: number) => { seconds: number; loss: number };
}

const noStreams = streams({ suiteSeed: 'benchmark', claim: 'none', arm: 'claim', trial: 0 });

const flat = (...parts: (number | Float64Array)[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));

function timed(work: () => number): { seconds: number; loss: number } {
  const started = performance.now();
  const loss = work();
  return { seconds: (performance.now() - started) / 1000, loss };
}

const scaled = (x: Float64Array, by: number) => x.map((entry) => by * entry);

/** Plain gradient descent of the diagonal network, by the model itself. */
function diagonal(n: number, d: number, rate: number): Case {
  const from = seededStream(n * d);
  const X = matrix(n, d, scaled(normals(from, n * d), 1 / Math.sqrt(d)));
  const y = normals(from, n);
  return {
    name: `diagonal network ${n} x ${d}`,
    kind: 'diagonal',
    data: flat(n, d, rate, X.data, y),
    run: (steps) => {
      const { residual: _, ...rule } = descent({ alpha: 0.1, rate }).rule as DiagonalRule;
      return timed(() => {
        const { facts } = diagonalNetwork.train({ X, y }, { ...rule, steps }, noStreams);
        return (facts!['residual']! * facts!['residual']!) / 2;
      });
    },
  };
}

/** Gradient descent of the two-layer ReLU network with biases, all of the data in every step, by the model itself. */
function network(n: number, d: number, m: number): Case {
  const rate = 0.01;
  const from = seededStream(n * d + m);
  const X = matrix(n, d, normals(from, n * d));
  const y = normals(from, n);
  const theta = normals(from, m * (d + 2) + 1);
  for (let k = 0; k < theta.length; k++) theta[k]! /= k < d * m ? Math.sqrt(d) : Math.sqrt(m);
  // The peers hold a neuron's weights in a column.
  const W = transpose(matrix(m, d, theta.slice(0, m * d))).data;
  const trained = { W: true, b: true, a: true, c: true };
  return {
    name: `two-layer ReLU (${n}, ${d}, ${m})`,
    kind: 'network',
    data: flat(n, d, m, rate, X.data, y, W, theta.slice(m * d)),
    run: (steps) =>
      timed(() => {
        const rule = { width: m, activation: 'relu', theta, trained, rate, steps } as const;
        return twoLayerNetwork.train({ X, y }, rule, noStreams).facts!['loss']! / 2;
      }),
  };
}

/** Gradient descent on U U' seen through n random symmetric matrices, by the model itself. */
function sensing(n: number, d: number): Case {
  const rate = 0.002;
  const from = seededStream(n + d);
  const A = matrix(n, d * d, scaled(normals(from, n * d * d), 1 / Math.sqrt(n)));
  for (let k = 0; k < n; k++) {
    const form = A.data.subarray(k * d * d, (k + 1) * d * d);
    form.set(scaled(form, 0.5).map((half, at, halves) => half + halves[(at % d) * d + Math.floor(at / d)]!));
  }
  const y = normals(from, n);
  const rule = { optimizer: 'gradient', start: 'gaussian', alpha: 0.1 * Math.sqrt(d), rate } as const;
  const train = (steps: number) => matrixFactorization.train({ A, y }, { ...rule, steps }, noStreams);
  return {
    name: `matrix sensing d = ${d}, n = ${n}`,
    kind: 'sensing',
    data: flat(n, d, rate, A.data, y, train(0).parameters['U']!),
    run: (steps) =>
      timed(() => {
        const { facts } = train(steps);
        return (facts!['residual']! * facts!['residual']!) / 2;
      }),
  };
}

/** Eigenvalues and eigenvectors; a step is one decomposition, the loss is the largest eigenvalue. */
function eigen(n: number): Case {
  const G: Matrix = gram(matrix(n, n, normals(seededStream(n), n * n)));
  return {
    name: `eigenvectors, n = ${n}`,
    kind: 'eigen',
    data: flat(n, G.data),
    run: (steps) =>
      timed(() => {
        let largest = 0;
        for (let step = 0; step < steps; step++) largest = eigenSymmetric(G).values[n - 1]!;
        return largest;
      }),
  };
}

/** Ridge for 50 penalties by one decomposition, by the model itself; the loss is the length of the first solution. */
function ridge(n: number, p: number): Case {
  const from = seededStream(n + p);
  const X = matrix(n, p, normals(from, n * p));
  const y = normals(from, n);
  const penalties = Array.from({ length: 50 }, (_, k) => 0.01 * (k + 1));
  return {
    name: `ridge path n = ${n}, p = ${p}`,
    kind: 'ridge',
    data: flat(n, p, penalties.length, X.data, y, Float64Array.from(penalties)),
    run: (steps) =>
      timed(() => {
        let size = 0;
        for (let step = 0; step < steps; step++)
          size = norm2(ridgeModel.train({ X, y }, { penalties }, noStreams).parameters['beta']!.slice(0, p));
        return size;
      }),
  };
}

export const cases = (): Case[] => [
  diagonal(40, 100, 1e-3),
  diagonal(100, 1000, 1e-3),
  network(200, 20, 100),
  network(500, 50, 500),
  sensing(100, 20),
  ridge(300, 600),
  eigen(200),
  eigen(500),
];
