/** Every population keeps the laws, every file of `tasks/` is covered by them, and the laws see what breaks them. */
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Any, Population } from '../../src/claim.js';
import { versioned } from '../../src/engine/frozen.js';
import { laws, LAWS } from './laws.js';
import { claimed, exportedBy, importers, makes, taskFiles } from './populations.js';

const exported = new Map(await Promise.all(taskFiles.map(async (file) => [file, await exportedBy(file)] as const)));
const all = new Map<string, Population<Any>>();
for (const [, population] of [...exported.values()].flat()) all.set(versioned(population), population);
for (const population of await claimed()) all.set(versioned(population), population);

describe('a population keeps the laws:', () => {
  for (const [name, population] of all) laws(population, name);
});

describe('every file of tasks/', () => {
  test.each(taskFiles)('%s is covered', async (file) => {
    const makesSome = exported.get(file)!.length > 0 || makes(file);
    const own = existsSync(new URL(file.replace(/ts$/, 'test.ts'), import.meta.url));
    const users = await importers(file);
    expect(
      makesSome || own || users.length > 0,
      `tasks/${file} exports no population and nobody imports it; export one, or give it a test of its own`,
    ).toBe(true);
    // The word of which the populations of other files are made, and those are tried.
    if (file !== 'drawn.ts' && exported.get(file)!.length === 0 && makesSome)
      expect(
        users.some((path) => path.includes('/claims/')),
        `tasks/${file} makes populations for those who give it a size, and no claim does; let one, or export one`,
      ).toBe(true);
  });
});

/** Tasks { n } with n in 2 .. 7 that shrink to 0, or for ever to one another. */
class Astray extends fc.Arbitrary<{ n: number }> {
  private readonly inner = fc.integer({ min: 2, max: 7 });
  constructor(private readonly endless = false) {
    super();
  }
  generate(random: fc.Random, bias: number | undefined) {
    return new fc.Value({ n: this.inner.generate(random, bias).value }, undefined);
  }
  canShrinkWithoutContext(value: unknown): value is { n: number } {
    return typeof value === 'object';
  }
  shrink({ n }: { n: number }) {
    const next = this.endless ? [9 - n] : n === 0 ? [] : [0];
    return fc.Stream.of(...next.map((n) => new fc.Value({ n }, undefined)));
  }
}

describe('the laws see', () => {
  const integer = fc.integer({ min: 2, max: 7 });
  const sound: Population<Any> = { name: 'sound', version: 1, arbitrary: fc.record({ n: integer, m: integer }) };
  let calls = 0;
  const law = (words: string) => Object.entries(LAWS).find(([name]) => name.includes(words))![1];

  test.each([
    ['a version that is none', 'whole version', { version: 1.5 }, 'the version is 1.5'],
    ['a name that is none', 'has a name', { name: ' ' }, 'the name is " "'],
    [
      'draws that depend on what was drawn before',
      'the same task',
      { arbitrary: integer.map((n) => ({ n, k: calls++ })) },
      /task 0 drawn again differs at .k/,
    ],
    ['a function', 'plain data', { arbitrary: integer.map((n) => ({ f: () => n })) }, 'task.f is a function'],
    ['a set', 'plain data', { arbitrary: integer.map((n) => [new Set([n])]) }, 'task[0] is a Set'],
    ['a NaN', 'plain data', { arbitrary: integer.map(() => ({ y: Float64Array.of(1, NaN) })) }, 'task.y[1] is NaN'],
    [
      'a matrix of another size',
      'plain data',
      { arbitrary: integer.map(() => ({ X: { rows: 2, cols: 2, data: new Float64Array(3) } })) },
      'task.X is 2 x 2 and has 3 entries',
    ],
    ['one task', 'more than one', { arbitrary: fc.constant({ n: 1 }) }, 'five draws are one task'],
    ['shrinking without end', 'shrinks', { arbitrary: new Astray(true) }, 'shrinking takes more than 200 steps'],
    [
      'a shrink below the least',
      'shrinks',
      { arbitrary: new Astray() },
      /a shrunk task has task.n = 0; draws have 2 to 7/,
    ],
    [
      'covers that are not met',
      'covers',
      { covers: { sevens: { when: ({ n }: { n: number }) => n === 7, atLeast: 0.5 } } },
      /of the draws have "sevens"; expected at least 0.5/,
    ],
    ['tasks of their own', 'it changes', { drawsOf: { ...sound, arbitrary: fc.record({ n: fc.constant(0) }) } }, 'they are not paired'], // prettier-ignore
    [
      'more random words than those of the other',
      'it changes',
      { drawsOf: sound, arbitrary: fc.record({ n: integer, m: integer, k: integer }) },
      /task 0 takes \d+ random words, that of "sound" \d+/,
    ],
    ['a task that is not listed', 'lists', { list: [{ n: 2, m: 2 }] }, 'is not in the list'],
    ['a list without tasks', 'lists', { list: [] }, 'the list is empty'],
    ['a task that is listed twice', 'lists', { list: [{ n: 2 }, { n: 2 }] }, 'a task is listed twice'],
  ] as const)('%s', (_, words, wrong, said) => {
    expect(() => law(words)(sound)).not.toThrow();
    expect(() => law(words)({ ...sound, ...(wrong as object) } as Population<Any>)).toThrow(said);
  });
});
