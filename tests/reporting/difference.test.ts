import { expect, test } from 'vitest';
import { differing } from '../../src/reporting/difference.js';
import { everyVerdict } from './sample.js';

const [claim] = everyVerdict();

test.each([
  [['title'], 'Old', 'New', 'holding: title: the report says "Old", computed is "New"'],
  [
    ['arms', '0', 'outcomes', '3', 'parts', 'the part', '0', 'slack'],
    0.1,
    undefined,
    'holding: arm claim, trial 3, part "the part", 0.slack: the report says 0.1, computed is nothing',
  ],
  [
    ['arms', '9', 'parts', 'a. b', 'evidence', 'logE', 'holds'],
    'NaN',
    1e-7,
    'holding: arm 9, part "a. b", evidence.logE.holds: the report says "NaN", computed is 1e-7',
  ],
  [['arms', '7'], [1, 2], undefined, 'holding: arm 7: the report says [1,2], computed is nothing'],
])('%j', (at, said, computed, sentence) => {
  expect(differing({ at, said, computed }, claim)).toBe(sentence);
});

test('of no claim, and of one that is named by its path', () => {
  expect(differing({ at: ['joint', 'risk'], said: 1, computed: 2 })).toBe(
    'joint.risk: the report says 1, computed is 2',
  );
  expect(differing({ at: ['claims', 'a', 'seed'], said: '1', computed: '2' })).toBe(
    'claim a, seed: the report says "1", computed is "2"',
  );
});

test('what is long is cut', () => {
  expect(differing({ at: ['task'], said: 'x'.repeat(1000), computed: 1 }).length).toBeLessThan(300);
});
