import { describe, expect, it } from 'vitest';
import classMargins from '../../models/class-margins.js';
import kernelMachine from '../../models/kernel-machine.js';
import layered from '../../models/layered-network.js';
import twoLayer, { type TwoLayerRule } from '../../models/two-layer-network.js';
import { exp, log1p } from '../../src/numerics/elementary.js';
import { fromRows, gram, matrix, norm2, normInf, subtract, times, type Matrix } from '../../src/numerics/matrix.js';
import { childSeed, normals, seededStream } from '../../src/numerics/stream.js';
import { layeredOutputs, perturbed } from '../../oracles/layered.js';
import { maxMargin } from '../../oracles/max-margin.js';
import { jacobian, outputs, type Activation } from '../../oracles/two-layer.js';

const streams = (seed = 1) => ({
  train: () => seededStream(seed),
  noise: () => seededStream(seed + 1000),
  eval: () => seededStream(seed + 2000),
});
const data = (n: number, d: number, seed = 5) => {
  const stream = seededStream(seed);
  return { X: matrix(n, d, normals(stream, n * d)), y: normals(stream, n).map((v) => (v < 0 ? -1 : 1) * (1 + v * v)) };
};
const everything = { W: true, b: true, a: true, c: true };
const shifted = (theta: Float64Array, p: number, by: number) => theta.map((entry, k) => (k === p ? entry + by : entry));

