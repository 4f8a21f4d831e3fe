/**
 * Verifiers that are wrong in one way each, and the checks that must see it. A check is a question to any verifier; the
 * real one passes all of them, each mutant fails the one that is named.
 */
import { forMost } from '../../src/criteria.js';
import { boundaries } from '../../src/statistics/binary.js';
import { evidence } from '../../src/statistics/evidence.js';
import { logCounts } from '../../src/statistics/grid.js';
import { binomialTail } from '../../src/statistics/intervals.js';
import type { Decision, PartOutcome } from '../../src/statistics/outcome.js';
import { exactly, explore, type Judge } from './exactly.js';
import { limit } from './limit.js';
import { arrivals, inOrder, NOT_A_NUMBER, replication, value, world, type World } from './world.js';

/** A task is how difficult it is, uniform on [0, 1); the same number is the same task. */
export interface Setup {
  readonly task: (index: number) => number;
  /** Another training on the same task. */
  readonly again: (index: number) => number;
  readonly outcome: (difficulty: number) => PartOutcome;
  /** Tasks of one data set are one trial: the first of them. */
  readonly set: (index: number) => number;
  readonly order: Iterable<number>;
}

export interface Run {
  readonly decision: Decision;
  /** The tasks that were counted, in this order. */
  readonly tasks: readonly number[];
}

export interface Verifier {
  readonly name: string;
  readonly run: (setup: Setup) => Run;
  /** The judge of outcomes alone, where the mutation is in it. */
  readonly judge?: () => Judge;
  readonly budget: number;
}

const criterion = forMost({ allBut: 0.1 });
const P0 = 0.9;
const N = 120;
const ALPHA = 0.01;
const real = () => evidence(criterion, { role: 'claim', alpha: ALPHA, budget: N });

/** Feeds a judge the tasks of an order, each by its number; `count` may add, drop or change outcomes. */
function feeding(
  name: string,
  options: {
    readonly judge?: () => Judge & { readonly decision?: Decision };
    readonly budget?: number;
    readonly apart?: boolean;
    readonly order?: (order: Iterable<number>) => Iterable<number>;
    readonly task?: (setup: Setup, index: number) => number;
    readonly count?: (setup: Setup, difficulty: number, index: number) => readonly PartOutcome[];
  } = {},
): Verifier {
  const {
    judge = real,
    budget = N,
    apart = false,
    order = inOrder,
    task = (setup, index) => setup.task(index),
  } = options;
  const { count = (setup, difficulty) => [setup.outcome(difficulty)] } = options;
  return {
    name,
    judge,
    budget,
    run(setup) {
      const judged = judge();
      const tasks: number[] = [];
      const sets = new Set<number>();
      let decision: Decision = 'continue';
      for (const index of order(setup.order)) {
        if (!apart && sets.has(setup.set(index))) continue;
        sets.add(setup.set(index));
        const difficulty = task(setup, index);
        tasks.push(difficulty);
        for (const outcome of count(setup, difficulty, index))
          if (decision === 'continue') decision = judged.add(outcome);
        // A mutant that drops outcomes could draw for ever.
        if (decision !== 'continue' || tasks.length >= 10 * budget) break;
      }
      return { decision, tasks };
    },
  };
}

const succeeded = (outcome: PartOutcome) => outcome.margins[0]!.slack > 0;

/** Looks at the 98% Clopper-Pearson interval after every trial from the tenth. */
function peeking(): Judge {
  let n = 0;
  let s = 0;
  return {
    add(outcome) {
      n++;
      if (succeeded(outcome)) s++;
      if (n >= 10 && binomialTail(s, n, P0) <= ALPHA) return 'holds';
      if (n >= 10 && binomialTail(n - s, n, 1 - P0) <= ALPHA) return 'fails';
      return n === N ? 'undecided' : 'continue';
    },
  };
}

const LOOKS = [60, 120, 200];

