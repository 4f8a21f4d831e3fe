/** What an exit code must never hide, over every pair of verdicts and every change. */
import { describe, expect, test } from 'vitest';
import type { Apart } from '../../src/engine/apart.js';
import { EXIT, transition, weigh, WEIGHTS, type ClaimChange } from '../../src/engine/transition.js';

const VERDICTS = ['holds', 'fails', 'vacuous', 'undecided', 'error', 'not applicable'] as const;
const CHANGES: readonly ClaimChange[] = [
  'identical',
  'unchanged',
  'changed better',
  'changed worse',
  'cannot tell',
  'not compared',
];
const statement: Apart = { kind: 'statement', sentence: 'another' };
const everything = VERDICTS.flatMap((before) =>
  VERDICTS.flatMap((after) => CHANGES.map((change) => ({ before, after, change }))),
);
const weight = (
  before: (typeof VERDICTS)[number],
  after: (typeof VERDICTS)[number],
  change: ClaimChange,
  apart: Apart[] = [],
) => weigh(change, transition(before, after), apart);

test('a verdict says what became of it', () => {
  expect(transition('holds', 'fails')).toMatchObject({ changed: true, alarm: true, sentence: 'holds -> fails' });
  expect(transition('holds', 'vacuous').alarm).toBe(true);
  expect(transition('undecided', 'fails').alarm).toBe(false);
  expect(transition('holds', 'holds')).toMatchObject({ changed: false, alarm: false, sentence: 'still holds' });
});

describe('what a script is told', () => {
  test('a claim that held and does not is never fine, whatever the tasks say', () => {
    for (const { before, after, change } of everything)
      if (before === 'holds' && after !== 'holds')
        expect(weight(before, after, change), `${after}, ${change}`).not.toBe('fine');
  });
  test('each loss has its code', () => {
    for (const change of CHANGES) {
      expect(EXIT[weight('holds', 'fails', change)]).toBe(1);
      expect(EXIT[weight('holds', 'vacuous', change)]).toBe(1);
      if (change !== 'changed worse') {
        expect(EXIT[weight('holds', 'error', change)]).toBe(3);
        expect(EXIT[weight('fails', 'not applicable', change)]).toBe(3);
        expect(EXIT[weight('holds', 'undecided', change)]).toBe(4);
      }
    }
    expect(EXIT[weigh('removed', transition('undecided', 'absent'), [])]).toBe(4);
    expect(EXIT[weigh('added', transition('absent', 'fails'), [])]).toBe(0);
  });
  test('certified worse is 1 under every verdict', () => {
    for (const { before, after } of everything) expect(weight(before, after, 'changed worse')).toBe('worse');
  });
  test('what was judged and is not any more is lost', () => {
    for (const before of ['holds', 'fails', 'vacuous', 'undecided'] as const)
      for (const after of ['error', 'not applicable'] as const)
        expect(weight(before, after, 'not compared')).toBe('lost');
  });
  test('0 needs that a claim holds now and did not, or that its tasks tell', () => {
    for (const { before, after, change } of everything) {
      if (weight(before, after, change) !== 'fine') continue;
      const gained = after === 'holds' && before !== 'holds';
      const told = change === 'identical' || change === 'unchanged' || change === 'changed better';
      expect(
        gained || told || (before === 'not applicable' && after === before),
        `${before}, ${after}, ${change}`,
      ).toBe(true);
    }
  });
  test('newly certified false is open at least, unless the tasks are the same or better', () => {
    for (const before of ['undecided', 'error', 'not applicable'] as const)
      for (const after of ['fails', 'vacuous'] as const) {
        expect(weight(before, after, 'unchanged')).toBe('open');
        expect(weight(before, after, 'not compared')).toBe('open');
        expect(weight(before, after, 'identical')).toBe('fine');
      }
  });
  test('another statement is open at least', () => {
    for (const { before, after, change } of everything)
      if (!(before === 'not applicable' && after === before))
        expect(weight(before, after, change, [statement]), `${before}, ${after}, ${change}`).not.toBe('fine');
  });
  test('the most serious comes first', () => {
    expect(WEIGHTS.map((each) => EXIT[each])).toEqual([1, 3, 4, 0]);
  });
});
