/** Both sides of every relation: what stands there is what was judged. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claim, Model } from '../../src/claim.js';
import { verdictArms } from '../../src/engine/arm.js';
import { foldArm } from '../../src/engine/fold.js';
import { fromLine, toLine } from '../../src/engine/journal.js';
import { sidesAt, sidesOver, sidesShown } from '../../src/engine/sides.js';
import { spread } from '../../src/engine/spread.js';
import { trial } from '../../src/engine/trial.js';
import { expression } from '../../src/numerics/expression.js';
import { margins } from '../../src/numerics/formula.js';
import { alwaysHeads, toss, tossing } from '../fixtures/coins.js';

const models = new Map<string, Model>([['toss', toss]]);

type Trials = readonly Parameters<ReturnType<typeof sidesOver>['add']>[0][];
function overAll(claim: Claim, trials: Trials) {
  const over = sidesOver(claim, 'heads');
  trials.forEach(over.add);
  return over.report();
}

/** Terms of a, b and numbers, with every sign and bracket that a formula may have. */
const { term } = fc.letrec<{ term: string }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '2', '1e-3', '0.07'),
    fc
      .tuple(tie('term'), fc.constantFrom('+', '-', '*', '/', '^'), tie('term'))
      .map(([x, by, y]) => `(${x}) ${by} (${y})`),
    fc.tuple(tie('term'), fc.constantFrom('+', '-', '*'), tie('term')).map(([x, by, y]) => `${x} ${by} ${y}`),
    tie('term').map((x) => `-(${x})`),
    tie('term').map((x) => `abs(${x})`),
  ),
}));
const number = fc.double({ min: 0.1, max: 9, noNaN: true });
const error = fc.double({ min: 0, max: 0.01, noNaN: true });

describe('on one task', () => {
  test('the distance between the sides is the margin, bit for bit, whichever way the relation stands', () => {
    fc.assert(
      fc.property(term, fc.constantFrom('<', '<=', '>', '>=', '=='), term, number, number, (x, relation, y, a, b) => {
        const source = `${x} ${relation} ${y}`;
        const [[left, right]] = sidesAt(source, { a, b }) as unknown as [[{ value: number }, { value: number }]];
        const { slack } = margins(source, { a, b })[0]!;
        const up = relation === '<' || relation === '<=';
        expect(up ? right.value - left.value : left.value - right.value).toBe(slack);
        expect(expression(source).relations).toMatchObject([{ relation }]);
      }),
    );
  });

  test('a side has the error that its own quantities carry into it, and the margin no more than both', () => {
    fc.assert(
      fc.property(number, error, number, error, (a, ea, b, eb) => {
        const at = { a: { value: a, error: ea }, b: { value: b, error: eb } };
        const [[left, right]] = sidesAt('2 * a <= b', at) as unknown as [[{ error: number }, { error: number }]];
        expect(left.error).toBeCloseTo(2 * ea, 12);
        expect(right.error).toBeCloseTo(eb, 12);
        expect(margins('2 * a <= b', at)[0]!.error).toBeLessThanOrEqual(
          (left.error + right.error) * (1 + 1e-9) + 1e-14,
        );
      }),
    );
  });

  test('a chain and what is joined have a pair for each relation, a value has none', () => {
    const sides = (source: string) =>
      sidesAt(source, { a: 1, b: 2, c: 3 }).map(([left, right]) => [left.value, right.value]);
    expect(sides('a <= b <= c')).toEqual([[1, 2], [2, 3]]); // prettier-ignore
    expect(sides('a <= b and c >= 2 * a')).toEqual([[1, 2], [3, 2]]); // prettier-ignore
    expect(sides('a - b')).toEqual([]);
  });

  test('they are shown with their own source and TeX', () => {
    const claim: Claim = { ...alwaysHeads(1), symbols: { value: { tex: '\\hat v', measure: () => 1 } } };
    expect(sidesShown(claim, 'heads', { value: { value: 3, error: 0.5 } })).toEqual([
      {
        relation: '>=',
        left: { source: 'value', tex: '\\hat v', value: 3, error: 0.5 },
        right: { source: '0', tex: '0', value: 0, error: 0 },
      },
    ]);
  });
});

