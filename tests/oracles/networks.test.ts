import { describe, expect, it } from 'vitest';
import { fromRows, matrix, norm2, normInf, subtract, times, transpose } from '../../src/numerics/matrix.js';
import { leastSquares } from '../../src/numerics/qr.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { atEnd, curvature } from '../../oracles/curvature.js';
import { flattening } from '../../oracles/flattening.js';
import { layeredOutputs, perturbed, slopes } from '../../oracles/layered.js';
import { leastMarginBound, marginBound } from '../../oracles/margin-bound.js';
import { oneLayerMargin } from '../../oracles/one-layer-margin.js';
import { atStart, tangentLimit } from '../../oracles/tangent-limit.js';
import { jacobian, outputs, type Activation } from '../../oracles/two-layer.js';
import { weightedCurvature } from '../../oracles/weighted-curvature.js';
import { reading } from '../reference/reading.js';

interface Reference {
  readonly curvature: readonly {
    X: number[];
    width: number;
    theta: number[];
    largest: number;
    trace: number;
    mean: number;
    weighted: number;
  }[];
  readonly dropout: readonly { q: number; a: number[]; h: number[]; y: number; loss: number }[];
  readonly margin: { value: number; theta: number[] };
  readonly ldam: readonly { sizes: number[]; total: number; bound: number; margins: number[] }[];
  readonly tangent: readonly {
    activation: Activation;
    width: number;
    scale: number;
    X: number[][];
    points: number[][];
    theta: number[];
    y: number[];
    predictions: number[];
  }[];
}
const { reference: values, unread } = reading('networks', 'curvature', 'dropout', 'margin', 'ldam', 'tangent');
const reference = values as Reference;
const vector = (entries: readonly number[]) => Float64Array.from(entries);

describe('curvature', () => {
  it.each(reference.curvature)('agrees with 50 digits: $width neurons', (instance) => {
    const network = { width: instance.width, activation: 'relu' as const, theta: vector(instance.theta) };
    const X = matrix(instance.X.length, 1, vector(instance.X));
    const { value, error } = curvature.answer({ network, X });
    for (const name of ['largest', 'trace', 'mean'] as const)
      expect(Math.abs(value[name] - instance[name])).toBeLessThanOrEqual(error + 1e-15 * instance[name]);
    const smooth = weightedCurvature.answer({ network, X });
    expect(Math.abs(smooth.value.weighted - instance.weighted)).toBeLessThanOrEqual(smooth.error);
    expect(smooth.value.bound).toBe(1 + 2 * smooth.value.weighted);
  });

  it('is changed by every fault of it and of the bound', () => {
    const networks = reference.curvature.map((instance) => ({
      network: { width: instance.width, activation: 'relu' as const, theta: vector(instance.theta) },
      X: matrix(instance.X.length, 1, vector(instance.X)),
    }));
    for (const [name, fault] of Object.entries(curvature.faults!))
      expect(
        networks.some((at) => Math.abs(fault.by(at).value.largest / curvature.answer(at).value.largest - 1) > 1e-3),
        name,
      ).toBe(true);
    for (const [name, fault] of Object.entries(weightedCurvature.faults!))
      expect(
        networks.some((at) => Math.abs(fault.by(at).value.bound / weightedCurvature.answer(at).value.bound - 1) > 1e-4),
        name,
      ).toBe(true);
  });
});

describe('questions about a run', () => {
  const theta = vector([0.5, -1, 0.25, 2, 0.1, -0.2, 1, -0.5, 0.3]);
  const start = theta.map((entry) => entry / 2);
  const rule = { width: 2, activation: 'tanh' as const, scale: 0.7 };
  const task = { X: matrix(1, 2, vector([1, -0.5])), y: vector([1]), points: matrix(1, 2, vector([2, 3])) };

  it('the curvature at its end is that of what it trained: W and a where the rule does not say', () => {
    const network = { ...rule, theta };
    const trace = (run: Parameters<typeof atEnd>[0]['run']) => curvature.answer(atEnd({ task, run })).value.trace;
    const of = (covered: object) => curvature.answer({ X: task.X, network, covered }).value.trace;
    expect(trace({ theta, rule })).toBe(of({ b: false, c: false }));
    expect(trace({ theta, rule: { ...rule, trained: { b: true, a: false } } })).toBe(of({ a: false, c: false }));
  });

  it('the tangent limit is that of its start, at its alpha', () => {
    const network = { ...rule, theta: start };
    expect(tangentLimit.answer(atStart({ task, run: { start, rule } }))).toEqual(
      tangentLimit.answer({ ...task, network, alpha: 1 }),
    );
    expect(tangentLimit.answer(atStart({ task, run: { start, rule: { ...rule, alpha: 10 } } }))).toEqual(
      tangentLimit.answer({ ...task, network, alpha: 10 }),
    );
  });
});

