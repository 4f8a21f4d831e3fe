import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Criterion, Margin } from '../../src/claim.js';
import { equivalent, forMost, median, monotone, onAverage, scalesAs } from '../../src/criteria.js';
import { exp, log } from '../../src/numerics/elementary.js';
import { boundaries, operatingCharacteristic } from '../../src/statistics/binary.js';
import { lawOf } from '../../src/statistics/criterion.js';
import { evidence, settingOf, type EvidenceOptions } from '../../src/statistics/evidence.js';
import type { PartOutcome, Role } from '../../src/statistics/outcome.js';
import { diverged, doubt, finished, gated, nan, no, tie, times, unfinished, value, yes } from './outcomes.js';

function after(criterion: Criterion, outcomes: readonly PartOutcome[], options: Partial<EvidenceOptions> = {}) {
  const judged = evidence(criterion, { role: 'claim', ...options });
  for (const outcome of outcomes) judged.add(outcome);
  return judged.summary();
}
/** log e-values of all outcomes, without stopping: at so small a risk no bet is won. */
function logE(criterion: Criterion, outcomes: readonly PartOutcome[], role: Role = 'claim') {
  const judge = lawOf(criterion).judge(criterion, settingOf(criterion, { role, budget: 500, alpha: 1e-300 }));
  for (const outcome of outcomes) judge.take(outcome);
  return judge.logE();
}

const LAWS: Readonly<Record<string, { criterion: Criterion; good: PartOutcome; bad: PartOutcome }>> = {
  forMost: { criterion: forMost({ allBut: 0.1 }), good: yes, bad: no },
  median: { criterion: median(), good: yes, bad: no },
  onAverage: { criterion: onAverage({ atLeast: 0.1, cap: 1 }), good: value(0.5), bad: value(-0.5) },
  equivalent: { criterion: equivalent({ margin: 0.1, cap: 0.3 }), good: value(0), bad: value(0.25) },
  monotone: {
    criterion: monotone({ within: 0.5, cap: 1, steps: 2 }),
    good: finished({ slack: 0.2, error: 0 }, { slack: 0, error: 0 }),
    bad: finished({ slack: 0.2, error: 0 }, { slack: -0.9, error: 0 }),
  },
  scalesAs: {
    criterion: scalesAs({ exponent: -1, within: 0.1, sizes: [1, 2, 4, 8, 16, 32] }),
    good: finished(...[1, 2, 4, 8, 16, 32].map((t) => ({ slack: 7 / t, error: 0 }))),
    bad: finished(...[1, 2, 4, 8, 16, 32].map((t) => ({ slack: 7 / t / t, error: 0 }))),
  },
};

