import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { BigNumber } from 'mathjs';
import * as ours from '../../src/numerics/elementary.js';
import { exactly, ulps, wide } from './exactly.js';

/** A plain sequence of test arguments: an additive recurrence, so that it is the same for ever and fills its interval. */
function spread(from: number, to: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => from + (to - from) * (((i + 1) * 0.6180339887498949) % 1));
}

/** 2^t for t spread over an interval, with both signs. */
function sizes(from: number, to: number, n: number, sign: 1 | -1 | 0 = 0): number[] {
  return spread(from, to, n).map((t, i) => 2 ** t * (sign || (i % 2 ? -1 : 1)));
}

type Reference = (x: BigNumber) => BigNumber;
const big = wide as unknown as Record<string, Reference>;

/** Name, bound in ulp, arguments. The bounds are a tenth above the worst of 10^5 arguments per function. */
const functions: [keyof typeof ours, number, number[]][] = [
  [
    'exp',
    0.9,
    [
      ...spread(-0.4, 0.4, 100),
      ...spread(-20, 30, 100),
      ...spread(-745, 709.7, 100),
      ...spread(-746, -707, 60),
      ...spread(709.6, 710, 20),
    ],
  ],
  [
    'expm1',
    0.95,
    [
      ...spread(-0.4, 0.4, 150),
      ...spread(0.3, 1.1, 150),
      ...spread(-1.1, -0.3, 60),
      ...spread(-40, 709.7, 100),
      ...sizes(-60, 0, 60),
    ],
  ],
  [
    'log',
    0.85,
    [...spread(0.5, 2, 200), ...spread(0.99, 1.01, 50), ...sizes(-1074, 1023, 150, 1), 5e-324, 1.7976931348623157e308],
  ],
  [
    'log1p',
    0.85,
    [
      ...spread(-0.3, 0.42, 150),
      ...spread(0.41, 3, 100),
      ...spread(-0.999, -0.29, 80),
      ...sizes(-60, 0, 60),
      ...sizes(2, 1023, 60, 1),
    ],
  ],
  ['log2', 0.51, [...spread(0.5, 2, 60), ...spread(0.99, 1.01, 20), ...sizes(-1074, 1023, 60, 1)]],
  ['log10', 0.51, [...spread(0.5, 2, 60), ...spread(0.99, 1.01, 20), ...sizes(-1074, 1023, 60, 1)]],
  ['sinh', 1.3, [...spread(-1, 1, 150), ...spread(1, 3, 150), ...spread(-711, 711, 100), ...sizes(-40, 0, 60)]],
  ['cosh', 1.4, [...spread(-1, 1, 150), ...spread(1, 3, 150), ...spread(-711, 711, 100), ...sizes(-20, 0, 30)]],
  ['tanh', 1.45, [...spread(-1, 1, 200), ...spread(0, 0.1, 100), ...spread(-23, 23, 100), ...sizes(-40, 0, 60)]],
  ['asinh', 1.6, [...spread(-1, 1, 200), ...spread(-30, 30, 100), ...sizes(-40, 1023, 150)]],
  ['acosh', 1.35, [...spread(1, 2, 150), ...spread(1, 30, 80), ...sizes(0, 1023, 80, 1)]],
  ['atanh', 1.35, [...spread(-1, 1, 200), ...spread(0.05, 0.3, 300), ...sizes(-40, 0, 60)]],
  ['sin', 0.85, [...spread(-4, 4, 150), ...spread(-1e5, 1e5, 150), ...sizes(-40, 0, 40)]],
  ['cos', 0.85, [...spread(-4, 4, 150), ...spread(-1e5, 1e5, 150)]],
  ['atan', 0.85, [...spread(-1, 1, 80), ...spread(0.4, 0.5, 40), ...spread(-5, 5, 60), ...sizes(-40, 60, 60)]],
  ['asin', 0.7, [...spread(-1, 1, 80), ...spread(0.5, 0.6, 40), ...spread(0.99, 1, 20), ...sizes(-40, 0, 40)]],
  ['acos', 0.85, [...spread(-1, 1, 80), ...spread(-0.6, -0.4, 40), ...spread(0.99, 1, 20)]],
];