describe('two-layer network', () => {
  const { X, y } = data(6, 3);
  const signs = y.map((label) => (label < 0 ? -1 : 1));
  const [width, n] = [5, 6];
  const theta = normals(seededStream(9), width * 3 + 2 * width + 1);

  /** What one step of size 1 takes off theta. */
  const gradient = (rule: Partial<TwoLayerRule>, labels = y) =>
    subtract(
      theta,
      twoLayer.train(
        { X, y: labels },
        { width, activation: 'tanh', theta, trained: everything, rate: 1, steps: 1, ...rule },
        streams(),
      ).parameters.theta!,
    );
  const agrees = (found: Float64Array, loss: (at: Float64Array) => number) =>
    found.forEach((entry, p) => {
      const slope = (loss(shifted(theta, p, 1e-5)) - loss(shifted(theta, p, -1e-5))) / 2e-5;
      expect(Math.abs(entry - slope)).toBeLessThan(1e-7 * (1 + Math.abs(slope)));
    });
  const squared = (f: Float64Array) => f.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0) / (2 * n);

  it.each(['relu', 'tanh', 'softplus'] as const)(
    'follows the gradient of the squared loss: %s',
    (activation: Activation) =>
      agrees(gradient({ activation, scale: 0.6 }), (at) =>
        squared(outputs({ width, activation, scale: 0.6, theta: at }, X)),
      ),
  );

  it('follows the gradient of the logistic loss with decay', () =>
    agrees(gradient({ loss: 'logistic', decay: 0.1 }, signs), (at) => {
      const f = outputs({ width, activation: 'tanh', theta: at }, X);
      return (
        f.reduce((sum, value, i) => sum + log1p(exp(-signs[i]! * value)), 0) / n +
        0.05 * at.reduce((sum, entry) => sum + entry * entry, 0)
      );
    }));

  it('follows the gradient of the scaled and centred loss', () => {
    const start = outputs({ width, activation: 'tanh', theta }, X);
    agrees(gradient({ alpha: 3, centred: true }), (at) => {
      const f = outputs({ width, activation: 'tanh', theta: at }, X);
      return squared(subtract(f, start).map((value) => 3 * value)) / 9;
    });
  });

  it('follows the gradient of the explicit form of dropout', () =>
    agrees(gradient({ explicit: 0.4, scale: 1 }), (at) => {
      const network = { width, activation: 'tanh' as const, theta: at };
      // The output of unit k alone is a_k h_k.
      let penalty = 0;
      for (let k = 0; k < width; k++) {
        const alone = at.slice();
        for (let j = 0; j < width; j++) if (j !== k) alone[3 * width + width + j] = 0;
        alone[alone.length - 1] = 0;
        penalty += outputs({ ...network, theta: alone }, X).reduce((sum, part) => sum + part * part, 0) / n;
      }
      return squared(outputs(network, X)) + 0.4 * penalty;
    }));

  it('has a dropout gradient whose mean is that of the explicit form', () => {
    const q = 0.25;
    const explicit = gradient({ explicit: q / (2 * (1 - q)) });
    const found = gradient({ dropout: { q, masks: 20_000 } });
    expect(norm2(subtract(found, explicit)) / norm2(explicit)).toBeLessThan(0.01);
    expect(norm2(subtract(found, gradient({}))) / norm2(explicit)).toBeGreaterThan(0.05);
  });

  it('descends the explicit form exactly where all masks of dropout are seen', () => {
    for (const q of [0.1, 0.25, 0.6]) {
      const explicit = gradient({ explicit: q / (2 * (1 - q)), scale: 0.7 });
      const found = gradient({ dropout: { q, masks: 'all' }, scale: 0.7 });
      expect(normInf(subtract(found, explicit))).toBeLessThan(1e-12 * normInf(explicit));
    }
    expect(() =>
      twoLayer.train(
        { X, y },
        { width: 13, activation: 'relu', rate: 1, steps: 1, dropout: { q: 0.5, masks: 'all' } },
        streams(),
      ),
    ).toThrow('all masks of 13 units');
  });

  it('draws the same masks for all examples in the fault that says so, of the same mean', () => {
    const { by } = twoLayer.faults!['mask shared by the batch']!;
    const step = (train: typeof by, masks: number) =>
      subtract(
        theta,
        train(
          { X, y },
          { width, activation: 'tanh', theta, trained: everything, rate: 1, steps: 1, dropout: { q: 0.25, masks } },
          streams(),
        ).parameters.theta!,
      );
    expect(step(by, 1)).not.toEqual(step(twoLayer.train, 1));
    // 500 masks of 5 units fill the buffer.
    expect(norm2(subtract(step(by, 500), step(twoLayer.train, 20_000)))).toBeLessThan(
      0.2 * norm2(step(twoLayer.train, 20_000)),
    );
  });

  it('goes the same way where alpha^2 divides the step in the place of the loss', () => {
    const rule = { width, activation: 'tanh', theta, centred: true, alpha: 3, ofCurvature: 1, steps: 20 } as const;
    const same = twoLayer.harmless!['alpha in the step']!.by({ X, y }, rule, streams()).parameters.theta!;
    const theirs = twoLayer.train({ X, y }, rule, streams()).parameters.theta!;
    expect(normInf(subtract(same, theirs))).toBeLessThan(1e-12);
    expect(normInf(subtract(same, theta))).toBeGreaterThan(1e-3);
  });

  it('holds fixed what is not trained', () => {
    const step = gradient({ trained: { W: true, a: false } });
    expect(normInf(step.subarray(3 * width))).toBe(0);
    expect(normInf(step.subarray(0, 3 * width))).toBeGreaterThan(0);
  });

  it('starts at 0 where its neurons come in pairs', () => {
    const trained = twoLayer.train(
      { X, y },
      { width: 8, activation: 'tanh', spread: { W: 1, a: 1 }, antisymmetric: true, steps: 0 },
      streams(),
    );
    expect(normInf(trained.predict(X))).toBeLessThan(1e-14);
    expect(norm2(trained.parameters.theta!)).toBeGreaterThan(1);
  });

  it('stops for the declared reasons', () => {
    const rule = { width: 30, activation: 'tanh', spread: { W: 1, a: 0.3 }, ofCurvature: 1 } as const;
    expect(twoLayer.train({ X, y }, { ...rule, residual: 1e-8, budget: 50_000 }, streams()).stopped).toBe('residual');
    expect(twoLayer.train({ X, y }, { ...rule, residual: 1e-30, budget: 10 }, streams()).stopped).toBe('budget');
    expect(twoLayer.train({ X, y }, { ...rule, steps: 10 }, streams()).stopped).toBe('steps');
    expect(
      twoLayer.train({ X, y }, { ...rule, ofCurvature: 200, steps: 400, activation: 'linear' }, streams()).stopped,
    ).toBe('diverged');
  });

  it('differs under every fault', () => {
    const rule: TwoLayerRule = {
      width: 6,
      activation: 'tanh',
      spread: { W: 1, a: 1 },
      centred: true,
      rate: 0.05,
      decay: 0.1,
      explicit: 0.1,
      labelNoise: 0.5,
      steps: 30,
      then: [{ rate: 0.05, dropout: { q: 0.25, masks: 2 }, steps: 5 }],
    };
    // What acts on weight noise and averages, or on output weights that are held.
    const noisy: TwoLayerRule = {
      width: 6,
      activation: 'relu',
      spread: { W: 1, a: 1 },
      trained: { a: false },
      rate: 0.1,
      weightNoise: 0.3,
      steps: 4,
      then: [{ rate: 0.1, weightNoise: 0.1, steps: 4, averaged: 3 }],
    };
    const theirs = ['weight noise not scaled', 'no weight noise', 'no time average', 'output weights trained'];
    for (const [name, { by }] of Object.entries(twoLayer.faults!)) {
      const [on, of] = theirs.includes(name) ? ([noisy, 'averages'] as const) : ([rule, 'theta'] as const);
      const right = twoLayer.train({ X, y }, on, streams()).parameters[of]!;
      expect(normInf(subtract(by({ X, y }, on, streams()).parameters[of]!, right)), name).toBeGreaterThan(1e-4);
    }
  });

  it('averages its outputs over the last steps, under weight noise and decay', () => {
    const m = 5;
    const phases = [
      { rate: 0.3, weightNoise: 0.2, decay: 0.1, steps: 6, averaged: 4 },
      { rate: 0.1, weightNoise: 0.02, decay: 0.1, steps: 5, averaged: 5 },
    ] as const;
    const start = {
      width: m,
      activation: 'relu',
      spread: { W: 1, a: 0.5 },
      signs: true,
      trained: { a: false },
    } as const;
    const labels = y.map(Math.sign);
    const { parameters, steps } = twoLayer.train(
      { X, y: labels },
      { ...start, loss: 'logistic', ...phases[0], then: [{ loss: 'logistic', ...phases[1] }] },
      streams(),
    );
    expect(steps).toBe(11);
    const [n, d] = [X.rows, X.cols];
    const [W, noise] = [parameters.start!.slice(0, m * d), streams().noise()];
    const a = parameters.start!.slice(m * d + m, m * d + 2 * m);
    const score = (i: number, k: number) => {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += W[k * d + j]! * X.data[i * d + j]!;
      return sum;
    };
    const f = () =>
      Array.from({ length: n }, (_, i) => a.reduce((sum, weight, k) => sum + weight * Math.max(0, score(i, k)), 0));
    const expected = phases.flatMap(({ rate, weightNoise, decay, steps: count, averaged }) => {
      const seen: number[][] = [];
      for (let step = 1; step <= count; step++) {
        const slopes = f().map((value, i) => -labels[i]! / (1 + Math.exp(labels[i]! * value)) / n);
        const next = W.map((weight, at) => {
          const [k, j] = [Math.floor(at / d), at % d];
          let slope = decay * weight;
          for (let i = 0; i < n; i++) if (score(i, k) > 0) slope += slopes[i]! * a[k]! * X.data[i * d + j]!;
          return weight - rate * slope;
        });
        W.set(next.map((weight) => weight + weightNoise * noise.normal()));
        if (step > count - averaged) seen.push(f());
      }
      return Array.from({ length: n }, (_, i) => seen.reduce((sum, values) => sum + values[i]!, 0) / averaged);
    });
    expect(normInf(subtract(parameters.averages!, Float64Array.from(expected)))).toBeLessThan(1e-12);
    expect(() => twoLayer.train({ X, y }, { ...start, rate: 0.1, batch: 2, steps: 3, averaged: 2 }, streams())).toThrow(
      'averaged in full-batch phases',
    );
    expect(() => twoLayer.train({ X, y }, { ...start, rate: 0.1, steps: 3, averaged: 4 }, streams())).toThrow(
      'invalid averaged; must be in 1 .. steps: 4',
    );
  });
});

