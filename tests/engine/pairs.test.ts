import { describe, expect, test } from 'vitest';
import { always, forMost, scalesAs } from '../../src/criteria.js';
import type { Criterion, Margin } from '../../src/claim.js';
import { comparePart } from '../../src/engine/pairs.js';
import type { TrialOutcome } from '../../src/engine/report.js';

type Told = TrialOutcome['parts'][string];
const of = (slack: number, error = 0): Margin => ({ slack, error });
const [pass, violation, doubt] = [[of(1)], [of(-1)], [of(0.5, 1)]];
const list = (side: string, told: readonly Told[]): TrialOutcome[] =>
  told.map((part, i) => ({ digest: `${side}${i}`, parts: { p: part } }));
const compared = (accept: Criterion, before: readonly Told[], after: readonly Told[]) =>
  comparePart(accept, 'p', list('a', before), list('b', after), 0.01);
const many = (told: Told, count = 60) => new Array<Told>(count).fill(told);

describe('a task that misses the premise', () => {
  test('is not violated, in either report', () => {
    expect(compared(always(), many('gated'), many(pass))).toMatchObject({ change: 'unchanged', lost: 0, won: 0 });
    expect(compared(always(), many(pass), many('gated'))).toMatchObject({ lost: 0, won: 0, fall: null });
  });
  test('and is violated where it meets it now', () => {
    const found = compared(always(), many('gated'), [violation, ...many(pass, 59)]);
    expect(found).toMatchObject({ change: 'changed worse', certain: true });
    expect(found.fall).toMatchObject({
      trial: 0,
      before: { kind: 'gated', margins: [] },
      after: { kind: 'violation' },
    });
  });
});

describe('the task that is shown', () => {
  const law = forMost({ allBut: 0.1 });
  test('violates the claim rather than leaving it in doubt, though it comes later', () => {
    expect(compared(law, many(pass, 4), [pass, doubt, 'diverged', violation]).fall!.trial).toBe(3);
    expect(compared(law, many(pass, 3), [pass, doubt, 'diverged']).fall!.trial).toBe(1);
    expect(compared(law, [violation, pass], [violation, pass]).fall).toBeNull();
  });
});

test('pairs are the tasks of both', () => {
  expect(compared(always(), many(pass, 9), many(pass, 4)).pairs).toBe(4);
  expect(compared(always(), many(pass, 4), many(pass, 9)).pairs).toBe(4);
  expect(compared(always(), [], many(pass, 9))).toMatchObject({ pairs: 0, change: 'cannot tell', moved: null });
});

test('a curve that bends is worse than a straight one of the same slope', () => {
  const sizes = [1, 2, 4, 8, 16, 32];
  const law = scalesAs({ exponent: -1, within: 0.1, sizes });
  // A bend that is even about the middle leaves the slope as it is.
  const curve = (bend: number) => sizes.map((t, k) => of(Math.exp(-Math.log(t) + bend * (k - 2.5) * (k - 2.5))));
  expect(compared(law, many(curve(0)), many(curve(0.05))).change).toBe('changed worse');
  expect(compared(law, many(curve(0.05)), many(curve(0))).change).toBe('changed better');
});
