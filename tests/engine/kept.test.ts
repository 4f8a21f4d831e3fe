/** What reads the trials of a report works on those that stand in it, and says so where there were more. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Claim, Model } from '../../src/claim.js';
import { lengthened, verdictArms } from '../../src/engine/arm.js';
import { compare } from '../../src/engine/compare.js';
import { claimReport } from '../../src/engine/conclude.js';
import { foldArm } from '../../src/engine/fold.js';
import type { Planned } from '../../src/engine/job.js';
import { KEPT } from '../../src/engine/kept.js';
import type { ClaimReport, Report, TrialOutcome } from '../../src/engine/report.js';
import { beyond, outcomesOf, pick } from '../../src/engine/sample.js';
import { trial } from '../../src/engine/trial.js';
import { untrained } from '../../src/engine/verify.js';
import { forMost } from '../../src/index.js';
import { nearest } from '../../src/reporting/report/tasks.js';
import { toss, tossing } from '../fixtures/coins.js';

const MORE = KEPT + 30;
const models = new Map<string, Model>([['toss', toss]]);
const setting = {
  level: 'quick',
  models: new Map([['toss', { name: 'toss', file: '', module: '', model: toss as Model, digest: 'a', files: {} }]]),
  instead: [],
} as const;
const planned = (claim: Claim): Planned => ({
  ...{ id: 'coins', claim, file: '', module: '', digest: 'same', words: '', files: {}, seed: '3', by: '' },
});

function judged(claim: Claim, atLeast: number): ClaimReport {
  const arms = verdictArms(claim).map((arm) => {
    const fold = foldArm(lengthened(arm, atLeast), 'quick');
    while (!fold.done) fold.add(trial(fold.arm, 'coins', '3', fold.next, models));
    return fold;
  });
  return claimReport(planned(claim), { kind: 'measured', arms }, setting).report;
}
const reported = (claim: ClaimReport): Report =>
  ({
    id: null,
    content: { level: 'quick', seed: '3', claims: [claim] },
    envelope: { errors: {}, files: {}, own: {} },
  }) as unknown as Report;

/** With its own arm changed. */
const changed = (claim: ClaimReport, by: Partial<ClaimReport['arms'][number]>): ClaimReport => ({
  ...claim,
  arms: claim.arms.map((arm) => (arm.role === 'claim' ? { ...arm, ...by } : arm)),
});

/** Still open when the last trial that stands in a report is judged. */
const open = tossing(0.9);
const wide: Claim = {
  ...open,
  parts: {
    heads: {
      ...open.parts['heads']!,
      accept: forMost({ allBut: 0.1, budget: { quick: 5000, standard: 5000, paper: 5000 } }),
    },
  },
};

let [many, undecided] = [{} as ClaimReport, {} as ClaimReport];
beforeAll(() => {
  many = judged(tossing(0.97), MORE);
  undecided = judged(wide, 0);
}, 60_000);

describe('a sample of a report with more trials than stand in it', () => {
  test('is of those that do', () => {
    expect([outcomesOf(many).length, beyond(many)]).toEqual([KEPT, 30]);
    expect(Math.max(...pick([many], MORE, 'any').map(({ trial: of }) => of))).toBe(KEPT - 1);
  });

  test('finds what needs no training as it is', () => {
    expect(untrained(many, planned(tossing(0.97)), setting, MORE)).toEqual([]);
    expect(undecided.arms[0]!.trials).toBeGreaterThan(KEPT);
    expect(untrained(undecided, planned(wide), setting)).toEqual([]);
  });

  test('finds a changed margin, and a trial that was taken out', () => {
    const outcomes = outcomesOf(many) as TrialOutcome[];
    const violated = outcomes.with(3, { ...outcomes[3]!, parts: { heads: [{ slack: -1, error: 0 }] } });
    for (const each of [violated, outcomes.slice(0, -1), outcomes.slice(0, 50)])
      expect(untrained(changed(many, { outcomes: each }), planned(tossing(0.97)), setting, MORE)).not.toEqual([]);
  });

  test('takes no number of trials for granted that a report of few is said to have', () => {
    const few = judged(tossing(1), 60);
    expect(untrained(few, planned(tossing(1)), setting, 60)).toEqual([]);
    expect(untrained(changed(few, { trials: MORE }), planned(tossing(1)), setting, 60)).not.toEqual([]);
  });
});

describe('two reports with more trials than stand in them', () => {
  const sentences = (one: ClaimReport, other: ClaimReport) =>
    compare(reported(one), reported(other)).flatMap(({ apart }) => apart.map(({ sentence }) => sentence));

  test('are compared on those that do, and it is said of how many', () => {
    expect(compare(reported(many), reported(many))[0]!.parts['heads']!.pairs).toBe(KEPT);
    expect(sentences(many, many)).toEqual([
      'compared on the first 4096 tasks, which stand in the reports, of 4126 and 4126; all of them are the same, bit for bit',
    ]);
    expect(sentences(many, changed(many, { digest: '0'.repeat(64) }))).toEqual([
      'compared on the first 4096 tasks, which stand in the reports, of 4126 and 4126; the others may differ',
    ]);
  });

  test('where one has no more, nothing is left out', () =>
    expect(sentences(many, judged(tossing(0.97), 100))).toEqual([]));
});

test('the page says of which tasks the nearest is', () => {
  const summary = (claim: ClaimReport) => JSON.stringify(nearest(claim, reported(claim), 'report.json'));
  const holding = judged(tossing(1), MORE);
  expect(summary(holding)).toContain('Tasks nearest to a violation, of the first 4096');
  expect(summary(judged(tossing(1), 60))).toMatch(/Tasks nearest to a violation"/);
}, 60_000);
