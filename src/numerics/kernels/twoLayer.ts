/** Binding of assembly/network.ts; one call for the values, one for the gradient, only theta and n numbers are copied. */
import type { Matrix } from '../matrix.js';
import type { Activation, TwoLayer } from '../twoLayer.js';
import { Arena, kernelModule, kernelsInUse, type Exports } from './instance.js';

type Kernel = (...numbers: number[]) => number;

const ACTIVATIONS: readonly Activation[] = ['relu', 'tanh', 'softplus'];
/** Numbers held before everything is let go. */
const HELD = 8e6;

/** Apart from the memory of other kernels; the networks in it stay until it is full. */
let holder: { arena: Arena; held: number; generation: number } | undefined;

/** Undefined where the plain code is to run. */
export function compiledTwoLayer(X: Matrix, m: number, activation: Activation): TwoLayer | undefined {
  if (kernelsInUse() === 'reference') return undefined;
  holder ??= {
    arena: new Arena(new WebAssembly.Instance(kernelModule(), {}).exports as unknown as Exports),
    held: 0,
    generation: 0,
  };
  const at = holder;
  const { arena } = at;
  const { rows: n, cols: d } = X;
  const wide = m + (m & 1);
  const size = m * (d + 2) + 1;
  const kind = ACTIVATIONS.indexOf(activation);
  let generation = -1;
  let [x, w, b, a, h, s, t, f, delta, gw, gb, ga, strip] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const last = new Float64Array(size);

  const place = () => {
    const needed = n * d + 2 * (d + 2) * wide + 3 * n * wide + 2 * n + 4 * Math.max(n, d) + 32;
    if (at.held + needed > HELD) {
      arena.clear();
      at.held = 0;
      at.generation++;
    }
    at.held += needed;
    generation = at.generation;
    x = arena.put(X.data);
    [w, b, a] = [arena.zeros(d * wide), arena.zeros(wide), arena.zeros(wide)];
    [h, t, f, delta] = [arena.room(n * wide), arena.room(n * wide), arena.room(n), arena.room(n)];
    s = activation === 'softplus' ? arena.room(n * wide) : h;
    [gw, gb, ga] = [arena.room(d * wide), arena.room(wide), arena.room(wide)];
    strip = arena.room(4 * Math.max(n, d));
  };
  const compute = () => {
    for (let j = 0; wide !== m && j < d; j++) arena.write(w + 8 * j * wide, last.subarray(j * m, (j + 1) * m));
    if (wide === m) arena.write(w, last.subarray(0, d * m));
    arena.write(b, last.subarray(d * m, d * m + m));
    arena.write(a, last.subarray(d * m + m, d * m + 2 * m));
    (arena.call['forward'] as Kernel)(x, w, b, a, last[size - 1]!, n, d, wide, kind, h, s, f, strip);
  };
  return {
    size,
    forward: (theta, values) => {
      if (generation !== at.generation) place();
      last.set(theta);
      compute();
      arena.take(f, values);
    },
    backward: (along, gradient) => {
      if (generation !== at.generation) {
        place();
        compute();
      }
      arena.write(delta, along);
      const c = (arena.call['backward'] as Kernel)(x, a, n, d, wide, kind, h, s, t, delta, gw, gb, ga, strip);
      if (wide === m) arena.take(gw, gradient.subarray(0, d * m));
      else for (let j = 0; j < d; j++) arena.take(gw + 8 * j * wide, gradient.subarray(j * m, (j + 1) * m));
      arena.take(gb, gradient.subarray(d * m, d * m + m));
      arena.take(ga, gradient.subarray(d * m + m, d * m + 2 * m));
      gradient[size - 1] = c;
    },
  };
}
