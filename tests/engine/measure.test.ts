import { describe, expect, test } from 'vitest';
import type { Claim, Model, MustFail } from '../../src/claim.js';
import { armNamed, verdictArms } from '../../src/engine/arm.js';
import { claimReport } from '../../src/engine/conclude.js';
import type { FoundModel } from '../../src/engine/discover.js';
import { silent, type Journal } from '../../src/engine/journal.js';
import { measure, type Executor, type Planned } from '../../src/engine/measure.js';
import type { ClaimReport } from '../../src/engine/report.js';
import { trial, type TrialRecord } from '../../src/engine/trial.js';
import { alwaysHeads, toss, tossing, tossed, type TossRule } from '../fixtures/coins.js';

const planned = (id: string, claim: Claim): Planned => ({
  id,
  claim,
  file: `${id}.ts`,
  module: `${id}.js`,
  digest: id,
  words: '',
  files: {},
  seed: '7',
  by: 'fixture',
});
const models = new Map<string, Model>([['toss', toss]]);
const found = new Map<string, FoundModel>([
  ['toss', { name: 'toss', file: '', module: '', model: toss, digest: 'm', files: {} }],
]);

/** Trials that come back out of order: each batch after its own number of turns of the event loop. */
function shuffled(
  claims: readonly Planned[],
  slots: number,
  spoil: (record: TrialRecord) => TrialRecord = (r) => r,
): Executor {
  const byId = new Map(claims.map((each) => [each.id, each]));
  return {
    slots,
    run: async ({ claim: id, arm, from, to }) => {
      const { claim, seed } = byId.get(id)!;
      for (let turn = (from * 7 + arm.length * 3) % 11; turn > 0; turn--) await new Promise(setImmediate);
      const records = [];
      for (let i = from; i < to; i++) records.push(spoil(trial(armNamed(claim, arm, models), id, seed, i, models)));
      return { records, ms: (to - from) * 0.5 };
    },
    close: async () => {},
  };
}

async function judged(
  claims: readonly Planned[],
  executor: Executor,
  options: { known?: readonly TrialRecord[]; journal?: Journal; signal?: AbortSignal } = {},
): Promise<{ complete: boolean; reports: Record<string, ClaimReport> }> {
  const reports: Record<string, ClaimReport> = {};
  const complete = await measure(claims, {
    level: 'standard',
    arms: ({ claim }) => verdictArms(claim),
    executor,
    journal: options.journal ?? silent,
    known: options.known ?? [],
    ...(options.signal && { signal: options.signal }),
    onEvent: () => {},
    onDecided: (claim, arms) => {
      const setting = { level: 'standard', models: found, instead: [] } as const;
      reports[claim.id] = claimReport(claim, { kind: 'measured', arms }, setting).report;
    },
  });
  return { complete, reports };
}

const suite = [
  planned('surely', tossing(1)),
  planned('mostly', tossing(0.97)),
  planned('boundary', tossing(0.9)),
  planned('false', alwaysHeads(0.99)),
];

describe('the table of a claim', () => {
  const { train, parts, ...rest } = tossing(0.97);
  const tabled = planned('tabled', {
    ...rest,
    parts: { heads: { ...parts['heads']!, of: ['model'] } },
    train: { ...train, up: tossed(1), down: tossed(0) },
    symbols: {
      ...rest.symbols,
      side: { measure: ({ run, rule }) => (rule.heads === 1 ? 2 : -1) * Math.abs(Math.sign(run.value[0])) },
    },
    table: {
      title: 'tosses',
      of: 'side',
      columns: { side: 'side', positive: 'side > 0' },
      rows: { up: 'up', down: 'down' },
    },
  });

  test('has means and shares over the trials of the claim itself, in whatever order they come back', async () => {
    const [one, eight] = await Promise.all([1, 8].map((slots) => judged([tabled], shuffled([tabled], slots))));
    const { table, arms } = one!.reports['tabled']!;
    expect(eight).toEqual(one);
    expect(table!.trials).toBe(arms.find(({ role }) => role === 'claim')!.trials);
    expect(table!.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['side', 'mean'],
      ['positive', 'share'],
    ]);
    expect(table!.rows.map(({ name, values }) => [name, ...values.map(({ mean }) => mean)]).slice(0, 2)).toEqual([
      ['up', 2, 1],
      ['down', -1, 0],
    ]);
  });

  test('is part of what a trial is: another table, another digest; no arm but the claim has one', () => {
    const at = (claim: Claim, arm: string) => trial(armNamed(claim, arm, models), 'tabled', '7', 0, models);
    const { table: _, ...bare } = tabled.claim;
    expect(at(tabled.claim, 'claim').table).toMatchObject({ up: [2, 1], down: [-1, 0] });
    expect(at(tabled.claim, 'claim').digest).not.toBe(at(bare, 'claim').digest);
    const [control] = verdictArms(tabled.claim).filter(({ role }) => role !== 'claim');
    expect(at(tabled.claim, control!.name).table).toBeUndefined();
    expect(at(tabled.claim, control!.name).digest).toBe(at(bare, control!.name).digest);
  });
});

