import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromJson } from '../../src/form/json.js';
import { DEEP, DIGITS, ENTRIES, NAMES, VALUES } from '../../src/limits.js';

test('what JSON.stringify writes is read as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      // JSON.parse as well: -0 is written as 0.
      if (!/\p{Surrogate}/u.test(text) && !text.includes('\\ud') && !text.includes('__proto__'))
        expect(fromJson(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 2000 },
  );
});

describe('what readers of JSON do not agree on', () => {
  test.each([
    ['{"a":1,"b":{"a":2},"a":3}', 'has the name "a" twice in one object'],
    ['{"a":1,"\\u0061":2}', 'has the name "a" twice in one object'],
    ['[{"x":"a:b, {\\"","x":0}]', 'has the name "x" twice in one object'],
    ['{"a":1e400}', 'has a number that is beyond float64'],
    ['[-1e400]', 'has a number that is beyond float64'],
    ['{"__proto__":{}}', 'has the name "__proto__"'],
    ['["\\ud800"]', 'has half of a character in the text "\\ud800"'],
    ['{"\\udc00":1}', 'has half of a character'],
    ['NaN', 'is not JSON'],
    ['', 'is not JSON'],
    ['{"a":1}{"a":1}', 'is not JSON'],
    ['[1,]', 'is not JSON'],
  ])('%s', (text, why) => {
    expect(() => fromJson(text)).toThrow(why);
  });

  test('what only looks like it is read', () => {
    for (const text of [
      '{"a":{"b":1},"b":{"a":1}}',
      '["a","a"]',
      '[1e-400,-0]',
      '"\\ud83d\\ude00"',
      '"a\\\\"',
      '{"a":":,{"}',
    ])
      expect(fromJson(text)).toEqual(JSON.parse(text));
  });
});

describe('a size that is stated', () => {
  const nested = (deep: number) => '['.repeat(deep) + ']'.repeat(deep);
  test.each([
    ['nested', nested(DEEP), nested(DEEP + 1), `is nested more than ${DEEP} deep`],
    [
      'of a number',
      '1'.repeat(300).padStart(DIGITS, '0').replace(/^0+/, ''),
      '1'.repeat(DIGITS + 1),
      `more than ${DIGITS} digits`,
    ],
    [
      'of a list',
      `[${'0,'.repeat(ENTRIES - 1)}0]`,
      `[${'0,'.repeat(ENTRIES)}0]`,
      `a list of more than ${ENTRIES} entries`,
    ],
    ['of an object', named(NAMES), named(NAMES + 1), `an object of more than ${NAMES} names`],
    [
      'of all',
      `[${'[],'.repeat(ENTRIES - 1)}0]`,
      `[${`[${'0,'.repeat(9)}0],`.repeat(VALUES / 10)}0]`,
      `more than ${VALUES} values`,
    ],
  ])('%s', (_, most, more, why) => {
    expect(() => fromJson(most)).not.toThrow();
    expect(() => fromJson(more)).toThrow(why);
  });

  test('a million deep, a billion digits: seen before anything is built', () => {
    expect(() => fromJson('{"a":'.repeat(1e6))).toThrow('is nested more than');
    expect(() => fromJson(`[1${'0'.repeat(1e8)}]`)).toThrow('digits');
  });
});

function named(count: number): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, k) => [`n${k}`, k])));
}