describe('layered network', () => {
  const { X, y } = data(5, 3, 8);
  const labels = y.map((label) => (label < 0 ? -1 : 1));
  const widths = [3, 4, 3, 1];
  const rule = { hidden: [4, 3], gain: 1.4, rate: 1, steps: 1 };
  const start = layered.train({ X, y: labels }, { ...rule, steps: 0 }, streams()).parameters.theta!;
  const row = (i: number) => X.data.subarray(3 * i, 3 * i + 3);

  it('follows the gradient of the logistic loss', () => {
    const step = subtract(start, layered.train({ X, y: labels }, rule, streams()).parameters.theta!);
    step.forEach((entry, p) => {
      const loss = (by: number) =>
        layeredOutputs({ widths, theta: shifted(start, p, by) }, X).reduce(
          (sum, f, i) => sum + log1p(exp(-labels[i]! * f)) / 5,
          0,
        );
      expect(Math.abs((loss(1e-5) - loss(-1e-5)) / 2e-5 - entry)).toBeLessThan(1e-8);
    });
  });

  it('steps at the network moved uphill, the moves held', () => {
    const ascent = 0.3;
    const step = subtract(start, layered.train({ X, y: labels }, { ...rule, ascent }, streams()).parameters.theta!);
    // The moves by differences of the perturbed loss; then the gradient with those moves held.
    const loss = (i: number, f: number) => log1p(exp(-labels[i]! * f));
    const moves = labels.reduce<Float64Array[][]>((all, _, i) => {
      const { inputs } = perturbed({ widths, theta: start }, row(i));
      all.push(
        widths.slice(1).map((wide, l) =>
          Float64Array.from({ length: wide }, (_unused, k) => {
            const at = (by: number) =>
              loss(
                i,
                perturbed(
                  { widths, theta: start },
                  row(i),
                  widths
                    .slice(1)
                    .map((w, m) => Float64Array.from({ length: w }, (_w, j) => (m === l && j === k ? by : 0))),
                ).f,
              );
            // By delta, and so with |input| once; the move of h carries it once more.
            return ((ascent * (at(1e-6) - at(-1e-6))) / 2e-6) * norm2(inputs[l]!);
          }),
        ),
      );
      return all;
    }, []);
    step.forEach((entry, p) => {
      const at = (by: number) => {
        const theta = shifted(start, p, by);
        return labels.reduce((sum, _, i) => {
          // Layer by layer with held moves.
          let enters = row(i);
          let from = 0;
          let h = enters;
          for (let l = 0; l + 1 < widths.length; l++) {
            const W = matrix(widths[l + 1]!, widths[l]!, theta.slice(from, from + widths[l]! * widths[l + 1]!));
            from += W.data.length;
            h = times(W, enters).map((z, k) => z + moves[i]![l]![k]!);
            enters = h.map((z) => Math.max(0, z));
          }
          return sum + loss(i, h[0]!) / 5;
        }, 0);
      };
      expect(Math.abs((at(1e-5) - at(-1e-5)) / 2e-5 - entry)).toBeLessThan(1e-6);
    });
  });

  it('differs under every fault', () => {
    const full = { ...rule, rate: 0.3, steps: 20, ascent: 0.2, then: { only: 1, rate: 0.5 } };
    const right = layered.train({ X, y: labels }, full, streams()).parameters.theta!;
    for (const [name, { by }] of Object.entries(layered.faults!))
      expect(normInf(subtract(by({ X, y: labels }, full, streams()).parameters.theta!, right)), name).toBeGreaterThan(
        1e-3,
      );
  });
});

