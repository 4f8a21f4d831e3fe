/* eslint-disable @typescript-eslint/no-explicit-any */
/** Every vector of the reference computation, to 1e-9. */
import { describe, expect, it } from 'vitest';
import { criticalT, deviate, narrowed, studentized, tEvidence, wilson } from '../../benchmarks/calibration/anchors.js';
import type { Criterion } from '../../src/claim.js';
import { boundaries, operatingCharacteristic, side } from '../../src/statistics/binary.js';
import { evidence } from '../../src/statistics/evidence.js';
import { logCounts, logValues, STAKES, wagers } from '../../src/statistics/grid.js';
import { anytimeShare, binomialTail, bisect } from '../../src/statistics/intervals.js';
import { slopes } from '../../src/statistics/slopes.js';
import { reading } from '../reference/reading.js';

/** The classical exact interval for an n fixed in advance, risk alpha on each side. */
function clopperPearson(successes: number, n: number, alpha: number): [number, number] {
  const lower = (k: number) => (k === 0 ? 0 : bisect(0, 1, (p) => binomialTail(k, n, p) <= alpha));
  return [lower(successes), 1 - lower(n - successes)];
}

const { reference, unread } = reading(
  'statistics',
  'meta',
  'forMost_counts',
  'forMost_boundaries',
  'forMost_operating_characteristics',
  'onAverage_capped_mean',
  'onAverage_t_eprocess',
  't_eprocess_critical_t',
  'equivalent_capped_TOST',
  'scalesAs_slope_TOST',
  'anchors_wilson_1e9',
  'maxRelDiff',
);

const number = (text: string) => text.split('/').reduce((a, b, k) => (k === 0 ? Number(b) : a / Number(b)), 0);
const close = (value: number | null | undefined, expected: number) => {
  expect(Math.abs(value! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
};
/** The value of that name, and that of the second method. */
const meets = (v: any, name: string, value: number | null | undefined) => {
  close(value, v[name]);
  if (v[`${name}_b`] !== undefined) close(value, v[`${name}_b`]);
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
      meets(v, 'logE_hold', hold);
      meets(v, 'logE_fail', fail);
      const goal = Math.log(1 / v.alpha) - 1e-12;
      expect(hold >= goal ? 'holds' : fail >= goal ? 'fails' : 'continue').toBe(v.decision_anytime);
      const [low, high] = anytimeShare(v.n, v.successes, v.n - v.successes, v.alpha);
      close(Math.exp(hold), v.E_hold);
      close(low, v.anytimeCI98[0]);
      close(low, v.anytimeLower_b);
      close(high, v.anytimeCI98[1]);
      clopperPearson(v.successes, v.n, v.alpha).forEach((end, side) => {
        close(end, v.clopperPearson98[side]);
        close(end, v.clopperPearson98_b[side]);
      });
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
      const all = [v.P_hold, v.P_fail, v.P_undecided, v.E_n_without_curtailment];
      [o.holds, o.fails, o.undecided, o.trials].forEach((value, k) => {
        close(value, all[k]);
        close(value, v.b[k]);
      });
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
      meets(v, 'logE_greater', logE.holds);
      meets(v, 'logE_less', logE.fails);
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
      for (const by of ['', '_b']) {
        close(logE.holds, Math.min(v[`logE_below_upper${by}`], v[`logE_above_lower${by}`]));
        close(logE.fails, Math.max(v[`logE_exceeds_upper${by}`], v[`logE_exceeds_lower${by}`]) - Math.log(2));
      }
      expect(decided(criterion, v.alpha, v.alpha, rows)).toBe(v.decision);
    }),
  );
});

/** Both sides of a t test of y against a mean, as e-processes. */
function tBoth(ys: readonly number[], mean: number) {
  const a = studentized(ys.map((y) => y - mean));
  return { greater: tEvidence(ys.length, a), less: tEvidence(ys.length, -a) };
}

describe('t test as an e-process', () => {
  reference.onAverage_t_eprocess.forEach((v: any, k: number) =>
    it(`case ${k}`, () => {
      const { greater, less } = tBoth(v.y, v.theta0);
      meets(v, 'logE_greater', greater);
      meets(v, 'logE_less', less);
      const a = studentized(v.y.map((y: number) => y - v.theta0));
      const n = v.y.length;
      close(Math.sign(a) * Math.sqrt(((n - 1) * a * a) / (1 - a * a)), v.t);
      expect(n).toBeGreaterThanOrEqual(v.nMin);
      const goal = Math.log(1 / v.alpha);
      expect(greater >= goal ? 'holds' : less >= goal ? 'fails' : 'continue').toBe(v.decision);
    }),
  );
  it('its critical values of t', () => {
    for (const [n, t] of Object.entries<number>(reference.t_eprocess_critical_t))
      close(criticalT(Number(n), reference.meta.alpha), t);
  });
});

// Slopes are judged here as capped means, as deviations are above; the vectors go on with a t test of them.
describe('slopes', () => {
  reference.scalesAs_slope_TOST.forEach((v: any, k: number) =>
    it(`case ${k}`, () => {
      const fit = slopes(v.t);
      const found = v.y.map((y: number[], i: number) => {
        const [low, high] = fit(y.map((slack) => ({ slack, error: 0 }))).slope!;
        close(low, v.slopes[i]);
        close(high, v.slopes[i]);
        close(low, v.slopes_b[i]);
        return low;
      });
      const upper = tBoth(found, v.p0 + v.tol);
      const lower = tBoth(found, v.p0 - v.tol);
      const names = ['logE_below_upper', 'logE_above_lower', 'logE_exceeds_upper', 'logE_exceeds_lower'];
      [upper.less, lower.greater, upper.greater, lower.less].forEach((value, k) => {
        close(value, v[names[k]!]);
        close(value, v.b[k]);
      });
      const goal = Math.log(1 / v.alpha);
      const holds = Math.min(upper.less, lower.greater) >= goal;
      const fails = Math.max(upper.greater, lower.less) >= goal + Math.log(2);
      expect(holds ? 'holds' : fails ? 'fails' : 'continue').toBe(v.decision);
    }),
  );
});

describe("Wilson's interval at certainty 1e9", () => {
  for (const v of reference.anchors_wilson_1e9)
    it(`${v.k} of ${v.n}`, () => {
      const z = deviate(1e9);
      close(z, v.z);
      wilson(v.k, v.n, z).forEach((end, side) => {
        close(end, v.wilson[side]);
        close(end, v.wilson_b[side]);
      });
      narrowed(v.k, v.n, z).forEach((end, side) => close(end, v.hedgehog_formula[side]));
    });
});

describe('the file of vectors', () => {
  it('has our grid: stakes and weights', () => {
    expect(STAKES).toEqual(reference.meta.grid_c.map(number));
    // After one x the process is sum_j w_j (1 - c_j + c_j x/m), and 1 + (x/m - 1) sum_j w_j c_j.
    const mean = reference.meta.grid_w.reduce(
      (sum: number, w: string, j: number) => sum + number(w) * number(reference.meta.grid_c[j]),
      0,
    );
    close(logValues([3], 1), Math.log(1 + 2 * mean));
  });
  it('agrees with itself as well as it says', () => {
    const rows = Object.values<any>(reference).flatMap((block) => (Array.isArray(block) ? block : []));
    const told = rows.map((v) => v.relDiff).filter((difference) => difference !== undefined);
    expect(Math.max(...told)).toBe(reference.maxRelDiff);
    expect(reference.maxRelDiff).toBeLessThan(1e-9);
  });
  it('leaves no value unread', () => expect(unread()).toEqual([]));
});
