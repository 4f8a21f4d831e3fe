import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Streams } from '../../src/claim.js';
import { matrix } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import plainDiagonal, { type DiagonalRule } from '../../models/diagonal-network.js';
import plainLayered, { type LayeredRule } from '../../models/layered-network.js';
import plainTwoLayer, { type TwoLayerRule } from '../../models/two-layer-network.js';
import { assertBackend, backend, computedBy, tf } from '../../models/tfjs/backend.js';
import tfjsDiagonal from '../../models/tfjs/diagonal-network.js';
import tfjsLayered from '../../models/tfjs/layered-network.js';
import tfjsTwoLayer from '../../models/tfjs/two-layer-network.js';

const streams = (seed: number): Streams => ({
  train: () => seededStream(seed),
  noise: () => seededStream(seed + 1),
  eval: () => seededStream(seed + 2),
});

/** X: n x d standard normal, y: n, of signs where asked. */
function drawn(n: number, d: number, seed: number, signs = false) {
  const stream = seededStream(seed);
  const X = matrix(n, d);
  for (let k = 0; k < n * d; k++) X.data[k] = stream.normal();
  const y = Float64Array.from({ length: n }, () => (signs ? (stream.uniform() < 0.5 ? -1 : 1) : stream.normal()));
  return { X, y };
}

const EPSILON = 2 ** -24;

/**
 * The gradient that one step of plain descent takes, from both implementations. `rate` is a power of two so large that the
 * rounding of the parameters to float32 hardly counts; the last entry is the bound of what rounding can do.
 */
function gradients(rule: TwoLayerRule, seed: number, signs = false) {
  const rate = 256;
  const task = drawn(12, 5, seed, signs);
  const stream = seededStream(seed + 100);
  const m = rule.width;
  // Representable in float32, so that both start alike; away from kinks that rounding could cross.
  const theta = Float64Array.from({ length: 5 * m + 2 * m + 1 }, () => Math.fround(0.5 * stream.normal()));
  const one = { ...rule, theta, rate, steps: 1 };
  const [plain, fast] = [plainTwoLayer, tfjsTwoLayer].map((model) => {
    const { parameters, stopped } = model.train(task, one, streams(seed));
    expect(stopped).toBe('steps');
    return parameters['theta']!.map((after, k) => (theta[k]! - after) / rate);
  });
  return { plain: plain!, fast: fast! };
}

function expectClose(fast: Float64Array, plain: Float64Array, within: number) {
  const size = Math.max(...plain.map(Math.abs));
  expect(size).toBeGreaterThan(0);
  for (let k = 0; k < plain.length; k++) expect(Math.abs(fast[k]! - plain[k]!)).toBeLessThanOrEqual(within * size);
}

const all = { W: true, b: true, a: true, c: true };

describe('the backend', () => {
  test('is the one named', () => {
    expect(tf.getBackend()).toBe(backend);
    expect(computedBy).toMatch(/^tfjs 4\.22\.0 on (wasm|tensorflow)$/);
    expect(() => assertBackend('wasm', 'cpu')).toThrow('tfjs runs on the backend "cpu"; expected "wasm"');
  });

  test('is what this checkout has exactly, and what a user may leave out', () => {
    const { dependencies, devDependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
      readFileSync('package.json', 'utf8'),
    ) as Record<string, Record<string, unknown>>;
    for (const name of ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm']) {
      expect(dependencies).not.toHaveProperty([name]);
      expect(devDependencies![name]).toBe('4.22.0');
      expect(peerDependencies![name]).toBe('^4.22.0');
      expect(peerDependenciesMeta![name]).toEqual({ optional: true });
    }
  });
});