describe('what is decided does not depend on how it is measured', () => {
  test('1, 2 and 8 slots, in and out of order', async () => {
    const [one, two, eight] = await Promise.all([1, 2, 8].map((slots) => judged(suite, shuffled(suite, slots))));
    expect(one!.reports['surely']!.verdict).toBe('holds');
    expect(one!.reports['false']!.verdict).toBe('fails');
    expect(two).toEqual(one);
    expect(eight).toEqual(one);
  });

  test('verdicts come over the whole run, not all at its end', async () => {
    let trials = 0;
    const at: number[] = [];
    const claims = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => planned(id, tossing(1)));
    const { run, ...rest } = shuffled(claims, 4);
    await measure(claims, {
      level: 'quick',
      arms: ({ claim }) => verdictArms(claim),
      executor: { ...rest, run: (job) => run(job).finally(() => void (trials += job.to - job.from)) },
      journal: silent,
      known: [],
      onEvent: () => {},
      onDecided: () => void at.push(trials),
    });
    expect(at).toHaveLength(6);
    expect(at[0]! / trials).toBeLessThan(0.35);
    expect(at[2]! / trials).toBeLessThan(0.9);
  });

  test('an interrupted run continues to the report of an uninterrupted one', async () => {
    const whole = await judged(suite, shuffled(suite, 2));
    for (const stopAfter of [1, 5, 20, 60]) {
      const lines: TrialRecord[] = [];
      const stop = new AbortController();
      const journal: Journal = {
        append: (records) => {
          lines.push(...records);
          if (lines.length >= stopAfter) stop.abort();
        },
        close: () => {},
      };
      const first = await judged(suite, shuffled(suite, 2), { journal, signal: stop.signal });
      expect(first.complete).toBe(false);
      // The same lines in another order, some of them twice.
      const known = [...lines.slice(3), ...lines.slice().reverse()];
      const second = await judged(suite, shuffled(suite, 3), { known });
      expect({ ...first.reports, ...second.reports }).toEqual(whole.reports);
    }
  });

  test('lines of another version of the claim are not used', async () => {
    const lines: TrialRecord[] = [];
    const journal: Journal = { append: (records) => void lines.push(...records), close: () => {} };
    await judged([suite[0]!], shuffled(suite, 1), { journal });
    const spoiled = lines.map((line) => ({ ...line, by: 'older', parts: {} }));
    const { reports } = await judged([suite[0]!], shuffled(suite, 1), { known: spoiled });
    expect(reports['surely']!.verdict).toBe('holds');
  });

  test('two different outcomes of one trial are an error', async () => {
    const lines: TrialRecord[] = [];
    const journal: Journal = { append: (records) => void lines.push(...records), close: () => {} };
    await judged([suite[0]!], shuffled(suite, 1), { journal });
    const known = [...lines, { ...lines[0]!, digest: 'another' }];
    await expect(judged([suite[0]!], shuffled(suite, 1), { known })).rejects.toThrow(/two different outcomes/);
  });
});

describe('faults of the infrastructure', () => {
  test('a trial that fails once is run again, and nothing is lost', async () => {
    const seen = new Set<string>();
    const once = shuffled(suite, 2, (record) => {
      const key = `${record.claim} ${record.arm} ${record.index}`;
      if (record.index % 3 !== 1 || seen.has(key)) return record;
      seen.add(key);
      return { ...record, parts: {}, digest: '', error: 'a worker died' };
    });
    expect(await judged(suite, once)).toEqual(await judged(suite, shuffled(suite, 2)));
    expect(seen.size).toBeGreaterThan(10);
  });

  test('a trial that fails twice makes that claim an error, and no other', async () => {
    const always = shuffled(suite, 2, (record) =>
      record.claim === 'mostly' && record.index === 4 ? { ...record, parts: {}, error: 'a worker died' } : record,
    );
    const { reports } = await judged(suite, always);
    expect(reports['mostly']!.verdict).toBe('error');
    expect(reports['mostly']!.because.join()).toContain('trial 4: a worker died');
    expect(reports['surely']!.verdict).toBe('holds');
  });
});

describe('controls', () => {
  const varied = (variation: Partial<MustFail>) =>
    planned('controlled', {
      ...tossing(1),
      controls: {
        mustFail: {
          fair: { breaks: 'heads', because: 'a fair coin', train: { model: tossed(0.5) } },
          odd: { breaks: 'heads', because: 'under test', ...variation },
        },
        mustHold: {},
      },
    });
  const control = ({ heads, ...rule }: TossRule) => varied({ train: { model: tossed(heads, rule) } });

  test('one that diverges is not refuted, so the claim is vacuous', async () => {
    const claim = control({ heads: 0, diverges: 1 });
    const { reports } = await judged([claim], shuffled([claim], 1));
    expect(reports['controlled']!.verdict).toBe('vacuous');
  });

  test('one that throws is an error', async () => {
    const claim = control({ heads: 0, throws: true });
    const { reports } = await judged([claim], shuffled([claim], 1));
    expect(reports['controlled']!.verdict).toBe('error');
    expect(reports['controlled']!.because.join()).toContain('the coin is lost');
  });

  test('one that holds makes the claim vacuous', async () => {
    const claim = varied({ holds: 'value >= -1e9' });
    const { reports } = await judged([claim], shuffled([claim], 1));
    expect(reports['controlled']!.verdict).toBe('vacuous');
  });
});

test('a failing claim comes with the smallest task that fails', async () => {
  const { reports } = await judged([suite[3]!], shuffled(suite, 1));
  const { counterexample } = reports['false']!;
  expect(counterexample?.task).toEqual({ size: 1 });
  expect(counterexample?.slack).toBe(-1);
});
