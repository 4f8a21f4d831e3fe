import { describe, expect, test } from 'vitest';
import classifier, { type ClassifierRule } from '../../models/margin-classifier.js';
import completion from '../../models/completion-methods.js';
import decayed from '../../models/decayed-network.js';
import dropoutModel from '../../models/dropout-linear.js';
import factorization from '../../models/penalized-factorization.js';
import filtered from '../../models/filtered-descent.js';
import penalized, { type PenalizedRule } from '../../models/penalized-linear.js';
import sparseMethods from '../../models/sparse-methods.js';
import tangent from '../../models/tangent-kernel.js';
import { lbfgs } from '../../models/penalized/lbfgs.js';
import type { Model, Streams } from '../../src/claim.js';
import { dot, matrix, norm1, norm2, normInf, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { dropoutRidge } from '../../oracles/dropout-ridge.js';
import { countedError, freshError } from '../../oracles/measures/signal-noise.js';
import { operatorRisk } from '../../oracles/measures/operator-risk.js';
import { risk } from '../../oracles/measures/risk.js';
import { freshSamples, signalNoise, swapped } from '../../tasks/signal-noise.js';
import { heldOutCompletion } from '../../tasks/held-out-completion.js';
import { heldOutSparse } from '../../tasks/held-out-sparse.js';
import { reluTeacher } from '../../tasks/relu-teacher.js';
import { twoForms } from '../../tasks/matrix-completion.js';
import { enumerable } from '../../tasks/small-designs.js';
import { atSharpTime, estimation } from '../../tasks/spectra.js';
import { spheres } from '../../tasks/spheres.js';
import fc from 'fast-check';

const streams: Streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };
const first = <T>(arbitrary: fc.Arbitrary<T>, count = 3): T[] => fc.sample(arbitrary, { numRuns: count, seed: 1 });

describe('margin-classifier', () => {
  const task = signalNoise(8, 400, {}, 3);
  const fit = (rule: ClassifierRule) => classifier.train(task, rule, streams);

  test('each rule meets the conditions of its optimum', () => {
    const { X, y } = task;
    const w = fit({ kind: 'ridge', penalty: 2 }).parameters['w']!;
    const slope = timesTransposed(X, subtract(times(X, w), y)).map((entry, j) => entry + 2 * w[j]!);
    expect(normInf(slope)).toBeLessThan(1e-10);

    const l = fit({ kind: 'logistic', penalty: 0.3 });
    const pull = times(X, l.parameters['w']!).map((a, i) => -y[i]! / (1 + Math.exp(y[i]! * a)));
    const g = timesTransposed(X, pull).map((entry, j) => entry + 0.3 * l.parameters['w']![j]!);
    expect(normInf(g)).toBeLessThan(1e-9);

    const svm = fit({ kind: 'max-margin' });
    times(X, svm.parameters['w']!).forEach((a, i) => {
      const [margin, price] = [y[i]! * a, svm.parameters['alpha']![i]!];
      expect(margin).toBeGreaterThan(1 - 1e-8);
      expect(Math.abs(price * (margin - 1))).toBeLessThan(1e-8);
    });

    const b = fit({ kind: 'lasso', share: 0.4 }).parameters['w']!;
    const penalty = 0.4 * normInf(timesTransposed(X, y));
    const prices = timesTransposed(X, subtract(y, times(X, b)));
    prices.forEach((price, j) => {
      expect(Math.abs(price)).toBeLessThan(penalty * (1 + 1e-6));
      if (b[j] !== 0) expect(Math.abs(price / penalty - Math.sign(b[j]!))).toBeLessThan(1e-6);
    });
  });

  test('dropout as a metric is the weighted ridge of its oracle', () => {
    const small = { X: matrix(6, 4, normals(seededStream(5), 24)), y: normals(seededStream(6), 6) };
    const w = classifier.train(small, { kind: 'ridge', metric: 'columns', penalty: 0.25 / 0.75 }, streams).parameters[
      'w'
    ]!;
    expect(normInf(subtract(w, dropoutRidge.answer({ ...small, q: 0.25 }).value))).toBeLessThan(1e-10);
  });

  test('the error on fresh inputs is what counting estimates, in any basis', () => {
    for (const spread of [1, Infinity]) {
      const rotated = signalNoise(8, 200, { spread }, 4);
      const run = classifier.train(rotated, { kind: 'one-step' }, streams);
      const counted = countedError(run, freshSamples(rotated, seededStream(9), 4000));
      const error = freshError(run.parameters['w']!, rotated);
      expect(Math.abs(counted - error)).toBeLessThan(4 * Math.sqrt((error * (1 - error)) / 4000));
    }
    expect(swapped(swapped(task)).X).toBe(task.X);
  });

  test('adversaries attain the dual norms', () => {
    const delta = timesTransposed(task.X, task.y).map((sum, j) => sum / 8 - 2 * task.size * task.signal[j]!);
    const at = (ball: 'L1' | 'L2') => dot(fit({ kind: 'adversary', ball, radius: 3 }).parameters['w']!, delta);
    expect(at('L1')).toBeCloseTo(3 * normInf(delta), 12);
    expect(at('L2')).toBeCloseTo(3 * norm2(delta), 12);
  });
});