describe('two-layer network: one gradient', () => {
  const cases: Record<string, Partial<TwoLayerRule>> = {
    'W and a': {},
    'all groups': { trained: all },
    'scaled and centred with alpha': { trained: all, scale: 0.25, centred: true, alpha: 3 },
    'weight decay': { trained: all, decay: 0.3 },
    'decay of the hidden layer': { trained: all, decay: 0.3, decayOf: 'hidden' },
    'decay of the output layer': { trained: all, decay: 0.3, decayOf: 'output' },
    'label noise': { labelNoise: 0.5 },
    'a mini-batch': { trained: all, batch: 4 },
    'a long gradient shortened': { trained: all, clip: 0.01 },
    'a long gradient of W and a shortened': { clip: 0.01 },
    'a long gradient of the hidden layer shortened': { trained: { ...all, a: false, c: false }, clip: 0.01 },
    'dropout with 8 masks': { trained: all, dropout: { q: 0.25, masks: 8 } },
    'the explicit penalty': { trained: all, explicit: 0.2, scale: 0.5 },
  };
  for (const activation of ['relu', 'tanh', 'softplus'] as const)
    for (const [name, rule] of Object.entries(cases))
      test(`${activation}, ${name}`, () => {
        const { plain, fast } = gradients({ width: 7, activation, ...rule }, 11);
        expectClose(fast, plain, 100 * EPSILON);
      });

  test('the logistic loss', () => {
    for (const activation of ['relu', 'tanh', 'softplus'] as const) {
      const { plain, fast } = gradients(
        { width: 7, activation, loss: 'logistic', trained: all, decay: 0.01 },
        12,
        true,
      );
      expectClose(fast, plain, 100 * EPSILON);
    }
  });

  test('a wrong gradient would be seen', () => {
    const rule = { width: 7, activation: 'tanh' as const, trained: all };
    const { plain } = gradients({ ...rule, decay: 0.3 }, 11);
    const { fast } = gradients({ ...rule, decay: 0.301 }, 11);
    expect(() => expectClose(fast, plain, 100 * EPSILON)).toThrow();
  });
});

