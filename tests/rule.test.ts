import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { model } from '../src/index.js';
import {
  amount,
  count,
  either,
  fields,
  flag,
  kinds,
  listOf,
  must,
  number,
  numbers,
  oneOf,
  positive,
  refuse,
  share,
  whole,
  type Field,
} from '../src/rule.js';

const rule = fields({
  alpha: must(positive),
  optimizer: oneOf('plain', 'momentum'),
  penalty: either(amount, numbers),
  steps: whole,
  then: listOf(fields({ rate: must(positive), steps: whole })),
});
const said = (value: unknown, known: Field = rule) => {
  try {
    refuse('net', known, value);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a rule', () => {
  test('that makes sense is taken', () => {
    for (const each of [
      { alpha: 1 },
      { alpha: 1e-300, optimizer: 'plain', steps: 0, then: [] },
      { alpha: 1, steps: undefined, unknown: undefined },
      { alpha: 1, penalty: Float64Array.of(0, 1), then: [{ rate: 0.1 }, { rate: 1, steps: 3 }] },
    ])
      expect(said(each)).toBe('nothing');
  });

  test.each([
    [
      { alpha: 1, lossscale: 2 },
      'knows no rule field "lossscale"; expected one of the fields alpha, optimizer, penalty, steps, then',
    ],
    [
      { alpha: 1, then: [{ rate: 1, momentun: 1 }] },
      'knows no rule field "then[0].momentun"; expected one of the fields rate, steps',
    ],
    [{}, 'was given absent for the rule field "alpha"; expected a finite number above 0'],
    [{ alpha: NaN }, 'was given NaN for the rule field "alpha"; expected a finite number above 0'],
    [{ alpha: '1' }, 'was given "1" for the rule field "alpha"; expected a finite number above 0'],
    [
      { alpha: 1, optimizer: 'adam' },
      'was given "adam" for the rule field "optimizer"; expected "plain" or "momentum"',
    ],
    [
      { alpha: 1, penalty: [0, NaN] },
      'was given a list of 2 for the rule field "penalty"; expected a finite number of at least 0, or a finite number',
    ],
    [{ alpha: 1, then: { rate: 1 } }, 'was given an object with rate for the rule field "then"; expected a list'],
    [{ alpha: 1, then: [undefined] }, 'was given absent for the rule field "then[0]"; expected an object'],
    [
      { alpha: 1, then: [{ rate: 1 }, { rate: 0 }] },
      'was given 0 for the rule field "then[1].rate"; expected a finite number above 0',
    ],
    [null, 'was given null for its rule; expected an object'],
    [[1], 'was given a list of 1 for its rule; expected an object'],
    [undefined, 'was given absent for its rule; expected an object'],
  ])('%j is refused', (value, why) => {
    expect(said(value)).toBe(`the model "net" ${why}`);
  });

  test('of several kinds has the fields of its kind', () => {
    const known = kinds('kind', { ridge: { penalty: must(amount) }, flow: { time: must(amount) } });
    expect(said({ kind: 'ridge', penalty: 0 }, known)).toBe('nothing');
    expect(said({ kind: 'ridge', time: 0 }, known)).toMatch(/knows no rule field "time"; expected .* kind, penalty$/);
    expect(said({ kind: 'rigde', penalty: 0 }, known)).toMatch(
      /given "rigde" for the rule field "kind"; expected "ridge" or "flow"/,
    );
    expect(said({ kind: 'toString' }, known)).toMatch(/expected "ridge" or "flow"/);
  });

  test('names that every object has are no fields', () => {
    expect(said(JSON.parse('{ "alpha": 1, "constructor": 2 }'))).toMatch(/knows no rule field "constructor"/);
    expect(said(JSON.parse('{ "alpha": 1, "__proto__": 2 }'))).toMatch(/knows no rule field "__proto__"/);
  });
});

describe('words', () => {
  test('say the same of every number as their sentence does', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 2 ** 53)), (x) => {
        const finite = Number.isFinite(x);
        const takes = (field: Field) => field(x) === undefined;
        expect(takes(number)).toBe(finite);
        expect(takes(positive)).toBe(finite && x > 0);
        expect(takes(amount)).toBe(finite && x >= 0);
        expect(takes(share)).toBe(x >= 0 && x <= 1);
        expect(takes(whole)).toBe(Number.isSafeInteger(x) && x >= 0);
        expect(takes(count)).toBe(Number.isSafeInteger(x) && x >= 1);
        expect(takes(flag)).toBe(false);
        expect(takes(numbers)).toBe(false);
        expect(numbers([x]) === undefined).toBe(finite);
        expect(numbers(Float64Array.of(0, x)) === undefined).toBe(finite);
      }),
    );
  });

  test('take what is absent, unless it must be there', () => {
    for (const field of [
      number,
      positive,
      whole,
      flag,
      numbers,
      oneOf('a'),
      listOf(flag),
      fields({}),
      either(flag, number),
    ]) {
      expect(field(undefined)).toBeUndefined();
      expect(must(field)(undefined)?.expected).toMatch(/./);
    }
  });
});

test('a model refuses its rule before it trains, whoever calls it', () => {
  let trained = 0;
  const net = model({
    name: 'net',
    capabilities: [],
    rule,
    train: () => {
      trained++;
      return { parameters: {}, predict: (X) => new Float64Array(X.rows), steps: 0, stopped: 'exact' };
    },
  });
  const streams = {} as never;
  expect(() => net.train({}, { alpha: 1, steps: 0.5 }, streams)).toThrow(/given 0.5 for the rule field "steps"/);
  expect(trained).toBe(0);
  net.train({}, { alpha: 1, steps: 5 }, streams);
  expect(trained).toBe(1);
});
