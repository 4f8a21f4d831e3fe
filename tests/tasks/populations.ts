/** Every population: those that a file of `tasks/` exports, and those over which an arm of a shipped claim ranges. */
import { readFileSync, readdirSync } from 'node:fs';
import type { Any, Population } from '../../src/claim.js';
import { dialArms, verdictArms } from '../../src/engine/arm.js';
import { loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';

const folder = new URL('../../tasks/', import.meta.url);
export const taskFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();

const isPopulation = (value: unknown): value is Population<Any> =>
  typeof value === 'object' && value !== null && 'arbitrary' in value;

/** The populations that a file of `tasks/` exports, by the name of the export. */
export async function exportedBy(file: string): Promise<[string, Population<Any>][]> {
  const all = (await import(new URL(file, folder).href)) as Record<string, unknown>;
  return Object.entries(all).filter((entry): entry is [string, Population<Any>] => isPopulation(entry[1]));
}

/** The populations of the arms of all shipped claims, dials included. */
export async function claimed(): Promise<Population<Any>[]> {
  const all = new Set<Population<Any>>();
  for (const file of await modulesIn(shippedClaims)) {
    const found = await loadClaim(file);
    if ('why' in found) throw new Error(`${file} ${found.why}`);
    for (const { claim } of [...verdictArms(found.claim), ...dialArms(found.claim)]) all.add(claim.forAll);
  }
  return [...all];
}

/** Whether the source of a file of `tasks/` makes populations, if only for those who give it a size. */
export const makes = (file: string): boolean => readFileSync(new URL(file, folder), 'utf8').includes('Population<');

/** The files of claims and tasks that import the given file of `tasks/`. */
export async function importers(file: string): Promise<string[]> {
  const name = file.replace(/\.ts$/, '');
  const all = [...(await modulesIn(shippedClaims)), ...taskFiles.map((each) => new URL(each, folder).pathname)];
  return all.filter((path) => {
    const source = readFileSync(path, 'utf8');
    return source.includes(`'claimcheck/tasks/${name}'`) || source.includes(`'./${name}.js'`);
  });
}
