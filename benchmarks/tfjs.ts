/** TensorFlow.js on the same data: automatic differentiation, a step per call, and float32, which is all that it has. */
import type { Tensor } from '@tensorflow/tfjs';
import { backend, tf } from '../models/tfjs/backend.js';
import type { Case } from './cases.js';
import type { Peer } from './peers.js';
import { timed } from './timed.js';

interface Problem {
  readonly rate: number;
  readonly start: readonly Tensor[];
  readonly loss: (...at: Tensor[]) => Tensor;
}

/** The numbers of a case in the order of cases.ts. */
function problem({ kind, data }: Case): Problem | undefined {
  let from = 0;
  const next = () => data[from++]!;
  const tensor = (...shape: number[]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return tf.tensor(Float32Array.from(data.subarray(from, (from += size))), shape);
  };
  const half = (residual: Tensor, count = 1) =>
    residual
      .square()
      .sum()
      .div(2 * count);
  if (kind === 'diagonal') {
    const [n, d, rate] = [next(), next(), next()];
    const [X, y] = [tensor(n, d), tensor(n, 1)];
    const start = [tf.fill([d, 1], 0.1), tf.fill([d, 1], 0.1)];
    return { rate, start, loss: (u, v) => half(X.matMul(u!.square().sub(v!.square())).sub(y)) };
  }
  if (kind === 'network') {
    const [n, d, m, rate] = [next(), next(), next(), next()];
    const [X, y] = [tensor(n, d), tensor(n, 1)];
    const start = [tensor(d, m), tensor(m), tensor(m, 1), tensor(1)];
    return { rate, start, loss: (W, b, a, c) => half(X.matMul(W!).add(b!).relu().matMul(a!).add(c!).sub(y), n) };
  }
  if (kind === 'sensing') {
    const [n, d, rate] = [next(), next(), next()];
    const [A, y, U] = [tensor(n, d * d), tensor(n, 1), tensor(d, d)];
    return { rate, start: [U], loss: (at) => half(A.matMul(tf.matMul(at!, at!, false, true).reshape([-1, 1])).sub(y)) };
  }
  return undefined;
}

export const tfjs: Peer = {
  name: `tfjs, ${backend}, float32`,
  run: async (each, _file, steps) => {
    tf.engine().startScope();
    try {
      const given = problem(each);
      if (!given) return undefined;
      const slopes = tf.grads((...at: Tensor[]) => given.loss(...at));
      let at = [...given.start];
      return timed(() => {
        for (let step = 0; step < steps; step++) {
          const before = at;
          at = tf.tidy(() => slopes(before).map((slope, k) => before[k]!.sub(slope.mul(given.rate))));
          before.forEach((tensor) => tensor.dispose());
        }
        return given.loss(...at).dataSync()[0]!;
      });
    } finally {
      tf.engine().endScope();
    }
  },
  close: () => {},
};