/** Spends the whole risk at the last trial of each of three budgets. */
function repeatedClosing(): Judge {
  const goal = Math.log(1 / ALPHA) - 1e-12;
  const looks = new Map(LOOKS.map((at) => [at, boundaries(P0, ALPHA, ALPHA, at)]));
  const last = looks.get(LOOKS.at(-1)!)!;
  let n = 0;
  let s = 0;
  return {
    add(outcome) {
      n++;
      if (succeeded(outcome)) s++;
      const look = looks.get(n);
      if (look ? s >= look.hold.least[n]! : logCounts(last.hold.wagers, s, n - s) >= goal) return 'holds';
      if (look ? n - s >= look.fail.least[n]! : logCounts(last.fail.wagers, n - s, s) >= goal) return 'fails';
      return n === last.N ? 'undecided' : 'continue';
    },
  };
}

function swapped(): Judge {
  const judged = real();
  return {
    add(outcome) {
      const decision = judged.add(outcome);
      return decision === 'holds' ? 'fails' : decision === 'fails' ? 'holds' : decision;
    },
  };
}

export const REFERENCE = feeding('reference');

export const MUTANTS: readonly { readonly verifier: Verifier; readonly by: string }[] = [
  { by: 'boundary', verifier: feeding('Clopper-Pearson after each trial', { judge: peeking }) },
  {
    by: 'NaN',
    verifier: feeding('NaN dropped', {
      count: (setup, difficulty) =>
        [setup.outcome(difficulty)].filter(({ margins }) => !Number.isNaN(margins[0]!.slack)),
    }),
  },
  { by: 'slow failures', verifier: feeding('completion order', { order: (order) => order }) },
  {
    by: 'true',
    verifier: feeding('shrunk tasks counted', {
      count(setup, difficulty) {
        const outcome = setup.outcome(difficulty);
        return succeeded(outcome) ? [outcome] : [outcome, outcome, outcome];
      },
    }),
  },
  { by: 'duplicate tasks', verifier: feeding('one seed for all trials', { task: (setup) => setup.task(0) }) },
  { by: 'boundary', verifier: feeding('ten distinct tasks', { task: (setup, index) => setup.task(index % 10) }) },
  {
    by: 'boundary',
    verifier: feeding('retry on failure', {
      count(setup, difficulty, index) {
        const outcome = setup.outcome(difficulty);
        return [succeeded(outcome) ? outcome : setup.outcome(setup.again(index))];
      },
    }),
  },
  {
    by: 'boundary',
    verifier: feeding('alpha .1', { judge: () => evidence(criterion, { role: 'claim', alpha: 0.1, budget: N }) }),
  },
  {
    by: 'index bias',
    verifier: feeding('easy first 60 trials', {
      task: (setup, index) => setup.task(index) * (index < 60 ? 0.5 : 1),
    }),
  },
  { by: 'exact', verifier: feeding('closing look at 60, 120 and 200', { judge: repeatedClosing, budget: 200 }) },
  { by: 'true', verifier: feeding('holds and fails swapped', { judge: swapped }) },
  {
    by: 'clusters',
    verifier: feeding('tasks of one data set counted apart', { apart: true }),
  },
];

const WORKERS = 8;

/** One replication: success below p, NaN in [p, 1) where asked, failures `slower` times as long. */
function setup(check: string, r: number, p: number, options: { nan?: boolean; slower?: number } = {}): Setup {
  const draws: World<number> = world(replication(check, r), (rng) => rng.uniform());
  const more: World<number> = world(replication(`${check}, again`, r), (rng) => rng.uniform());
  const outcome = (u: number) => (u >= p && options.nan ? NOT_A_NUMBER : value(p - u));
  const seconds = (index: number) => (draws.trial(index) < p ? 1 : (options.slower ?? 1));
  return { task: draws.trial, again: more.trial, outcome, set: (index) => index, order: arrivals(WORKERS, seconds) };
}

export interface Answer {
  /** The number that is too large (or, for power, too small), in words. */
  readonly seen: string;
  readonly alarm: boolean;
}

type Check = (verifier: Verifier, replications: number) => Answer;

function rates(verifier: Verifier, replications: number, setups: (r: number) => Setup) {
  const counts = { holds: 0, fails: 0 };
  for (let r = 0; r < replications; r++) {
    const { decision } = verifier.run(setups(r));
    if (decision === 'holds' || decision === 'fails') counts[decision]++;
  }
  return counts;
}

const percent = (count: number, of: number) => `${Number(((100 * count) / of).toPrecision(3))}%`;

