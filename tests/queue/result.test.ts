import { describe, expect, test } from 'vitest';
import { toLine } from '../../src/engine/journal.js';
import type { TrialRecord } from '../../src/engine/trial.js';
import { LARGEST, resultText, taken } from '../../src/queue/result.js';

const record = (index: number, more: Partial<TrialRecord> = {}): TrialRecord => ({
  claim: 'c',
  arm: 'claim',
  index,
  seed: '1',
  parts: { far: { state: 'finished', margins: [{ slack: NaN, error: -0 }] } },
  sides: { far: [[{ value: Infinity, error: 0 }, { value: 1, error: 0 }]] }, // prettier-ignore
  table: { row: [1, 0] },
  steps: 3,
  digest: 'a'.repeat(32),
  ...more,
});
const job = { claim: 'c', arm: 'claim', from: 4, to: 6 };
const expected = { job, seed: '1', parts: ['far'], climbs: false };
const text = (...records: TrialRecord[]) => resultText('host:1', { records, ms: 2.5 });
const why = (of: string, more = {}) => {
  const found = taken(of, { ...expected, ...more });
  return 'why' in found ? found.why : 'taken';
};

describe('a result', () => {
  test('is taken as it was sent, numbers that JSON lacks included', () => {
    const records = [record(4), record(5, { error: 'went wrong', parts: {}, digest: '' })];
    expect(taken(text(...records), expected)).toEqual({ worker: 'host:1', done: { records, ms: 2.5 } });
  });

  test('of a climb has its trainings, and parts where it reached a task', () => {
    const climb = { trainings: 10, counted: 3 };
    const of = (more: Partial<TrialRecord>) => text(record(4, { climb, ...more }), record(5, { climb }));
    expect(why(of({}), { climbs: true })).toBe('taken');
    expect(why(of({ parts: {} }), { climbs: true })).toBe('taken');
    expect(why(of({}))).toBe('it is a climb');
    expect(why(text(record(4), record(5)), { climbs: true })).toBe('it is no climb');
  });

  test.each<[string, string, RegExp]>([
    ['too few trials', text(record(4)), /it has 1 trials; expected 2/],
    ['too many trials', text(record(4), record(5), record(6)), /it has 3 trials; expected 2/],
    ['another order', text(record(5), record(4)), /index is 5; expected 4/],
    ['one trial twice', text(record(4), record(4)), /index is 4; expected 5/],
    ['another claim', text(record(4), record(5, { claim: 'd' })), /claim is "d"; expected "c"/],
    ['another arm', text(record(4, { arm: 'cap' }), record(5)), /arm is "cap"; expected "claim"/],
    ['another seed', text(record(4, { seed: '2' }), record(5)), /seed is "2"; expected "1"/],
    [
      'a name twice in its head',
      text(record(4), record(5)).replace('{', '{"worker":"other",'),
      /its first line has the name "worker" twice/,
    ],
    ['no part', text(record(4, { parts: {} }), record(5)), /parts are none; expected far/],
    ['a state that is none', text(record(4, { parts: { far: { state: 'ok' as never, margins: [] } } }), record(5)), /another checksum, or holds no trial/], // prettier-ignore
    [
      'a word for a number',
      text(record(4, { steps: 'many' as never }), record(5)),
      /another checksum, or holds no trial/,
    ],
    ['a field too many', text(record(4, { more: 1 } as never), record(5)), /more/],
    ['no digest', text(record(4, { digest: '' }), record(5)), /a trial has no digest/],
    ['a digest that is none', text(record(4, { digest: '../x' }), record(5)), /digest/],
    ['a changed line', text(record(4), record(5)).replace('"steps":3', '"steps":4'), /another checksum/],
    ['no head', toLine(record(4)) + toLine(record(5)), /its first line is not JSON/],
    ['a head of something else', `{"worker":"a b","ms":1}\n${toLine(record(4))}${toLine(record(5))}`, /worker/],
    ['a torn end', text(record(4), record(5)).slice(0, -1), /its last line is not whole/],
    ['more than a queue takes', 'x'.repeat(LARGEST + 1), /it has more than 32 MB/],
    ['nothing', '', /its first line is not JSON/],
    ['depth', '['.repeat(100_000), /its first line is nested more than 64 deep/],
  ])('with %s is not', (_, of, reason) => {
    expect(why(of)).toMatch(reason);
  });
});