describe('two-layer network: training', () => {
  const start = { width: 8, activation: 'tanh', spread: { W: 0.7, a: 0.7, b: 0.2 }, trained: all } as const;
  const rules: Record<string, TwoLayerRule> = {
    descent: { ...start, rate: 0.1, steps: 50 },
    'the largest stable step': { ...start, ofCurvature: 0.5, steps: 50 },
    momentum: { ...start, rate: 0.02, momentum: 0.9, steps: 50 },
    Adam: { ...start, rate: 0.01, optimizer: 'adam', steps: 50, warmUp: 10, fallsAt: 0.5 },
    'noise, then none': {
      ...start,
      rate: 0.05,
      batch: 3,
      labelNoise: 0.3,
      steps: 30,
      then: [
        { rate: 0.05, weightNoise: 0.01, steps: 10 },
        { rate: 0.05, dropout: { q: 0.125, masks: 2 }, steps: 10 },
        { rate: 0.1, labelNoise: 0.3, frozen: true, steps: 10 },
      ],
    },
    'outputs averaged under weight noise': {
      width: 8,
      activation: 'relu',
      spread: { W: 1, a: 0.5 },
      signs: true,
      trained: { a: false },
      rate: 0.1,
      decay: 0.1,
      weightNoise: 0.1,
      steps: 20,
      averaged: 10,
      then: [{ rate: 0.05, weightNoise: 0.01, steps: 10, averaged: 5 }],
    },
    'pairs from zero': {
      width: 8,
      activation: 'softplus',
      spread: { W: 1, a: 1 },
      signs: true,
      antisymmetric: true,
      rate: 0.1,
      steps: 20,
    },
    knots: {
      width: 8,
      activation: 'softplus',
      spread: { W: 1, a: 0.5 },
      knotsWithin: 2,
      rate: 0.02,
      steps: 20,
      trained: all,
    },
  };
  for (const [name, rule] of Object.entries(rules))
    test(`${name}: both go the same way`, () => {
      const task = drawn(12, name === 'knots' ? 1 : 4, 21);
      const at = drawn(6, name === 'knots' ? 1 : 4, 22).X;
      const [plain, fast] = [plainTwoLayer, tfjsTwoLayer].map((model) => model.train(task, rule, streams(5)));
      expect([fast!.steps, fast!.stopped]).toEqual([plain!.steps, plain!.stopped]);
      expectClose(fast!.parameters['start']!, plain!.parameters['start']!, EPSILON);
      expectClose(fast!.parameters['theta']!, plain!.parameters['theta']!, 2e-5);
      expectClose(fast!.predict(at), plain!.predict(at), 2e-5);
      if (rule.averaged) expectClose(fast!.parameters['averages']!, plain!.parameters['averages']!, 2e-5);
      expect(fast!.facts!['loss']).toBeCloseTo(plain!.facts!['loss']!, 4);
    });

  test('declared ends are kept', () => {
    const task = drawn(6, 8, 31);
    const rule: TwoLayerRule = { ...start, width: 32, rate: 0.2, residual: 1e-3, budget: 5000 };
    const { stopped, steps, facts } = tfjsTwoLayer.train(task, rule, streams(7));
    expect(stopped).toBe('residual');
    expect(facts!['loss']).toBeLessThanOrEqual(1e-3);
    expect(steps).toBeLessThan(5000);
    expect(tfjsTwoLayer.train(task, { ...rule, budget: 2 }, streams(7)).stopped).toBe('budget');
    expect(tfjsTwoLayer.train(task, { ...rule, rate: 1e6 }, streams(7)).stopped).toBe('diverged');
  });

  test('nothing is left behind', () => {
    const task = drawn(6, 3, 41);
    const before = tf.memory().numTensors;
    tfjsTwoLayer.train(task, { ...start, rate: 0.1, steps: 3, batch: 2 }, streams(1)).predict(task.X);
    tfjsTwoLayer.train(task, { ...start, rate: 0.1, steps: 3 }, streams(1));
    tfjsDiagonal.train(task, { optimizer: 'gradient', alpha: 0.1, rate: 0.01, steps: 3 }, streams(1)).predict(task.X);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a rule is not followed in part', () => {
    const task = drawn(4, 2, 51);
    expect(() => tfjsTwoLayer.train(task, { ...start, steps: 1, sharpness: 1 }, streams(1))).toThrow(
      'two-layer-network on tfjs does not implement "sharpness" of the rule',
    );
    expect(() =>
      tfjsTwoLayer.train(task, { ...start, steps: 1, dropout: { q: 0.5, masks: 'all' } }, streams(1)),
    ).toThrow('two-layer-network on tfjs does not implement all masks of dropout');
    expect(() => tfjsDiagonal.train(task, { optimizer: 'gradient', alpha: 1, gaussNewton: true }, streams(1))).toThrow(
      'diagonal-network on tfjs does not implement "gaussNewton" of the rule',
    );
  });

  test('a residual that float32 cannot reach is refused, not waited for', () => {
    const task = drawn(4, 2, 51);
    expect(() =>
      tfjsDiagonal.train(task, { optimizer: 'gradient', alpha: 1, residual: 1e-12, budget: 2e7 }, streams(1)),
    ).toThrow(
      /computes in float32: a residual of 1e-12 is below its rounding; expected at least \S+, one millionth of/,
    );
  });
});

