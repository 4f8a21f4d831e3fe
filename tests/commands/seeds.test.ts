import { describe, expect, test } from 'vitest';
import { seeds } from '../../src/commands/seeds.js';

describe('the seed of a run', () => {
  test("is 1 at quick and each claim's own above, where none is named", () => {
    expect(seeds('quick', {})).toEqual({ seed: '1', beacon: undefined });
    for (const level of ['standard', 'paper'] as const)
      expect(seeds(level, {})).toEqual({ seed: 'registered', beacon: undefined });
  });

  test.each(['0', '7', '18446744073709551615', 'registered'])('may be %s', (seed) => {
    expect(seeds('quick', { seed }).seed).toBe(seed);
  });

  test.each(['', '-1', '01', '1.5', '1e3', 'random', '123456789012345678901'])('may not be "%s"', (seed) => {
    expect(() => seeds('quick', { seed })).toThrow(
      `invalid --seed "${seed}"; expected a whole number of at most 20 digits, or "registered"`,
    );
  });
});

describe('a beacon', () => {
  test('is mixed into registered seeds', () => {
    expect(seeds('standard', { beacon: 'round 5' })).toEqual({ seed: 'registered', beacon: 'round 5' });
    expect(seeds('quick', { seed: 'registered', beacon: 'x' })).toEqual({ seed: 'registered', beacon: 'x' });
  });

  test('is nothing to a seed that was chosen', () => {
    expect(() => seeds('quick', { beacon: 'x' })).toThrow('add --seed registered (the seed here is 1)');
    expect(() => seeds('standard', { seed: '3', beacon: 'x' })).toThrow('(the seed here is 3)');
  });

  test.each(['', ' x', 'x ', 'two\nlines', 'é', 'x'.repeat(257)])('may not be %j', (beacon) => {
    expect(() => seeds('standard', { beacon })).toThrow(/invalid --beacon .*expected 1 to 256 printable ASCII/s);
  });
});