describe('class margins', () => {
  const sample = (seed: number) => {
    const stream = seededStream(seed);
    const y = Float64Array.from({ length: 14 }, (_, i) => (i < 10 ? 1 : -1));
    return { X: matrix(14, 20, normals(stream, 14 * 20)), y };
  };

  it('have the direction and width of the largest margin between all pairs', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { X, y } = sample(seed);
      const { w } = classMargins.train({ X, y }, { exponent: 0 }, streams()).parameters as { w: Float64Array };
      const at = (i: number) => [...X.data.subarray(20 * i, 20 * i + 20)];
      const pairs = Array.from({ length: 40 }, (_, k) => {
        const [plus, minus] = [at(k % 10), at(10 + Math.floor(k / 10))];
        return plus.map((entry, j) => entry - minus[j]!);
      });
      const { value } = maxMargin.answer({ X: fromRows(pairs), y: new Float64Array(40).fill(1), norm: 'L2' });
      expect(Math.abs((norm2(w) * value.margin) / 2 - 1)).toBeLessThan(1e-8);
      expect(
        normInf(
          subtract(
            w.map((entry) => entry / norm2(w)),
            value.w,
          ),
        ),
      ).toBeLessThan(1e-5);
    }
  });

  it('are as asked for every example, and differ under every fault', () => {
    const { X, y } = sample(3);
    const { predict, parameters } = classMargins.train({ X, y }, { exponent: 0.25 }, streams());
    const f = predict(X);
    const least = (label: number) =>
      f.reduce((worst, value, i) => (y[i] === label ? Math.min(worst, label * value) : worst), Infinity);
    // 10 and 4 examples: (10/4)^(-1/4) and 1.
    expect(Math.abs(least(1) - Math.sqrt(Math.sqrt(0.4)))).toBeLessThan(1e-9);
    expect(Math.abs(least(-1) - 1)).toBeLessThan(1e-9);
    const whole = ({ w, b }: Readonly<Record<string, Float64Array>>) => Float64Array.of(...w!, b![0]!);
    for (const [name, { by }] of Object.entries(classMargins.faults!)) {
      const wrong = whole(by({ X, y }, { exponent: 0.25 }, streams()).parameters);
      const size = norm2(wrong) / norm2(whole(parameters));
      const off = normInf(
        subtract(
          wrong.map((entry) => entry / size),
          whole(parameters),
        ),
      );
      // A dropped example matters only where it supports the margin.
      if (name !== 'an example dropped') expect(off, name).toBeGreaterThan(1e-4);
    }
    for (const { by } of Object.values(classMargins.harmless!)) {
      const other = whole(by({ X, y }, { exponent: 0.25 }, streams()).parameters);
      expect(
        normInf(
          subtract(
            other.subarray(0, 20).map((e) => e / norm2(other.subarray(0, 20))),
            parameters.w!.map((e) => e / norm2(parameters.w!)),
          ),
        ),
      ).toBeLessThan(1e-8);
    }
  });

  it('refuses a single class', () =>
    expect(() => classMargins.train({ X: matrix(2, 2), y: Float64Array.of(1, 1) }, { exponent: 0 }, streams())).toThrow(
      'both present',
    ));
});

