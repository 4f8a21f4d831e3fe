/** What a population says of its tasks is true of them: each phrase that many use is held against what is drawn. */
import { describe, expect, test } from 'vitest';
import type { Any, Population } from '../../src/claim.js';
import { draw } from '../../src/engine/draw.js';
import { fingerprint } from '../../src/engine/fingerprint.js';
import { versioned } from '../../src/engine/frozen.js';
import { dot, norm2, times, type Matrix } from '../../src/numerics/matrix.js';
import { claimed, exportedBy, taskFiles } from './populations.js';

const DRAWS = 120;
const all = new Map<string, Population<Any>>();
for (const [, population] of (await Promise.all(taskFiles.map(exportedBy))).flat())
  all.set(versioned(population), population);
for (const population of await claimed()) all.set(versioned(population), population);

const first = (of: Population<Any>, count = DRAWS): Any[] =>
  Array.from({ length: Math.min(count, of.list?.length ?? count) }, (_, trial) => {
    return draw(of, { suiteSeed: 'about', claim: of.name, arm: 'claim', trial }).task as unknown;
  });
const row = ({ data, cols }: Matrix, i: number) => data.slice(i * cols, (i + 1) * cols);

/** Of `2..7`, `n + 2..3n + 1` or `24` the least and the most. */
const range = (text: string, n: number): [number, number] => {
  const value = (part: string) => {
    const [, factor = '', name, more = ''] = /^(\d*)([a-z]?)((?: [+-] \d+)?)$/.exec(part.trim())!;
    return (name === '' ? Number(factor) : Number(factor || 1) * n) + Number(more.replaceAll(' ', ''));
  };
  const [least, most] = text.split('..');
  return [value(least!), value(most ?? least!)];
};

