/** What a reader must be told of a claim beside its sentences: what a task is, what is trained, what every name means. */
import type { Claim } from '../claim.js';
import type { Arm } from './arm.js';
import { draw } from './draw.js';
import { meanings, textOf } from './meanings.js';
import type { ClaimReport } from './report.js';
import { depends, LOOKED_AT, runsOf } from './runs.js';
import { sizes } from './sizes.js';

/** The first tasks of an arm, of `trials` at most: as many as must be looked at to say what is trained. */
export function firstTasks({ claim, tasksOf }: Arm, id: string, seed: string, trials: number): unknown[] {
  const { forAll } = claim;
  const count = Math.min(depends(claim) ? LOOKED_AT : 1, trials, forAll.list?.length ?? Infinity);
  return Array.from(
    { length: count },
    (_, trial) => draw(forAll, { suiteSeed: seed, claim: id, arm: tasksOf, trial }).task,
  );
}

type Described = Pick<ClaimReport, 'population' | 'runs' | 'symbols' | 'theory'>;

/** @param tasks the first that were drawn, if any were */
export function described(claim: Claim, tasks: readonly unknown[]): Described {
  const { name, version, about } = claim.forAll;
  return {
    population: {
      name,
      version,
      ...(about !== undefined && { about }),
      ...(tasks.length > 0 && { example: sizes(tasks[0]) }),
    },
    runs: runsOf(claim, tasks),
    ...meanings(claim),
  };
}

/** What a part looks at, where that is not the only run. */
export function rangeOf({ parts, train }: Claim, part: string): Pick<ClaimReport['parts'][string], 'of' | 'over'> {
  const { of, over } = parts[part]!;
  return {
    ...(of && Object.keys(train).length > 1 && { of }),
    ...(over && { over: typeof over === 'function' ? textOf(over) : over }),
  };
}
