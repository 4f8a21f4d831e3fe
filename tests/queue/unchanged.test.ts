/** A worker that outlives an edit of what it loaded says so, and does no work with it. */
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { discoverModels, loadClaim } from '../../src/engine/discover.js';
import { endPrograms } from '../../src/program/bridge.js';
import { changed } from '../../src/queue/unchanged.js';
import { scratch } from '../commands/shell.js';
import { claimFile } from '../program/trained.js';

afterAll(endPrograms);

const program = join(import.meta.dirname, '..', 'fixtures', 'programs', 'toss.mjs');
const MODULE = `export default { name: 'steady', capabilities: ['linear', 'float64'], train: () => { throw new Error('none'); } };\n`;

test('an edit of a claim, of a module and of a program is seen', async () => {
  const folder = join(scratch(), 'own');
  mkdirSync(folder);
  const files = {
    claim: join(folder, 'sizes.ts'),
    module: join(folder, 'model.mjs'),
    program: join(folder, 'toss.mjs'),
  };
  cpSync(claimFile, files.claim);
  cpSync(program, files.program);
  writeFileSync(files.module, MODULE);
  const found = await loadClaim(files.claim);
  if ('why' in found) throw new Error(found.why);
  const by = (steady: string) => discoverModels({ steady }, [found]);
  const module = await by(files.module);
  const process_ = await by(`${process.execPath} ${files.program}`);
  expect(await changed([found], module)).toEqual([]);
  expect(await changed([found], process_)).toEqual([]);
  appendFileSync(files.module, '// edited\n');
  appendFileSync(files.program, '// edited\n');
  const again = 'was edited after it started; start the worker again';
  expect(await changed([found], module)).toEqual([`its model "steady" ${again}`]);
  expect(await changed([found], process_)).toEqual([`its model "steady" ${again}`]);
  appendFileSync(files.claim, '// edited\n');
  expect(await changed([found], new Map())).toEqual([`its claim "sizes" ${again}`]);
});
