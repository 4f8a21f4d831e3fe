/**
 * The work that is timed: per case the data (flat float64, read by every peer) and our own way to do it, by the models of a
 * build. `run(build, steps)` gives the processor seconds and the loss after that many steps, on which all must agree.
 */
import { eigenvaluesSymmetric } from '../src/numerics/eigen.js';
import { gram, matrix, norm2, transpose, type Matrix } from '../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../src/numerics/stream.js';
import { NAME, type Modules } from './modules.js';
import { timed, type Timing } from './timed.js';

export interface Case {
  readonly name: string;
  /** What the peers call it. */
  readonly kind: 'diagonal' | 'dual' | 'network' | 'sensing' | 'eigen' | 'ridge';
  readonly data: Float64Array;
  readonly run: (build: Modules, steps: number) => Timing;
}

const flat = (...parts: (number | Float64Array)[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));

const scaled = (x: Float64Array, by: number) => x.map((entry) => by * entry);
const half = (residual: number) => (residual * residual) / 2;

/** Rows of about unit length, and labels. */
function regression(n: number, d: number) {
  const from = seededStream(n * d);
  const X = matrix(n, d, scaled(normals(from, n * d), 1 / Math.sqrt(d)));
  return { X, y: normals(from, n) };
}

/** Plain gradient descent of the diagonal network. */
function diagonal(n: number, d: number): Case {
  const rate = 1e-3;
  const task = regression(n, d);
  return {
    name: `diagonal network ${n} x ${d}`,
    kind: 'diagonal',
    data: flat(n, d, rate, task.X.data, task.y),
    run: ({ diagonal, streams }, steps) =>
      timed(() => {
        const rule = { optimizer: 'gradient', alpha: 0.1, rate, steps } as const;
        return half(diagonal.train(task, rule, streams).facts!['residual']!);
      }),
  };
}

/** Dual steps of the diagonal network, as long as they may be. */
function dual(n: number, d: number): Case {
  const task = regression(n, d);
  return {
    name: `dual steps ${n} x ${d}`,
    kind: 'dual',
    data: flat(n, d, eigenvaluesSymmetric(gram(task.X))[n - 1]!, task.X.data, task.y),
    run: ({ diagonal, streams }, steps) =>
      timed(() => {
        const rule = { optimizer: 'mirror', alpha: 0.1, steps } as const;
        return half(diagonal.train(task, rule, streams).facts!['residual']!);
      }),
  };
}

/** Gradient descent of the two-layer ReLU network with biases, all of the data in every step. */
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
    run: ({ network, streams }, steps) =>
      timed(() => {
        const rule = { width: m, activation: 'relu', theta, trained, rate, steps } as const;
        return network.train({ X, y }, rule, streams).facts!['loss']! / 2;
      }),
  };
}

/** Gradient descent on U U' seen through n random symmetric matrices. */
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
  const U = normals(streams(NAME).train(), d * d).map((entry) => (rule.alpha * entry) / Math.sqrt(d));
  return {
    name: `matrix sensing d = ${d}, n = ${n}`,
    kind: 'sensing',
    data: flat(n, d, rate, A.data, y, U),
    run: ({ sensing, streams }, steps) =>
      timed(() => half(sensing.train({ A, y }, { ...rule, steps }, streams).facts!['residual']!)),
  };
}

/** Eigenvalues and eigenvectors; a step is one decomposition, the loss is the largest eigenvalue. */
function eigen(n: number): Case {
  const G: Matrix = gram(matrix(n, n, normals(seededStream(n), n * n)));
  return {
    name: `eigenvectors, n = ${n}`,
    kind: 'eigen',
    data: flat(n, G.data),
    run: ({ eigenSymmetric }, steps) =>
      timed(() => {
        let largest = 0;
        for (let step = 0; step < steps; step++) largest = eigenSymmetric(G).values[n - 1]!;
        return largest;
      }),
  };
}

/** Ridge for 50 penalties by one decomposition; the loss is the length of the first solution. */
function ridge(n: number, p: number): Case {
  const from = seededStream(n + p);
  const X = matrix(n, p, normals(from, n * p));
  const y = normals(from, n);
  const penalties = Array.from({ length: 50 }, (_, k) => 0.01 * (k + 1));
  return {
    name: `ridge path n = ${n}, p = ${p}`,
    kind: 'ridge',
    data: flat(n, p, penalties.length, X.data, y, Float64Array.from(penalties)),
    run: ({ ridge, streams }, steps) =>
      timed(() => {
        let size = 0;
        for (let step = 0; step < steps; step++)
          size = norm2(ridge.train({ X, y }, { penalties }, streams).parameters['beta']!.slice(0, p));
        return size;
      }),
  };
}

export const cases = (): Case[] => [
  diagonal(3, 9),
  diagonal(6, 21),
  diagonal(20, 50),
  diagonal(40, 100),
  diagonal(100, 1000),
  dual(3, 9),
  dual(6, 21),
  dual(20, 50),
  dual(40, 100),
  network(10, 1, 20),
  network(20, 5, 30),
  network(30, 10, 64),
  network(200, 20, 100),
  network(500, 50, 500),
  sensing(100, 20),
  ridge(300, 600),
  eigen(200),
  eigen(500),
];