describe('over the tasks of the claim itself', () => {
  const claim = tossing(0.97, {
    symbols: { value: { measure: ({ run }) => ({ value: run.value[0]!, error: 0.25 }) } },
  });
  const [arm, control] = verdictArms(claim);
  const records = Array.from({ length: 40 }, (_, k) => trial(arm!, 'coins', '7', k, models));
  const values = records.map(({ sides }) => sides!['heads']![0]![0].value);

  test('are the mean with its interval, the least, the most and the largest error', () => {
    const [found] = overAll(
      claim,
      records.map(({ sides }) => sides!),
    );
    const { mean, low, high } = spread(values);
    expect(found).toMatchObject({ relation: '>=', tasks: 40 });
    expect(found!.left).toEqual({
      ...{ source: 'value', tex: '\\mathrm{value}', mean, low, high, error: 0.25 },
      ...{ least: Math.min(...values), most: Math.max(...values) },
    });
    expect(low).toBeLessThan(mean);
    expect(found!.right).toMatchObject({ mean: 0, low: 0, high: 0, least: 0, most: 0, error: 0 });
  });

  test('what never changes is its own mean', () => {
    const always = overAll(
      claim,
      Array<Trials[number]>(72).fill({
        heads: [
          [
            { value: 0.1, error: 0 },
            { value: 0.03, error: 0 },
          ],
        ],
      }),
    );
    expect(always[0]!.right).toMatchObject({ mean: 0.03, low: 0.03, high: 0.03 });
    expect(spread(Array<number>(72).fill(0.03)).mean).not.toBe(0.03);
  });

  test('are kept in the journal, and give the same when they are read back', () => {
    const again = records.map((record) => fromLine(toLine(record).trimEnd())!);
    const folded = (from: typeof records) => {
      const fold = foldArm(arm!, 'standard');
      from.forEach(fold.add);
      return fold.sides();
    };
    expect(folded(again)).toEqual(folded(records));
    expect(Object.keys(folded(records))).toEqual(['heads']);
  });

  test('leave out what did not finish and what misses the premise', () => {
    const gated: Claim = {
      ...alwaysHeads(1),
      parts: {
        heads: {
          ...alwaysHeads(1).parts['heads']!,
          given: { premise: 'large coins', met: ({ task }) => task.size > 50 },
        },
      },
    };
    const [own] = verdictArms(gated);
    const all = Array.from({ length: 30 }, (_, k) => trial(own!, 'coins', '7', k, models));
    const met = all.filter(({ parts }) => parts['heads']!.state === 'finished');
    expect(met.length).toBeLessThan(30);
    const [found] = overAll(
      gated,
      all.map(({ sides }) => sides!),
    );
    expect(found!.tasks).toBe(met.length);
    expect(found!.left.least).toBeGreaterThan(50);
  });

  test('are not in the digest of a trial, which is what it was before there were any; a control has none', () => {
    const other = {
      ...arm!,
      claim: { ...claim, parts: { heads: { ...claim.parts['heads']!, holds: 'value + 1 >= 1' } } },
    };
    const [one, same] = [trial(arm!, 'coins', '7', 3, models), trial(other, 'coins', '7', 3, models)];
    expect(same.sides).not.toEqual(one.sides);
    expect([one.digest, same.digest]).toEqual(Array(2).fill('71e49b04e2facfecde75a93447d0d14a'));
    expect(trial(control!, 'coins', '7', 0, models).sides).toBeUndefined();
  });

  test('of several runs are those of the one that counts', () => {
    const base = alwaysHeads(1);
    const [run] = Object.values(base.train);
    const both: Claim = {
      ...base,
      train: { heads: run!, tails: { ...run!, rule: { heads: 0 } } },
      parts: { heads: { ...base.parts['heads']!, of: ['heads', 'tails'] } },
    };
    const record = trial(verdictArms(both)[0]!, 'coins', '7', 0, models);
    const [[left]] = record.sides!['heads'] as unknown as [[{ value: number }]];
    expect(left.value).toBeLessThan(0);
    expect(left.value).toBe(record.parts['heads']!.margins[0]!.slack);
  });
});
