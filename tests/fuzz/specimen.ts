/** A claim that uses every word of the vocabulary, over tosses of a coin: the text that the fuzz mutates. */
import fc from 'fast-check';
import { along, forMost, run, times } from '../../src/index.js';
import type { Any, Model, Oracle, Population } from '../../src/claim.js';

interface Coin {
  readonly size: number;
}

const coins = (): Population<Coin> => ({
  name: 'coins of the fuzz',
  version: 1,
  arbitrary: fc.record({ size: fc.integer({ min: 1, max: 100 }) }),
  covers: { small: { when: ({ size }) => size < 60, atLeast: 0.3 } },
});

export const toss: Model = {
  name: 'toss',
  capabilities: ['linear', 'parameters'],
  train: ({ size }: Coin, { heads, scale = 1 }: { heads: number; scale?: number }, streams) => ({
    parameters: { value: Float64Array.of(scale * (streams.train().uniform() < heads ? size : -size)) },
    predict: () => new Float64Array(0),
    steps: 1,
    stopped: 'exact',
    facts: { tosses: 1 },
  }),
};

const weight: Oracle<Coin, { readonly mass: number }> = {
  name: 'weight',
  answer: ({ size }) => ({ value: { mass: 2 * size }, error: 1e-9, certificate: { kind: 'closed form' } }),
  faults: {
    light: {
      what: 'half the mass',
      by: ({ size }) => ({ value: { mass: size }, error: 0, certificate: { kind: 'closed form' } }),
    },
  },
};

const scales = () => ({ ...weight, faults: { light: { ...weight.faults!['light']! } } });
const tossed = (heads: number, scale?: number) =>
  run({ ...toss, capabilities: [...toss.capabilities] }, { heads, ...(scale !== undefined && { scale }) });

/** Made anew each time, so that a mutant shares nothing with another. */
export const specimen = (): Record<string, unknown> => ({
  title: 'Heads for most coins',
  statement: 'Nine coins in ten show heads.',
  ours: ['T1', 'T16'],
  finding: false,
  sources: { woodworth2020kernel: 'Theorem 1' },
  scope: 'Coins.',
  premises: { loaded: 'fair', flat: { assumed: true }, heavy: true },
  needs: ['linear'],
  forAll: coins(),
  train: { coin: tossed(0.999), pile: times(2, tossed(1)), family: along([1, 2], () => tossed(1)) },
  theory: {
    weight: [scales(), ({ task }: Any) => task],
    plain: scales(),
  },
  symbols: {
    value: ['v_1', ({ runs }: Any) => runs.coin.value[0]],
    mass: ['m', ({ theory }: Any) => theory.weight.mass],
    size: ['\\lVert s \\rVert', ({ task }: Any) => task.size],
    steps: ({ run, at }: Any) => run.steps * at,
    pile: ({ runs }: Any) => runs.pile.mean.value[0],
  },
  parts: {
    heads: {
      holds: 'value >= 0',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        fair: { because: 'a fair coin', train: { coin: tossed(0.5) }, expected: 0.5 },
        tails: { because: 'no heads at all', rule: { heads: 0 }, budget: { quick: 30, standard: 30, paper: 40 } },
      },
    },
    heavy: {
      holds: 'mass / size - 1 >= 0.5',
      given: { premise: 'it is there', met: ({ task }: Any) => task.size > 0 },
      unless: {
        light: { because: 'the other side', holds: 'mass / size - 1 <= 0.5' },
        'no mass': { because: 'nothing', symbols: { mass: () => 0 } },
      },
    },
    counted: { holds: 'steps >= 0', of: 'family', over: [1, 2] },
    piled: { holds: 'pile >= 0' },
  },
  harmless: { 'larger coins': { because: 'as good', train: { coin: tossed(0.999, 2) }, keeps: ['heads'] } },
  dial: {
    turns: 'heads',
    grid: [0.25, 0.5, 1],
    at: (heads: number) => ({ train: { coin: tossed(heads) } }),
    part: 'heads',
    measured: 'value',
    curve: { bound: 'size' },
    axis: 'linear',
  },
  table: {
    title: 'Coins',
    of: 'coin',
    rows: { coin: 'coin', 'same coin': 'coin' },
    columns: { mass: 'mass', heavy: 'mass >= size' },
    drawn: ['mass', 'heavy'],
  },
});