describe('flattening', () => {
  const stream = seededStream(8);
  const [width, n, d] = [6, 4, 3];
  const theta = normals(stream, width * d + 2 * width + 1).map((entry, k) =>
    (k >= width * d && k < width * d + width) || k === width * d + 2 * width ? 0 : entry,
  );
  const network = { width, activation: 'tanh' as const, theta };
  const X = matrix(n, d, normals(stream, n * d));
  const question = { network, X, rate: 0.2, sigma: 0.3, batch: 2 };
  const covered = { b: false, c: false };

  it('is the square of the projected gradient of the trace, by differences', () => {
    const trace = (at: Float64Array) =>
      curvature.answer({ network: { ...network, theta: at }, X, covered }).value.trace;
    const J = jacobian(network, X, covered);
    const moved = (p: number, by: number) => theta.map((entry, k) => (k === p ? entry + by : entry));
    const trained = (p: number) => J.data.some((entry, k) => k % theta.length === p && entry !== 0);
    const slope = theta.map((_, p) => (trained(p) ? (trace(moved(p, 1e-5)) - trace(moved(p, -1e-5))) / 2e-5 : 0));
    // The part of the slope that no combination of the rows of J reaches.
    const left = subtract(slope, times(transpose(J), leastSquares(transpose(J), slope)));
    const expected = ((0.2 * 0.3) ** 2 / 8) * norm2(left) ** 2;
    const { value, error } = flattening.answer(question);
    expect(Math.abs(value / expected - 1)).toBeLessThan(1e-6);
    expect(error / value).toBeLessThan(1e-9);
  });

  it('is changed by every fault', () => {
    const { value } = flattening.answer(question);
    for (const [name, { by }] of Object.entries(flattening.faults!))
      expect(Math.abs(by(question).value / value - 1), name).toBeGreaterThan(0.05);
  });

  it('refuses what it has no formula for', () => {
    expect(() => flattening.answer({ ...question, network: { ...network, activation: 'relu' } })).toThrow(
      /expected tanh/,
    );
  });
});

describe('two-layer gradients', () => {
  it.each(['tanh', 'softplus', 'relu', 'linear'] as const)('agree with differences: %s', (activation) => {
    const stream = seededStream(3);
    const [width, d] = [4, 3];
    const theta = normals(stream, width * d + 2 * width + 1);
    const X = matrix(5, d, normals(stream, 5 * d));
    const network = { width, activation, scale: 0.7, theta };
    const J = jacobian(network, X);
    for (let p = 0; p < theta.length; p++) {
      const at = (by: number) =>
        outputs({ ...network, theta: theta.map((entry, k) => (k === p ? entry + by : entry)) }, X);
      const differences = subtract(at(1e-5), at(-1e-5)).map((entry) => entry / 2e-5);
      differences.forEach((entry, i) => expect(Math.abs(entry - J.data[i * theta.length + p]!)).toBeLessThan(1e-8));
    }
  });
});

describe('tangentLimit', () => {
  it.each(reference.tangent)('agrees with 50 digits: $activation', (instance) => {
    const network = { ...instance, theta: vector(instance.theta) };
    const question = {
      network,
      alpha: 1,
      X: fromRows(instance.X),
      y: vector(instance.y),
      points: fromRows(instance.points),
    };
    const { value, error } = tangentLimit.answer(question);
    const expected = vector(instance.predictions);
    expect(normInf(subtract(value.predictions, expected))).toBeLessThanOrEqual(error + 1e-12 * normInf(expected));
    for (const [name, fault] of Object.entries(tangentLimit.faults!))
      expect(normInf(subtract(fault.by(question).value.predictions, expected)), name).toBeGreaterThan(1e-4);
  });
});

