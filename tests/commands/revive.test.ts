import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { revive } from '../../src/commands/revive.js';
import { json } from '../../src/reporting/json.js';

describe('a stored task', () => {
  const task = fc.record({
    X: fc.record({ rows: fc.constant(2), cols: fc.constant(2), data: fc.float64Array({ minLength: 4, maxLength: 4 }) }),
    y: fc.float64Array({ maxLength: 5 }),
    alpha: fc.double(),
    pairs: fc.array(fc.record({ v: fc.float64Array({ maxLength: 3 }) }), { minLength: 1, maxLength: 3 }),
    label: fc.string(),
    flag: fc.boolean(),
  });

  test('comes back from JSON with every bit and every typed array', () => {
    fc.assert(
      fc.property(task, task, (stored, like) => {
        const read: unknown = JSON.parse(json(stored as never));
        expect(revive(read, like)).toEqual(stored);
      }),
    );
  });

  test('keeps fields that its like does not have, as they were stored', () => {
    expect(revive({ added: [1, 2], y: [3] }, { y: Float64Array.of(0) })).toEqual({
      added: [1, 2],
      y: Float64Array.of(3),
    });
  });

  test('of another kind of array comes back as that', () => {
    expect(revive([1, 2], new Int32Array(1))).toEqual(Int32Array.of(1, 2));
  });
});
