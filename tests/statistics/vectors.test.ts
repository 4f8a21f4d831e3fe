/* eslint-disable @typescript-eslint/no-explicit-any */
/** Every vector of the reference computation, to 1e-9. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Criterion } from '../../src/claim.js';
import { boundaries, operatingCharacteristic, side } from '../../src/statistics/binary.js';
import { evidence } from '../../src/statistics/evidence.js';
import { logCounts, wagers } from '../../src/statistics/grid.js';
import { anytimeShare, clopperPearson } from '../../src/statistics/intervals.js';
import { slopes } from '../../src/statistics/slopes.js';

const reference = JSON.parse(readFileSync(new URL('../reference/statistics.json', import.meta.url), 'utf8'));
const number = (text: string) => text.split('/').reduce((a, b, k) => (k === 0 ? Number(b) : a / Number(b)), 0);
const close = (value: number | null | undefined, expected: number) => {
  expect(Math.abs(value! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
};
const values = (slacks: readonly number[]) => ({
  state: 'finished' as const,
  margins: slacks.map((slack) => ({ slack, error: 0 })),
});

describe('forMost counts', () => {
  for (const v of reference.forMost_counts)
    it(`${v.successes} of ${v.n} against ${v.threshold}`, () => {
      const p0 = number(v.threshold);
      const hold = logCounts(wagers(p0), v.successes, v.n - v.successes);
      const fail = logCounts(wagers(1 - p0), v.n - v.successes, v.successes);
      close(hold, v.logE_hold);
      close(fail, v.logE_fail);
      const goal = Math.log(1 / v.alpha) - 1e-12;
      expect(hold >= goal ? 'holds' : fail >= goal ? 'fails' : 'continue').toBe(v.decision_anytime);
      const [low, high] = anytimeShare(v.n, v.successes, v.n - v.successes, v.alpha);
      close(low, v.anytimeCI98[0]);
      close(high, v.anytimeCI98[1]);
      const [cpLow, cpHigh] = clopperPearson(v.successes, v.n, v.alpha);
      close(cpLow, v.clopperPearson98[0]);
      close(cpHigh, v.clopperPearson98[1]);
      const closing = v.closing_if_budget_N_equals_n;
      const b = boundaries(p0, v.alpha, v.alpha, v.n);
      expect(b.hold.least[v.n]! > v.n ? null : b.hold.least[v.n]).toBe(closing.hold_min);
      expect(b.fail.least[v.n]! > v.n ? null : v.n - b.fail.least[v.n]!).toBe(closing.fail_max);
      const held = v.successes >= b.hold.least[v.n]!;
      const failed = v.n - v.successes >= b.fail.least[v.n]!;
      expect(held ? 'holds' : failed ? 'fails' : 'undecided').toBe(closing.decision);
    });
});

describe('forMost boundaries', () => {
  for (const [p0, v] of Object.entries<any>(reference.forMost_boundaries))
    it(`p0 = ${p0}`, () => {
      // A budget far away, so that the closing look does not reach these n.
      const hold = side(Number(p0), v.alpha, 400);
      v.holds_min_n_by_failures_0_5.forEach((n: number, failures: number) => {
        expect(hold.least[n]).toBe(n - failures);
        expect(hold.least[n - 1]).toBeGreaterThan(n - 1 - failures);
      });
      const fail = side(1 - Number(p0), v.alpha, 400);
      for (const [n, most] of Object.entries<number | null>(v.fails_max_n_by_failures_2_10)) {
        // With that many violations it fails up to n = most trials, and not after.
        const violations = Number(n);
        if (most === null) expect(fail.least[violations]).toBeGreaterThan(violations);
        else {
          expect(fail.least[most]).toBeLessThanOrEqual(violations);
          expect(fail.least[most + 1]).toBeGreaterThan(violations);
        }
      }
    });
});

describe('forMost operating characteristics', () => {
  for (const v of reference.forMost_operating_characteristics)
    it(`${v.threshold}, N = ${v.N}, p = ${v.p}`, () => {
      const b = boundaries(number(v.threshold), v.alpha, v.alpha, v.N);
      expect(b.hold.least[v.N]).toBe(v.holdAtN);
      expect(v.N - b.fail.least[v.N]!).toBe(v.failAtN);
      const o = operatingCharacteristic(b, number(v.p), false);
      close(o.holds, v.P_hold);
      close(o.fails, v.P_fail);
      close(o.undecided, v.P_undecided);
      close(o.trials, v.E_n_without_curtailment);
    });
});

/** Adds all, whatever is decided on the way, by an alpha too small to decide anything. */
function unstopped(criterion: Criterion, rows: readonly (readonly number[])[]) {
  const e = evidence(criterion, { role: 'claim', alpha: 1e-300, budget: rows.length + 1 });
  for (const row of rows) e.add(values(row));
  return e.summary();
}
function decided(criterion: Criterion, alpha: number, failAlpha: number, rows: readonly (readonly number[])[]) {
  const e = evidence(criterion, { role: 'claim', alpha, failAlpha, budget: rows.length + 1 });
  for (const row of rows) e.add(values(row));
  return e.decision;
}

describe('capped mean', () => {
  reference.onAverage_capped_mean.forEach((v: any, k: number) =>
    it(`case ${k}`, () => {
      const criterion: Criterion = { law: 'onAverage', atLeast: v.theta0, cap: v.cap };
      const rows = v.D.map((d: number) => [d]);
      const { logE } = unstopped(criterion, rows);
      close(logE.holds, v.logE_greater);
      close(logE.fails, v.logE_less);
      expect(decided(criterion, v.alpha, v.alpha, rows)).toBe(v.decision);
    }),
  );
});

describe('capped equivalence', () => {
  reference.equivalent_capped_TOST.forEach((v: any, k: number) =>
    it(`case ${k}`, () => {
      const criterion: Criterion = { law: 'equivalent', margin: v.margin, cap: v.cap };
      const rows = v.D.map((d: number) => [d]);
      const { logE } = unstopped(criterion, rows);
      close(logE.holds, Math.min(v.logE_below_upper, v.logE_above_lower));
      close(logE.fails, Math.max(v.logE_exceeds_upper, v.logE_exceeds_lower) - Math.log(2));
      expect(decided(criterion, v.alpha, v.alpha, rows)).toBe(v.decision);
    }),
  );
});

// The slope vectors continue with a t test of the slopes; slopes here are judged as capped means, as deviations are above.
describe('slopes', () => {
  reference.scalesAs_slope_TOST.forEach((v: any, k: number) =>
    it(`case ${k}`, () => {
      const fit = slopes(v.t);
      v.y.forEach((y: number[], i: number) => {
        const [low, high] = fit(y.map((slack) => ({ slack, error: 0 }))).slope!;
        close(low, v.slopes[i]);
        close(high, v.slopes[i]);
      });
    }),
  );
});