/** At most a share alpha of false decisions. */
const counting =
  (setups: (r: number) => Setup, wrong: readonly ('holds' | 'fails')[] = ['holds', 'fails']): Check =>
  (verifier, replications) => {
    const counts = rates(verifier, replications, setups);
    return {
      seen: `holds ${percent(counts.holds, replications)}, fails ${percent(counts.fails, replications)}`,
      alarm: wrong.some((decision) => counts[decision] > limit(replications, ALPHA)),
    };
  };

/** Five tasks share a data set: half of the time its difficulty is theirs. */
function clustered(r: number): Setup {
  const sets: World<{ readonly shared: number; readonly own: readonly (number | null)[] }> = world(
    replication('clusters', r),
    (rng) => ({
      shared: rng.uniform(),
      own: Array.from({ length: 5 }, () => {
        const alone = rng.uniform() < 0.5;
        const u = rng.uniform();
        return alone ? u : null;
      }),
    }),
  );
  const set = (index: number) => Math.floor(index / 5);
  const task = (index: number) => sets.trial(set(index)).own[index % 5] ?? sets.trial(set(index)).shared;
  return { task, again: task, outcome: (u) => value(P0 - u), set, order: arrivals(1, () => 1) };
}

/** Kolmogorov-Smirnov distance of two samples. */
function distance(a: readonly number[], b: readonly number[]): number {
  const x = [...a].sort((p, q) => p - q);
  const y = [...b].sort((p, q) => p - q);
  let i = 0;
  let j = 0;
  let most = 0;
  while (i < x.length && j < y.length) {
    if (x[i]! <= y[j]!) i++;
    else j++;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}

const trees = new Map<string, ReturnType<typeof explore>>();

export const CHECKS: Readonly<Record<string, Check>> = {
  boundary: counting((r) => setup('boundary', r, P0)),
  /** 88% succeed and the others diverge: it must not hold. */
  NaN: counting((r) => setup('NaN', r, 0.88, { nan: true }), ['holds']),
  'slow failures': counting((r) => setup('slow failures', r, P0, { slower: 10 })),
  /** Power at .99, and no false refutation at .95. */
  true(verifier, replications) {
    const at99 = rates(verifier, replications, (r) => setup('true, .99', r, 0.99));
    const at95 = rates(verifier, replications, (r) => setup('true, .95', r, 0.95));
    return {
      seen: `holds ${percent(at99.holds, replications)} at .99, fails ${percent(at95.fails, replications)} at .95`,
      alarm: at99.holds < 0.97 * replications || Math.max(at99.fails, at95.fails) > limit(replications, ALPHA),
    };
  },
  /** No task is counted twice. */
  'duplicate tasks'(verifier) {
    const { tasks } = verifier.run(setup('duplicate tasks', 0, 0.95));
    const distinct = new Set(tasks).size;
    return { seen: `${distinct} of ${tasks.length} tasks distinct`, alarm: distinct < tasks.length };
  },
  /**
   * The difficulty of a task does not depend on its number: the first 60 against the others, over 100 runs. Here success
   * has nothing to do with difficulty, so that no run stops early because its tasks are easy.
   */
  'index bias'(verifier) {
    const first: number[] = [];
    const rest: number[] = [];
    for (let r = 0; r < 100; r++) {
      const outcome = (u: number) => value(0.9 - ((u * 1e6) % 1));
      const { tasks } = verifier.run({ ...setup('index bias', r, 0.9), outcome });
      tasks.forEach((u, k) => (k < 60 ? first : rest).push(u));
    }
    const d = distance(first, rest);
    const p = 2 * Math.exp((-2 * d * d * first.length * rest.length) / (first.length + rest.length));
    return { seen: `distance ${d.toFixed(3)}`, alarm: !(p >= 1e-4) };
  },
  clusters: counting((r) => clustered(r)),
  /** The risks at the boundary, exactly, of the judge as a black box. */
  exact({ name, judge = real, budget }) {
    const tree = trees.get(name) ?? explore(judge, budget);
    trees.set(name, tree);
    const { holds, fails } = exactly(tree, P0);
    return {
      seen: `holds ${holds.toFixed(6)}, fails ${fails.toFixed(6)}`,
      alarm: Math.max(holds, fails) > ALPHA + 1e-9,
    };
  },
};
