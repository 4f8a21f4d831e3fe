/** The compiled two-layer network is the plain one, bit for bit; the plain gradient is that of the plain values. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { plainTwoLayer, twoLayer, type Activation, type TwoLayer } from '../../src/numerics/twoLayer.js';

const ACTIVATIONS: readonly Activation[] = ['relu', 'tanh', 'softplus'];

/** Values and gradients along a few steps of gradient descent. */
function run(net: TwoLayer, theta: Float64Array, y: Float64Array, rate: number): number[][] {
  const point = theta.slice();
  const f = new Float64Array(y.length);
  const gradient = new Float64Array(net.size).fill(3);
  const seen: number[][] = [];
  for (let step = 0; step < 4; step++) {
    net.forward(point, f);
    net.backward(
      f.map((value, i) => value - y[i]!),
      gradient,
    );
    seen.push([...f], [...gradient]);
    // Again, in another direction, from the same values.
    net.backward(y, gradient);
    seen.push([...gradient]);
    for (let k = 0; k < point.length; k++) point[k]! -= rate * gradient[k]!;
  }
  return seen;
}

const size = fc.integer({ min: 1, max: 21 });

describe('the two-layer network', () => {
  test.each(ACTIVATIONS)('%s: compiled and plain agree', (activation) => {
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(0.01, 3, 1e200),
        (n, d, m, seed, rate) => {
          const from = seededStream(seed);
          const X = matrix(n, d, normals(from, n * d));
          const theta = normals(from, m * (d + 2) + 1);
          const y = normals(from, n);
          const plain = run(plainTwoLayer(X, m, activation), theta, y, rate);
          expect(run(twoLayer(X, m, activation), theta, y, rate)).toEqual(plain);
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each(ACTIVATIONS)('%s: the gradient is the limit of differences', (activation) => {
    const [n, d, m] = [5, 3, 7];
    const from = seededStream(3);
    const X = matrix(n, d, normals(from, n * d));
    const net = plainTwoLayer(X, m, activation);
    const theta = normals(from, net.size);
    const delta = normals(from, n);
    const gradient = new Float64Array(net.size);
    const f = new Float64Array(n);
    net.forward(theta, f);
    net.backward(delta, gradient);
    const along = (k: number, h: number) => {
      const moved = theta.slice();
      moved[k]! += h;
      net.forward(moved, f);
      return f.reduce((sum, value, i) => sum + delta[i]! * value, 0);
    };
    for (let k = 0; k < net.size; k++) expect((along(k, 1e-6) - along(k, -1e-6)) / 2e-6).toBeCloseTo(gradient[k]!, 6);
  });

  test('many networks at once, and gradients after memory was let go', () => {
    const from = seededStream(1);
    const X = matrix(500, 20, normals(from, 10_000));
    const y = normals(from, 500);
    const nets = Array.from({ length: 20 }, (_, k) => [500 + k, twoLayer(X, 500 + k, 'relu')] as const);
    const thetas = nets.map(([, net]) => normals(from, net.size));
    nets.forEach(([, net], k) => net.forward(thetas[k]!, new Float64Array(500)));
    const [m, first] = nets[0]!;
    const plain = plainTwoLayer(X, m, 'relu');
    plain.forward(thetas[0]!, new Float64Array(500));
    const [expected, found] = [new Float64Array(plain.size), new Float64Array(plain.size)];
    plain.backward(y, expected);
    first.backward(y, found);
    expect(found).toEqual(expected);
  });
});
