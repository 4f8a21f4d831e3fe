/** The adversary beside the arms of a claim: when it is heard, what its word does to a verdict, and that it moves nothing. */
import { describe, expect, test } from 'vitest';
import type { Claim, Margin, Model } from '../../src/claim.js';
import { adversaryArms, armNamed, lengthened, verdictArms } from '../../src/engine/arm.js';
import { attempt } from '../../src/engine/attempt.js';
import { TRAININGS } from '../../src/engine/climb.js';
import { claimReport } from '../../src/engine/conclude.js';
import type { RunEvent } from '../../src/engine/event.js';
import { silent, type Journal } from '../../src/engine/journal.js';
import { measure, type Executor, type Planned } from '../../src/engine/measure.js';
import type { ClaimReport } from '../../src/engine/report.js';
import type { TrialRecord } from '../../src/engine/trial.js';
import { kernelsInUse } from '../../src/numerics/kernels.js';
import type { Level } from '../../src/statistics/levels.js';
import { above, foundWalker, planned, walker, type Height, type Place } from '../fixtures/hills.js';

interface Options {
  readonly slots?: number;
  readonly level?: Level;
  readonly known?: readonly TrialRecord[];
  readonly stopAfter?: number;
  readonly atLeast?: number;
  readonly alone?: boolean;
  readonly seed?: string;
  readonly spoil?: (record: TrialRecord) => TrialRecord;
}

interface Judged {
  readonly report: ClaimReport | undefined;
  readonly lines: readonly TrialRecord[];
  readonly trials: number;
}

/** One claim over hills, judged as a run does it. */
async function judged(model: Model<Place>, claim: Claim = above(), options: Options = {}): Promise<Judged> {
  const {
    slots = 2,
    level = 'standard',
    known = [],
    stopAfter = Infinity,
    atLeast = 0,
    alone,
    spoil = (r) => r,
  } = options;
  const models = new Map<string, Model>([['walker', model]]);
  const hills: Planned = planned('hills', claim, options.seed);
  const executor: Executor = {
    slots,
    run: async ({ arm, from, to }) => {
      for (let turn = (from * 7 + arm.length * 3) % 11; turn > 0; turn--) await new Promise(setImmediate);
      const records = Array.from({ length: to - from }, (_, k) =>
        spoil(attempt(armNamed(claim, arm, models), hills.id, hills.seed, from + k, models)),
      );
      return { records, ms: (to - from) * 0.5 };
    },
    close: async () => {},
  };
  const stop = new AbortController();
  const lines: TrialRecord[] = [];
  const journal: Journal = {
    ...silent,
    append: (records) => {
      lines.push(...records);
      if (lines.length >= stopAfter) stop.abort();
    },
  };
  let report: ClaimReport | undefined;
  let trials = 0;
  await measure([hills], {
    level,
    executor,
    journal,
    known,
    signal: stop.signal,
    arms: ({ claim: text }) => [
      ...verdictArms(text).map((arm) => lengthened(arm, atLeast)),
      ...(alone ? [] : adversaryArms(text)),
    ],
    onEvent: (event: RunEvent) => {
      if (event.kind === 'trials') trials += event.count;
    },
    onDecided: (each, arms) => {
      const setting = { level, models: new Map([['walker', foundWalker(model)]]), instead: [] };
      ({ report } = claimReport(each, { kind: 'measured', arms }, setting));
    },
  });
  return { report, lines, trials };
}

/** Below the sea on one place in some 10,000. */
const cone: Height = ({ x, y }) => Math.hypot(x - 700, y - 300) - 6;
const sky: Height = ({ x, y }) => 1 + x + y;

describe('what is claimed of all tasks and violated by few', () => {
  test('fails by the adversary, whose counterexample is shrunk and said to be its own', async () => {
    const { report } = await judged(walker(cone));
    expect(report!.verdict).toBe('fails');
    const own = report!.arms.find(({ role }) => role === 'claim')!;
    expect(own.parts['above']!.decision).toBe('holds');
    expect(report!.because.join()).toMatch(/^part "above": the adversary found .* certified counterexample/);
    expect(report!.adversary!.refuted!.part).toBe('above');
    const { counterexample, adversary } = report!;
    expect(counterexample).toMatchObject({ part: 'above', foundBy: 'adversary', trial: adversary!.refuted!.climb });
    const { x, y, seed } = counterexample!.task as Place;
    expect(cone({ x, y, seed }, 0)).toBe(counterexample!.slack);
    expect(counterexample!.slack).toBeLessThan(0);
    expect([counterexample!.shrunk > 0, seed]).toEqual([true, 0]);
  });

  test('without an adversary it would hold', async () => {
    const { report } = await judged(walker(cone), above(), { alone: true });
    expect(report!.verdict).toBe('holds');
    expect(report!.adversary).toBeUndefined();
  });

  test('the climbs after that one are not heard', async () => {
    const { report } = await judged(walker(cone), above(), { slots: 8 });
    expect(report!.adversary!.climbs).toBe(report!.adversary!.refuted!.climb + 1);
  });
});