describe('leastMarginBound', () => {
  it.each(reference.ldam)('agrees with the root of the multiplier: $sizes', ({ sizes, total, bound, margins }) => {
    const { value, error } = leastMarginBound.answer({ sizes, total });
    expect(Math.abs(value.bound - bound)).toBeLessThanOrEqual(error);
    expect(normInf(subtract(value.margins, vector(margins)))).toBeLessThan(1e-14);
    expect(Math.abs(marginBound(margins, sizes) - bound)).toBeLessThan(1e-12 * bound);
    if (new Set(sizes).size > 1)
      for (const [name, fault] of Object.entries(leastMarginBound.faults!))
        expect(fault.by({ sizes, total }).value.bound / bound, name).toBeGreaterThan(1 + 1e-5);
  });
});

describe('the margin of four neurons', () => {
  it('is 1/4 on every example', () => {
    const theta = vector(reference.margin.theta);
    const size = theta.reduce((sum, entry) => sum + entry * entry, 0) / 2;
    const X = fromRows([
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]);
    const f = outputs({ width: 4, activation: 'relu', theta }, X);
    expect([...f].map((value, i) => (value * (i < 2 ? 1 : -1)) / size)).toEqual(
      new Array(4).fill(reference.margin.value),
    );
  });
});

describe('dropout', () => {
  it.each(reference.dropout)('costs its explicit form on average over all masks: q = $q', ({ q, a, h, y, loss }) => {
    const f = a.reduce((sum, weight, k) => sum + weight * h[k]!, 0);
    const spread = a.reduce((sum, weight, k) => sum + (weight * h[k]!) ** 2, 0);
    const explicit = ((f - y) * (f - y)) / 2 + (q / (2 * (1 - q))) * spread;
    expect(Math.abs(explicit - loss)).toBeLessThan(1e-14 * (1 + loss));
  });
});

describe('layered networks', () => {
  const stream = seededStream(11);
  const widths = [3, 5, 4, 1];
  const theta = normals(stream, 3 * 5 + 5 * 4 + 4);
  const x = normals(stream, 3);

  it('have slopes that agree with differences of perturbed outputs', () => {
    const { f, inputs, outputs: h } = perturbed({ widths, theta }, x);
    expect(f).toBe(layeredOutputs({ widths, theta }, matrix(1, 3, x))[0]);
    slopes({ widths, theta }, h).forEach((slope, i) =>
      slope.forEach((entry, k) => {
        const size = Math.sqrt(inputs[i]!.reduce((sum, value) => sum + value * value, 0));
        const at = (by: number) =>
          perturbed(
            { widths, theta },
            x,
            widths
              .slice(1)
              .map((wide, l) => Float64Array.from({ length: wide }, (_, j) => (l === i && j === k ? by : 0))),
          ).f;
        expect(Math.abs((at(1e-6) - at(-1e-6)) / (2e-6 * size) - entry)).toBeLessThan(1e-7);
      }),
    );
  });

  it('of one layer have a margin that every fault changes', () => {
    const question = { w: theta.slice(0, 3), X: matrix(2, 3, normals(stream, 6)), y: Float64Array.of(1, -1) };
    const flipped = { ...question, y: question.y.map((label) => -label) };
    const [right, other] = [oneLayerMargin.answer(question).value, oneLayerMargin.answer(flipped).value];
    // Each point is right with one label and wrong with the other.
    right.forEach((margin, i) => expect([Math.min(margin, other[i]!), margin + other[i]! > 0]).toEqual([0, true]));
    for (const [name, fault] of Object.entries(oneLayerMargin.faults!))
      expect(
        normInf(subtract(fault.by(question).value, right)) + normInf(subtract(fault.by(flipped).value, other)),
        name,
      ).toBeGreaterThan(1e-3);
  });
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
