/** Formulas as a reader sees them: every one of every shipped claim can be typeset, and says what its source says. */
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';
import { texOf, typeset } from '../../src/engine/typeset.js';

describe('a symbol', () => {
  test('is kept apart from the command before it', () => {
    expect(typeset('a <= R', { R: 'R_1' })).toMatch(/\\leq R_1/);
    expect(typeset('2 * R', { R: 'R_1' })).toMatch(/2\\cdot R_1/);
    expect(typeset('a <= R', { R: '\\hat R' })).toMatch(/\\leq\\hat R/);
  });

  test('that stands for a sum is in parentheses where it is a factor or subtracted, and only there', () => {
    const gap = { gap: 'L(h)-L_m(h)' };
    const bracketed = '\\left(L(h)-L_m(h)\\right)';
    for (const source of ['2 * gap <= 1', 'gap * 2 <= 1', '1 - gap <= 0', 'gap^2 <= 1', '-gap <= 1'])
      expect(typeset(source, gap), source).toContain(bracketed);
    for (const source of ['gap <= 1', 'abs(gap) <= 1', '1 + gap <= 2', 'gap / 2 <= 1'])
      expect(typeset(source, gap), source).not.toContain(bracketed);
    for (const single of ['\\lVert a-b\\rVert_2', 'R(a-b)', 'x_{i-1}', 'x^-', '\\left|a-b\\right|'])
      expect(typeset('2 * gap <= 1', { gap: single }), single).not.toContain('\\left(');
  });
});

test('a power of ten is one', () => {
  expect(typeset('a - 1 >= -1e-8')).toMatch(/\\geq\s*-10\^\{-8\}$/);
  expect(typeset('a <= 2.1e-8 * b')).toContain('2.1\\cdot10^{-8}');
  expect(typeset('a <= 21e20 * b')).not.toContain('210^');
});

test('every formula of every shipped claim can be typeset', async () => {
  for (const file of await modulesIn(shippedClaims)) {
    const found = await loadClaim(file);
    if ('why' in found) throw new Error(`${found.id} ${found.why}`);
    const { parts, dial, table } = found.claim;
    const formulas = [
      ...Object.values(parts).map(({ holds }) => holds),
      ...[dial?.measured, dial?.curve?.of].flatMap((each) => each ?? []),
      ...Object.values(table?.columns ?? {}),
    ];
    for (const source of formulas)
      expect(() => katex.renderToString(typeset(source, texOf(found.claim))), `${found.id}: ${source}`).not.toThrow();
  }
});
