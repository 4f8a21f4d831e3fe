import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expression } from '../../src/numerics/expression.js';
import { margins } from '../../src/numerics/formula.js';
import { valueOf } from '../../src/numerics/term.js';

const slack = (source: string, at: Readonly<Record<string, number>>) => margins(source, at)[0]!.slack;

describe('what a formula says', () => {
  test.each([
    ['a <= b', 'statement'],
    ['(a <= b)', 'statement'],
    ['a <= b <= c', 'statement'],
    ['a <= b and b <= c', 'statement'],
    ['a == b', 'equation'],
    ['a - b', 'value'],
  ] as const)('%s is a %s', (source, kind) => expect(expression(source).kind).toBe(kind));

  test.each([
    ['1 <= x <= 3', { x: 2.5 }, 0.5],
    ['1 <= x <= 3', { x: 4 }, -1],
    ['1 <= x <= 3', { x: 0 }, -1],
    ['3 >= x > 1', { x: 2.5 }, 0.5],
    ['a <= b and c >= d', { a: 0, b: 4, c: 1, d: 3 }, -2],
    ['a <= b and c >= d and a < 5', { a: 0, b: 4, c: 3, d: 1 }, 2],
  ])('%s at %o has slack %d', (source, at, expected) => expect(slack(source, at)).toBe(expected));

  test('a chain is the conjunction of its links', () => {
    const x = fc.double({ min: -9, max: 9, noNaN: true });
    fc.assert(
      fc.property(x, x, x, (a, b, c) => {
        expect(slack('a <= b <= c', { a, b, c })).toBe(slack('a <= b and b <= c', { a, b, c }));
        expect(slack('a <= b <= c', { a, b, c }) >= 0).toBe(a <= b && b <= c);
      }),
    );
  });
});

test('by zero nothing is defined, whatever the sign of the zero', () => {
  for (const x of [0, -0]) for (const source of ['1 / x <= 10', '1 / x >= 10']) expect(slack(source, { x })).toBeNaN();
});

test('a long formula is cut where it is refused', () => {
  const long = `${'('.repeat(20_000)}x`;
  expect(() => expression(long)).toThrow(/^the formula "\({120}\.\.\." does not parse/);
});

describe('names', () => {
  test('a measured quantity stands before the constant of its name', () => {
    expect(slack('e <= 1', { e: 0.25 })).toBe(0.75);
    expect(slack('pi - 1', { pi: 4 })).toBe(3);
    expect(slack('2 * pi', {})).toBe(2 * Math.PI);
    expect(slack('log(e)', {})).toBe(1);
  });
  test.each(['i', 'tau', 'phi', 'LN2', 'version', 'SQRT2', 'D', 'cm'])('%s is no constant', (name) => {
    expect(slack(`${name} <= 1`, { [name]: 0.25 })).toBe(0.75);
    expect(() => margins(`${name} <= 1`, {})).toThrow(`needs "${name}", which was not measured`);
  });
  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])('%s is a name like any', (name) => {
    expect(() => margins(`${name} <= 1`, {})).toThrow(`needs "${name}", which was not measured`);
    const quantities = JSON.parse(`{ "${name}": 0.25 }`) as Record<string, number>;
    expect(slack(`${name} <= 1`, quantities)).toBe(0.75);
    expect(expression(`${name} <= 1`).tex()).not.toContain('function');
  });
  test.each([
    ['a string', 'half', 'half (a string)'],
    ['a bigint', 1n, '1 (a bigint)'],
    ['null', null, 'null (a object)'],
    ['an object without an error', { value: 1 }, '{ value: 1 }'],
    ['a negative error', { value: 1, error: -1 }, '{ value: 1, error: -1 }'],
  ])('%s is no quantity', (_, quantity, told) => {
    expect(() => margins('a <= 1', { a: quantity as never })).toThrow(
      `the quantity "a" of the formula "a <= 1" is ${told}`,
    );
  });
});

