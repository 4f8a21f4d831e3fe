import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import claim from '../../claims/small-init-is-not-min-l2.js';
import { expression } from '../../src/numerics/expression.js';
import { texOf } from '../../src/engine/typeset.js';
import { margins, worst } from '../../src/numerics/formula.js';

describe('one source, evaluated and typeset', () => {
  test('a perturbed source changes the margin and the typeset formula', () => {
    const { holds } = claim.parts['the L2 norm exceeds its minimum']!;
    const tex = texOf(claim);
    const perturbed = holds.replace('0.03', '0.04');
    expect(perturbed).not.toBe(holds);
    const at = { l2: 1.2, minimum: 1 };
    const [before, after] = [margins(holds, at)[0]!, margins(perturbed, at)[0]!];
    expect(before.slack - after.slack).toBeCloseTo(0.01, 12);
    expect(expression(holds).tex(tex)).toContain('0.03');
    expect(expression(perturbed).tex(tex)).toContain('0.04');
    expect(expression(perturbed).tex(tex)).not.toBe(expression(holds).tex(tex));
  });

  test('symbols are typeset as the claim says', () => {
    expect(expression('l1 / minimum <= 1').tex({ l1: '\\lVert\\beta\\rVert_1' })).toContain('\\lVert\\beta\\rVert_1');
  });

  test.each([
    ['a <= b', 2, 5, 3],
    ['a < b', 2, 5, 3],
    ['a >= b', 2, 5, -3],
    ['a > b', 2, 5, -3],
    ['a == b', 2, 5, -3],
    ['a - b', 2, 5, -3],
  ])('%s at a = %d, b = %d has slack %d', (source, a, b, slack) => {
    expect(margins(source, { a, b })).toEqual([{ slack, error: 0 }]);
  });

  test("powers are ours, not the engine's", () => {
    expect(margins('x^3', { x: 1.1 })[0]!.slack).toBe(1.1 * 1.1 * 1.1);
  });
});

describe('errors of certified quantities', () => {
  test('bound the margin over the whole box, where the source is monotone', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (a, ea, b, eb, s, t) => {
          const source = 'a / b <= 1.5';
          const [{ slack, error }] = margins(source, { a: { value: a, error: ea }, b: { value: b, error: eb } }) as [
            { slack: number; error: number },
          ];
          const [inside] = margins(source, { a: a + s * ea, b: b + t * eb });
          expect(Math.abs(inside!.slack - slack)).toBeLessThanOrEqual(error * (1 + 1e-12) + 1e-15);
        },
      ),
    );
  });

  test('an unknown error makes the margin doubtful', () => {
    expect(margins('a <= 1', { a: { value: 0, error: Infinity } })[0]!.error).toBe(Infinity);
  });
});

describe('lists', () => {
  test('give one margin per entry, and the worst of them is nearest to violation', () => {
    const list = margins('a <= 1', [{ a: 0 }, { a: 3 }, { a: 0.5 }]);
    expect(list.map(({ slack }) => slack)).toEqual([1, -2, 0.5]);
    expect(worst(list).slack).toBe(-2);
    expect(worst([...list, { slack: NaN, error: 0 }]).slack).toBeNaN();
    // What has no bound hides nothing that comes after it, and is hidden by nothing.
    const open = { slack: Infinity, error: Infinity };
    for (const error of [Infinity, NaN]) expect(worst([{ slack: 2, error }, ...list]).error).toBe(error);
    expect(worst([...list, open])).toBe(open);
    expect(worst([{ slack: Infinity, error: 0 }, ...list]).slack).toBe(-2);
  });
});

describe('refusals', () => {
  test.each([
    ['1 +', /does not parse/],
    ['gamma(x) <= 1', /uses gamma; known are abs/],
    ['log(x, 10) <= 1', /uses log with 2 arguments; it takes 1/],
  ])('%s', (source, sentence) => {
    expect(() => expression(source)).toThrow(sentence);
  });

  test('a symbol that was not measured is named', () => {
    expect(() => margins('a <= b', { a: 1 })).toThrow('the formula "a <= b" needs "b", which was not measured');
  });
});
