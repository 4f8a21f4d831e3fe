/** The bits of every elementary function over fixed grids: equal on Node 20, 22 and 24, or a published id would change. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as ours from '../../src/numerics/elementary.js';

const STEPS = 4096;
const canonicalNaN = new Uint8Array(new BigUint64Array([0x7ff8000000000000n]).buffer);

/** SHA-256 of the values at from + i (to - from) / 4096, and of small and large arguments 2^(i/4) approached by products. */
function bits(f: (x: number) => number, from: number, to: number): string {
  const values = new Float64Array(2 * STEPS);
  for (let i = 0; i < STEPS; i++) values[i] = f(from + (i * (to - from)) / STEPS);
  let x = 2 ** -1070;
  for (let i = 0; i < STEPS; i++, x *= 1.4142135623730951) values[STEPS + i] = f(i % 3 === 0 ? -x : x);
  const bytes = new Uint8Array(values.buffer);
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) bytes.set(canonicalNaN, 8 * i);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

const frozen: [string, (x: number) => number, number, number, string][] = [
  ['exp', ours.exp, -40, 40, ''],
  ['expm1', ours.expm1, -2, 2, ''],
  ['log', ours.log, 0, 16, ''],
  ['log1p', ours.log1p, -1, 3, ''],
  ['log2', ours.log2, 0, 16, ''],
  ['log10', ours.log10, 0, 16, ''],
  ['sinh', ours.sinh, -8, 8, ''],
  ['cosh', ours.cosh, -8, 8, ''],
  ['tanh', ours.tanh, -8, 8, ''],
  ['asinh', ours.asinh, -8, 8, ''],
  ['acosh', ours.acosh, 1, 9, ''],
  ['atanh', ours.atanh, -1, 1, ''],
  ['sin', ours.sin, -100, 100, ''],
  ['cos', ours.cos, -100, 100, ''],
  ['atan', ours.atan, -8, 8, ''],
  ['asin', ours.asin, -1, 1, ''],
  ['acos', ours.acos, -1, 1, ''],
  ['erf', ours.erf, -6, 6, ''],
  ['erfc', ours.erfc, -6, 28, ''],
  ['normalCdf', ours.normalCdf, -39, 9, ''],
  ['logGamma', ours.logGamma, 0, 24, ''],
  ['power 7', (x) => ours.power(x, 7), -8, 8, ''],
  ['power -13', (x) => ours.power(x, -13), -8, 8, ''],
  ['pow 0.7', (x) => ours.pow(x, 0.7), 0, 8, ''],
  ['pow 1.1^', (x) => ours.pow(1.1, x), -80, 80, ''],
  ['hypot', (x) => ours.hypot(x, 1.5), -8, 8, ''],
];

test.each(frozen)('%s', (_name, f, from, to, expected) => {
  expect(bits(f, from, to)).toBe(expected);
});