/** What mathjs reads otherwise than a mathematician, or does not read as a number. */
describe('is refused, with what to write', () => {
  test.each([
    ['a != b', 'by how much the sides differ'],
    ['a <= b or c <= d', 'write max'],
    ['not (a <= b)', 'turn the relation round'],
    ['a xor b', 'as an inequality'],
    ['10% a <= 1', 'write 0.1 * a'],
    ['a mod b <= 1', 'remainder'],
    ['x - 5% >= 0.5', 'write 0.1 * a'],
    ['x + 10% <= 1.5', 'write 0.1 * a'],
    ['x.max(y, z) <= 1', 'no function of its own'],
    ['y["max"](z) <= 1', 'no function of its own'],
    ['a! <= 1', 'factorial'],
    ['2 a <= 1', 'a product without a sign in "2 a"; write 2 * a'],
    ['1 / 2 a <= b', 'a product without a sign'],
    ['a / 2 b <= c', 'a product without a sign'],
    ['a (b + 1) <= c', 'known are abs'],
    ['2e <= a', 'a product without a sign'],
    ['5 cm <= a', 'a product without a sign'],
    ['x = 3', 'no arithmetic'],
    ['[1, 2] <= a', 'no arithmetic'],
    ['a[1] <= 2', 'no arithmetic'],
    ['a.b <= 2', 'no arithmetic'],
    ['a ? b : c', 'no arithmetic'],
    ['a; b', 'no arithmetic'],
    ['1:3', 'no arithmetic'],
    ['f(x) = x', 'no arithmetic'],
    ['"a" <= b', 'no finite number'],
    ['true', 'no finite number'],
    ['a <= Infinity', 'no finite number'],
    ['a <= 1e400', 'no finite number'],
    ['a <= NaN', 'no finite number'],
    ['a & b', 'no arithmetic'],
    ['a << b', 'no arithmetic'],
    ["a' <= b", 'no arithmetic'],
    ['a .* b <= 1', 'no arithmetic'],
    ['a to b', 'no arithmetic'],
    ['abs(a <= b) <= 1', 'inside another expression'],
    ['(a <= b) + 1', 'inside another expression'],
    ['(a <= b <= c) * 2', 'inside another expression'],
    ['max(a == b, 1)', 'inside another expression'],
    ['a <= b >= c', 'not of inequalities in one direction'],
    ['a == b == c', 'not of inequalities in one direction'],
    ['a == b <= c', 'not of inequalities in one direction'],
    ['a <= b and c', 'beside "c", which is no inequality'],
    ['a <= b and c == d', 'beside "c == d", which is no inequality'],
    ['norm(a) <= 1', 'uses norm; known are abs'],
    ['constructor(a) <= 1', 'uses constructor; known are abs'],
    ['min() <= 1', 'it takes at least one'],
    ['sqrt(a, b) <= 1', 'it takes 1'],
    ['', 'undefined'],
  ])('%s', (source, told) => expect(() => expression(source)).toThrow(told));
});

test('a term has the value that mathjs computes, where its functions are ours', () => {
  const { create, all } = createRequire(import.meta.url)('mathjs/number') as {
    create(of: unknown): {
      evaluate(source: string, scope: object): number;
      import(functions: object, options: object): void;
    };
    all: unknown;
  };
  const mathjs = create(all);
  // Its own take numbers for equal that differ by 1e-12, and return the first of them; by zero nothing is defined here.
  const divide = (a: number, b: number) => (b === 0 ? NaN : a / b);
  mathjs.import({ min: Math.min, max: Math.max, divide }, { override: true });
  const leaf = fc.constantFrom('a', 'b', 'c', '2', '0.5', '1e-3');
  const { formula } = fc.letrec<{ formula: string }>((tie) => ({
    formula: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/'), tie('formula'))
        .map(([x, op, y]) => `(${x} ${op} ${y})`),
      tie('formula').map((x) => `-${x}`),
      fc.tuple(fc.constantFrom('abs', 'sqrt'), tie('formula')).map(([f, x]) => `${f}(${x})`),
      fc.tuple(fc.constantFrom('min', 'max'), tie('formula'), tie('formula')).map(([f, x, y]) => `${f}(${x}, ${y})`),
    ),
  }));
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(formula, number, number, number, (source, a, b, c) => {
      const at = { a, b, c };
      const ours = valueOf(expression(source).term, new Map(Object.entries(at)));
      const theirs = mathjs.evaluate(source, { ...at });
      // The root of a negative number is complex there and not a number here.
      if (typeof theirs === 'number') expect(ours).toBe(theirs);
    }),
  );
});
