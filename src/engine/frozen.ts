/**
 * Frozen streams: the first tasks of every population are pinned. A population that no longer draws what it drew must
 * have its version raised; until then the claims over it cannot be evaluated.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Population } from '../claim.js';
import { own } from '../form/own.js';
import { draw } from './draw.js';
import { fingerprint } from './fingerprint.js';
import { readText } from './plain.js';
import { packageRoot } from './source.js';

export const FROZEN = join(packageRoot, 'tasks', 'frozen.json');
const TASKS = 3;

/** The fingerprint of the population's first tasks under a name of their own. */
export function firstTasks(population: Population<unknown>): string {
  const count = Math.min(TASKS, population.list?.length ?? TASKS);
  return fingerprint(
    Array.from(
      { length: count },
      (_, trial) => draw(population, { suiteSeed: 'frozen', claim: population.name, arm: 'claim', trial }).task,
    ),
  );
}

export const versioned = ({ name, version }: Population<unknown>): string => `${name}@${version}`;

let known: Readonly<Record<string, string>> | undefined;

/** The fingerprint that is pinned; undefined for a population that is not ours. */
export function pinned(population: Population<unknown>): string | undefined {
  known ??= existsSync(FROZEN) ? (JSON.parse(readText(FROZEN)) as Record<string, string>) : {};
  return own(known, versioned(population));
}

/** @returns one sentence if the population is pinned and has changed; a user's own population need not be pinned */
export function thawed(population: Population<unknown>): string | undefined {
  const expected = pinned(population);
  if (expected === undefined || expected === firstTasks(population)) return undefined;
  return `the population "${population.name}" no longer draws the tasks of its version ${population.version}; raise the version`;
}
