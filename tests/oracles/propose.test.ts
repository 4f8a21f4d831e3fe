import { describe, expect, it, vi } from 'vitest';
import { propose } from '../../oracles/propose.js';
import { plantedTask } from './instances.js';

/** What the solver's memory held, as a sum over its words, and how large it was, whenever it was asked for a model. */
const { seen, sizes, trouble } = vi.hoisted(() => ({
  seen: [] as number[],
  sizes: new Set<number>(),
  trouble: { at: -1 },
}));
vi.mock('highs', async (original) => {
  type Options = { instantiateWasm: (imports: object, done: (instance: Instance) => void) => void };
  type Instance = { exports: Record<string, { buffer?: ArrayBuffer }> };
  type Solver = { raw: { createModel: () => unknown } };
  const real = await original<{ default: (options: Options) => Promise<Solver> }>();
  return {
    default: async (options: Options) => {
      let memory: { buffer?: ArrayBuffer } = {};
      const solver = await real.default({
        instantiateWasm(imports, done) {
          options.instantiateWasm(imports, (instance) => {
            memory = Object.values(instance.exports).find(({ buffer }) => buffer instanceof ArrayBuffer)!;
            done(instance);
          });
        },
      });
      const createModel = () => {
        // As where the library throws in the middle of a call: the program itself is harmless.
        if (seen.length === trouble.at) {
          trouble.at = -1;
          throw new Error('trouble');
        }
        const words = new Int32Array(memory.buffer!);
        let sum = 1;
        for (let k = 0; k < words.length; k++) if (words[k] !== 0) sum = Math.imul(sum ^ (words[k]! + k), 16777619);
        seen.push(sum);
        sizes.add(words.length);
        return solver.raw.createModel();
      };
      return { ...solver, raw: { ...solver.raw, createModel } };
    },
  };
});

/** min |b|_1 of a planted task, split into two halves: degenerate, so that only the solver's state could decide ties. */
function program(seed: number, n = 6, d = 15) {
  const { X, y } = plantedTask(seed, n, d, 2);
  const data = new Float64Array(2 * X.data.length);
  for (let i = 0; i < X.rows; i++) {
    const row = X.data.subarray(i * X.cols, (i + 1) * X.cols);
    data.set(row, 2 * i * X.cols);
    data.set(
      row.map((entry) => -entry),
      (2 * i + 1) * X.cols,
    );
  }
  return { costs: new Float64Array(2 * X.cols).fill(1), A: { rows: X.rows, cols: 2 * X.cols, data }, b: y };
}

describe('propose', () => {
  it('solves a linear program', () => {
    // min x1 + 2 x2 + x3 s.t. x1 + x2 = 2, x2 - x3 = 1, x >= 0: x = (1, 1, 0), prices (1, 1).
    const A = { rows: 2, cols: 3, data: Float64Array.of(1, 1, 0, 0, 1, -1) };
    const { x, prices, basis } = propose({ costs: Float64Array.of(1, 2, 1), A, b: Float64Array.of(2, 1) });
    expect([...x]).toEqual([1, 1, 0]);
    expect([...prices]).toEqual([1, 1]);
    expect(basis).toEqual([0, 1]);
  });

  it('lets a variable be negative only where it is free', () => {
    const A = { rows: 1, cols: 2, data: Float64Array.of(1, 1) };
    const b = Float64Array.of(-3);
    const costs = Float64Array.of(0, 1);
    expect([...propose({ costs, A, b, free: (j) => j === 0 }).x]).toEqual([-3, 0]);
    expect(() => propose({ costs, A, b })).toThrow(/model status 8 .*optimal vertex/);
  });

  it('proposes the same whatever it solved before, a large and an infeasible program included', () => {
    const first = propose(program(0));
    const large = propose(program(0, 30, 90));
    for (let seed = 1; seed < 20; seed++) propose(program(seed));
    const A = { rows: 1, cols: 1, data: Float64Array.of(1) };
    expect(() => propose({ costs: Float64Array.of(1), A, b: Float64Array.of(-1) })).toThrow();
    expect(propose(program(0))).toEqual(first);
    expect(propose(program(0, 30, 90))).toEqual(large);
    expect(sizes.size).toBeGreaterThan(1);
    expect(seen.length).toBeGreaterThan(20);
    expect(new Set(seen).size).toBe(1);
  });

  it('proposes after trouble what a fresh process proposes, at once and for ever', async () => {
    for (let round = 0; round < 2; round++) {
      trouble.at = seen.length;
      expect(() => propose(program(3))).toThrow('propose: the solver failed: trouble');
      vi.resetModules();
      const fresh = (await import('../../oracles/propose.js')).propose;
      expect(propose(program(4))).toEqual(fresh(program(4)));
      expect(propose(program(3))).toEqual(fresh(program(3)));
    }
    expect(new Set(seen).size).toBe(1);
  });

  it('says so where both instances failed in one turn, and has another in the next', async () => {
    for (let times = 0; times < 2; times++) {
      trouble.at = seen.length;
      expect(() => propose(program(5))).toThrow('trouble');
    }
    expect(() => propose(program(5))).toThrow(/failed twice at once/);
    await vi.waitFor(() => expect(propose(program(5)).basis.length).toBeGreaterThan(0));
  });

  it.each([NaN, Infinity, -Infinity, 1e16, -1e13])('refuses %d before the solver sees it, and goes on', (bad) => {
    const { costs, A, b } = program(6);
    const right = propose({ costs, A, b });
    const count = seen.length;
    const put = (numbers: Float64Array) => numbers.with(1, bad);
    const sentence = /a number of the linear program is .*expected at most/;
    expect(() => propose({ costs, A: { ...A, data: put(A.data) }, b })).toThrow(sentence);
    expect(() => propose({ costs: put(costs), A, b })).toThrow(sentence);
    expect(() => propose({ costs, A, b: put(b) })).toThrow(sentence);
    expect(() => propose({ costs, A, b: b.subarray(1) })).toThrow(/right sides for a program of/);
    expect(seen.length).toBe(count);
    expect(propose({ costs, A, b })).toEqual(right);
  });
});
