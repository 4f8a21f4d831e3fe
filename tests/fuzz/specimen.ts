/** A claim that uses every word of the vocabulary, over tosses of a coin: the text that the fuzz mutates. */
import fc from 'fast-check';
import { always, ask, forMost } from '../../src/index.js';
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
  version: 1,
  answer: ({ size }) => ({ value: { mass: 2 * size }, error: 1e-9, certificate: { kind: 'closed form' } }),
  faults: {
    light: {
      what: 'half the mass',
      by: ({ size }) => ({ value: { mass: size }, error: 0, certificate: { kind: 'closed form' } }),
    },
  },
};

const measured = ({ trained, theory, task }: Any) => ({
  value: trained.parameters.value[0],
  mass: { value: theory.value.mass, error: theory.error },
  size: task.size,
});

/** Made anew each time, so that a mutant shares nothing with another. */
export const specimen = (): Record<string, unknown> => ({
  title: 'Heads for most coins',
  statement: 'Nine coins in ten show heads.',
  talk: ['T1', 'T16'],
  marking: 'ours',
  finding: false,
  sources: [{ key: 'woodworth2020kernel', where: 'Theorem 1' }],
  scope: 'Coins.',
  premises: { loaded: { how: 'by construction', control: 'fair' }, flat: { how: 'assumed' } },
  needs: ['linear'],
  forAll: coins(),
  train: ['toss', { heads: 0.999 }],
  theory: ask({ ...weight, faults: { light: { ...weight.faults!['light']! } } }, ({ task }: Any) => task),
  parts: {
    heads: { holds: 'value >= 0', where: measured, tex: { value: 'v_1' }, accept: forMost({ allBut: 0.1 }) },
    heavy: {
      holds: 'mass / size - 1 >= 0.5',
      where: measured,
      tex: { mass: 'm', size: '\\lVert s \\rVert' },
      accept: always(),
      given: { premise: 'it is there', met: ({ task }: Any) => task.size > 0 },
    },
  },
  controls: {
    mustFail: {
      fair: { breaks: 'heads', because: 'a fair coin', train: ['toss', { heads: 0.5 }], expected: 0.5 },
      tails: {
        breaks: 'heads',
        because: 'no heads at all',
        train: ['toss', { heads: 0 }],
        budget: { quick: 30, standard: 30, paper: 40 },
      },
      light: { breaks: 'heavy', because: 'the other side', holds: 'mass / size - 1 <= 0.5' },
    },
    mustHold: { 'larger coins': { because: 'as good', train: ['toss', { heads: 0.999, scale: 2 }], keeps: ['heads'] } },
  },
  dial: {
    of: 'heads',
    grid: [0.25, 0.5, 1],
    at: (heads: number) => ({ train: ['toss', { heads }] }),
    part: 'heads',
    measured: { value: 'value', where: measured, tex: { value: 'v' } },
    curve: { value: 'size', where: measured },
    axis: 'linear',
  },
  table: {
    title: 'Coins',
    of: 'coin',
    columns: { mass: 'mass', heavy: 'mass >= size' },
    where: (trial: Any) => ({ coin: measured(trial), 'same coin': measured(trial) }),
    tex: { mass: 'm' },
    drawn: ['mass', 'heavy'],
  },
});
