import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { log } from '../../src/numerics/elementary.js';
import {
  childSeed,
  generator,
  normals,
  seededStream,
  stream,
  streams,
  streamState,
} from '../../src/numerics/stream.js';
import type { State, TrialName } from '../../src/numerics/stream.js';
import { reading } from '../reference/reading.js';

const name: TrialName = { suiteSeed: '2026', claim: 'formost.ridge-beats-ols', arm: 'claim', trial: 0 };
const word = fc.integer({ min: 0, max: 0xffffffff });
const states: fc.Arbitrary<State> = fc.tuple(word, word, word, word).filter((s) => s.some((w) => w !== 0));
const start = (seed = 7) => seededStream(seed);

describe('names', () => {
  test('reference vectors', () => {
    const { reference, unread } = reading('statistics', 'seeds');
    const seeds = reference.seeds as (TrialName &
      Record<'stream' | 'message' | 'sha256', string> & { u32: number[] })[];
    expect(seeds.length).toBeGreaterThan(2);
    for (const { suiteSeed, claim, arm, trial, stream: of, message, sha256, u32 } of seeds) {
      const state = streamState({ suiteSeed, claim, arm, trial }, of);
      expect(state).toEqual(u32);
      expect(createHash('sha256').update(message).digest('hex')).toBe(sha256);
      expect(sha256).toContain(state.map((word) => word.toString(16).padStart(8, '0')).join(''));
    }
    expect(unread()).toEqual([]);
  });

  test('every part of the name matters, and parts cannot run into each other', () => {
    const all = [
      streamState(name, 'train'),
      streamState(name, 'noise'),
      streamState({ ...name, trial: 1 }, 'train'),
      streamState({ ...name, arm: 'control:x' }, 'train'),
      streamState({ ...name, claim: 'x' }, 'train'),
      streamState({ ...name, suiteSeed: '2027' }, 'train'),
    ];
    expect(new Set(all.map(String)).size).toBe(all.length);
    expect(() => streamState({ ...name, arm: 'a\u001fb' }, 'train')).toThrow('must not contain U+001F');
    for (const trial of [-1, 0.5, NaN, 2 ** 53])
      expect(() => streamState({ ...name, trial }, 'train')).toThrow(`natural number: ${trial}`);
  });

  test('each access starts anew, and no stream depends on what was drawn from another', () => {
    const s = streams(name);
    const first = normals(s.train(), 5);
    s.noise().uniform();
    normals(s.train(), 3);
    expect(normals(s.train(), 5)).toEqual(first);
    expect(normals(s.noise(), 5)).not.toEqual(first);
    expect(normals(s.eval(), 5)).toEqual(normals(stream(streamState(name, 'eval')), 5));
    const [a, b] = [s.train(), s.train()];
    const interleaved = Array.from({ length: 5 }, () => [a.normal(), b.normal()]);
    expect(interleaved.map((pair) => pair[0])).toEqual([...first]);
    expect(interleaved.map((pair) => pair[1])).toEqual([...first]);
  });
});

describe('the generator', () => {
  test('is that of pure-rand, bit for bit', () => {
    fc.assert(
      fc.property(states, (state) => {
        const ours = stream(state);
        const theirs = xoroshiro128plusFromState(state);
        const twin = generator(state);
        for (let i = 0; i < 100; i++) {
          const expected = theirs.next();
          if (ours.bits() !== expected >>> 0 || twin.next() !== expected) return false;
        }
        return true;
      }),
    );
  });

  test('drives fast-check', () => {
    const random = new fc.Random(generator(streamState(name, 'task')));
    const again = new fc.Random(generator(streamState(name, 'task')));
    const arbitrary = fc.array(fc.integer(), { minLength: 3, maxLength: 8, size: 'max' });
    const value = arbitrary.generate(random, undefined).value;
    expect(arbitrary.generate(again, undefined).value).toEqual(value);
    expect(arbitrary.generate(again, undefined).value).not.toEqual(value);
  });

  test('refuses the state in which it would stay', () => {
    expect(() => stream([0, 0, 0, 0])).toThrow('must not be all zero');
  });
});

describe('recipes', () => {
  test('uniform takes 27 and 26 upper bits of two draws', () => {
    fc.assert(
      fc.property(states, (state) => {
        const words = stream(state);
        const value = (BigInt(words.bits() >>> 5) << 26n) | BigInt(words.bits() >>> 6);
        const u = stream(state).uniform();
        return u === Number(value) / 2 ** 53 && u >= 0 && u < 1;
      }),
    );
  });

  test('normal is the polar method, both variates used', () => {
    fc.assert(
      fc.property(states, (state) => {
        const uniforms = stream(state);
        let [u, v, s] = [0, 0, 0];
        do {
          u = 2 * uniforms.uniform() - 1;
          v = 2 * uniforms.uniform() - 1;
          s = u * u + v * v;
        } while (s >= 1 || s === 0);
        const f = Math.sqrt((-2 * log(s)) / s);
        const ours = stream(state);
        const first = ours.normal();
        return first === u * f && ours.normal() === v * f && ours.bits() === uniforms.bits();
      }),
    );
  });

  test('integer is unbiased: every value has the same number of preimages among the words that are kept', () => {
    for (const below of [1, 2, 3, 7, 1000, 2 ** 31, 2 ** 31 + 1, 2 ** 32]) {
      const q = Math.floor(2 ** 32 / below);
      fc.assert(
        fc.property(states, (state) => {
          const words = stream(state);
          let expected = below;
          while (expected >= below) expected = Number(BigInt(words.bits()) / BigInt(q));
          return stream(state).integer(below) === expected;
        }),
      );
    }
    for (const below of [0, -1, 1.5, NaN, 2 ** 32 + 1])
      expect(() => start().integer(below)).toThrow(`integer in 1 .. 2^32: ${below}`);
  });

  test('normals are the next draws', () => {
    const s = start();
    expect([...normals(start(), 4)]).toEqual([s.normal(), s.normal(), s.normal(), s.normal()]);
    expect(normals(start(), 0)).toHaveLength(0);
  });
});

