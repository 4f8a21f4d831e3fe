import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FROZEN, firstTasks, versioned } from '../../src/engine/frozen.js';
import { claimed, exportedBy, taskFiles } from './populations.js';

const exported = (await Promise.all(taskFiles.map(exportedBy))).flat().map(([, population]) => population);
const all = [...exported, ...(await claimed())];
const populations = new Map(all.map((population) => [versioned(population), firstTasks(population)]));

// `npm run freeze` pins what is new; it never changes what is pinned.
if (process.env['FREEZE']) {
  const pinned = JSON.parse(readFileSync(FROZEN, 'utf8')) as Record<string, string>;
  const all = { ...Object.fromEntries(populations), ...pinned };
  const lines = Object.keys(all)
    .sort()
    .map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(all[name])}`);
  writeFileSync(FROZEN, `{\n${lines.join(',\n')}\n}\n`);
}

describe('frozen streams', () => {
  const pinned = JSON.parse(readFileSync(FROZEN, 'utf8')) as Record<string, string>;
  test.each([...populations])('%s draws what it has always drawn', (name, digest) => {
    expect(pinned[name], `not pinned yet: npm run freeze`).toBe(digest);
  });

  test('no two populations have one name and one version', () => {
    for (const population of all)
      expect(firstTasks(population), `another population is called ${versioned(population)}, too`).toBe(
        populations.get(versioned(population)),
      );
  });
});
