import { describe, expect, test } from 'vitest';
import type { FoundModel } from '../../src/engine/discover.js';
import type { Executor, Planned } from '../../src/engine/measure.js';
import { caughtBy, current, merged, mutate, type Mutation } from '../../src/engine/mutate.js';
import type { ClaimReport } from '../../src/engine/report.js';
import { local } from '../../src/execution/local.js';
import { faultArms } from '../../src/engine/arm.js';
import { touch, PROBED } from '../../src/engine/touch.js';
import { always, run } from '../../src/index.js';
import { toss, tossing, type TossRule } from '../fixtures/coins.js';

const planned = (id: string, digest = id): Planned => ({
  id,
  claim: tossing(1),
  file: '',
  module: '',
  digest,
  words: '',
  files: {},
  seed: '5',
  by: '',
});
const models = (digest = 'm') =>
  new Map<string, FoundModel>([['toss', { name: 'toss', file: '', module: '', model: toss, digest, files: {} }]]);
const measured = async (claims: readonly Planned[], signal?: AbortSignal, execute?: Executor) =>
  mutate({
    claims,
    models: models(),
    level: 'standard',
    seed: '5',
    execute: () => execute ?? local(claims, new Map([['toss', toss]])),
    ...(signal && { signal }),
  });

/** Some of its tosses diverge. */
const RARELY: TossRule = { heads: 1, diverges: 0.5 };