describe('forMost and median', () => {
  it('holds after 51 successes, 24 and 8', () => {
    expect(after(forMost({ allBut: 0.1 }), times(60, yes)).n).toBe(51);
    expect(after(forMost({ allBut: 0.2 }), times(60, yes)).n).toBe(24);
    expect(after(median(), times(60, yes)).n).toBe(8);
  });
  it('doubt and ties count against both sides; NaN and divergence refute a claim', () => {
    for (const outcome of [doubt, tie, unfinished]) {
      expect(after(median(), times(100, outcome)).decision).toBe('undecided');
      expect(logE(median(), times(10, outcome)).holds).toBeLessThan(0);
      expect(logE(median(), times(10, outcome)).fails).toBeLessThan(0);
    }
    for (const outcome of [no, nan, diverged]) expect(after(median(), times(100, outcome)).n).toBe(8);
  });
  it('stops early where neither side can be reached', () => {
    const { decision, n, budget } = after(median(), times(40, tie));
    expect(decision).toBe('undecided');
    expect(n).toBeLessThan(budget);
    const b = boundaries(0.5, 0.01, 0.01, budget);
    expect(n - 1 < budget - b.hold.least[budget]! + 1 && n >= budget - b.hold.least[budget]!).toBe(true);
  });
  it('marks what only the exact last threshold certified', () => {
    const closing = after(forMost({ allBut: 0.1 }), times(29, yes), { alpha: 0.05, budget: 29 });
    expect([closing.decision, closing.closing, closing.n]).toEqual(['holds', true, 29]);
    expect(closing.logE.holds).toBeLessThan(Math.log(20));
    expect(closing.because).toContain('exact threshold');
    const early = after(forMost({ allBut: 0.1 }), times(60, yes), { alpha: 0.05 });
    expect([early.decision, early.closing, early.n]).toEqual(['holds', false, 35]);
  });
  it('says what is missing', () => {
    // Every sixteenth task fails: 94% against 90%.
    const rows = Array.from({ length: 2000 }, (_, k) => (k % 16 === 15 ? no : yes));
    const { wouldNeed, decision, n } = after(forMost({ allBut: 0.1 }), rows);
    expect([decision, wouldNeed!.toward]).toEqual(['undecided', 'holds']);
    // Such data hold when the forecast is met, up to the forecast's own roughness.
    const longer = after(forMost({ allBut: 0.1 }), rows, { budget: 2000 });
    expect(longer.decision).toBe('holds');
    expect(longer.n / (n + wouldNeed!.more)).toBeGreaterThan(0.5);
    expect(longer.n / (n + wouldNeed!.more)).toBeLessThan(2);
  });
  it('carries what it does for a known share, exactly', () => {
    const { power } = after(forMost({ allBut: 0.1 }), []);
    const b = boundaries(0.9, 0.01, 0.01, 120);
    const at = (p: number) => operatingCharacteristic(b, p);
    expect(power!.at).toEqual([at(1), at(0.9)]);
    const [up, down] = [power!.holds90!, power!.fails90!];
    expect([at(up).holds >= 0.9, at(up - 1e-4).holds >= 0.9]).toEqual([true, false]);
    expect([at(down).fails >= 0.9, at(down + 1e-4).fails >= 0.9]).toEqual([true, false]);
    const strict = after({ law: 'always' }, []).power!;
    expect(Math.exp(105 * Math.log(strict.holds90!))).toBeCloseTo(0.9, 12);
    expect(strict.at[1]!.holds).toBeCloseTo(Math.exp(105 * Math.log(0.95)), 12);
  });
});

describe('an undecided verdict says about how many more tasks it needs', () => {
  for (const [name, { criterion, good, bad }] of Object.entries(LAWS))
    it(name, () => {
      const told = (outcome: PartOutcome, n: number) => after(criterion, times(n, outcome), { budget: n });
      for (const [outcome, toward] of [
        [good, 'holds'],
        [bad, 'fails'],
      ] as const) {
        // All tasks alike: enough of them decide, a third of these do not.
        const { n: enough } = after(criterion, times(120, outcome), { budget: 120 });
        const { decision, wouldNeed, because } = told(outcome, Math.ceil(enough / 3));
        expect([decision, wouldNeed!.toward]).toEqual(['undecided', toward]);
        expect(because).toContain(`would need about ${wouldNeed!.more} more for ${toward}`);
        expect(wouldNeed!.more).toBeGreaterThan((enough - Math.ceil(enough / 3)) / 2);
        expect(wouldNeed!.more).toBeLessThan(3 * enough);
      }
    });
  it('and that it is hopeless where the tasks favour neither side', () => {
    const { decision, wouldNeed, because } = after(onAverage({ atLeast: 0.1, cap: 1 }), times(120, value(0.1)));
    expect([decision, wouldNeed]).toEqual(['undecided', null]);
    expect(because).toContain('favour neither side');
  });
});

