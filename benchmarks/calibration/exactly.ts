/**
 * Exact probabilities of a judge taken as a black box. Its decisions are asked state by state: for each count that is
 * still undecided one path of outcomes leads there, is extended by a success and by a failure, and is fed to a fresh
 * judge. Nothing here knows thresholds, so it checks those that do.
 */
import type { Decision, PartOutcome } from '../../src/statistics/outcome.js';
import { value } from './world.js';

export interface Judge {
  readonly add: (outcome: PartOutcome) => Decision;
}

const SUCCESS = value(1);
const FAILURE = value(-1);

export interface Tree {
  readonly N: number;
  /** Per n and count of successes: what the judge says on arriving there undecided; `decisions[n][s]`. */
  readonly decisions: readonly ReadonlyMap<number, Decision>[];
}

/** @param judge a fresh judge whose decision depends on the counts alone */
export function explore(judge: () => Judge, N: number): Tree {
  let alive = new Map<number, readonly boolean[]>([[0, []]]);
  const decisions: Map<number, Decision>[] = [];
  for (let n = 1; n <= N; n++) {
    const here = new Map<number, Decision>();
    const next = new Map<number, readonly boolean[]>();
    for (const [s, path] of alive)
      for (const success of [false, true]) {
        const count = s + (success ? 1 : 0);
        if (here.has(count)) continue;
        const fresh = judge();
        for (const step of path) fresh.add(step ? SUCCESS : FAILURE);
        const decision = fresh.add(success ? SUCCESS : FAILURE);
        here.set(count, decision);
        if (decision === 'continue') next.set(count, [...path, success]);
      }
    decisions.push(here);
    alive = next;
  }
  return { N, decisions };
}

/** P(holds), P(fails) and E[n] when each trial succeeds with probability p. */
export function exactly({ decisions }: Tree, p: number): { holds: number; fails: number; trials: number } {
  let mass = new Map<number, number>([[0, 1]]);
  let holds = 0;
  let fails = 0;
  let trials = 0;
  decisions.forEach((here, k) => {
    const next = new Map<number, number>();
    for (const [s, m] of mass)
      for (const [count, part] of [
        [s, m * (1 - p)],
        [s + 1, m * p],
      ] as const)
        next.set(count, (next.get(count) ?? 0) + part);
    mass = new Map();
    for (const [count, m] of next) {
      const decision = here.get(count);
      if (decision === 'continue') mass.set(count, m);
      else trials += (k + 1) * m;
      if (decision === 'holds') holds += m;
      if (decision === 'fails') fails += m;
    }
  });
  return { holds, fails, trials };
}
