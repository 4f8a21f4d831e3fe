import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { choose, claimFiles, nearest } from '../../src/commands/choose.js';
import { brokenFixtures, fixtures, root, scratch } from './shell.js';

describe('nearest names', () => {
  const ids = ['small-init-is-min-l1', 'small-init-is-not-min-l2', 'depth-sharpens-l1'];
  test('come first, and only near ones', async () => {
    expect((await nearest('small-init-is-min-l2', ids))[0]).toBe('small-init-is-min-l1');
    expect(await nearest('depth', ids)).toEqual(['depth-sharpens-l1']);
    expect(await nearest('smal-init', ids)).toEqual(ids.slice(0, 2));
    expect(await nearest('zzzzzzzzzzzzzzzzzzzzzzzz', ids)).toEqual([]);
  });
});

describe('the files of claims', () => {
  test("a user's folder is added, and no file of it takes the name of another claim", async () => {
    const shipped = await claimFiles();
    const both = await claimFiles(fixtures);
    expect(both.get('holding')).toBe(join(fixtures, 'holding.ts'));
    for (const [id, file] of shipped) expect(both.get(id)).toBe(file);
    const folder = scratch();
    const [id] = [...shipped.keys()];
    writeFileSync(join(folder, `${id}.js`), '');
    await expect(claimFiles(folder)).rejects.toThrow(`${id}.js has the id of the shipped claim "${id}": rename it`);
    const twice = scratch();
    for (const ending of ['ts', 'js']) writeFileSync(join(twice, `mine.${ending}`), '');
    await expect(claimFiles(twice)).rejects.toThrow(
      /"mine" is the id of two files, .*mine\.js and .*mine\.ts; rename one/,
    );
    const reserved = scratch();
    writeFileSync(join(reserved, 'one-step-interpolates.ts'), '');
    await expect(claimFiles(reserved)).rejects.toThrow('rename it');
    expect([...(await claimFiles(join(root, 'claims'))).keys()]).toEqual([...shipped.keys()]);
  });

  test('are in a folder, and there is one', async () => {
    await expect(claimFiles(join(scratch(), 'none'))).rejects.toThrow('expected a directory with claim files');
    await expect(claimFiles(join(root, 'package.json'))).rejects.toThrow('expected a directory with claim files');
    await expect(claimFiles(scratch())).rejects.toThrow('it holds no claim file (.ts, .mts, .js, .mjs)');
  });
});

describe('choosing', () => {
  test('a name that nobody has is refused with those that are near, or with where to look', async () => {
    await expect(choose(['small-init-is-min-l3'])).rejects.toThrow(
      'unknown claim "small-init-is-min-l3"; did you mean small-init-is-min-l1',
    );
    await expect(choose(['q'.repeat(40)])).rejects.toThrow('npx claimcheck list names them all');
  });

  test('files that hold no claim are told apart, and cost no other', async () => {
    const names = ['number', 'silent', 'throws'];
    const { found, broken } = await choose(names, brokenFixtures, { formulas: false });
    expect(found).toEqual([]);
    expect(broken.map(({ id }) => id)).toEqual(names);
    for (const { why } of broken) expect(why).toMatch(/^(has|could not be loaded|is refused)/);
  });
});