describe('what is true of all tasks', () => {
  test('holds, with the smallest slack that was found, in so many trainings', async () => {
    const { report, trials } = await judged(walker(sky));
    expect(report!.verdict).toBe('holds');
    const { adversary } = report!;
    expect(adversary).toMatchObject({ climbs: 4, trainings: 4 * TRAININGS, counted: 4 * TRAININGS });
    expect(adversary!.refuted).toBeUndefined();
    const { slack, error, climb } = adversary!.smallest['above']!;
    expect([slack >= 1 && slack < 60, error, climb < 4]).toEqual([true, 0, true]);
    const others = report!.arms.reduce((sum, arm) => sum + arm.trials, 0);
    expect(trials).toBeGreaterThanOrEqual(others + 4 * TRAININGS);
  });

  test('spends more at a stricter level, and climbs at least once for each part', async () => {
    const climbs = async (level: Level, claim?: Claim) =>
      (await judged(walker(sky), claim, { level })).report!.adversary!.climbs;
    expect([await climbs('quick'), await climbs('standard'), await climbs('paper')]).toEqual([1, 4, 10]);
    const part = above().parts['above']!;
    const many = above({ parts: Object.fromEntries(['above', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, part])) });
    expect(await climbs('quick', many)).toBe(6);
  });

  test('no trial of claim or controls moves by it', async () => {
    const [alone, beside] = await Promise.all([judged(walker(sky), above(), { alone: true }), judged(walker(sky))]);
    expect(beside.report!.arms).toEqual(alone.report!.arms);
  });
});

describe('it is heard only against what is about to be certified', () => {
  const silentBeside = async (model: Model<Place>, claim?: Claim) => {
    const { report, lines } = await judged(model, claim);
    expect(lines.some(({ arm }) => arm === 'adversary')).toBe(false);
    expect(report!.adversary).toBeUndefined();
    return report!.verdict;
  };

  test('not where a trial refutes the claim', async () => {
    expect(await silentBeside(walker(({ x }) => x - 500))).toBe('fails');
  });

  test('not where a trial is in doubt', async () => {
    expect(await silentBeside(walker(({ x }) => (x < 500 ? 0 : 1)))).toBe('undecided');
  });

  test('not where another part is certified false', async () => {
    const part = above().parts['above']!;
    const parts = {
      above: part,
      most: { ...part, holds: 'height <= 0', accept: { law: 'forMost', allBut: 0.1 } },
    } as const;
    expect(await silentBeside(walker(sky), above({ parts }))).toBe('fails');
  });

  test('not where a trial of the claim is an error', async () => {
    expect(
      await silentBeside(
        walker(({ x }) => {
          if (x > 500) throw new Error('refused');
          return 1;
        }),
      ),
    ).toBe('error');
  });
});

describe('its word is the same however it is measured', () => {
  const CASES: Record<string, Height> = { refuted: cone, certified: sky };
  for (const [name, height] of Object.entries(CASES)) {
    test(`by 1, 2 and 8 slots: ${name}`, async () => {
      const [one, two, eight] = await Promise.all(
        [1, 2, 8].map(async (slots) => (await judged(walker(height), above(), { slots })).report),
      );
      expect(two).toEqual(one);
      expect(eight).toEqual(one);
    });

    test(`interrupted and continued: ${name}`, async () => {
      const whole = (await judged(walker(height))).report!;
      const total = (await judged(walker(height))).lines.length;
      for (const stopAfter of [5, 107, total - 2]) {
        const { lines } = await judged(walker(height), above(), { stopAfter });
        const known = lines.map((line) => ({ ...line, by: 'fixture' }));
        const second = await judged(walker(height), above(), { known, slots: 3 });
        expect(second.report).toEqual(whole);
        expect(second.lines.length).toBeLessThan(total);
      }
    });
  }

  test('where more tasks are asked for than a verdict needs', async () => {
    const [short, long] = await Promise.all([0, 150].map((atLeast) => judged(walker(sky), above(), { atLeast })));
    expect(long!.report!.arms[0]!.trials).toBe(150);
    expect(long!.report!.adversary).toEqual(short!.report!.adversary);
  });
});

describe('faults', () => {
  test('a counterexample that the plain kernels deny is an error, not a verdict', async () => {
    const { report } = await judged(walker((place) => (kernelsInUse() === 'wasm' ? cone(place, 0) : 1)));
    expect(report!.verdict).toBe('error');
    expect(report!.because.join()).toContain('of the adversary violates "above" and does not with the plain kernels');
    expect(report!.counterexample).toBeUndefined();
  });

  test('a climb that fails once is climbed again; one that fails twice makes the claim an error', async () => {
    const seen = new Set<number>();
    const once = (record: TrialRecord): TrialRecord => {
      if (record.arm !== 'adversary' || seen.has(record.index)) return record;
      seen.add(record.index);
      return { ...record, parts: {}, digest: '', error: 'a worker died' };
    };
    const again = await judged(walker(sky), above(), { spoil: once });
    expect(again.report).toEqual((await judged(walker(sky))).report);
    expect(seen.size).toBe(4);
    const twice = await judged(walker(sky), above(), {
      spoil: (record) => (record.arm === 'adversary' ? { ...record, parts: {}, error: 'a worker died' } : record),
    });
    expect(twice.report!.verdict).toBe('error');
    expect(twice.report!.because.join()).toContain('adversary: trial 0: a worker died');
  });

  test('a counterexample that hangs on the noise keeps the streams that it hangs on', async () => {
    // By 4 climbs the adversary sees a lower draw than the 105 trials on about half of all seeds; on this one.
    const SEED = '1';
    const noisy: Height = (_, noise) => noise;
    const { report: calm } = await judged(walker(noisy), above(), { alone: true, seed: SEED });
    const least = Math.min(
      ...calm!.arms[0]!.outcomes!.map(({ parts }) => (parts['above'] as readonly Margin[])[0]!.slack),
    );
    const { report } = await judged(
      walker((_, noise) => noise - 0.99 * least),
      above(),
      { seed: SEED },
    );
    expect(report!.adversary!.refuted).toBeDefined();
    expect(report!.counterexample).toMatchObject({ foundBy: 'adversary', task: { x: 0, y: 0, seed: 0 } });
  });
});