describe('penalized-linear', () => {
  const X = matrix(10, 16, normals(seededStream(11), 160));
  const y = normals(seededStream(12), 10);
  const fit = (rule: Partial<PenalizedRule>) =>
    penalized.train({ X, y }, { loss: 'squared', optimizer: 'lbfgs', penalty: 0.2, gradient: 1e-9, ...rule }, streams);

  test('optimizers of one objective reach one point', () => {
    const w = fit({}).parameters['w']!;
    const others = ['descent', 'nesterov', 'heavy-ball', 'dual'] as const;
    for (const optimizer of others) expect(norm2(subtract(fit({ optimizer }).parameters['w']!, w))).toBeLessThan(1e-7);
    const slope = timesTransposed(X, subtract(times(X, w), y)).map((entry, j) => entry / 10 + 0.2 * w[j]!);
    expect(norm2(slope)).toBeLessThan(1e-8);
    const lasso = fit({ loss: 'lasso', optimizer: 'coordinates', gradient: 1e-12 }).parameters['w']!;
    for (const optimizer of ['ista', 'fista', 'factorized'] as const)
      expect(norm2(subtract(fit({ loss: 'lasso', optimizer }).parameters['w']!, lasso))).toBeLessThan(1e-5);
  });

  test('by coordinates, too, a column of zeros has no weight', () => {
    const blank = matrix(
      10,
      16,
      X.data.map((entry, k) => (k % 16 === 3 ? 0 : entry)),
    );
    const at = (optimizer: 'coordinates' | 'fista') =>
      penalized.train({ X: blank, y }, { loss: 'lasso', optimizer, penalty: 0.2, gradient: 1e-12 }, streams).parameters[
        'w'
      ]!;
    expect(at('coordinates')[3]).toBe(0);
    expect(norm2(subtract(at('coordinates'), at('fista')))).toBeLessThan(1e-5);
  });

  test('lbfgs minimizes a narrow valley', () => {
    const x = Float64Array.of(-1.2, 1);
    const { converged } = lbfgs(
      ([a, b], g) => {
        g[0] = -2 * (1 - a!) - 400 * a! * (b! - a! * a!);
        g[1] = 200 * (b! - a! * a!);
        return (1 - a!) * (1 - a!) + 100 * (b! - a! * a!) * (b! - a! * a!);
      },
      x,
      1e-10,
      500,
    );
    expect(converged).toBe(true);
    expect(norm2(subtract(x, Float64Array.of(1, 1)))).toBeLessThan(1e-9);
  });
});

test('filtered-descent: flow is the limit of small steps, ridge its formula', () => {
  for (const task of first(estimation.arbitrary)) {
    const sharp = atSharpTime(task);
    const { operator } = filtered.train(sharp, { kind: 'flow', time: 1 }, streams).parameters;
    const small = filtered.train(sharp, { kind: 'descent', rate: 1e-3, steps: 1000 }, streams).parameters;
    expect(norm2(subtract(operator!, small['operator']!)) / norm2(operator!)).toBeLessThan(1e-3);
    // Equal eigenvalues 1: M = (1 - 1/e) X'/n, |M|_F^2 = (1 - 1/e)^2 d / n.
    const filter = 1 - Math.exp(-1);
    expect(operatorRisk(operator!, sharp)).toBeCloseTo(
      (sharp.sigma2 * filter * filter * sharp.X.cols) / sharp.X.rows,
      10,
    );
  }
});

