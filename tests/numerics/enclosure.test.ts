import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviation } from '../../src/numerics/deviation.js';
import { enclosure, type Interval } from '../../src/numerics/enclosure.js';
import { expression } from '../../src/numerics/expression.js';
import { margins } from '../../src/numerics/formula.js';
import { valueOf, type Term } from '../../src/numerics/term.js';

const term = (source: string) => expression(source).term;
const at = (of: Term, a: number, b: number) => valueOf(of, new Map(Object.entries({ a, b })));

const ONE = ['abs', 'exp', 'expm1', 'sinh', 'cosh', 'tanh', 'asinh', 'normalCdf', 'sign', 'sqrt', 'log', 'log1p'];
const { formula } = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '2', '0.5'),
    fc
      .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/'), tie('formula'))
      .map(([x, op, y]) => `(${x} ${op} ${y})`),
    fc.tuple(tie('formula'), fc.constantFrom('2', '3', '-1', '-2', '0.5', '1.5', '0')).map(([x, n]) => `(${x})^(${n})`),
    fc.tuple(fc.constantFrom(...ONE), tie('formula')).map(([f, x]) => `${f}(${x})`),
    fc.tuple(fc.constantFrom('min', 'max'), tie('formula'), tie('formula')).map(([f, x, y]) => `${f}(${x}, ${y})`),
  ),
}));
const centre = fc.double({ min: -3, max: 3, noNaN: true });
const radius = fc.double({ min: 0, max: 1, noNaN: true });
const inside = fc.double({ min: -1, max: 1, noNaN: true });
/** Relative to the numbers that occur. */
const ROUNDING = 1e-9;

/** The term at numbers, where each operation is off by a few roundings, up or down by the bits of `signs`. */
function roughly(of: Term, scope: ReadonlyMap<string, number>, signs: number): number {
  let operations = 0;
  const visit = (each: Term): number => {
    if (each.kind !== 'apply') return valueOf(each, scope);
    const to = each.to.map((argument): Term => ({ kind: 'number', value: visit(argument) }));
    const sign = (signs >> (operations++ % 30)) & 1 ? 1 : -1;
    return valueOf({ ...each, to }, scope) * (1 + sign * 1e-15) + sign * 1e-322;
  };
  return visit(of);
}

/** Whether the value is that of the term, and not of the roundings in it: an enclosure is exact but for those. */
function isFirm(of: Term, a: number, b: number, scale: number): boolean {
  const scope = new Map(Object.entries({ a, b }));
  const value = valueOf(of, scope);
  return Array.from({ length: 8 }, (_, k) => roughly(of, scope, Math.imul(k + 1, 0x9e3779b1))).every(
    (rough) => Math.abs(rough - value) <= (ROUNDING / 4) * scale,
  );
}

describe('an enclosure', () => {
  test('holds every value and every slope of the term over the box', () => {
    fc.assert(
      fc.property(formula, centre, radius, centre, radius, inside, inside, (source, a, ra, b, rb, s, t) => {
        const of = term(source);
        const box = new Map<string, Interval>([
          ['a', [a - ra, a + ra]],
          ['b', [b - rb, b + rb]],
        ]);
        const held = enclosure(of, new Map(), box);
        if (!held) return;
        const [x, y] = [a + s * ra, b + t * rb];
        const value = at(of, x, y);
        const [low, high] = held.values;
        const scale = Math.max(1, Math.abs(low), Math.abs(high));
        if (!(scale < 1e12)) return;
        expect(value).toBeGreaterThanOrEqual(low - ROUNDING * scale);
        expect(value).toBeLessThanOrEqual(high + ROUNDING * scale);
        // A difference quotient within the box is a mean of slopes.
        const [x2, y2] = [a - s * ra, b - t * rb];
        if (!isFirm(of, x, y, scale) || !isFirm(of, x2, y2, scale)) return;
        const change = at(of, x2, y2) - value;
        const most = held.slopes.reduce((sum, [l, h], k) => {
          const step = k === 0 ? x2 - x : y2 - y;
          return sum + (step === 0 ? 0 : Math.max(l * step, h * step));
        }, 0);
        expect(change).toBeLessThanOrEqual(most + ROUNDING * scale);
      }),
      { numRuns: 3000 },
    );
  });

  test.each(['1 / a', 'log(a)', 'a^(-1)', 'a^0.5 + log1p(a - 2)', 'sqrt(a - 1)', 'a^a'])(
    'there is none for %s over [-1, 1]',
    (source) => expect(enclosure(term(source), new Map(), new Map([['a', [-1, 1]]]))).toBeUndefined(),
  );
});

