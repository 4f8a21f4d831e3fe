import { describe, expect, test } from 'vitest';
import type { Claim, Criterion, Model } from '../../src/claim.js';
import { equivalent, onAverage } from '../../src/criteria.js';
import { armNamed, lengthened, verdictArms } from '../../src/engine/arm.js';
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

/** Coins of another size that fall alike. */
const grown = (by: number): Model => ({
  ...toss,
  train: (task, rule: TossRule, streams) => toss.train({ ...task, size: task.size + by }, rule, streams),
});

function report(
  claims: Readonly<Record<string, Claim>>,
  model: Model,
  digest: string,
  { claimDigest = 'same', atLeast = 0 } = {},
): Report {
  const setting = {
    level: 'standard',
    models: new Map([['toss', { name: 'toss', file: '', module: '', model, digest, files: {} }]]),
    instead: [],
  } as const;
  const models = new Map([['toss', model]]);
  const reports = Object.entries(claims).map(([id, claim]) => {
    const planned: Planned = {
      id,
      claim,
      file: '',
      module: '',
      digest: claimDigest,
      words: '',
      files: {},
      seed: '3',
      by: '',
    };
    const arms = verdictArms(claim).map(({ name }) => {
      const fold = foldArm(lengthened(armNamed(claim, name, models), atLeast), 'standard');
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
    expect(compare(base, report(claims, toss, 'a', { claimDigest: 'another' }))[0]).toMatchObject({
      change: 'claim changed',
      parts: {},
    });
  });

  test('another model whose coins fall alike is unchanged, where there are enough of them', () => {
    const [found] = compare(base, report(claims, grown(7), 'b'));
    expect(found).toMatchObject({ change: 'unchanged', modelsChanged: ['toss'] });
    expect(found!.parts['heads']).toMatchObject({ pairs: 51, difference: 0, delta: 0.1 });
    expect(found!.verdict).toEqual({ changed: false, alarm: false, sentence: 'still holds' });
  });

  test('a little worse is neither worse nor unchanged: it cannot tell', () => {
    const [found] = compare(base, report(claims, worn(0.96), 'b'));
    expect(found!.change).toBe('cannot tell');
    expect(found!.parts['heads']!.difference).toBeLessThan(0);
  });

  test('where it cannot tell it says how many tasks would, and reports of so many tasks do tell', () => {
    const seen = (atLeast: number) =>
      compare(report(sized, toss, 'a', { atLeast }), report(sized, grown(0.001), 'b', { atLeast }))[0]!;
    const { heads } = tossing(1).parts;
    const accept = onAverage({ atLeast: 0.05, cap: 1 });
    const sized = { coins: tossing(1, { parts: { heads: { ...heads!, holds: 'value / 100 >= 0', accept } } }) };
    const few = seen(0);
    expect(few.change).toBe('cannot tell');
    const { pairs, wouldNeed, moved } = few.parts['heads']!;
    expect(moved).toBeCloseTo(1e-5, 9);
    expect(wouldNeed).toBeGreaterThan(0);
    const many = seen(pairs + wouldNeed!);
    expect(many.parts['heads']!.pairs).toBe(pairs + wouldNeed!);
    expect(many.change).toBe('unchanged');
    expect(many.parts['heads']!.wouldNeed).toBeNull();
  });

  test('tasks beyond the verdict change nothing that is decided', () => {
    const [short] = base.content.claims;
    const [long] = report(claims, toss, 'a', { atLeast: 200 }).content.claims;
    expect(long!.arms[0]!.outcomes).toHaveLength(200);
    expect(long!.arms[0]!.outcomes!.slice(0, 51)).toEqual(short!.arms[0]!.outcomes);
    expect(long!.parts).toEqual(short!.parts);
    expect(long!.verdict).toBe(short!.verdict);
  });

  test('another seed draws other tasks: the claim counts as changed', () => {
    const [one] = base.content.claims;
    const other = { ...base, content: { ...base.content, claims: [{ ...one!, seed: '4' }] } };
    expect(compare(base, other)[0]).toMatchObject({ change: 'claim changed', parts: {}, modelsChanged: [] });
  });

  test('of several parts the worst change is that of the claim', () => {
    const { heads } = tossing(1).parts;
    const sized = { ...heads!, holds: 'value <= 100' };
    const two = { coins: tossing(1, { parts: { heads: heads!, sized } }) };
    const [found] = compare(report(two, toss, 'a'), report(two, worn(0.5), 'b'));
    expect(found!.parts['sized']!.change).toBe('unchanged');
    expect(found!.parts['heads']!.change).toBe('changed worse');
    expect(found!.change).toBe('changed worse');
  });

  test('means are compared task by task as well: a larger margin is better, a larger deviation worse', () => {
    const { heads } = tossing(1).parts;
    const sized = (accept: Criterion) => ({
      coins: tossing(1, { parts: { heads: { ...heads!, holds: 'value / 100 >= 0', accept } } }),
    });
    for (const [accept, gain, loss] of [
      [onAverage({ atLeast: 0.5, cap: 1 }), 'changed better', 'changed worse'],
      [equivalent({ margin: 0.5, cap: 1 }), 'changed worse', 'changed better'],
    ] as const) {
      const [small, large] = [-7, 7].map((by) => report(sized(accept), grown(by), `${by}`));
      const again = report(sized(accept), grown(-7), '-7');
      expect(compare(small!, again)[0]!.change).toBe('identical');
      expect(compare(small!, large!)[0]!.change).toBe(gain);
      expect(compare(large!, small!)[0]!.change).toBe(loss);
      expect(compare(small!, report(sized(accept), grown(-6.9), 'b'))[0]!.change).toBe('unchanged');
    }
  });

  test('claims that came and went are listed', () => {
    const other = report({ more: tossing(1) }, toss, 'a');
    expect(compare(base, other).map(({ id, change }) => [id, change])).toEqual([
      ['coins', 'removed'],
      ['more', 'added'],
    ]);
  });
});