test('dropout-linear: all masks give the minimizer of the oracle', () => {
  for (const task of first(enumerable.arbitrary))
    expect(
      normInf(
        subtract(dropoutModel.train(task, { q: task.q }, streams).parameters['w']!, dropoutRidge.answer(task).value),
      ),
    ).toBeLessThan(1e-8);
});

test('sparse-methods: every path holds its ends', () => {
  const [task] = first(heldOutSparse('test', 0.5).arbitrary);
  const fit = (method: string, extra = {}) =>
    sparseMethods.train(task!, { method, ...extra }, streams).parameters['b']!;
  expect(norm2(subtract(times(task!.X, fit('least-norm')), task!.y))).toBeLessThan(1e-9);
  for (const method of ['lasso', 'relaxed', 'network'])
    expect(risk(fit(method), task!.truth)).toBeLessThan(risk(fit('ridge'), task!.truth) / 2);
  expect(norm1(fit('lasso'))).toBeLessThan(norm1(fit('least-norm')));
});

test('completion-methods: least norm keeps what is seen, ridge the zeros, the others complete', () => {
  const [task] = first(heldOutCompletion('test', { rank: 2, share: 0.6 }).arbitrary);
  const { truth, observed, seen, heldOut, missing } = task!;
  for (let k = 0; k < seen.length; k++) expect(seen[k]! + heldOut[k]! + missing[k]!).toBe(1);
  const fit = (method: string) => completion.train(task!, { method, alpha: 1e-3 }, streams).parameters['W']!;
  expect(fit('least-norm')).toEqual(observed.data.map((entry, k) => (seen[k] ? entry : 0)));
  const lost = (W: Float64Array) => norm2(subtract(W, truth.data).map((entry, k) => missing[k]! * entry));
  expect(lost(fit('ridge'))).toBe(lost(new Float64Array(seen.length)));
  for (const method of ['nuclear', 'factors']) expect(lost(fit(method))).toBeLessThan(lost(fit('ridge')) / 2);
});

test('completion-methods: a strength of the grid, or the one best on the held-out entries', () => {
  const [task] = first(heldOutCompletion('test', { rank: 2, share: 0.6 }).arbitrary);
  const { observed, heldOut } = task!;
  const off = (W: Float64Array) => norm2(subtract(W, observed.data).map((entry, k) => heldOut[k]! * entry));
  for (const method of ['ridge', 'nuclear', 'factors']) {
    const fit = (rule: object) => completion.train(task!, { method, alpha: 1e-3, ...rule }, streams);
    const best = fit({});
    const grid = Array.from({ length: 16 }, (_, strength) => off(fit({ strength }).parameters['W']!));
    expect(off(best.parameters['W']!)).toBe(Math.min(...grid));
    expect(grid.indexOf(Math.min(...grid))).toBe(best.facts!.chosen);
  }
  expect(norm2(completion.train(task!, { method: 'nuclear', strength: 0 }, streams).parameters['W']!)).toBeLessThan(
    1e-9,
  );
});

test('decayed-network: the penalized objective falls, and a strong penalty switches every unit off', () => {
  const [task] = first(reluTeacher('test', 60, 5, 0.1).arbitrary);
  const run = (penalty: number, steps: number) => decayed.train(task!, { width: 4, penalty, steps }, streams);
  const value = (penalty: number, steps: number) => {
    const { parameters, predict } = run(penalty, steps);
    const off = norm2(subtract(predict(task!.X), task!.y));
    const size = norm2(parameters['theta']!);
    return (off * off) / 120 + (penalty * size * size) / 2;
  };
  expect(value(1e-3, 300)).toBeLessThan(value(1e-3, 20));
  expect(value(1e-3, 20)).toBeLessThan(value(1e-3, 1));
  // Above the slope at 0 the penalty switches all units off.
  const strong = run(10, 300);
  expect(strong.stopped).toBe('gradient');
  expect(norm2(strong.parameters['theta']!)).toBeLessThan(1e-6);
});