describe('at a point', () => {
  const operators = ['a + b', 'a - b', '-a', 'a * b', 'a / b', 'a^b', '2^a', 'min(a, b)', 'max(a, b)'];
  const powers = ['2', '3', '-1', '-2', '0.5', '1.5'].map((n) => `a^(${n})`);
  test.each([...operators, ...powers, ...ONE.map((f) => `${f}(a)`)])('%s has its value and its slopes', (source) => {
    const of = term(source);
    for (const [a, b] of [
      [0.3, 1.7],
      [1.1, 0.4],
      [2.5, 2.4],
      ...(/\^b|0\.5|1\.5|sqrt|log/.test(source) ? [] : [[-0.7, -1.2]]),
    ] as [number, number][]) {
      const box = new Map(Object.entries({ a, b }).map(([name, x]): [string, Interval] => [name, [x, x]]));
      const { values, slopes } = enclosure(of, new Map(), box)!;
      expect(values).toEqual([at(of, a, b), at(of, a, b)]);
      const h = 1e-5;
      const quotients = [at(of, a + h, b) - at(of, a - h, b), at(of, a, b + h) - at(of, a, b - h)];
      for (const [k, slope] of slopes.entries())
        for (const end of slope) expect(end).toBeCloseTo(quotients[k]! / (2 * h), 6);
    }
  });
});

/** Where the value of a part is at an end of what a float64 can be. */
test.each([
  ['2 / (a / min(min(a, a), a))', -5e-324, 2],
  ['1 / ((a / 2) / a)^2', 1e-300, 4],
  ['sign((0.5 / a)^(-2))', -1e-162, 1],
  ['log1p(a - a / a)', 1e-177, undefined],
  ['a * exp(exp(exp(a + 3)))', 0, undefined],
])('%s at %d', (source, a, value) =>
  expect(enclosure(term(source), new Map(), new Map([['a', [a, a]]]))?.values).toEqual(value && [value, value]),
);

describe('a deviation', () => {
  test('bounds the term over the box', () => {
    fc.assert(
      fc.property(formula, centre, radius, centre, radius, inside, inside, (source, a, ra, b, rb, s, t) => {
        const of = term(source);
        const value = at(of, a, b);
        const middle = new Map(Object.entries({ a, b }));
        const bound = deviation(of, middle, value, new Map(Object.entries({ a: ra, b: rb })));
        const there = at(of, a + s * ra, b + t * rb);
        if (!Number.isFinite(value) || Math.abs(value) > 1e12 || bound > 1e12) return;
        expect(Math.abs(there - value)).toBeLessThanOrEqual(
          bound * (1 + 1e-8) + ROUNDING * Math.max(1, Math.abs(value)),
        );
      }),
      { numRuns: 3000 },
    );
  });

  test('sees what lies between the corners', () => {
    // Both corners are 1 away from the centre in value 0 of x (2 - x); the top is at 1.
    const [margin] = margins('x * (2 - x) <= 0.5', { x: { value: 0, error: 2 } });
    expect(margin!.error).toBeGreaterThanOrEqual(8);
    const [pole] = margins('1 / x <= 30', { x: { value: 0.05, error: 0.1 } });
    expect(pole!.error).toBe(Infinity);
  });

  test('is a number where a certain symbol stands at a jump', () => {
    const [margin] = margins('min(a, a + sign(min(a, b))) <= 1', {
      a: { value: 0, error: 5e-324 },
      b: { value: 0, error: 0 },
    });
    expect(margin!.error).toBeGreaterThanOrEqual(1);
  });

  test('of a monotone term is the worst corner, to the last bit', () => {
    const [margin] = margins('a / b - 1 <= 0.07', { a: { value: 1.05, error: 1e-3 }, b: { value: 1, error: 1e-3 } });
    expect(margin!.error).toBe(Math.abs(0.07 - ((1.05 + 1e-3) / (1 - 1e-3) - 1) - (0.07 - (1.05 / 1 - 1))));
  });

  test.each([1, 10, 11, 30, 31, 32, 33, 100])('counts %d uncertain quantities, each once', (count) => {
    const names = Array.from({ length: count }, (_, k) => `q${k}`);
    const [margin] = margins(
      `${names.join(' + ')} <= 100`,
      Object.fromEntries(names.map((name) => [name, { value: 1, error: 0.5 }])),
    );
    expect(margin!.error).toBeCloseTo(count / 2, 9);
  });
});