/** Phrases by what they look like; the drawn tasks must be as they say. Whole ranges must occur, to their ends. */
const PHRASES: readonly (readonly [phrase: RegExp, check: (tasks: readonly Any[], found: RegExpExecArray) => void])[] =
  [
    [
      /orthogonal rows in uniform directions, of lengths uniform on \[0\.7, 1\.3\]/,
      (tasks, { input }) => {
        if (/the columns of X are scaled|its first 20 columns/.test(input)) return;
        for (const { X } of tasks.slice(0, 10))
          for (let i = 0; i < X.rows; i++) {
            const length = norm2(row(X, i));
            expect(length).toBeGreaterThan(0.7 - 1e-9);
            expect(length).toBeLessThan(1.3 + 1e-9);
            for (let j = 0; j < i; j++) expect(Math.abs(dot(row(X, i), row(X, j)))).toBeLessThan(1e-12);
          }
      },
    ],
    [
      /y a Gaussian vector scaled to length 1/,
      (tasks) => tasks.forEach(({ y }) => expect(norm2(y)).toBeCloseTo(1, 12)),
    ],
    [
      /(?:equations in [dn] unknowns|X is n x d), n uniform in (\d+\.\.\d+)/,
      (tasks, [, ns]) => {
        const rows = tasks.map(({ X }) => X.rows as number);
        expect([Math.min(...rows), Math.max(...rows)]).toEqual(range(ns!, 0));
      },
    ],
    [
      /n uniform in \d+\.\.\d+, d uniform in (\d*n(?: \+ \d+)?\.\.\d*n(?: \+ \d+)?)/,
      (tasks, [, ds]) => {
        const least = tasks.filter(({ X }) => X.cols === range(ds!, X.rows)[0]).length;
        const most = tasks.filter(({ X }) => X.cols === range(ds!, X.rows)[1]).length;
        for (const { X } of tasks) {
          const [from, to] = range(ds!, X.rows);
          expect(X.cols).toBeGreaterThanOrEqual(from);
          expect(X.cols).toBeLessThanOrEqual(to);
        }
        expect(least * most).toBeGreaterThan(0);
      },
    ],
    [/^n equations in n unknowns/, (tasks) => tasks.forEach(({ X }) => expect(X.rows).toBe(X.cols))],
    [
      /X is (\d+) x (\d+)[: ]/,
      (tasks, [, rows, cols]) =>
        tasks.forEach(({ X, regression }) => {
          const { rows: n, cols: d } = X ?? regression.X;
          expect([n, d]).toEqual([Number(rows), Number(cols)]);
        }),
    ],
    [
      /y = X truth(?: \+ ([\d.]+) N\(0, 1\))?[,;]/,
      (tasks, [, sigma = '0']) => {
        const noise = tasks.flatMap((task) => {
          const { X, y, truth } = task.drawn?.samples[0] ?? task.few?.[0] ?? task.regression ?? task;
          return Array.from(times(X, truth), (value, i) => y[i] - value);
        });
        const size = Math.sqrt(noise.reduce((sum, e) => sum + e * e, 0) / noise.length);
        expect(Math.abs(size - Number(sigma))).toBeLessThanOrEqual(0.1 * Number(sigma) + 1e-12);
      },
    ],
    [
      /truth (?:of|of the) length (\d+(?:\.\d+)?)/,
      (tasks, [, length]) =>
        tasks.forEach((task) => {
          const { truth } = task.drawn?.samples[0] ?? task.few?.[0] ?? task;
          expect(norm2(truth)).toBeCloseTo(Number(length), 9);
        }),
    ],
    [
      /alpha = 10\^\(e \/ 10\), e uniform in (-?\d+)\.\.(-?\d+)/,
      (tasks, { input, 1: from, 2: to }) => {
        if (input.includes('Here alpha') || tasks.some(({ alpha }) => alpha === undefined)) return;
        const powers = tasks.map(({ alpha }) => 10 * Math.log10(alpha));
        for (const power of powers) expect(power).toBeCloseTo(Math.round(power), 9);
        expect(Math.min(...powers)).toBeGreaterThan(Number(from) - 0.1);
        expect(Math.max(...powers)).toBeLessThan(Number(to) + 0.1);
      },
    ],
    [
      /lambda = ([\d.]+) \|X'y\|_inf/,
      (tasks, [, share]) =>
        tasks.forEach(({ X, y, lambda }) => {
          const largest = Math.max(...Array.from({ length: X.cols }, (_, j) => Math.abs(dot(y, Float64Array.from(y, (_, i) => X.data[i * X.cols + j]))))); // prettier-ignore
          expect(lambda).toBeCloseTo(Number(share) * largest, 12);
        }),
    ],
    [
      /(\d+) examples (?:and \d+ held out, )?in R\^(\d+)/,
      (tasks, [, m, d]) =>
        tasks.slice(0, 5).forEach(({ X }) => expect([X.rows, X.cols]).toEqual([Number(m), Number(d)])),
    ],
    [
      /\(m, D\) (?:equally likely |= )((?:\(\d+, \d+\)(?:, )?)+)/,
      (tasks, [, listed]) => {
        const sizes = tasks.slice(0, 40).map(({ m, D, X }) => {
          expect([X.rows, X.cols]).toEqual([m, D + 1]);
          return `(${m}, ${D})`;
        });
        expect(new Set(sizes)).toEqual(new Set(listed!.split(/, (?=\()/)));
      },
    ],
    [/E\|z\|\^2 = ([\d.]+)(?=\. S|;)/, (tasks, [, energy]) => expect(tasks[0].energy).toBe(Number(energy))],
    [
      /sphere of radius sqrt\((\d+)\)/,
      (tasks, [, d]) => tasks.forEach(({ X }) => expect(norm2(row(X, 0))).toBeCloseTo(Math.sqrt(Number(d)), 9)),
    ],
    [
      /(\d+) nonzero entries at random places/,
      (tasks, [text, k]) => {
        const exact = tasks.filter(({ truth }) => truth?.filter((b: number) => b !== 0).length === Number(k)).length;
        // Where it is one of several families, or the size of a dense one, some are.
        if (tasks.every(({ truth, family }) => truth && family === undefined) && !/length of a vector/.test(text))
          expect([0, tasks.length]).toContain(exact);
      },
    ],
    [
      /lambda is uniform on \[\.016, \.024\]/,
      (tasks) =>
        tasks.forEach(({ lambda, size }) => {
          expect(lambda).toBeGreaterThanOrEqual(0.016 - 1e-12);
          expect(lambda).toBeLessThanOrEqual(0.024 + 1e-12);
          expect(size).toBeGreaterThanOrEqual(4 - 1e-12);
          expect(size).toBeLessThanOrEqual(6 + 1e-12);
        }),
    ],
    [
      /on \[0\.6, 1\.4\]/,
      (tasks) => {
        const { X } = tasks[0];
        expect(Math.abs(dot(row(X, 0), row(X, 1)))).toBeGreaterThan(1e-9);
      },
    ],
    [
      /b\) = \((.+)\)\.$/,
      (tasks, [, listed]) => {
        if (tasks[0].quiet === undefined) return;
        const written = tasks.map(({ q, noise, quiet, s, b }) => [q, noise, quiet, s, b].join(', '));
        expect(written).toEqual(listed!.split('), ('));
      },
    ],
  ];

const used = new Set<RegExp>();

describe('what a population says of its tasks', () => {
  test.each([...all])('%s: is said in words and numbers, and is so', (_, population) => {
    const { about = '' } = population;
    expect(about).toMatch(/^[^\n]*\d[^\n]*\.$/);
    expect(about).not.toMatch(/undefined|NaN|\[object|\d{7}/);
    expect(about.length).toBeLessThan(1100);
    const applied = PHRASES.flatMap(([phrase, check]) => {
      const found = phrase.exec(about);
      if (found) used.add(phrase);
      return found ? [{ check, found }] : [];
    });
    const tasks = applied.length > 0 ? first(population) : [];
    for (const { check, found } of applied) check(tasks, found);
  });

  test('every phrase is of some population', () => {
    expect(PHRASES.filter(([phrase]) => !used.has(phrase)).map(([phrase]) => phrase.source)).toEqual([]);
  });

  test('of two that say the same the tasks are the same', () => {
    const told = new Map<string, Population<Any>>();
    const drawn = (of: Population<Any>) =>
      fingerprint(draw(of, { suiteSeed: 'about', claim: 'same', arm: 'claim', trial: 0 }).task);
    for (const population of all.values()) {
      const twin = told.get(population.about!);
      if (twin) expect(drawn(population), `${population.name} and ${twin.name} say the same`).toBe(drawn(twin));
      told.set(population.about!, population);
    }
  });
});
