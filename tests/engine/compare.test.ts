import { describe, expect, test } from 'vitest';
import type { Claim, Model } from '../../src/claim.js';
import { armNamed, verdictArms } from '../../src/engine/arm.js';
import { compare } from '../../src/engine/compare.js';
import { claimReport } from '../../src/engine/conclude.js';
import { foldArm } from '../../src/engine/fold.js';
import type { Planned } from '../../src/engine/measure.js';
import type { Report } from '../../src/engine/report.js';
import { trial } from '../../src/engine/trial.js';
import { toss, tossing, type TossRule } from '../fixtures/coins.js';

/** A coin of which a share of the heads turns into tails, the same tosses otherwise. */
const worn = (kept: number): Model => ({
  ...toss,
  train: (task, rule: TossRule, streams) => toss.train(task, { ...rule, heads: kept * rule.heads }, streams),
});

function report(claims: Readonly<Record<string, Claim>>, model: Model, digest: string, claimDigest = 'same'): Report {
  const setting = {
    level: 'standard',
    models: new Map([['toss', { name: 'toss', file: '', module: '', model, digest }]]),
    instead: [],
  } as const;
  const models = new Map([['toss', model]]);
  const reports = Object.entries(claims).map(([id, claim]) => {
    const planned: Planned = { id, claim, file: '', module: '', digest: claimDigest, seed: '3', by: '' };
    const arms = verdictArms(claim).map(({ name }) => {
      const fold = foldArm(armNamed(claim, name, models), 'standard');
      while (!fold.done) fold.add(trial(fold.arm, id, '3', fold.next, models));
      return fold;
    });
    return claimReport(planned, { kind: 'measured', arms }, setting).report;
  });
  return { id: null, content: { level: 'standard', claims: reports } } as unknown as Report;
}

const claims = { coins: tossing(1) };
const base = report(claims, toss, 'a');

describe('compare', () => {
  test('the same model is identical, task by task', () => {
    const [found] = compare(base, report(claims, toss, 'a'));
    expect(found).toMatchObject({ id: 'coins', change: 'identical', modelsChanged: [] });
    expect(found!.parts['heads']!.pairs).toBe(51);
  });

  test('a worse model is worse, and is named', () => {
    const [found] = compare(base, report(claims, worn(0.5), 'b'));
    expect(found!.modelsChanged).toEqual(['toss']);
    expect(found!.verdict).toMatchObject({ alarm: true, sentence: 'holds -> fails' });
    expect(found!.change).toBe('changed worse');
  });

  test('the reverse is better, and no alarm', () => {
    const [found] = compare(report(claims, worn(0.5), 'b'), base);
    expect(found!.change).toBe('changed better');
    expect(found!.verdict.alarm).toBe(false);
  });

  test('a changed claim is not compared task by task', () => {
    expect(compare(base, report(claims, toss, 'a', 'another'))[0]).toMatchObject({
      change: 'claim changed',
      parts: {},
    });
  });

  test('claims that came and went are listed', () => {
    const other = report({ more: tossing(1) }, toss, 'a');
    expect(compare(base, other).map(({ id, change }) => [id, change])).toEqual([
      ['coins', 'removed'],
      ['more', 'added'],
    ]);
  });
});
