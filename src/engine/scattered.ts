/**
 * `fc.double` is uniform over bit patterns, not over numbers: half of what it draws in [0, 1] is below 1e-150, and a
 * population of it hardly has the tasks that its author sees before her. Its draws give it away: their exponents are spread
 * over hundreds.
 */

import { log } from '../numerics/elementary.js';

/** Draws that are looked at. */
export const LOOKED_AT = 40;

/** Binary orders of magnitude between the quartiles of a number's draws; a log-uniform number over 30 decades has 50. */
const SPREAD = 60;

/** Every number in a task, by where it stands; the entries of a list stand in one place. */
function collect(value: unknown, place: string, into: Map<string, number[]>, depth = 0): void {
  if (typeof value === 'number') {
    if (value === 0 || !Number.isFinite(value)) return;
    const list = into.get(place) ?? [];
    list.push(log(Math.abs(value)) / log(2));
    into.set(place, list);
  } else if (depth > 8 || typeof value !== 'object' || value === null) return;
  else if (Array.isArray(value) || ArrayBuffer.isView(value))
    for (const item of Array.from(value as ArrayLike<unknown>).slice(0, LOOKED_AT))
      collect(item, place, into, depth + 1);
  else
    for (const [name, field] of Object.entries(value))
      collect(field, place ? `${place}.${name}` : name, into, depth + 1);
}

/** @returns where the tasks have numbers whose magnitudes are scattered like bit patterns, for example `["v"]` */
export function scattered(tasks: readonly unknown[]): string[] {
  const found = new Map<string, number[]>();
  for (const task of tasks) collect(task, '', found);
  return [...found].flatMap(([place, logs]) => {
    if (logs.length < LOOKED_AT / 2) return [];
    const sorted = logs.sort((a, b) => a - b);
    const quartile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
    return quartile(0.75) - quartile(0.25) > SPREAD ? [place || 'the task itself'] : [];
  });
}