describe('against 60-digit arithmetic', () => {
  test.each(functions)('%s is within %f ulp', (name, bound, xs) => {
    const f = ours[name] as (x: number) => number;
    let worst = 0;
    let at = NaN;
    for (const x of xs) {
      const error = ulps(f(x), big[name]!(exactly(x)));
      if (!(error <= worst)) [worst, at] = [error, x];
    }
    expect(worst, `worst at ${at}`).toBeLessThan(bound);
    // a bound that is far from attained would hide a loss of accuracy
    expect(worst).toBeGreaterThan(0.4);
  });

  test('sin and cos keep their digits at multiples of pi/2', () => {
    for (let k = 1; k < 63000; k += 1777) {
      const x = (k * Math.PI) / 2;
      expect(ulps(ours.sin(x), big.sin!(exactly(x))), `sin ${x}`).toBeLessThan(1);
      expect(ulps(ours.cos(x), big.cos!(exactly(x))), `cos ${x}`).toBeLessThan(1);
    }
  });

  test('power is within 0.51 ulp', () => {
    for (const x of [...spread(0.1, 3, 12), ...spread(-2, -0.5, 8), 1e-300, 3e200, 5e-324])
      for (const n of [3, -3, 7, -12, 100, -101, 333, 1000, -1075]) {
        const exact = wide.bignumber(1).times(exactly(x)).pow(n);
        expect(ulps(ours.power(x, n), exact as BigNumber), `${x}^${n}`).toBeLessThan(0.51);
      }
    const nearOne = 1 - 2 ** -20;
    expect(ulps(ours.power(nearOne, 12345678), exactly(nearOne).pow(12345678) as BigNumber)).toBeLessThan(0.51);
  });

  test('pow is within 0.9 ulp', () => {
    for (const x of [...spread(0.5, 2, 40), ...sizes(-1000, 1000, 30, 1), 1 + 2 ** -30, 1 - 2 ** -30])
      for (const y of [0.5, -1.5, 1 / 3, 0.001, -0.7, 12.25, 3e8 + 0.5]) {
        const exact = exactly(x).pow(exactly(y)) as BigNumber;
        expect(ulps(ours.pow(x, y), exact), `${x}^${y}`).toBeLessThan(0.9);
      }
    // large results: an error of the logarithm is multiplied by 700
    for (const x of spread(0.5, 2, 150)) {
      const y = 700.25 / Math.log(x);
      expect(ulps(ours.pow(x, y), exactly(x).pow(exactly(y)) as BigNumber), `${x}^${y}`).toBeLessThan(0.9);
    }
  });

  test('hypot is within 0.51 ulp', () => {
    const b = sizes(-3, 3, 100);
    for (const [i, x] of spread(-5, 5, 100).entries())
      for (const size of [1, 2 ** 1000, 2 ** 518, 2 ** -430, 2 ** -518, 2 ** -1000]) {
        const exact = exactly(x).pow(2).plus(exactly(b[i]!).pow(2)).sqrt().times(exactly(size));
        expect(ulps(ours.hypot(x * size, b[i]! * size), exact as BigNumber), `${x} ${b[i]}`).toBeLessThan(0.51);
      }
  });
});

describe('against tabulated values', () => {
  const tables = JSON.parse(readFileSync(new URL('../reference/elementary.json', import.meta.url), 'utf8')) as Record<
    string,
    [number, string][]
  >;
  test.each([
    ['erf', 3],
    ['erfc', 5],
    ['normalCdf', 6],
    ['logGamma', 8],
  ] as const)('%s is within %d ulp', (name, bound) => {
    const rows = tables[name]!;
    expect(rows.length).toBeGreaterThan(180);
    let worst = 0;
    for (const [x, value] of rows) {
      const error = ulps(ours[name](x), wide.bignumber(value) as BigNumber);
      expect(error, `${name} ${x}`).toBeLessThan(bound);
      worst = Math.max(worst, error);
    }
    expect(worst).toBeGreaterThan(0.4);
  });
});

