/**
 * Empirical risk minimization over one level of a finite class: the first hypothesis with the fewest mistakes on the m
 * points. `parameters.chosen` is its index among all hypotheses, `facts.error` its share of mistakes.
 */
import { model, runs, type Model, type Trained } from 'claimcheck';
import { fields, must, whole } from 'claimcheck/rule';
import { WORD, type FiniteClass } from 'claimcheck/tasks/finite-class';

export interface ErmRule {
  /** Which level, from 0. */
  readonly level: number;
}

interface Wrong {
  /** Takes the hypothesis with the most mistakes. */
  readonly worst?: boolean;
  /** Takes the first hypothesis, whatever its mistakes. */
  readonly first?: boolean;
  /** Sees only this share of the points. */
  readonly points?: number;
  /** Sees only this share of the hypotheses. */
  readonly hypotheses?: number;
  /** Takes one of the lower levels. */
  readonly level?: (level: number) => number;
}

/** The number of ones among the 32 bits of a word. */
function ones(word: number): number {
  let x = word >>> 0;
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

function train(task: FiniteClass, rule: ErmRule, wrong: Wrong = {}): Trained {
  const { m, levels, mistakes } = task;
  const level = wrong.level ? wrong.level(rule.level) : rule.level;
  const words = Math.ceil(m / WORD);
  let from = 0;
  for (let k = 0; k < level; k++) from += levels[k]!;
  const count = Math.max(1, Math.floor((wrong.hypotheses ?? 1) * levels[level]!));
  const seen = Math.max(1, Math.floor((wrong.points ?? 1) * words));
  let chosen = from;
  let fewest = Infinity;
  for (let h = from; h < from + count; h++) {
    let errors = 0;
    for (let w = 0; w < seen; w++) errors += ones(mistakes[h * words + w]!);
    const score = wrong.worst ? -errors : errors;
    if (score < fewest && !(wrong.first && h > from)) [chosen, fewest] = [h, score];
  }
  let errors = 0;
  for (let w = 0; w < words; w++) errors += ones(mistakes[chosen * words + w]!);
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
    facts: { error: errors / m },
  };
}

const wrongly =
  (wrong: Wrong): Model<FiniteClass>['train'] =>
  (task, rule) =>
    train(task, rule, wrong);

const finiteClass = model({
  name: 'finite-class',
  capabilities: ['parameters'],
  rule: fields({ level: must(whole) }),
  shapes: () => ({ chosen: 1 }),
  facts: { error: 'the empirical error of the hypothesis that was chosen' },
  train: (task: FiniteClass, rule: ErmRule) => train(task, rule),
  faults: {
    'worst hypothesis': { what: 'the hypothesis with the most mistakes is taken', by: wrongly({ worst: true }) },
    'first hypothesis': { what: 'the first hypothesis is taken', by: wrongly({ first: true }) },
    'half of the points': { what: 'only half of the points are seen', by: wrongly({ points: 0.5 }) },
    'an eighth of the class': {
      what: 'only an eighth of the hypotheses are tried',
      by: wrongly({ hypotheses: 0.125 }),
    },
    'the level below': {
      what: 'the level below is searched',
      by: wrongly({ level: (level) => Math.max(0, level - 1) }),
    },
  },
});

export default finiteClass;

export const erm = runs(finiteClass);