describe('of several quantities the sentence quotes the one that decided', () => {
  const steps = monotone({ within: 0.1, cap: 1, steps: 3 });
  const at = (...slacks: number[]) => finished(...slacks.map((slack) => ({ slack, error: 0 })));

  it('the step that refutes', () => {
    const failed = after(steps, times(200, at(0.4, 0.2, -0.8)));
    expect(failed.because).toMatch(
      /^mean improvement of step 3 -0\.8 \(the one that refutes, of 3\) over \d+ tasks: certified false/,
    );
  });
  it('the step that was certified last, and the one that is furthest from it', () => {
    const held = after(steps, times(200, at(0.4, 0.01, 0.3)));
    expect(held.because).toMatch(
      /^mean improvement of step 2 0\.01 \(certified last of 3\) over \d+ tasks: certified at/,
    );
    const either = Array.from({ length: 100 }, (_, k) => at(0.4, 0.3, k % 2 === 0 ? -0.8 : 0.7));
    const open = after(steps, either);
    expect(open.because).toMatch(
      /^mean improvement of step 3 -0\.05 \(the furthest from being certified of 3\) .*undecided/,
    );
  });
  it('slope or curvature', () => {
    const sizes = [1, 2, 4, 8, 16, 32, 64];
    const scales = scalesAs({ exponent: -1, within: 0.1, sizes });
    const curve = (of: (t: number) => number) => finished(...sizes.map((t) => ({ slack: of(t), error: 0 })));
    expect(
      after(
        scales,
        times(
          80,
          curve((t) => 1 / t / t),
        ),
      ).because,
    ).toMatch(/^mean log-log slope -1\.5 \(the one that refutes/);
    // The slope is right on the whole; the halves differ by more than it may.
    const bent = after(
      scales,
      times(
        80,
        curve((t) => 1 / (t <= 8 ? Math.sqrt(t) : (t * Math.sqrt(t)) / 8)),
      ),
    );
    expect(bent.because).toMatch(/^mean difference of slopes, .* -0\.5 \(the one that refutes, of 2\)/);
    // A wide bound on the curvature is certified before the slope is.
    const wide = scalesAs({ exponent: -1, within: 0.1, curvature: 1, sizes });
    const noisy = Array.from({ length: 80 }, (_, k) => curve((t) => exp(log(t) * (k % 2 === 0 ? -0.7 : -1.3))));
    expect(after(wide, noisy).because).toMatch(/^mean log-log slope -1 \(/);
  });
  it('a bet that was won ended there: what comes later takes nothing from it', () => {
    const criterion = monotone({ within: 0.2, cap: 1, steps: 2 });
    const fallen = (first: number, second: number) => finished({ slack: first, error: 0 }, { slack: second, error: 0 });
    const rows = [...times(9, fallen(0.6, -0.2)), ...times(40, fallen(-0.5, 0.6))];
    const held = after(criterion, rows);
    expect(held.decision).toBe('holds');
    expect(held.logE.holds).toBeGreaterThanOrEqual(log(1 / held.alpha) - 1e-12);
    expect(logE(criterion, rows.slice(0, held.n)).holds).toBeLessThan(log(1 / held.alpha));
  });
  it('where there is one, it says no more than before', () => {
    expect(after(onAverage({ atLeast: 0.1, cap: 1 }), times(120, value(0.5))).because).toMatch(
      /^mean 0\.5 over \d+ tasks: certified/,
    );
  });
});

describe('always', () => {
  const always: Criterion = { law: 'always' };
  it('holds after its whole budget, excluding 5%', () => {
    for (const [level, n] of [
      ['quick', 72],
      ['standard', 105],
      ['paper', 152],
    ] as const) {
      const held = after(always, times(200, yes), { level });
      expect([held.decision, held.n]).toEqual(['holds', n]);
      expect(held.because).toContain('above 5%');
      expect(held.logE.holds).toBeGreaterThanOrEqual(Math.log(1 / held.alpha) - 1e-12);
      expect(after(always, times(n - 1, yes), { level }).decision).toBe('continue');
    }
  });
  it('fails at the first certified violation and exposes it', () => {
    for (const role of ['claim', 'mustHold'] as const) {
      const failed = after(always, [yes, doubt, no, yes, no], { role });
      expect([failed.decision, failed.n, failed.violating]).toEqual(['fails', 3, [2]]);
      expect(failed.because).toContain('task 2');
      expect(after(always, [yes, value(-Infinity)], { role }).decision).toBe('fails');
    }
  });
  it('a falsehood must break more than half of the tasks, or the share that its claim states', () => {
    const mustFail = (outcomes: readonly PartOutcome[], breaks?: number) =>
      after(always, outcomes, { role: 'mustFail', ...(breaks !== undefined && { breaks }) });
    const every = (k: number) => Array.from({ length: 105 }, (_, i) => (i % k === 0 ? no : yes));
    const refuted = mustFail(times(20, no));
    expect([refuted.decision, refuted.n]).toEqual(['fails', 8]);
    expect(refuted.because).toBe('breaks 8 of 8 tasks: more than 50%, certified at risk 0.01');
    // One task in 53, the case that counted as refuted.
    const rare = mustFail(every(53));
    expect(rare.decision).toBe('holds');
    expect(rare.because).toContain('fewer than the 50% that it must break');
    expect(mustFail(every(3), 0.1).decision).toBe('fails');
    expect(mustFail(every(53), 0.1).decision).not.toBe('fails');
    expect(mustFail([no, yes, ...times(5, no)]).decision).toBe('continue');
    expect(() => mustFail([], 1)).toThrow('invalid breaks');
  });
  it('on a list its share is counted', () => {
    const listed: Criterion = { law: 'always.enumerated' };
    const mustFail = (...outcomes: PartOutcome[]) =>
      after(listed, outcomes, { role: 'mustFail', budget: outcomes.length });
    expect(mustFail(no, no, yes).decision).toBe('fails');
    expect(mustFail(no, no, yes, yes).decision).toBe('undecided');
    expect(mustFail(no, no, yes, yes).because).toContain('breaks 2 of 4 tasks');
  });
  it('exact ties are named, with what to write', () => {
    const tied = after(always, times(105, tie));
    expect([tied.decision, tied.counts.ties]).toEqual(['undecided', 105]);
    expect(tied.because).toContain('equal to the last bit');
    expect(tied.because).toContain('write a tolerance');
    expect(after(always, [...times(104, yes), tie]).because).toContain('1 exactly tied among 105 tasks');
  });
  it('is undecided when anything is unsettled, naming it', () => {
    for (const missing of [doubt, tie, nan, unfinished, diverged])
      for (const role of ['claim', 'mustHold'] as const) {
        const open = after(always, [...times(7, yes), missing, ...times(200, yes)], { role });
        expect([open.decision, open.n, open.unsettled, open.violating]).toEqual(['undecided', 105, [7], []]);
        expect(open.because).toContain('task 7');
      }
  });
  it('counts divergence for a control that expects it, and for no other', () => {
    const all = times(105, diverged);
    expect(after(always, all, { role: 'mustFail', expects: 'divergence' }).decision).toBe('fails');
    expect(after(always, all, { role: 'mustFail' }).decision).toBe('undecided');
  });
  it('counts gated tasks apart, and gives up after ten draws per trial', () => {
    const half = Array.from({ length: 300 }, (_, k) => (k % 2 === 0 ? gated : yes));
    const held = after(always, half);
    expect([held.decision, held.n, held.drawn, held.counts.gated]).toEqual(['holds', 105, 210, 105]);
    const rare = after(always, [...times(50, yes), ...times(5000, gated)]);
    expect([rare.decision, rare.n, rare.drawn]).toEqual(['undecided', 50, 1050]);
    expect(rare.because).toContain('premise');
  });
  it('enumerated runs the list once', () => {
    const listed: Criterion = { law: 'always.enumerated' };
    expect(after(listed, times(3, yes), { budget: 3 }).decision).toBe('holds');
    expect(after(listed, [yes, gated, yes], { budget: 3 }).decision).toBe('holds');
    expect(after(listed, [gated], { budget: 1 }).decision).toBe('undecided');
    expect(after(listed, [yes, doubt], { budget: 2 }).decision).toBe('undecided');
    expect(after(listed, [yes, no], { budget: 3 }).decision).toBe('fails');
    expect(() => evidence(listed, { role: 'claim' })).toThrow(/length of its list/);
  });
});

describe('means', () => {
  const criterion = onAverage({ atLeast: 0.1, cap: 1 });
  it('works the error bar against the sentence', () => {
    const exact = logE(criterion, times(20, value(0.3)));
    const blurred = logE(criterion, times(20, value(0.3, 0.1)));
    expect(blurred.holds).toBe(logE(criterion, times(20, value(0.3 - 0.1))).holds);
    expect(blurred.fails).toBe(logE(criterion, times(20, value(0.3 + 0.1))).fails);
    expect(blurred.holds).toBeLessThan(exact.holds!);
    expect(blurred.fails).toBeLessThan(exact.fails!);
  });
  it('caps single tasks on both sides', () => {
    const at = (d: number) => logE(criterion, times(5, value(d)));
    expect(at(1e9)).toEqual(at(1));
    expect(at(-1e9)).toEqual(at(-1));
  });
  it('NaN is -cap for a claim, +cap towards the refutation of a control', () => {
    const of = (role: 'claim' | 'mustFail', outcome: PartOutcome) =>
      logE(criterion, [...times(9, value(0.3)), outcome], role);
    expect(of('claim', nan)).toEqual(of('claim', value(-1)));
    expect(of('mustFail', nan).fails).toBe(of('mustFail', value(1)).fails);
    expect(of('mustFail', nan).holds).toBe(of('mustFail', value(-1)).holds);
  });
  it('equivalence: NaN never pulls a mean back into the margin', () => {
    const two = equivalent({ margin: 0.1, cap: 0.3 });
    // The mean of the finite tasks is above the margin; NaN at -cap would bring it inside.
    const mixed = Array.from({ length: 400 }, (_, k) => (k % 10 === 0 ? nan : value(0.105)));
    expect(after(two, mixed, { budget: 400 }).decision).not.toBe('holds');
    expect(logE(two, [nan], 'mustFail').fails).toBe(logE(two, [value(0)]).fails);
  });
  it('equivalence fails on either side, at half the risk each', () => {
    const two = equivalent({ margin: 0.1, cap: 0.3 });
    const up = after(two, times(200, value(0.25)));
    const down = after(two, times(200, value(-0.25)));
    expect([up.decision, down.decision]).toEqual(['fails', 'fails']);
    expect(up.n).toBe(down.n);
    expect(up.logE.fails).toBeGreaterThanOrEqual(Math.log(100) - 1e-9);
  });
  it('monotone: a certified negative step wins over small losses that are allowed', () => {
    const law = monotone({ within: 0.5, cap: 1, steps: 1 });
    expect(after(law, times(100, value(0))).decision).toBe('holds');
    expect(after(law, times(100, value(-0.9))).decision).toBe('fails');
    // One certified negative step makes the claim fail, however many steps rise.
    const many = monotone({ within: 0.2, cap: 1, steps: 5 });
    const rows = times(200, finished(...times(4, { slack: 0.1, error: 0 }), { slack: -0.6, error: 0 }));
    expect(after(many, rows).decision).toBe('fails');
  });
  it('scalesAs: a bent curve with the right mean slope does not hold', () => {
    const sizes = [1, 2, 4, 8, 16, 32];
    const law = scalesAs({ exponent: -1, within: 0.1, sizes });
    // Slope -1.4 in the lower half and -.6 in the upper one.
    const bent = finished(
      ...sizes.map((t) => ({ slack: t <= 4 ? Math.pow(t, -1.4) : Math.pow(4, -0.8) * Math.pow(t, -0.6), error: 0 })),
    );
    const seen = after(law, times(200, bent));
    expect(seen.decision).toBe('fails');
    expect(seen.quantities.map(({ estimate }) => Math.round(estimate! * 100) / 100)[1]).toBeCloseTo(0.5, 5);
  });
  it('scalesAs: the floor of the notes, slope about -.44 and curvature about .05', () => {
    const sizes = [1, 2, 4, 8, 16, 32];
    const law = scalesAs({ exponent: -0.5, within: 0.1, curvature: 0.2, sizes });
    const floor = finished(...sizes.map((t) => ({ slack: 1 / Math.sqrt(t) + 0.05, error: 0 })));
    const seen = after(law, times(100, floor), { budget: 100 });
    expect(seen.decision).toBe('holds');
    expect(seen.quantities[0]!.estimate).toBeCloseTo(-0.44, 2);
    expect(seen.quantities[1]!.estimate).toBeCloseTo(0.05, 2);
  });
  it('scalesAs: errors of the sizes widen the slope exactly', () => {
    const sizes = [1, 2, 4, 8, 16, 32];
    const law = scalesAs({ exponent: -1, within: 0.1, sizes });
    const noisy = finished(...sizes.map((t) => ({ slack: 1 / t, error: 0.3 / t })));
    expect(after(law, times(200, noisy)).decision).toBe('undecided');
    const impossible = finished(...sizes.map((t) => ({ slack: 1 / t, error: 1 / t })));
    expect(after(law, times(200, impossible)).decision).toBe('undecided');
    const zero = after(law, times(200, finished(...sizes.map(() => ({ slack: 0, error: 0 })))));
    expect(zero.counts.notANumber).toBe(zero.n);
  });
});

describe('properties', () => {
  const outcome = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        slack: fc.double({ min: -2, max: 2, noNaN: true }),
        error: fc.constantFrom(0, 0.01, 0.5),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ slack: NaN, error: 0 }) },
  );
  const role = fc.constantFrom('claim' as const, 'mustFail' as const, 'mustHold' as const);
  const single = fc.constantFrom<Criterion>(
    forMost({ allBut: 0.1 }),
    median(),
    onAverage({ atLeast: 0.1, cap: 1 }),
    equivalent({ margin: 0.2, cap: 1 }),
    { law: 'always' },
  );
  const near = (a: number | null, b: number | null) =>
    expect(Math.abs((a ?? 0) - (b ?? 0))).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a ?? 0)));

  const all = (list: readonly Margin[]) => list.map((margin) => finished(margin));

  it('log e-values do not depend on the order', () => {
    fc.assert(
      fc.property(single, role, fc.array(fc.tuple(outcome, fc.nat()), { maxLength: 60 }), (law, role, rows) => {
        const shuffled = [...rows].sort((a, b) => a[1] - b[1]);
        const of = (list: typeof rows) => logE(law, all(list.map(([margin]) => margin)), role);
        near(of(rows).holds, of(shuffled).holds);
        near(of(rows).fails, of(shuffled).fails);
      }),
    );
  });
  it('a larger margin never hurts holding and never helps failing', () => {
    const rising = fc.constantFrom<Criterion>(forMost({ allBut: 0.1 }), median(), onAverage({ atLeast: 0.1, cap: 1 }));
    const more = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        rising,
        role,
        fc.array(outcome, { minLength: 1, maxLength: 40 }),
        fc.nat(),
        more,
        (law, role, rows, at, more) => {
          const better = rows.map((row, k) => (k === at % rows.length ? { ...row, slack: row.slack + more } : row));
          const before = logE(law, all(rows), role);
          const now = logE(law, all(better), role);
          expect(now.holds!).toBeGreaterThanOrEqual(before.holds! - 1e-9);
          expect(now.fails!).toBeLessThanOrEqual(before.fails! + 1e-9);
        },
      ),
    );
  });
  it('a smaller error bar never hurts', () => {
    fc.assert(
      fc.property(single, role, fc.array(outcome, { maxLength: 40 }), (law, role, rows) => {
        const before = logE(law, all(rows), role);
        const now = logE(law, all(rows.map(({ slack, error }) => ({ slack, error: error / 2 }))), role);
        expect(now.holds!).toBeGreaterThanOrEqual(before.holds! - 1e-9);
        if (law.law !== 'always') expect(now.fails!).toBeGreaterThanOrEqual(before.fails! - 1e-9);
      }),
    );
  });
  it('the same outcomes never speak for holding and for failing at once', () => {
    const statistical = single.filter((law) => law.law !== 'always');
    fc.assert(
      fc.property(statistical, role, fc.array(outcome, { maxLength: 200 }), (law, role, rows) => {
        const { holds, fails } = logE(law, all(rows), role);
        expect(Math.min(holds!, fails!)).toBeLessThan(1);
      }),
    );
    for (const p0 of [0.5, 0.8, 0.9, 0.95])
      for (const N of [30, 120, 300]) {
        const { hold, fail } = boundaries(p0, 0.05, 0.05, N);
        for (let n = 1; n <= N; n++) expect(hold.least[n]! + fail.least[n]!).toBeGreaterThan(n);
      }
  });
  it('the decision depends on the prefix alone', () => {
    fc.assert(
      fc.property(single, role, fc.array(outcome, { maxLength: 150 }), fc.nat(150), (law, role, rows, cut) => {
        const judged = evidence(law, { role, level: 'quick' });
        const decisions = all(rows).map((row) => judged.add(row));
        const again = after(law, all(rows.slice(0, cut)), { role, level: 'quick' }).decision;
        expect(again).toBe(cut === 0 ? 'continue' : (decisions[Math.min(cut, rows.length) - 1] ?? 'continue'));
      }),
    );
  });
});
