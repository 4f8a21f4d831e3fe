/** What a run keeps of its trials does not grow with them: sizes and counts, no times. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/claim.js';
import { lengthened, verdictArms, type Arm } from '../../src/engine/arm.js';
import { foldArm } from '../../src/engine/fold.js';
import type { Planned } from '../../src/engine/job.js';
import { silent } from '../../src/engine/journal.js';
import { KEPT } from '../../src/engine/kept.js';
import { measure } from '../../src/engine/measure.js';
import { consume, farthest, mayGo, nextJob, take, track } from '../../src/engine/track.js';
import type { TrialRecord } from '../../src/engine/trial.js';
import { tossing } from '../fixtures/coins.js';

const MANY = 20_000;
const [alone] = verdictArms(tossing(1)) as [Arm];
const arm = lengthened(alone, MANY);

/** A coin that shows heads, as its trial would say it. */
const record = (index: number, name = 'claim'): TrialRecord => ({
  ...{ claim: 'coin', arm: name, index, seed: '7', by: 'fixture', steps: 1 },
  parts: { heads: { state: 'finished', margins: [{ slack: name === 'claim' ? 1 + (index % 10) : -1, error: 0 }] } },
  ...(name === 'claim' && {
    sides: {
      heads: [
        [
          { value: 1 + (index % 10), error: 0 },
          { value: 0, error: 0 },
        ],
      ],
    },
    table: { 'the only row': [index % 10] },
  }),
  digest: index.toString(16).padStart(32, '0'),
});

describe('a report of many trials', () => {
  const folded = (trials: number) => {
    const fold = foldArm(lengthened(alone, trials), 'standard');
    for (let k = 0; k < trials; k++) fold.add(record(k));
    return fold;
  };

  test('holds the first of them one by one, and all of them in its digest, counts and means', () => {
    const [many, fewer] = [folded(MANY), folded(MANY - 1)];
    const { outcomes, trials, steps, digest } = many.report();
    expect(outcomes).toHaveLength(KEPT);
    expect(outcomes).toEqual(folded(KEPT).report().outcomes);
    expect([trials, steps]).toEqual([MANY, MANY]);
    expect(digest).not.toBe(fewer.report().digest);
    expect(many.sides()['heads']).toMatchObject([{ tasks: MANY, left: { mean: 5.5, least: 1, most: 10 } }]);
    expect(many.table()).toMatchObject({ trials: MANY, rows: [{ values: [{ mean: 4.5 }] }] });
  });

  test('is no longer than that of those that stand in it', () => {
    const size = (trials: number) =>
      JSON.stringify([folded(trials).report(), folded(trials).sides(), folded(trials).table()]).length;
    expect(size(MANY)).toBeLessThan(size(KEPT) + 100);
  });

  test('of as many as stand in it has all of them', () =>
    expect(folded(KEPT).report().outcomes!.at(-1)!.digest).toBe(record(KEPT - 1).digest));
});

const planned = (claim: Claim): Planned => ({
  ...{ id: 'coin', claim, file: '', module: '', digest: '', words: '', files: {}, seed: '7', by: 'fixture' },
});

describe('an arm that is fed far away', () => {
  const far = (certain: number) =>
    track(planned(tossing(1)), foldArm(certain > 0 ? lengthened(alone, certain) : alone, 'standard'));

  test('never has more trials out than it may keep, whoever is slow', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 8, 500, 2000),
        fc.constantFrom(0.001, 1, 100),
        fc.nat(1e6),
        (slots, pace, seed) => {
          const one = far(10_000_000);
          let state = seed;
          const chance = () => (state = (state * 48271 + 11) % 2147483647) / 2147483647;
          const out: { from: number; to: number }[] = [];
          for (let turn = 0; turn < 100; turn++) {
            while (out.length < slots && mayGo(one, slots)) {
              out.push(nextJob(one, slots));
              one.inFlight++;
            }
            expect(one.submitted - one.fold.next).toBeLessThanOrEqual(farthest(slots) + farthest(slots) / slots);
            expect(one.waiting.size).toBeLessThanOrEqual(one.submitted - one.fold.next);
            // The first place is slow.
            const { from, to } = out.splice(
              out.length > 1 && chance() < 0.9 ? 1 + Math.floor(chance() * (out.length - 1)) : 0,
              1,
            )[0]!;
            one.inFlight--;
            one.pace = pace;
            for (let k = from; k < to; k++) take(one, record(k));
            consume(one);
          }
        },
      ),
      { numRuns: 4 },
    );
  });

  test('has as many trials at once as its places can work on, where they are certain, and batches of them', () => {
    const one = far(1_000_000);
    for (const k of [0, 1]) take(one, record(k));
    consume(one);
    Object.assign(one, { pace: 100, submitted: 2 });
    const slots = 2000;
    const jobs = [];
    while (jobs.length < slots && mayGo(one, slots)) {
      jobs.push(nextJob(one, slots));
      one.inFlight++;
    }
    expect(jobs).toHaveLength(slots);
    // Two seconds of trials of a tenth of a second: a thousand batches come back in a second.
    expect(jobs.map(({ from, to }) => to - from)).toEqual(Array(slots).fill(20));
  });

  test('runs ahead by no more than twice what is judged where it may stop early, and keeps nothing when it has', () => {
    const one = far(0);
    Object.assign(one, { pace: 100 });
    for (let k = 0; k < 10; k++) take(one, record(k));
    consume(one);
    one.submitted = 10;
    expect(nextJob({ ...one, pace: 0 }, 4)).toMatchObject({ from: 10, to: 10 + 11 });
    while (mayGo(one, 2000)) {
      nextJob(one, 2000);
      one.inFlight++;
    }
    expect(one.submitted).toBeLessThanOrEqual(3 * 10 + 20);
    for (let k = 11; k < 1000; k++) take(one, record(k));
    expect(one.waiting.size).toBeGreaterThan(0);
    take(one, record(10));
    consume(one);
    expect(one.fold.done).toBe(true);
    take(one, record(2000));
    expect(one.waiting.size).toBe(0);
  });
});

test('a run over many places takes as many trials as were asked for, and few more', async () => {
  let made = 0;
  const claim = tossing(1);
  const executor = {
    slots: 64,
    run: async ({ arm: name, from, to }: { arm: string; from: number; to: number }) => {
      for (let turn = (from * 7) % 5; turn > 0; turn--) await new Promise(setImmediate);
      made += to - from;
      return { records: Array.from({ length: to - from }, (_, k) => record(from + k, name)), ms: to - from };
    },
    close: async () => {},
  };
  let taken = 0;
  const complete = await measure([planned(claim)], {
    level: 'standard',
    arms: () => [arm, ...verdictArms(claim).slice(1)],
    executor,
    journal: silent,
    known: [],
    onEvent: () => {},
    onDecided: (_, folds) => (taken = folds.reduce((sum, { next }) => sum + next, 0)),
  });
  expect(complete).toBe(true);
  expect(taken).toBeGreaterThanOrEqual(MANY);
  // What is wasted is of the controls, which stop early.
  expect(made - taken).toBeLessThan(200);
});