describe('kernel machine', () => {
  const { X, y } = data(6, 4, 12);

  it('interpolates, and has the kernel of a wide network', () => {
    const { predict, parameters } = kernelMachine.train({ X, y }, { kernel: 'tangent', ridge: 0 }, streams());
    expect(normInf(subtract(predict(X), y))).toBeLessThan(1e-9);
    const width = 20_000;
    const stream = seededStream(childSeed(4, 4));
    const theta = normals(stream, width * 4 + 2 * width + 1);
    theta.fill(0, width * 4, width * 5);
    const { X: Z } = data(3, 4, 99);
    const slopes = (of: Matrix) =>
      jacobian({ width, activation: 'relu', scale: 1 / Math.sqrt(width), theta }, of, { b: false, c: false });
    const K = gram(slopes(Z), slopes(X));
    const expected = times(K, parameters.beta!);
    const size = norm2(parameters.beta!) * norm2(K.data);
    expect(normInf(subtract(predict(Z), expected)) / size).toBeLessThan(0.02);
  });

  it('differs under every fault', () => {
    const rule = { kernel: 'tangent', ridge: 1e-6 } as const;
    const right = kernelMachine.train({ X, y }, rule, streams()).predict(data(3, 4, 99).X);
    for (const [name, { by }] of Object.entries(kernelMachine.faults!))
      expect(normInf(subtract(by({ X, y }, rule, streams()).predict(data(3, 4, 99).X), right)), name).toBeGreaterThan(
        1e-3,
      );
  });
});
