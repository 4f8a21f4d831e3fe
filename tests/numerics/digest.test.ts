import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, digest, sha256 } from '../../src/numerics/digest.js';

describe('sha256', () => {
  test('the vectors of FIPS 180-2', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
  test('strings are hashed as UTF-8', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (s) => sha256(s) === sha256(new TextEncoder().encode(s))));
  });
});

describe('canonical', () => {
  test('numbers that JSON lacks are explicit', () => {
    expect(canonical([NaN, Infinity, -Infinity, -0, 0])).toBe('["NaN","Infinity","-Infinity","-0",0]');
    expect(canonical(-0)).toBe('"-0"');
    expect(canonical(12345678901234567890n)).toBe('"12345678901234567890"');
  });

  test('RFC 8785: keys by code unit, shortest numbers', () => {
    expect(canonical({ b: 1e21, a: [333333333.33333329, 4.5, 2e-3, 1e-27], '\u20ac': null, A: true })).toBe(
      '{"A":true,"a":[333333333.3333333,4.5,0.002,1e-27],"b":1e+21,"\u20ac":null}',
    );
    expect(canonical({ '\ufb33': 1, '\ud83d\ude00': 2 })).toBe('{"\ud83d\ude00":2,"\ufb33":1}');
  });

  test('every NaN is the same', () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8000000000123n, 0x7ff8000000000000n]).buffer);
    expect(canonical(odd)).toBe('["NaN","NaN"]');
  });

  test('typed arrays are arrays, matrices plain objects', () => {
    expect(canonical({ rows: 1, cols: 2, data: Float64Array.of(-0, 0.1) })).toBe(
      '{"cols":2,"data":["-0",0.1],"rows":1}',
    );
    expect(canonical(Uint8Array.of(1, 255))).toBe('[1,255]');
  });

  test('undefined fields are left out; what is not plain is refused by its place', () => {
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(() => canonical({ a: [1, () => 1] })).toThrow(
      'cannot digest value.a[1]: expected plain data, found function',
    );
    expect(() => canonical([undefined])).toThrow('found undefined');
    expect(() => canonical({ a: new Map() })).toThrow('found an instance of Map');
    expect(() => canonical(new Date(0))).toThrow('found an instance of Date');
    expect(() => canonical('\ud800')).toThrow('lone surrogate');
    expect(() => canonical({ '\ud800': 1 })).toThrow('lone surrogate');
    expect(() => canonical(Array(2))).toThrow('value[0]: expected plain data, found undefined');
    const loop: Record<string, unknown> = {};
    loop.self = { loop };
    expect(() => canonical(loop)).toThrow('cannot digest value.self.loop: expected no cycle');
  });

  test('a field named __proto__ is a field', () => {
    expect(canonical(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
  });

  const numbers = fc.float64Array({ maxLength: 5 });
  test('different numbers have different texts, equal ones equal', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const same = a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
        return (canonical(a) === canonical(b)) === same;
      }),
    );
    fc.assert(fc.property(fc.double(), fc.double(), (a, b) => (digest(a) === digest(b)) === Object.is(a, b)));
  });

  test('the order of fields does not matter, and plain JSON survives', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(digest(reversed)).toBe(digest(record));
        expect(JSON.parse(canonical(record))).toEqual({ ...record });
      }),
    );
  });
});

test('digest is the hash of the text, frozen', () => {
  const value = { margins: [{ slack: 0.1, error: 1e-12 }], beta: Float64Array.of(1, -0, NaN), stopped: 'residual' };
  expect(canonical(value)).toBe('{"beta":[1,"-0","NaN"],"margins":[{"error":1e-12,"slack":0.1}],"stopped":"residual"}');
  expect(digest(value)).toBe(sha256(canonical(value)));
  expect(digest(value)).toMatchInlineSnapshot(`"dcc1b753df65e3a51d46ab672b19c0a7f8ddc19342bb4612bfd119a43f54dd52"`);
});
