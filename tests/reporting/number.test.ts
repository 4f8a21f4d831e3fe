import { describe, expect, test } from 'vitest';
import { duration, short, typeset } from '../../src/reporting/number.js';

describe('numbers for readers', () => {
  test.each([
    [0, '0', '0'],
    [0.01, '0.01', '0.01'],
    [1234.5678, '1230', '1230'],
    [1.234e-6, '1.23e-6', '1.23 × 10⁻⁶'],
    [1e-9, '1e-9', '10⁻⁹'],
    [-2.5e7, '-2.5e7', '−2.5 × 10⁷'],
    [Infinity, 'Infinity', '∞'],
    [NaN, 'NaN', 'NaN'],
  ])('%d', (x, plain, fine) => {
    expect(short(x)).toBe(plain);
    expect(typeset(x)).toBe(fine);
  });

  test.each([
    [0.42, '0.4 s'],
    [59.6, '1 min'],
    [75, '1 min 15 s'],
    [3700, '1 h 1 min'],
  ])('%d seconds', (s, text) => expect(duration(s)).toBe(text));
});
