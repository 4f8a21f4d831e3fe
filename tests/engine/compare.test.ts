import { describe, expect, test } from 'vitest';
import type { Claim, Criterion, Margin, Model } from '../../src/claim.js';
import { always, equivalent, forMost, monotone, onAverage } from '../../src/criteria.js';
import { armNamed, lengthened, verdictArms } from '../../src/engine/arm.js';
import { compare } from '../../src/engine/compare.js';
import { claimReport } from '../../src/engine/conclude.js';
import { foldArm } from '../../src/engine/fold.js';
import type { Planned } from '../../src/engine/measure.js';
import type { ClaimReport, Report } from '../../src/engine/report.js';
import { trial } from '../../src/engine/trial.js';
import type { Level } from '../../src/statistics/levels.js';
import { alwaysHeads, toss, tossing, type TossRule, tossed } from '../fixtures/coins.js';

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
  { claimDigest = 'same', atLeast = 0, level = 'standard' as Level, seed = '3', files = undefined as Files } = {},
): Report {
  const setting = {
    level,
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
      seed,
      by: '',
    };
    const arms = verdictArms(claim).map(({ name }) => {
      const fold = foldArm(lengthened(armNamed(claim, name, models), atLeast), level);
      while (!fold.done) fold.add(trial(fold.arm, id, seed, fold.next, models));
      return fold;
    });
    return claimReport(planned, { kind: 'measured', arms }, setting).report;
  });
  const content = { level, seed, claims: reports };
  return { id: null, content, envelope: { errors: {}, ...(files && { files }) } } as unknown as Report;
}

type Files = Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;

/** The one claim of a report, changed. */
function changed(report: Report, by: Partial<ClaimReport>): Report {
  const [claim] = report.content.claims;
  return { ...report, content: { ...report.content, claims: [{ ...claim!, ...by }] } };
}

const claims = { coins: tossing(1) };
const base = report(claims, toss, 'a');

