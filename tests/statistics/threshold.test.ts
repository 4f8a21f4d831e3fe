/** A yes/no law of a large budget is judged as one of a small budget is, but for the closing look. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { log } from '../../src/numerics/elementary.js';
import { boundaries, operatingCharacteristic, type Side } from '../../src/statistics/binary.js';
import { evidence } from '../../src/statistics/evidence.js';
import { logCounts, ROUNDING, wagers } from '../../src/statistics/grid.js';
import { outlook } from '../../src/statistics/outlook.js';
import { EXACT, threshold } from '../../src/statistics/threshold.js';
import { no, yes } from './outcomes.js';

const share = fc.constantFrom(0.5, 0.8, 0.9, 0.95, 0.99);
const alpha = fc.constantFrom(0.05, 0.01, 0.001);

describe('beyond the exact table', () => {
  test('a count is reached where the table of the process has it', () => {
    fc.assert(
      fc.property(share, alpha, fc.nat(300), fc.nat(300), (p0, risk, n, ones) => {
        fc.pre(n > 0 && ones <= n);
        const [table, process] = [threshold(p0, risk, 400), threshold(p0, risk, EXACT + 1)];
        expect(process.reached(n, ones)).toBe(table.reached(n, ones));
        expect(process.closing).toBe(false);
      }),
    );
  });

  test('it is hopeless exactly where ones to the end would not do', () => {
    const N = EXACT + 1;
    fc.assert(
      fc.property(share, alpha, fc.integer({ min: 1, max: N }), fc.nat(N), (p0, risk, n, zeros) => {
        fc.pre(zeros <= n);
        const { reached, possible } = threshold(p0, risk, N);
        const later = (k: number) => reached(k, n - zeros + k - n);
        expect(possible(n, n - zeros)).toBe(n < N && (later(N) || later(n + 1)));
        // Where it is possible at all it is at the end, so nothing in between is missed.
        if (!possible(n, n - zeros)) for (let k = n + 1; k <= N; k += 97) expect(later(k)).toBe(false);
      }),
    );
  });

  test('a claim is decided at the task at which its wealth reaches 1 / alpha, with a budget of a million as with 10', () => {
    const law = { law: 'forMost', allBut: 0.01, acknowledged: true } as const;
    const judged = evidence(law, { role: 'claim', alpha: 0.01, budget: 1_000_000 });
    const w = wagers(0.99);
    let n = 1;
    while (logCounts(w, n, 0) < log(1 / 0.01) - ROUNDING) n++;
    for (let k = 1; k < n; k++) expect(judged.add(yes)).toBe('continue');
    expect(judged.add(yes)).toBe('holds');
    expect(judged.summary()).toMatchObject({ n, budget: 1_000_000, closing: false, power: null, wouldNeed: null });
  });

  test('near the boundary the budget ends it, and what can no longer be decided is not waited for', () => {
    const law = { law: 'forMost', allBut: 0.5 } as const;
    const budget = EXACT + 100;
    const judged = evidence(law, { role: 'claim', alpha: 0.01, budget });
    for (let k = 0; k < budget; k++) judged.add(k % 2 === 0 ? yes : no);
    expect(judged.decision).toBe('undecided');
    expect(judged.n).toBeGreaterThan(EXACT / 2);
    expect(judged.n).toBeLessThan(budget);
  });
});

describe('what is expected of it', () => {
  test('is exact where the table is', () => {
    const exact = operatingCharacteristic(boundaries(0.9, 0.01, 0.01, 300), 0.95);
    expect(outlook(0.9, 0.01, 0.01, 300, 0.95)).toEqual(exact);
  });

  test.each([
    [0.9, 1],
    [0.9, 0.93],
    [0.9, 0.9],
    [0.9, 0.8],
    [0.5, 0.55],
    [0.5, 0.52],
  ])('is nearly exact beyond: above %f at %f', (p0, p) => {
    const N = EXACT + 1;
    const { hold, fail } = boundaries(p0, 0.01, 0.01, N);
    const own = ({ p0: from, alpha: risk, least, ...side }: Side): Side => {
      const { reached } = threshold(from, risk, N);
      let ones = least[N]!;
      while (!reached(N, ones)) ones++;
      return { ...side, p0: from, alpha: risk, least: least.with(N, ones) };
    };
    // Without the closing look, which only an exact table has.
    const exact = operatingCharacteristic({ p0, N, hold: own(hold), fail: own(fail) }, p, false);
    const near = outlook(p0, 0.01, 0.01, N, p);
    expect(Math.abs(near.holds - exact.holds)).toBeLessThan(0.15);
    expect(Math.abs(near.fails - exact.fails)).toBeLessThan(0.15);
    expect(near.trials / exact.trials).toBeGreaterThan(0.4);
    expect(near.trials / exact.trials).toBeLessThan(2.5);
  });
});
