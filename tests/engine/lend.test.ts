import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { change, copied, lend, watch } from '../../src/engine/lend.js';

/** Plain data with typed arrays in it. */
const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.double(),
    fc.string(),
    fc.constantFrom(null, undefined, true, -0),
    fc.float64Array(),
    fc.uint32Array(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('a copy', () => {
  test('is equal, shares nothing, and is unchanged until somebody changes it', () => {
    fc.assert(
      fc.property(data, (value) => {
        const copy = copied(value);
        expect(change(value, copy)).toBeUndefined();
        expect(copy).toEqual(value);
        if (typeof value === 'object' && value !== null) expect(copy).not.toBe(value);
      }),
    );
  });

  test('has one array where the original has one', () => {
    const X = { rows: 1, cols: 2, data: Float64Array.of(1, 2) };
    const { at, centres } = copied({ at: X, centres: X });
    expect(at).toBe(centres);
    expect(at).not.toBe(X);
  });

  test('of an instance of a class has its methods and fields of its own', () => {
    class Task {
      constructor(readonly y: Float64Array) {}
      first = () => this.y[0];
      get sum() {
        return this.y.reduce((a, b) => a + b, 0);
      }
    }
    const task = new Task(Float64Array.of(1, 2));
    const copy = copied(task);
    expect(copy).toBeInstanceOf(Task);
    expect(copy.sum).toBe(3);
    copy.y.fill(7);
    expect(task.y[0]).toBe(1);
    expect(change(task, copy)).toMatchObject({ at: '.y[0]', was: 1, is: 7 });
  });

  test('has the fields of the original, whatever their names, and calls no setter', () => {
    class Task {
      set y(_: number) {
        throw new Error('called');
      }
    }
    const task = Object.defineProperty(new Task(), 'y', { value: 1, writable: true, enumerable: true });
    const parsed = JSON.parse('{ "__proto__": { "y": 1 }, "toString": 2 }') as Record<string, unknown>;
    for (const each of [task, parsed]) {
      const copy = copied(each);
      expect(Object.entries(copy)).toEqual(Object.entries(each));
      expect(change(each, copy)).toBeUndefined();
    }
    const copy = copied(parsed);
    delete copy['toString'];
    expect(change(parsed, copy)).toEqual({ at: '.toString', was: 2, is: undefined });
  });

  test('of a cycle ends', () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    const copy = copied(ring);
    expect(copy.self).toBe(copy);
    expect(change(ring, ring)).toBeUndefined();
  });

  test('leaves functions and what has no fields what they are', () => {
    const truth = () => 1;
    const owned = new Map([[1, 2]]);
    const copy = copied({ truth, owned });
    expect(copy.truth).toBe(truth);
    expect(copy.owned).toBe(owned);
  });
});

describe('a change', () => {
  test('of any one entry is found, and named', () => {
    fc.assert(
      fc.property(fc.float64Array({ minLength: 1 }), fc.nat(), fc.double(), (y, at, entry) => {
        const { lent, returned } = lend('the task', { y });
        const k = at % y.length;
        lent.y[k] = entry;
        if (Object.is(entry, y[k])) returned('the model "m"');
        else expect(() => returned('the model "m"')).toThrow(`the model "m" changed the task in place: y[${k}] was `);
      }),
    );
  });

  test.each([
    [(task: Task) => void (task.y[1] = 4), 'y[1] was 2 and is 4'],
    [(task: Task) => void (task.y[0] = -0), 'y[0] was 0 and is -0'],
    [(task: Task) => void (task.y = Float64Array.of(0, 2, 0)), 'y was a Float64Array of 2 and is a Float64Array of 3'],
    [(task: Task) => void task.names.push('b'), 'names.length was 1 and is 2'],
    [(task: Task) => void (task.X.rows = 2), 'X.rows was 1 and is 2'],
    [(task: Task) => void (task.extra = 1), 'extra was absent and is 1'],
    [(task: Task) => void delete task.extra2, 'extra2 was 5 and is absent'],
  ])('%#: %s', (spoil, said) => {
    const { lent, returned } = lend('the task', task());
    spoil(lent);
    expect(() => returned('somebody')).toThrow(
      `somebody changed the task in place: ${said}; expected that it works on a copy`,
    );
  });

  test('of the original is found by whoever watches it', () => {
    const beta = Float64Array.of(3, 1);
    const unchanged = watch('what was trained', { beta });
    unchanged('nobody');
    beta.sort();
    expect(() => unchanged('the part "p"')).toThrow(
      'the part "p" changed what was trained in place: beta[0] was 3 and is 1',
    );
  });
});

interface Task {
  y: Float64Array;
  names: string[];
  X: { rows: number };
  extra?: number;
  extra2?: number;
}
const task = (): Task => ({ y: Float64Array.of(0, 2), names: ['a'], X: { rows: 1 }, extra2: 5 });