test('tangent-kernel interpolates and its kernel is that of random features', () => {
  const [task] = first(spheres('test', 20, 3, 1.1).arbitrary);
  const run = tangent.train(task!, { penalty: 1e-10 }, streams);
  expect(normInf(subtract(run.predict(task!.X), task!.y))).toBeLessThan(1e-4);
  // f at a point is sum alpha k; with alpha = e_i it is one kernel value, estimated by 200000 Gaussian units.
  const stream = seededStream(4);
  const x = Float64Array.of(...task!.X.data.subarray(0, 3), 1);
  const z = Float64Array.of(...task!.X.data.subarray(3, 6), 1);
  let sum = 0;
  const units = 200_000;
  for (let k = 0; k < units; k++) {
    const w = normals(stream, 4);
    const [a, b] = [dot(w, x), dot(w, z)];
    if (a > 0 && b > 0) sum += a * b + dot(x, z);
  }
  const two = { X: matrix(1, 3, task!.X.data.slice(0, 3)), y: Float64Array.of(1) };
  const one = tangent.train(two, { penalty: 1e-12 }, streams);
  const value = one.predict(matrix(1, 3, task!.X.data.slice(3, 6)))[0]! / one.parameters['alpha']![0]!;
  expect(Math.abs(sum / units / value - 1)).toBeLessThan(0.02);
});

describe('faults are wrong and harmless variants are not', () => {
  const [completion] = first(twoForms.arbitrary);
  const [estimate] = first(estimation.arbitrary);
  const [dropped] = first(enumerable.arbitrary);
  const [held] = first(heldOutSparse('test', 0.5).arbitrary);
  const [ball] = first(spheres('test', 30, 4, 1.1).arbitrary);
  const noisy = signalNoise(8, 300, {}, 3);
  const plain = { X: matrix(10, 16, normals(seededStream(11), 160)), y: normals(seededStream(12), 10) };
  const rules: [Model, unknown, object[]][] = [
    [
      classifier,
      noisy,
      [
        { kind: 'ridge', penalty: 1 },
        { kind: 'lasso', share: 0.5 },
      ],
    ],
    [tangent, ball, [{ penalty: 1e-8 }]],
    [
      penalized,
      plain,
      [
        { loss: 'lasso', optimizer: 'fista', penalty: 0.1, gradient: 1e-10 },
        { loss: 'lasso', optimizer: 'factorized', penalty: 0.1, gradient: 1e-9, depth: 3 },
      ],
    ],
    [
      filtered,
      estimate,
      [
        { kind: 'ridge', penalty: 1 },
        { kind: 'flow', time: 2 },
        { kind: 'descent', rate: 1, steps: 3 },
      ],
    ],
    [dropoutModel, dropped, [{ q: 0.3 }]],
    [sparseMethods, held, [{ method: 'relaxed' }, { method: 'lasso' }, { method: 'network' }]],
    [factorization, completion!.completion, [{ optimizer: 'factors', penalty: 0.5 }]],
  ];
  test.each(rules.map(([model, task, list]) => [model.name, model, task, list] as const))(
    '%s',
    (_, model, task, list) => {
      const run = (train: Model['train'], rule: object) => {
        const { parameters, facts } = train(task, rule, streams);
        return Float64Array.of(...Object.values(parameters)[0]!, facts?.['noise'] ?? 0);
      };
      for (const fault of Object.values(model.faults!)) {
        const moved = list.map((rule) => {
          const right = run(model.train, rule);
          const wrong = run(fault.by, rule);
          return wrong.length === right.length ? norm2(subtract(wrong, right)) / norm2(right) : Infinity;
        });
        expect(Math.max(...moved), fault.what).toBeGreaterThan(1e-5);
      }
    },
  );
  test('harmless variants of convex rules reach the same point', () => {
    const rule = { loss: 'squared', optimizer: 'lbfgs', penalty: 0.1, gradient: 1e-10 };
    const right = penalized.train(plain, rule, streams).parameters['w']!;
    const other = penalized.harmless!['another start']!.by(plain, rule, streams).parameters['w']!;
    expect(norm2(subtract(other, right))).toBeLessThan(1e-8);
    const factors = { optimizer: 'factors', penalty: 0.5 };
    const W = factorization.train(completion!.completion, factors, streams).parameters['W']!;
    const wider = factorization.harmless!['wider factors']!.by(completion!.completion, factors, streams).parameters[
      'W'
    ]!;
    expect(norm2(subtract(W, wider)) / norm2(W)).toBeLessThan(1e-4);
  });
});
