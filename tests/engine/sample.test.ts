import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ClaimReport } from '../../src/engine/report.js';
import { missing, outcomesOf, pick } from '../../src/engine/sample.js';
import { everyVerdict } from '../reporting/sample.js';

const claims: ClaimReport[] = everyVerdict().slice(0, 3);
const trials = claims.reduce((sum, claim) => sum + outcomesOf(claim).length, 0);

describe('a sample', () => {
  test('is by its seed, and the trials of least SHA-256, as the guide says', () => {
    const picked = pick(claims, 10, 'a seed');
    expect(picked).toHaveLength(10);
    expect(pick(claims, 10, 'a seed')).toEqual(picked);
    expect(pick(claims, 10, 'another')).not.toEqual(picked);
    const hash = (claim: string, trial: number) =>
      createHash('sha256').update(`a seed ${claim} ${trial}`).digest('hex');
    const last = picked.map(({ claim, trial }) => hash(claim, trial)).sort()[9]!;
    const below = claims.flatMap((claim) =>
      outcomesOf(claim).flatMap((_, trial) => (hash(claim.id, trial) <= last ? [{ claim: claim.id, trial }] : [])),
    );
    expect(picked).toEqual(below);
  });

  test('of more than there are is all of them', () => {
    expect(pick(claims, 1e6, 'any')).toHaveLength(trials);
    expect(pick([], 5, 'any')).toEqual([]);
  });

  test('finds each trial as often as it should', () => {
    const hits = Array.from({ length: 400 }, (_, k) => pick(claims, trials / 2, `seed ${k}`)).flat();
    const first = hits.filter(({ claim, trial }) => claim === claims[0]!.id && trial === 0).length;
    expect(first).toBeGreaterThan(150);
    expect(first).toBeLessThan(250);
  });
});

describe('what it misses', () => {
  test('is hypergeometric: by hand', () => {
    expect(missing(10, 1, 3)).toBeCloseTo(0.7, 12);
    expect(missing(10, 2, 3)).toBeCloseTo((8 * 7 * 6) / (10 * 9 * 8), 12);
    expect(missing(10, 8, 3)).toBe(0);
    expect(missing(10, 1, 10)).toBe(0);
    expect(missing(10, 1, 50)).toBe(0);
    expect(missing(10, 0, 5)).toBe(1);
    expect(missing(10, 5, 0)).toBe(1);
  });

  test('is at most (1 - s)^K', () => {
    let power = 1;
    for (let count = 1; count <= 50; count++) {
      power *= 0.95;
      expect(missing(1000, 50, count)).toBeLessThanOrEqual(power);
    }
  });
});