describe('seeded faults', () => {
  test('a gross fault is killed, one that the property cannot see survives, a harmless variant is held', async () => {
    const { mutation, complete } = await measured([planned('a')]);
    expect(complete).toBe(true);
    const of = (fault: string) => mutation.mutants.find((each) => each.fault === fault)!;
    expect(of('always tails')).toMatchObject({ outcome: 'killed', by: 'heads', harmless: false });
    expect(of('coins too large')).toMatchObject({ outcome: 'survived', because: 'heads are heads', grade: 0.1 });
    expect(of('twice as large')).toMatchObject({ outcome: 'survived', harmless: true });
    const surviving = [
      { of: 'toss', fault: 'coins too large', what: 'coins are 10% too large', because: 'heads are heads' },
    ];
    expect(mutation.perClaim['a']).toEqual({
      faults: 2,
      killed: 1,
      harmless: 1,
      held: 1,
      untouched: 2,
      minimumDetectable: {},
      surviving,
    });
    expect(mutation).toMatchObject({ faults: 3, killed: 1, killRate: 1 / 3, surviving });
  });

  describe('a fault that changes no bit of a claim', () => {
    test('does not touch it: no trial is spent on it, and the claim is not blamed for it', async () => {
      const { mutation } = await measured([planned('a')]);
      const untouched = { outcome: 'untouched', identicalOn: PROBED, trials: 0 };
      const of = (fault: string) => mutation.mutants.find((each) => each.fault === fault)!;
      expect(of('never lost')).toMatchObject({ ...untouched, harmless: false });
      expect(of('another hand')).toMatchObject({ ...untouched, harmless: true });
      expect(mutation.unused).toEqual([{ of: 'toss', fault: 'never lost', what: 'no toss diverges' }]);
    });

    test('does not touch it where the claim has a table either', async () => {
      const table = { title: 'tosses', of: 'side', columns: { value: 'value' }, rows: { up: 'model' } };
      const { mutation } = await measured([{ ...planned('t'), claim: tossing(1, { table }) }]);
      expect(mutation.perClaim['t']).toMatchObject({ faults: 2, untouched: 2 });
    });

    test('touches another claim, of which it is then a fault', async () => {
      const claims = [planned('a'), { ...planned('b'), claim: tossing(1, { train: { model: run(toss, RARELY) } }) }];
      const { mutation } = await measured(claims);
      expect(mutation.perClaim['a']!.faults).toBe(2);
      expect(mutation.perClaim['b']!.faults).toBe(3);
      expect(mutation.unused).toEqual([]);
    });

    test('is found on the same tasks and streams as the claim, and on as many as meet a premise on the outcome', async () => {
      const parts = tossing(0.5).parts;
      const gated = tossing(0.5, {
        parts: {
          heads: {
            ...parts['heads']!,
            accept: always(),
            given: { premise: 'heads', met: ({ run }) => run.value[0]! > 0 },
          },
        },
      });
      const claim = { ...planned('g'), claim: gated };
      const arms = faultArms(gated, new Map([['toss', toss]]));
      const executor = local([claim], new Map([['toss', toss]]));
      const found = Object.fromEntries(
        (await touch(claim, arms, executor)).identicalOn.map((n, k) => [arms[k]!.name.replace('fault:toss: ', ''), n]),
      );
      expect(found['another hand']).toBeGreaterThan(PROBED);
      expect(found['twice as large']).toBe(0);
    });

    test('is none where the claim itself could not be evaluated', async () => {
      const lost = { ...planned('l'), claim: tossing(1, { train: { model: run(toss, { heads: 1, throws: true }) } }) };
      const arms = faultArms(lost.claim, new Map([['toss', toss]]));
      const { identicalOn: found } = await touch(lost, arms, local([lost], new Map([['toss', toss]])));
      expect(found.every((n) => n === 0)).toBe(true);
    });
  });

  test('a fault that keeps training from ending is given up, and it is said why', async () => {
    const endless: typeof toss = {
      ...toss,
      harmless: {},
      faults: {
        endless: {
          what: 'the coin never lands',
          by: (task, rule, streams) => ({ ...toss.train(task, rule, streams), steps: 1e7, stopped: 'budget' }),
        },
      },
    };
    const found = new Map<string, FoundModel>([
      ['toss', { name: 'toss', file: '', module: '', model: endless, digest: 'm', files: {} }],
    ]);
    const claims = [planned('a')];
    const { mutation } = await mutate({
      claims,
      models: found,
      level: 'standard',
      seed: '5',
      execute: () => local(claims, new Map([['toss', endless]])),
    });
    expect(mutation.mutants).toEqual([
      expect.objectContaining({
        outcome: 'undecided',
        trials: 1,
        because: 'its training does not end within the steps of the claim',
      }),
    ]);
  });

  test('an interrupted measurement keeps the claims that were measured in full', async () => {
    const claims = [planned('a'), planned('b')];
    const stop = new AbortController();
    const inner = local(claims, new Map([['toss', toss]]));
    const executor: Executor = {
      ...inner,
      run: (job) => {
        if (job.claim === 'b') stop.abort();
        return inner.run(job);
      },
    };
    const { mutation, complete } = await measured(claims, stop.signal, executor);
    expect(complete).toBe(false);
    expect(Object.keys(mutation.claims)).toEqual(['a']);
  });

  describe('figures', () => {
    const both = async (): Promise<Mutation> => (await measured([planned('a'), planned('b')])).mutation;

    test('of other versions are dropped when new ones come in, the rest is kept', async () => {
      const before = await both();
      const { mutation: now } = await measured([planned('b')]);
      const ids = (found: readonly Planned[], m = models()) => Object.keys(merged(now, before, found, m).claims);
      expect(ids([planned('a'), planned('b')])).toEqual(['a', 'b']);
      expect(ids([planned('a', 'changed'), planned('b')])).toEqual(['b']);
      expect(ids([planned('a'), planned('b')], models('changed'))).toEqual(['b']);
      expect(current(before, [planned('a')], models(), { level: 'paper', seed: '5' })).toEqual([]);
      const asked = { level: 'standard', seed: '5' } as const;
      expect(current(before, [planned('a')], models(), asked).length).toBe(1);
      expect(current(before, [planned('a')], models(), { ...asked, beacon: 'round 7' })).toEqual([]);
    });

    test('stand in a report only beside the same claim and models', async () => {
      const mutation = await both();
      const report = (digest: string, model: string) =>
        ({ id: 'a', digest, models: [{ name: 'toss', digest: model }] }) as unknown as ClaimReport;
      expect(Object.keys(caughtBy(mutation, [report('a', 'm')]))).toEqual(['a']);
      expect(caughtBy(mutation, [report('b', 'm')])).toEqual({});
      expect(caughtBy(mutation, [report('a', 'n')])).toEqual({});
      const earlier = { ...mutation, schema: 1 } as unknown as Mutation;
      expect(caughtBy(earlier, [report('a', 'm')])).toEqual({});
      expect(current(earlier, [planned('a')], models(), { level: 'standard', seed: '5' })).toEqual([]);
    });
  });
});