describe('compare', () => {
  test('the same model is identical, task by task', () => {
    const [found] = compare(base, report(claims, toss, 'a'));
    expect(found).toMatchObject({ id: 'coins', change: 'identical', modelsChanged: [] });
    expect(found!.parts['heads']!.pairs).toBe(51);
  });

  test('a claim of a name that every object knows is there or not, like others', () => {
    const [found] = compare(report({ constructor: tossing(1) }, toss, 'a'), report({}, toss, 'a'));
    expect(found).toMatchObject({ id: 'constructor', verdict: { sentence: 'holds -> absent' }, why: [] });
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

  test('another model whose coins fall alike is unchanged, where there are enough of them', () => {
    const [found] = compare(base, report(claims, grown(7), 'b'));
    expect(found).toMatchObject({ change: 'unchanged', modelsChanged: ['toss'] });
    expect(found!.parts['heads']).toMatchObject({ pairs: 51, difference: 0, delta: 0.1 });
    expect(found!.verdict).toMatchObject({ changed: false, alarm: false, sentence: 'still holds' });
    expect(found!.weight).toBe('fine');
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
    // Of what it allows, .05.
    expect(moved!.most).toBeCloseTo(1e-5 / 0.05, 9);
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
    // What the two sides come to is of all tasks, and decides nothing.
    const said = ({ parts: { heads } }: ClaimReport) => ({ ...heads!, sides: heads!.sides!.length });
    expect(said(long!)).toEqual(said(short!));
    expect(long!.arms[0]!.parts['heads']).toEqual(short!.arms[0]!.parts['heads']);
    expect(long!.verdict).toBe(short!.verdict);
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

describe('a claim of all tasks', () => {
  const all = { coins: alwaysHeads(1) };
  const base = report(all, toss, 'a');

  test('is worse by one counterexample, which is named with its margins before and after', () => {
    const [found] = compare(base, report(all, worn(0.97), 'b'));
    expect(found).toMatchObject({ change: 'changed worse', weight: 'worse' });
    expect(found!.verdict.sentence).toBe('holds -> fails');
    expect(found!.parts['heads']).toMatchObject({ certain: true, lost: 1, won: 0 });
    const { exhibit, counterexample } = found!;
    expect(exhibit).toMatchObject({ part: 'heads', arm: 'claim', margin: 0 });
    expect(exhibit!.before!.kind).toBe('success');
    expect(exhibit!.after!.kind).toBe('violation');
    expect(exhibit!.after!.margins[0]!.slack).toBe(-exhibit!.before!.margins[0]!.slack);
    expect(counterexample).toMatchObject({ part: 'heads', trial: exhibit!.trial, slack: -1 });
    expect(found!.surely).toMatch(/certified counterexample to "heads", which has no risk/);
  });

  test('is worse by a counterexample that is none of the paired tasks', () => {
    const [main, ...others] = base.content.claims[0]!.arms;
    const parts = { heads: { ...main!.parts['heads']!, decision: 'fails' as const } };
    const outcomes = main!.outcomes!.map((each, i) => ({ ...each, digest: `${i}`.padStart(32, '0') }));
    const refuted = changed(base, { verdict: 'fails', arms: [{ ...main!, parts, outcomes }, ...others] });
    expect(compare(base, refuted)[0]).toMatchObject({ change: 'changed worse', weight: 'worse' });
  });

  test('is better where it is gone', () => {
    const [found] = compare(report(all, worn(0.97), 'b'), base);
    expect(found).toMatchObject({ change: 'changed better', weight: 'fine', exhibit: null });
    expect(found!.verdict.sentence).toBe('fails -> holds');
  });

  test('that was refuted and is refuted elsewhere is neither', () => {
    const [found] = compare(report(all, worn(0.9), 'b'), report(all, worn(0.5), 'c'));
    expect(found!.verdict.sentence).toBe('still fails');
    expect(found!.change).toBe('cannot tell');
    expect(found!.weight).toBe('open');
  });
});

describe('a verdict that is lost is never hidden', () => {
  test('holds -> undecided is open, with the task that is in doubt', () => {
    const all = { coins: alwaysHeads(1) };
    const base = report(all, toss, 'a');
    const [margin] = base.content.claims[0]!.arms[0]!.outcomes![5]!.parts['heads'] as Margin[];
    const faint: Model = {
      ...toss,
      train: (task, rule: TossRule, streams) =>
        toss.train(task.size === margin!.slack ? { ...task, size: 0 } : task, rule, streams),
    };
    const [found] = compare(base, report(all, faint, 'b'));
    expect(found!.verdict.sentence).toBe('holds -> undecided');
    expect(found!.weight).toBe('open');
    expect(found!.exhibit!.after!.kind).toBe('in doubt');
    expect(found!.exhibit!.before!.margins).toEqual([margin]);
  });

  test('holds -> vacuous is worse, without a risk that it does not have, and shows the falsehood that is not seen', () => {
    const { heads } = tossing(1).parts;
    const blind = { coins: tossing(1, { parts: { heads: { ...heads!, holds: 'value >= -1000' } } }) };
    const [found] = compare(base, report(blind, toss, 'a'));
    expect(found!.verdict.sentence).toBe('holds -> vacuous');
    expect(found!.weight).toBe('worse');
    expect(found!.surely).toMatch(/its check sees less: .*control:fair is a falsehood certified to hold/);
    expect(found!.surely).not.toMatch(/at most/);
    expect(found!.exhibit).toMatchObject({ part: 'heads', arm: 'control:fair', trial: 0 });
  });

  test('how surely: 2 alpha, the sum of both, and no number where a step may go either way', () => {
    const surely = (one: Report, other: Report) => compare(one, other)[0]!.surely;
    expect(surely(base, report(claims, worn(0.5), 'b'))).toMatch(/certified false; .* at most 0\.02$/);
    expect(surely(base, report(claims, worn(0.5), 'b', { level: 'quick' }))).toMatch(/at most 0\.06$/);
    const { heads } = tossing(1).parts;
    const accept = monotone({ within: 0.5, cap: 1, steps: 1 });
    const steps = { coins: tossing(1, { parts: { heads: { ...heads!, holds: 'value / 100 >= 0', accept } } }) };
    const found = surely(changed(report(steps, toss, 'a'), { verdict: 'holds' }), report(steps, worn(0), 'b'));
    expect(found).toMatch(/may be certified either way/);
    expect(found).not.toMatch(/at most/);
  });

  test('holds -> error is lost, with what went wrong and the trial', () => {
    const why = ['claim: trial 17: the coin is lost'];
    const [found] = compare(base, changed(base, { verdict: 'error', because: why }));
    expect(found).toMatchObject({ change: 'not compared', weight: 'lost', why, parts: {} });
    expect(found!.exhibit).toMatchObject({ part: null, arm: 'claim', trial: 17, before: null, after: null });
    const control = ['control:fair: trial 2: the coin: it is lost'];
    const [other] = compare(base, changed(base, { verdict: 'error', because: control }));
    expect(other!.exhibit).toMatchObject({ arm: 'control:fair', trial: 2 });
  });

  test('a file that cannot be loaded any more is an error, not a missing claim', () => {
    const broken = { ...report({}, toss, 'a'), envelope: { errors: { coins: ['coins.ts has no default export'] } } };
    const [found] = compare(base, broken as unknown as Report);
    expect(found).toMatchObject({ id: 'coins', weight: 'lost', why: ['coins.ts has no default export'] });
    expect(found!.verdict.sentence).toBe('holds -> error');
    const [back] = compare(broken as unknown as Report, base);
    expect(back).toMatchObject({ change: 'not compared', weight: 'fine' });
  });

  test('holds -> not applicable is lost; still not applicable is nothing', () => {
    const without = changed(base, { verdict: 'not applicable', because: ['the model lacks linear'], arms: [] });
    expect(compare(base, without)[0]).toMatchObject({ weight: 'lost', why: ['the model lacks linear'] });
    expect(compare(without, without)[0]!.weight).toBe('fine');
  });

  test('a claim that is gone is open, one that is new is not', () => {
    const more = report({ more: tossing(1) }, toss, 'a');
    expect(compare(base, more).map(({ change, weight }) => [change, weight])).toEqual([
      ['removed', 'open'],
      ['added', 'fine'],
    ]);
  });

  test('divergence and NaN count against', () => {
    const diverging = { coins: tossing(1, { train: { model: tossed(1, { diverges: 0.5 }) } }) };
    const [found] = compare(base, report(diverging, toss, 'a'));
    expect(found).toMatchObject({ change: 'changed worse', weight: 'worse' });
    expect(found!.exhibit!.after!.kind).toBe('diverged');
  });
});

describe('what sets two reports apart is told apart', () => {
  const kinds = (one: Report, other: Report) => compare(one, other)[0]!.apart.map(({ kind }) => kind);
  const said = (one: Report, other: Report) =>
    compare(one, other)[0]!
      .apart.map(({ sentence }) => sentence)
      .join('\n');

  test('nothing, where nothing does', () => expect(kinds(base, report(claims, worn(0.5), 'b'))).toEqual([]));

  test('another seed: other tasks, and what to do', () => {
    const other = report(claims, toss, 'a', { seed: '7' });
    expect(compare(base, other)[0]).toMatchObject({ change: 'not compared', weight: 'open', parts: {} });
    expect(said(base, other)).toBe('the two reports drew other tasks (seeds 3 and 7): run both with the same --seed');
  });

  test('a registered seed follows the words of the claim', () => {
    const registered = (one: Report) => ({ ...one, content: { ...one.content, seed: 'registered' } });
    const other = registered(report(claims, toss, 'a', { seed: '7', claimDigest: 'another' }));
    expect(kinds(registered(base), other)).toEqual(['seed', 'claim']);
    expect(said(registered(base), other)).toMatch(/registered seed follows the claim's own words.*\(3, 7\)/);
  });

  test('another population', () => {
    const other = changed(base, { population: { name: 'coins', version: 2 } });
    expect(compare(base, other)[0]).toMatchObject({ change: 'not compared', weight: 'open' });
    expect(said(base, other)).toMatch(/coins, version 1, is now coins, version 2/);
  });

  test('another level: the tasks are the same, the risks are not', () => {
    const quick = report(claims, toss, 'a', { level: 'quick' });
    const [found] = compare(quick, base);
    expect(found).toMatchObject({ change: 'identical', weight: 'fine' });
    expect(found!.parts['heads']!.pairs).toBe(35);
    expect(said(quick, base)).toMatch(/levels quick and standard.*same --level/);
  });

  test('another claim on the same tasks is compared, with the files that changed', () => {
    const files = (words: string) => ({
      coins: { './coins.ts': words, 'claimcheck/oracles/measures/risk.ts': 'same' },
    });
    const one = report(claims, toss, 'a', { files: files('one') });
    const other = report(claims, worn(0.5), 'b', { files: files('two'), claimDigest: 'another' });
    const [found] = compare(one, other);
    expect(found).toMatchObject({ change: 'changed worse', weight: 'worse', filesChanged: ['./coins.ts'] });
    expect(said(one, other)).toBe('the claim changed, or what it imports: ./coins.ts');
    expect(said(base, report(claims, toss, 'a', { claimDigest: 'another' }))).toBe(
      'the claim changed, or what it imports',
    );
  });

  describe('another statement is open even where it is identical', () => {
    const { heads } = tossing(1).parts;
    // A fair coin breaks a law about all coins on half of them.
    const seldom = alwaysHeads(1);
    const loosened = (by: Partial<NonNullable<typeof heads>>) =>
      report({ coins: { ...seldom, parts: { heads: { ...heads!, ...by } } } }, toss, 'a', { claimDigest: 'another' });
    test.each([
      ['its formula', loosened({ holds: 'value >= -0.5' }), /^the formula of "heads" .*value >= 0; now value >= -0.5/],
      ['its criterion', loosened({ accept: forMost({ allBut: 0.2 }) }), /^the criterion of "heads" changed/],
      ['its law', loosened({ accept: always() }), /^the criterion of "heads" changed/],
      ['its premise', loosened({ accept: always(), given: { premise: 'large', met: () => true } }), /^the criterion/],
    ])('%s', (_, other, sentence) => {
      const [found] = compare(base, other);
      expect(found!.weight).toBe('open');
      expect(found!.apart[0]).toMatchObject({ kind: 'statement', sentence: expect.stringMatching(sentence) });
    });

    test('the premise alone', () => {
      const given = (premise: string) => ({ ...heads!, accept: always(), given: { premise, met: () => true } });
      const under = (premise: string) => report({ coins: tossing(1, { parts: { heads: given(premise) } }) }, toss, 'a');
      expect(said(under('large'), under('small'))).toMatch(/^the premise of "heads" changed/);
      expect(kinds(under('large'), under('large'))).toEqual([]);
    });

    test('a part or a control that is gone', () => {
      const two = report({ coins: tossing(1, { parts: { heads: heads!, sized: { ...heads! } } }) }, toss, 'a');
      expect(said(two, base)).toBe('the part "sized" is gone');
      const [main, fair, tails] = base.content.claims[0]!.arms;
      expect(tails!.name).toBe('control:tails');
      const blind = changed(base, { arms: [main!, fair!] });
      expect(said(base, blind)).toBe('control:tails is gone: the check sees less than it did');
      expect(compare(base, blind)[0]).toMatchObject({ change: 'identical', weight: 'open' });
      expect(compare(blind, base)[0]!.weight).toBe('fine');
    });

    test('a budget or an expectation is none', () => {
      const accept = forMost({ allBut: 0.1, expected: 1, budget: { quick: 80, standard: 120, paper: 180 } });
      expect(kinds(base, loosened({ accept }))).toEqual(['claim']);
    });
  });

  test('a claim that got worse is worse whatever else changed', () => {
    const { heads } = tossing(1).parts;
    const other = tossing(1, { parts: { heads: { ...heads!, holds: 'value >= -1' } } });
    const [found] = compare(base, report({ coins: other }, worn(0.5), 'b', { claimDigest: 'another' }));
    expect(found!.weight).toBe('worse');
    const elsewhere = report({ coins: other }, worn(0.5), 'b', { claimDigest: 'another', seed: '9' });
    const [far] = compare(base, elsewhere);
    expect(far).toMatchObject({ change: 'not compared', weight: 'worse' });
    expect(far!.exhibit).toMatchObject({ part: 'heads', before: null });
    expect(far!.exhibit!.after!.kind).toBe('violation');
  });
});

describe('how far margins moved', () => {
  test('is said in units of their size, though as many tasks pass', () => {
    const { moved } = compare(base, report(claims, grown(23), 'b'))[0]!.parts['heads']!;
    const size = (toss: Report) => {
      const slacks = toss.content.claims[0]!.arms[0]!.outcomes!.map(
        ({ parts }) => (parts['heads'] as readonly Margin[])[0]!.slack,
      );
      return slacks.toSorted((a, b) => a - b)[25]!;
    };
    expect(moved).toEqual({ median: 23 / size(base), most: 23 / size(base), unit: 'their size' });
  });
});