describe('diagonal network', () => {
  const base = { optimizer: 'gradient', alpha: 0.5, rate: 2 ** -7, steps: 1 } as const;
  const rules: Record<string, DiagonalRule> = {
    'one gradient': { ...base, rate: 8 },
    'one gradient, depth 3': { ...base, rate: 8, depth: 3, gaussian: true },
    'one gradient, depth 4, unbalanced': { ...base, rate: 8, depth: 4, balance: 0.5, signs: true },
    'one gradient, weighted, with label noise': { ...base, rate: 8, weighted: true, labelNoise: 1 },
    'one gradient of one equation': { ...base, rate: 8, single: true },
    'one gradient with a penalty': { ...base, rate: 8, gaussian: true, penalty: 0.5 },
    descent: { ...base, steps: 60 },
    'descent with bounded steps': { optimizer: 'gradient', alpha: 0.5, within: 0.1, stable: 0.25, steps: 60 },
    'the exact dual step': { optimizer: 'mirror', alpha: 0.5, steps: 60 },
    'the exact dual step, depth 3': { optimizer: 'mirror', alpha: 0.5, depth: 3, steps: 30 },
    'the exact dual step, depth 4, centred': {
      optimizer: 'mirror',
      alpha: 0.5,
      depth: 4,
      centred: true,
      balance: 0.9,
      steps: 30,
    },
    momentum: { ...base, optimizer: 'momentum', rate: 2 ** -9, steps: 40 },
    Adam: { ...base, optimizer: 'adam', rate: 0.01, steps: 40 },
    'noise in phases': {
      ...base,
      ofCurvature: 0.2,
      labelNoise: 0.3,
      noiseOfSigns: true,
      steps: 20,
      then: [
        { optimizer: 'gradient', rate: 2 ** -7, gradientNoise: 0.2, falling: true, steps: 20 },
        { optimizer: 'gradient', rate: 2 ** -7, labelNoise: 0.2, frozen: true, steps: 20 },
      ],
    },
  };
  for (const [name, rule] of Object.entries(rules))
    test(`${name}: both go the same way`, () => {
      const task = drawn(6, 10, 61);
      const [plain, fast] = [plainDiagonal, tfjsDiagonal].map((model) => model.train(task, rule, streams(9)));
      expect([fast!.steps, fast!.stopped]).toEqual([plain!.steps, plain!.stopped]);
      const within = name.startsWith('one gradient') ? 64 * EPSILON : 2e-5;
      for (const of of ['u', 'v', 'beta']) expectClose(fast!.parameters[of]!, plain!.parameters[of]!, within);
      expectClose(fast!.predict(task.X), plain!.predict(task.X), within);
    });
});

describe('layered network', () => {
  const base = { hidden: [7, 5], gain: 1.4, rate: 64, steps: 1 } as const;
  const rules: Record<string, LayeredRule> = {
    'one gradient': base,
    'one gradient of a linear classifier': { ...base, hidden: [] },
    'one gradient with decay': { ...base, decay: 0.3 },
    'one gradient after ascent': { ...base, ascent: 0.2 },
    'one gradient of one example': { ...base, steps: 0, then: { only: 3, rate: 64 } },
    descent: { ...base, rate: 0.3, steps: 40, ascent: 0.05 },
    Adam: { ...base, rate: 0.01, steps: 40, optimizer: 'adam', decay: 0.01, then: { only: 2, rate: 0.1 } },
  };
  for (const [name, rule] of Object.entries(rules))
    test(`${name}: both go the same way`, () => {
      const task = drawn(14, 6, 71, true);
      const before = tf.memory().numTensors;
      const [plain, fast] = [plainLayered, tfjsLayered].map((model) => model.train(task, rule, streams(9)));
      expect([fast!.steps, fast!.stopped]).toEqual([plain!.steps, plain!.stopped]);
      const within = name.startsWith('one gradient') ? 100 * EPSILON : 2e-5;
      expectClose(fast!.parameters['theta']!, plain!.parameters['theta']!, within);
      expectClose(fast!.predict(task.X), plain!.predict(task.X), 2e-5);
      expect(tf.memory().numTensors).toBe(before);
    });

  test('wrong ascent would be seen', () => {
    const task = drawn(14, 6, 71, true);
    const [plain, fast] = [plainLayered, tfjsLayered].map((model, k) =>
      model.train(task, { ...base, ascent: k === 0 ? 0.2 : 0.201 }, streams(9)),
    );
    expect(() => expectClose(fast!.parameters['theta']!, plain!.parameters['theta']!, 100 * EPSILON)).toThrow();
  });
});