describe('integer seeds', () => {
  test('the fill is splitmix64', () => {
    // the published first outputs of splitmix64 for seed 1234567
    const [first, second] = [6457827717110365317n, 3203168211198807973n];
    const words = [first >> 32n, first & 0xffffffffn, second >> 32n, second & 0xffffffffn].map(Number);
    const expected = stream(words as unknown as State);
    const found = seededStream(1234567);
    for (let i = 0; i < 8; i++) expect(found.bits()).toBe(expected.bits());
  });

  test('numbers and bigints agree; others are refused', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (seed) => seededStream(seed).bits() === seededStream(BigInt(seed)).bits()));
    for (const seed of [-1, 0.5, NaN, 2 ** 53]) expect(() => seededStream(seed)).toThrow(`${seed}`);
    expect(() => seededStream(1n << 64n)).toThrow('must be in 0 .. 2^64 - 1');
    expect(seededStream((1n << 64n) - 1n).bits()).toBeGreaterThan(0);
  });

  test('children differ from each other, from their parent and from its neighbours', () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 50; seed++) for (let i = 0; i < 50; i++) seen.add(childSeed(seed, i));
    expect(seen.size).toBe(2500);
    for (const seed of seen) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
    expect(() => childSeed(1, -1)).toThrow('natural number: -1');
  });
});

describe('moments over 200,000 draws', () => {
  const n = 200_000;
  /** sums of powers 1 .. 4, divided by n */
  function moments(draw: () => number): number[] {
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const x = draw();
      for (let k = 0, p = x; k < 4; k++, p *= x) sums[k]! += p;
    }
    return sums.map((s) => s / n);
  }
  // each within five standard errors; the seeds are fixed, so this cannot fail by chance
  const five = 5 / Math.sqrt(n);

  test('uniform', () => {
    const s = start(1);
    const [m1, m2, m3, m4] = moments(() => s.uniform()) as [number, number, number, number];
    expect(Math.abs(m1 - 1 / 2)).toBeLessThan(five * Math.sqrt(1 / 12));
    expect(Math.abs(m2 - 1 / 3)).toBeLessThan(five * Math.sqrt(4 / 45));
    expect(Math.abs(m3 - 1 / 4)).toBeLessThan(five * Math.sqrt(9 / 112));
    expect(Math.abs(m4 - 1 / 5)).toBeLessThan(five * Math.sqrt(16 / 225));
  });

  test('normal, first and second variates alike, uncorrelated', () => {
    const s = start(2);
    const [m1, m2, m3, m4] = moments(() => s.normal()) as [number, number, number, number];
    expect(Math.abs(m1)).toBeLessThan(five);
    expect(Math.abs(m2 - 1)).toBeLessThan(five * Math.sqrt(2));
    expect(Math.abs(m3)).toBeLessThan(five * Math.sqrt(15));
    expect(Math.abs(m4 - 3)).toBeLessThan(five * Math.sqrt(96));
    const [products, differences] = [0, 1].map((which) => {
      const pairs = start(3);
      return moments(() => {
        const [a, b] = [pairs.normal(), pairs.normal()];
        return which === 0 ? a * b : (a * a - b * b) / 2;
      })[0]!;
    }) as [number, number];
    expect(Math.abs(products)).toBeLessThan(five);
    expect(Math.abs(differences)).toBeLessThan(five);
  });

  test('integer', () => {
    const s = start(4);
    const counts = new Float64Array(10);
    for (let i = 0; i < n; i++) counts[s.integer(10)]!++;
    let chi = 0;
    for (const c of counts) chi += (c - n / 10) ** 2 / (n / 10);
    expect(chi).toBeLessThan(27.88); // 0.999 quantile with 9 degrees of freedom
  });
});

describe('frozen: the first draws for ever', () => {
  test('of a name', () => {
    const s = streams(name);
    expect([s.train().bits(), s.noise().bits(), s.eval().bits()]).toMatchInlineSnapshot(`
      [
        3080950824,
        3788054200,
        896784676,
      ]
    `);
    const t = s.train();
    expect([t.uniform(), t.normal(), t.normal(), t.normal(), t.integer(100)]).toMatchInlineSnapshot(`
      [
        0.7173397678310872,
        0.07989948977033996,
        0.7334885051777319,
        -0.4485326999763304,
        50,
      ]
    `);
  });
  test('of an integer seed', () => {
    const t = seededStream(42);
    expect([t.bits(), t.uniform(), t.normal(), t.normal(), t.integer(1000)]).toMatchInlineSnapshot(`
      [
        3797049240,
        0.24512358350194186,
        -0.2947974624212261,
        1.6147052630868388,
        590,
      ]
    `);
    expect([childSeed(42, 0), childSeed(42, 1), childSeed(2 ** 53 - 1, 9)]).toMatchInlineSnapshot(`
      [
        5369361458086087,
        1444442999664155,
        1645797155897269,
      ]
    `);
  });
});