describe('special values', () => {
  const odd = ['expm1', 'log1p', 'sinh', 'tanh', 'asinh', 'atanh', 'sin', 'atan', 'asin', 'erf'] as const;
  test.each(odd)('%s keeps the sign of zero', (name) => {
    expect(ours[name](0)).toBe(0);
    expect(ours[name](-0)).toBe(-0);
    expect(ours[name](5e-324) >= 5e-324).toBe(true);
    expect(ours[name](NaN)).toBeNaN();
  });

  const cases: [keyof typeof ours, number, number][] = [
    ['exp', 0, 1],
    ['exp', -0, 1],
    ['exp', Infinity, Infinity],
    ['exp', -Infinity, 0],
    ['exp', 709.782712893384, 1.7976931348622732e308],
    ['exp', 709.7827128933841, Infinity],
    ['exp', -745.1332191019412, 0],
    ['exp', -745.1332191019411, 5e-324],
    ['expm1', Infinity, Infinity],
    ['expm1', -Infinity, -1],
    ['expm1', 710, Infinity],
    ['log', 0, -Infinity],
    ['log', -0, -Infinity],
    ['log', 1, 0],
    ['log', -1, NaN],
    ['log', Infinity, Infinity],
    ['log', -Infinity, NaN],
    ['log1p', -1, -Infinity],
    ['log1p', -1.5, NaN],
    ['log1p', Infinity, Infinity],
    ['log2', 8, 3],
    ['log2', 5e-324, -1074],
    ['log2', 0, -Infinity],
    ['log10', 1e22, 22],
    ['log10', 1000, 3],
    ['log10', -1, NaN],
    ['sinh', Infinity, Infinity],
    ['sinh', -Infinity, -Infinity],
    ['sinh', 710.4758600739439, 1.7976931348621744e308],
    ['sinh', 711, Infinity],
    ['cosh', -Infinity, Infinity],
    ['cosh', 0, 1],
    ['cosh', -711, Infinity],
    ['tanh', Infinity, 1],
    ['tanh', -Infinity, -1],
    ['tanh', 30, 1],
    ['asinh', Infinity, Infinity],
    ['asinh', -Infinity, -Infinity],
    ['acosh', 1, 0],
    ['acosh', 0.5, NaN],
    ['acosh', Infinity, Infinity],
    ['atanh', 1, Infinity],
    ['atanh', -1, -Infinity],
    ['atanh', 1.5, NaN],
    ['sin', Infinity, NaN],
    ['cos', -Infinity, NaN],
    ['cos', 0, 1],
    ['sin', 2e6, NaN],
    ['atan', Infinity, 1.5707963267948966],
    ['atan', -Infinity, -1.5707963267948966],
    ['asin', 1, 1.5707963267948966],
    ['asin', 1.1, NaN],
    ['acos', 1, 0],
    ['acos', -1, 3.141592653589793],
    ['acos', -1.1, NaN],
    ['erf', Infinity, 1],
    ['erf', -Infinity, -1],
    ['erfc', Infinity, 0],
    ['erfc', -Infinity, 2],
    ['normalCdf', 0, 0.5],
    ['normalCdf', Infinity, 1],
    ['normalCdf', -Infinity, 0],
    ['logGamma', 0, Infinity],
    ['logGamma', 1, 0],
    ['logGamma', 2, 0],
    ['logGamma', -1.5, NaN],
    ['logGamma', Infinity, Infinity],
  ];
  test.each(cases)('%s(%d) is %d', (name, x, y) => {
    expect((ours[name] as (x: number) => number)(x)).toBe(y);
  });

  test.each(['exp', 'log', 'cosh', 'acosh', 'cos', 'acos', 'erfc', 'normalCdf', 'logGamma'] as const)(
    '%s of NaN is NaN',
    (name) => {
      expect(ours[name](NaN)).toBeNaN();
    },
  );

  const powers: [number, number, number][] = [
    [NaN, 0, 1],
    [0, 0, 1],
    [0, 5, 0],
    [-0, 5, -0],
    [-0, 4, 0],
    [0, -5, Infinity],
    [-0, -5, -Infinity],
    [-0, -1, -Infinity],
    [Infinity, -3, 0],
    [-Infinity, 3, -Infinity],
    [-Infinity, -3, -0],
    [NaN, 3, NaN],
    [2, 1023, 2 ** 1023],
    [2, 1024, Infinity],
    [-2, 1025, -Infinity],
    [2, -1074, 5e-324],
    [2, -1075, 0],
    [10, -310, 1e-310],
    [10, 308, 1e308],
    [5e-324, -1, Infinity],
    [-1, 9007199254740991, -1],
    [1.5, 0.5, NaN],
    [2, 2 ** 54, NaN],
  ];
  test.each(powers)('power(%d, %d) is %d', (x, n, y) => expect(ours.power(x, n)).toBe(y));

  const reals: [number, number, number][] = [
    [NaN, 0, 1],
    [1, Infinity, 1],
    [1, 0.3, 1],
    [-8, 1 / 3, NaN],
    [4, 0.5, 2],
    [0, 0.5, 0],
    [0, -0.5, Infinity],
    [2, Infinity, Infinity],
    [0.5, Infinity, 0],
    [2, -Infinity, 0],
    [0.5, -Infinity, Infinity],
    [Infinity, 0.5, Infinity],
    [Infinity, -0.5, 0],
    [2, NaN, NaN],
    [-1, 2 ** 60, 1],
    [10, 400.5, Infinity],
    [10, -400.5, 0],
    [-2, 3, -8],
  ];
  test.each(reals)('pow(%d, %d) is %d', (x, y, z) => expect(ours.pow(x, y)).toBe(z));

  test('hypot of zeros, infinities and NaN', () => {
    expect(ours.hypot(0, -0)).toBe(0);
    expect(ours.hypot(-3, 4)).toBe(5);
    expect(ours.hypot(NaN, -Infinity)).toBe(Infinity);
    expect(ours.hypot(NaN, 1)).toBeNaN();
    expect(ours.hypot(1, NaN)).toBeNaN();
    expect(ours.hypot(1e308, 1e308)).toBe(1.4142135623730951e308);
    expect(ours.hypot(1.7e308, 1.7e308)).toBe(Infinity);
    expect(ours.hypot(5e-324, 0)).toBe(5e-324);
  });
});
