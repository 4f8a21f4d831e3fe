/**
 * Empirical risk minimization over one level of a finite class: the first hypothesis with the fewest mistakes on the m
 * points. `parameters.chosen` is its index among all hypotheses, `facts.error` its share of mistakes.
 */
import { model, runs, type Trained } from 'claimcheck';
import { ofRule } from 'claimcheck/faults';
import { fields, must, whole, type RuleOf } from 'claimcheck/rule';
import { WORD, type FiniteClass } from 'claimcheck/tasks/finite-class';

const RULE = {
  /** Which level, from 0. */
  level: must(whole),
};
export type ErmRule = RuleOf<typeof RULE>;

/** What the search is composed of. */
interface Parts {
  /** What is made least. */
  readonly score: (mistakes: number) => number;
  /** How many of the words of mistakes are seen. */
  readonly seen: (words: number) => number;
  /** How many of the hypotheses are tried. */
  readonly tried: (hypotheses: number) => number;
}

const PARTS: Parts = { score: (mistakes) => mistakes, seen: (words) => words, tried: (hypotheses) => hypotheses };

/** The number of ones among the 32 bits of a word. */
function ones(word: number): number {
  let x = word >>> 0;
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

const composed =
  (parts: Parts) =>
  (task: FiniteClass, { level }: ErmRule): Trained => {
    const { m, levels, mistakes } = task;
    const words = Math.ceil(m / WORD);
    const count = (h: number, upTo: number) => {
      let sum = 0;
      for (let w = 0; w < upTo; w++) sum += ones(mistakes[h * words + w]!);
      return sum;
    };
    let from = 0;
    for (let k = 0; k < level; k++) from += levels[k]!;
    const seen = parts.seen(words);
    let chosen = from;
    let fewest = Infinity;
    for (let h = from; h < from + parts.tried(levels[level]!); h++) {
      const score = parts.score(count(h, seen));
      if (score < fewest) [chosen, fewest] = [h, score];
    }
    return {
      parameters: { chosen: Float64Array.of(chosen) },
      // Hypotheses are known by their mistakes alone; labels are taken as +1.
      predict: ({ rows }) =>
        Float64Array.from({ length: rows }, (_, i) => {
          const word = mistakes[chosen * words + Math.floor((i % m) / WORD)]!;
          return ((word >>> ((i % m) % WORD)) & 1) === 1 ? -1 : 1;
        }),
      steps: 0,
      stopped: 'exact',
      facts: { error: count(chosen, words) / m },
    };
  };

const train = composed(PARTS);

const finiteClass = model({
  name: 'finite-class',
  capabilities: ['parameters'],
  rule: fields(RULE),
  shapes: () => ({ chosen: 1 }),
  facts: { error: 'the empirical error of the hypothesis that was chosen' },
  train,
  faults: {
    'worst hypothesis': {
      what: 'the hypothesis with the most mistakes is taken',
      by: composed({ ...PARTS, score: (mistakes) => -mistakes }),
    },
    'first hypothesis': { what: 'the first hypothesis is taken', by: composed({ ...PARTS, tried: () => 1 }) },
    'half of the points': {
      what: 'only half of the points are seen',
      by: composed({ ...PARTS, seen: (words) => Math.max(1, Math.floor(words / 2)) }),
    },
    'an eighth of the class': {
      what: 'only an eighth of the hypotheses are tried',
      by: composed({ ...PARTS, tried: (hypotheses) => Math.max(1, Math.floor(hypotheses / 8)) }),
    },
    'the level below': {
      what: 'the level below is searched',
      by: ofRule(train)(({ level }) => ({ level: Math.max(0, level - 1) })),
    },
  },
});

export default finiteClass;

export const erm = runs(finiteClass);
