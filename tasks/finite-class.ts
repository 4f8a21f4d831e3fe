/**
 * Finite classes of hypotheses, each wrong with probability 1/2 independently of the others: the class on which uniform
 * bounds are tightest. What a learner sees is which hypothesis errs on which point. Hypotheses come in levels with code
 * words of their own length.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';

/** The bits of a word of `mistakes`. */
export const WORD = 32;

export interface FiniteClass {
  /** The number of points. */
  readonly m: number;
  readonly delta: number;
  /** The number of hypotheses of each level. */
  readonly levels: readonly number[];
  /** The length of the code words of each level, in bits. */
  readonly lengths: readonly number[];
  /** Level after level; hypothesis h errs on point i where bit i mod 32 of mistakes[h * ceil(m / 32) + floor(i / 32)] is 1. */
  readonly mistakes: Float64Array;
}

/** Fair coins: the risk of every hypothesis. */
export const RISK = 0.5;

export function fairCoins(from: number, m: number, levels: readonly number[]): Float64Array {
  const stream = seededStream(from);
  const words = Math.ceil(m / WORD);
  const hypotheses = levels.reduce((sum, count) => sum + count, 0);
  const mistakes = new Float64Array(hypotheses * words);
  for (let k = 0; k < mistakes.length; k++) {
    const unused = k % words === words - 1 ? words * WORD - m : 0;
    mistakes[k] = stream.bits() >>> unused;
  }
  return mistakes;
}

/** Sizes at which the bound is tight on fair coins and fails on fewer than one sample in a thousand (exact tails). */
const SIZES = [
  [1024, 60],
  [2048, 50],
  [2048, 60],
  [4096, 64],
  [4096, 80],
  [4096, 100],
] as const;

const ERRS = 'each errs on each point with probability 1/2, independently';

/** One level of |H| hypotheses on m points; delta = .01. */
export const fairClass: Population<FiniteClass> = {
  name: 'a finite class of fair coins',
  version: 1,
  about:
    `|H| hypotheses on m points, (|H|, m) equally likely ${SIZES.map(([count, m]) => `(${count}, ${m})`).join(', ')}; ` +
    `${ERRS}; delta = .01.`,
  arbitrary: fc.tuple(fc.constantFrom(...SIZES), seed).map(([[count, m], from]) => ({
    m,
    delta: 0.01,
    levels: [count],
    lengths: [0],
    mistakes: fairCoins(from, m, [count]),
  })),
};

/** The same tasks with the first hypotheses alone, of one level. */
export const firstHypotheses = (of: Population<FiniteClass>, count: number): Population<FiniteClass> => ({
  name: `${of.name}, ${count} hypotheses`,
  version: 1,
  ...(of.about !== undefined && { about: `${of.about} Of them the first ${count}.` }),
  drawsOf: of,
  arbitrary: of.arbitrary.map((task) => ({
    ...task,
    levels: [count],
    mistakes: task.mistakes.slice(0, count * Math.ceil(task.m / WORD)),
  })),
});

/** Levels k = 1 .. 9 of 2^k hypotheses with code words of `length(k)` bits; 60 points; delta = .01. */
const coded = (name: string, bits: string, length: (k: number) => number): Population<FiniteClass> => {
  const ks = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const levels = ks.map((k) => 1 << k);
  return {
    name,
    version: 1,
    about: `2^k hypotheses with code words of ${bits} bits for each k = 1..9, on 60 points; ${ERRS}; delta = .01.`,
    arbitrary: seed.map((from) => ({
      m: 60,
      delta: 0.01,
      levels,
      lengths: ks.map(length),
      mistakes: fairCoins(from, 60, levels),
    })),
  };
};

/** k bits that say k (k - 1 ones and a zero) and k bits that say which: no word begins another. */
export const prefixCode = coded('a prefix code of fair coins', '2k', (k) => 2 * k);
/** k bits that say which, and nothing that says k. */
export const withoutPrefix = coded('words of fair coins that begin one another', 'k', (k) => k);
