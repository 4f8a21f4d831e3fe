import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrayFrom, numberFrom, sent } from '../../src/program/wire.js';

const crossed = (value: unknown): unknown => JSON.parse(JSON.stringify(sent(value)));

describe('what crosses', () => {
  test('an array comes back with the same bits', () => {
    fc.assert(
      fc.property(fc.float64Array(), (values) => {
        const back = arrayFrom(crossed(values), 'value');
        expect(Buffer.from(back.buffer).equals(Buffer.from(values.buffer, values.byteOffset, values.byteLength))).toBe(
          true,
        );
      }),
    );
  });

  test('a part of a larger array is that part', () => {
    const part = Float64Array.of(1, 2, 3).subarray(1);
    expect(arrayFrom(crossed(part), 'value')).toEqual(Float64Array.of(2, 3));
  });

  test('a number comes back with the same bits', () => {
    fc.assert(fc.property(fc.double(), (value) => Object.is(numberFrom(crossed(value), 'value'), value)));
  });

  test('a matrix has its shape, other typed arrays their name', () => {
    expect(crossed({ X: { rows: 2, cols: 1, data: Float64Array.of(1, -0) } })).toEqual({
      X: { float64: 'AAAAAAAA8D8AAAAAAAAAgA==', shape: [2, 1] },
    });
    expect(crossed({ labels: Int32Array.of(1) })).toEqual({ labels: { int32: 'AQAAAA==', shape: [1] } });
  });

  test('plain data are themselves; functions and what is undefined stay behind', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value).replaceAll('-0,', '0,'));
        fc.pre(!JSON.stringify(value).includes('-0') && !JSON.stringify(plain).includes('"data"'));
        expect(crossed(plain)).toEqual(plain);
      }),
    );
    expect(crossed({ rule: undefined, truth: () => 1, list: [undefined, 1] })).toEqual({ list: [null, 1] });
  });

  test.each([
    [[1, 2], 'value is a list of 2; expected {"float64": BASE64, "shape": [n]}'],
    [{ float64: 'AAAAAAAA8D8=' }, 'value has the shape undefined; expected a list of whole numbers'],
    [{ float64: 'AAAAAAAA8D8=', shape: [-1] }, 'value has the shape [-1]; expected a list of whole numbers'],
    [{ float64: 'AAAAAAAA8D8=', shape: [2] }, 'value has 8 bytes; expected 16, 8 for each entry of the shape [2]'],
    [{ float64: 'AAAAAAAA8D8=', shape: [1e9, 1e9] }, 'value has 8 bytes; expected 8000000000000000000, 8 for each entry of the shape [1000000000,1000000000]'], // prettier-ignore
    [{ float64: 'AAAA-_AA8D8=', shape: [1] }, 'value is no base64 ("AAAA-_AA8D8=")'],
    [{ float32: 'AACAPw==', shape: [1] }, 'value is an object with float32, shape; expected {"float64": BASE64, "shape": [n]}'], // prettier-ignore
    [null, 'value is null; expected {"float64": BASE64, "shape": [n]}'],
  ])('%j is no array', (value, sentence) => {
    expect(() => arrayFrom(value, 'value')).toThrow(sentence);
  });

  test.each(['1', null, { number: 'one' }, [1]])('%j is no number', (value) => {
    expect(() => numberFrom(value, 'value')).toThrow(/^value is .*; expected a number, or \{"number": "NaN"\}/);
  });
});
