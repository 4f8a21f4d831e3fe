import { expect, test } from 'vitest';
import { alike } from '../../src/commands/replay.js';
import type { TrialRecord } from '../../src/engine/trial.js';

const ended = (...slacks: number[]): TrialRecord['parts'] => ({
  part: { state: 'finished', margins: slacks.map((slack) => ({ slack, error: 0 })) },
});

test.each([
  ['the same', ended(1, 2), ended(1, 2), true],
  ['half of the digits of float32', ended(1000), ended(1000.2), true],
  ['near 0, absolutely', ended(1e-5), ended(-1e-5), true],
  ['NaN as NaN', ended(NaN), ended(NaN), true],
  ['infinity as infinity', ended(-Infinity), ended(-Infinity), true],
  ['farther apart', ended(1), ended(1.001), false],
  ['a margin more', ended(1), ended(1, 1), false],
  ['a part more', ended(1), {}, false],
  ['another end', ended(), { part: { state: 'diverged', margins: [] } } as TrialRecord['parts'], false],
  ['a NaN', ended(1), ended(NaN), false],
])('outcomes that are reproducible statistically are alike: %s', (_, now, then, same) => {
  expect(alike(now, then)).toBe(same);
  expect(alike(then, now)).toBe(same);
});
