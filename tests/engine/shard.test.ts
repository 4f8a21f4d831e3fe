/** What is dealt to shards: every trial that a run may need, once, alike on every machine. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claim, Model } from '../../src/claim.js';
import { adversaryArms, armNamed, capArms, dialArms, lengthened, verdictArms, type Arm } from '../../src/engine/arm.js';
import { expectedOf } from '../../src/engine/cost.js';
import { foldBlock } from '../../src/engine/shard/block.js';
import { deal } from '../../src/engine/shard/deal.js';
import { unitsOf, type Unit } from '../../src/engine/shard/unit.js';
import { trial } from '../../src/engine/trial.js';
import exact from '../../claims/classical-risk-law.js';
import dialled from '../../claims/rivals-disagree.js';
import searched from '../../claims/small-init-is-not-min-l2.js';
import { toss, tossing } from '../fixtures/coins.js';

const armsOf = (claim: Claim, atLeast?: number): Arm[] => [
  ...verdictArms(claim).map((arm) => (atLeast === undefined ? arm : lengthened(arm, atLeast))),
  ...adversaryArms(claim),
  ...capArms(claim),
  ...dialArms(claim),
];
const CLAIMS = { exact, dialled, searched, tossing: tossing(1) } as unknown as Readonly<Record<string, Claim>>;

const units = (shards: number, atLeast?: number): Unit[] =>
  Object.entries(CLAIMS).flatMap(([id, claim]) => unitsOf(id, armsOf(claim, atLeast), 'paper', shards));

describe('the units of a claim', () => {
  test.each(Object.keys(CLAIMS))('%s: every arm stands in one, or in blocks that cover it once', (id) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.option(fc.integer({ min: 1, max: 5000 })), (shards, atLeast) => {
        const arms = armsOf(CLAIMS[id]!, atLeast ?? undefined);
        const made = unitsOf(id, arms, 'standard', shards);
        for (const { name } of arms) {
          const own = made.filter((unit) => unit.arms.includes(name));
          if (own.length === 1) expect(own[0]!.block).toBeUndefined();
          else {
            // One after the other, from the first trial on.
            expect(own.length).toBeLessThanOrEqual(shards);
            expect(own.every(({ arms: [only, ...others] }) => only === name && others.length === 0)).toBe(true);
            expect(own.map(({ block }) => block!.from)).toEqual([0, ...own.slice(0, -1).map(({ block }) => block!.to)]);
            for (const { block } of own) expect(block!.to - block!.from).toBeGreaterThanOrEqual(50);
          }
        }
        // A trial of a block is certain, and weighs one training.
        for (const { block, weight } of made) if (block) expect(weight).toBe(block.to - block.from);
        expect(new Set(made.flatMap((unit) => unit.arms)).size).toBe(arms.length);
      }),
      { numRuns: 50 },
    );
  });

  test('the adversary stays with the arm that it waits for, where that is not cut', () => {
    const together = (atLeast?: number) =>
      unitsOf('a', armsOf(CLAIMS['searched']!, atLeast), 'standard', 4).find(({ arms }) => arms.includes('adversary'))!
        .arms;
    expect(together()).toEqual(['claim', 'adversary']);
    expect(together(60)).toEqual(['claim', 'adversary']);
    expect(together(200)).toEqual(['adversary']);
  });

  test('an arm of trials that are certain is cut, and one that stops at its verdict is not', () => {
    const cut = units(8).filter(({ block }) => block);
    expect(new Set(cut.map(({ arms }) => arms[0]))).toEqual(new Set(['cap']));
    expect(new Set(units(8, 1000).flatMap(({ arms, block }) => (block ? arms : [])))).toEqual(
      new Set(['claim', 'cap']),
    );
  });

  test('weighs what it is expected to cost', () => {
    for (const [id, claim] of Object.entries(CLAIMS))
      for (const unit of unitsOf(id, armsOf(claim), 'standard', 1)) {
        const own = armsOf(claim).filter(({ name }) => unit.arms.includes(name));
        expect(unit.weight).toBe(own.reduce((sum, arm) => sum + Math.ceil(expectedOf(arm, 'standard')), 0));
        expect(unit.weight).toBeGreaterThan(0);
      }
  });
});

describe('the deal', () => {
  const arbitrary = fc.uniqueArray(
    fc.record({
      claim: fc.constantFrom('a', 'b', 'c'),
      arms: fc.string({ minLength: 1, maxLength: 3 }).map((name) => [name]),
      weight: fc.integer({ min: 1, max: 1000 }),
    }),
    { selector: ({ claim, arms }) => `${claim} ${arms[0]}`, maxLength: 60 },
  );

  test('gives every unit to one shard, whatever order they come in, and no shard much more than another', () => {
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 20 }), fc.nat(), (list, shards, turn) => {
        const dealt = deal(list, shards);
        expect(dealt).toHaveLength(shards);
        expect(new Set(dealt.flat())).toEqual(new Set(list));
        expect(dealt.flat()).toHaveLength(list.length);
        const k = list.length === 0 ? 0 : turn % list.length;
        expect(deal([...list.slice(k), ...list.slice(0, k)].reverse(), shards)).toEqual(dealt);
        const loads = dealt.map((own) => own.reduce((sum, { weight }) => sum + weight, 0));
        const heaviest = Math.max(0, ...list.map(({ weight }) => weight));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(heaviest);
      }),
    );
  });

  test('gives the heaviest first, and of shards with as much the first; so are shards of one version alike', () => {
    const of = (name: string, weight: number) => ({ claim: 'a', arms: [name], weight });
    const dealt = deal([of('p', 1), of('q', 1), of('r', 1), of('s', 1), of('t', 4)], 2);
    expect(dealt.map((own) => own.map(({ arms }) => arms.join()))).toEqual([['t'], ['p', 'q', 'r', 's']]);
  });

  test('deals blocks alike, whatever order they come in', () => {
    const all = units(8, 5000);
    expect(deal([...all].reverse(), 8)).toEqual(deal(all, 8));
  });

  test('gives no shard two blocks of one arm', () => {
    for (const shards of [2, 3, 8, 40])
      for (const own of deal(units(shards, 5000), shards)) {
        const blocks = own.filter(({ block }) => block).map(({ claim, arms }) => `${claim} ${arms[0]}`);
        expect(new Set(blocks).size).toBe(blocks.length);
      }
  });
});

describe('a block', () => {
  const models = new Map<string, Model>([['toss', toss]]);
  const arm = armNamed(tossing(1), 'claim', models);
  const at = (index: number) => trial(arm, 'tossing', '7', index, models);

  test('takes its trials, and is done with the last', () => {
    const fold = foldBlock(arm, 'standard', { from: 3, to: 5 });
    expect([fold.next, fold.budget, fold.certain, fold.done]).toEqual([3, 5, 5, false]);
    fold.add(at(3));
    expect([fold.next, fold.done]).toEqual([4, false]);
    fold.add(at(4));
    expect([fold.next, fold.done, fold.error]).toEqual([5, true, undefined]);
  });

  test('ends where a trial could not be evaluated', () => {
    const fold = foldBlock(arm, 'standard', { from: 3, to: 5 });
    fold.add({ ...at(3), error: 'the coin is lost' });
    expect([fold.next, fold.done, fold.error]).toEqual([3, true, 'trial 3: the coin is lost']);
  });
});
