import { expect, test } from 'vitest';
import type { Claim, Model } from '../../src/claim.js';
import { dialArms } from '../../src/engine/arm.js';
import { DIAL_TASKS, foldArm } from '../../src/engine/fold.js';
import { trial } from '../../src/engine/trial.js';
import { alwaysHeads, toss, tossed } from '../fixtures/coins.js';

test('a point of a dial shows the tasks that meet the premise of its part, and counts the others', () => {
  const models = new Map<string, Model>([['toss', toss]]);
  const base = alwaysHeads(0.5);
  const heads = base.parts['heads']!;
  const claim: Claim = {
    ...base,
    symbols: { ...base.symbols, size: { measure: ({ task }) => task.size } },
    parts: { heads: { ...heads, given: { premise: 'large coins', met: ({ task }) => task.size > 50 } } },
    dial: {
      turns: 'heads',
      grid: [0.5],
      at: (share) => ({ train: { model: tossed(share) } }),
      part: 'heads',
      axis: 'linear',
      measured: 'size',
      curve: { kind: 'prediction', of: '-size' },
    },
  };
  const [arm] = dialArms(claim);
  const fold = foldArm(arm!, 'standard');
  const records = Array.from({ length: DIAL_TASKS.standard }, (_, k) => trial(arm!, 'coins', '7', k, models));
  records.forEach(fold.add);
  expect(fold.done).toBe(true);

  const large = records.filter(({ parts }) => parts['heads']!.state === 'finished');
  const sizes = large.map(({ shown }) => shown!.measured);
  expect(large.length).toBeGreaterThan(1);
  expect(large.length).toBeLessThan(records.length);
  expect(records.every(({ shown }) => shown !== undefined)).toBe(true);
  const point = fold.point();
  expect(point).toMatchObject({ trials: records.length, missed: records.length - large.length, unfinished: 0 });
  expect(Math.min(...sizes)).toBeGreaterThan(50);
  const average = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  expect(point.measured.mean).toBeCloseTo(average, 9);
  expect(point.curve).toBeCloseTo(-average, 9);
  expect(point.holding + point.failing).toBe(large.length);
});
