import { describe, expect, test } from 'vitest';
import { prose } from '../../src/reporting/prose.js';

const marks = { up: '^', down: '_', line: '' };
const shown = (text: string) =>
  prose(text)
    .map(({ at, text: piece }) => marks[at] + piece)
    .join('');

describe('prose', () => {
  test('typesets mathematics and leaves names alone', () => {
    expect(shown('alpha_i^2 = |u_i v_i|')).toBe('α_i^2 = |u_i v_i|');
    expect(shown('at 1e-6, not 2.5e3')).toBe('at 10^−6, not 2.5 × 10^3');
    expect(shown('a <= sqrt(b) >= Q_alpha')).toBe('a ≤ √(b) ≥ Q_α');
    expect(shown('initialization-selects-q-alpha')).toBe('initialization-selects-q-alpha');
    expect(shown('alphabet')).toBe('alphabet');
    expect(prose('')).toEqual([]);
  });

  test('its own marks are no text', () => expect(shown('a\ue000b\ue002')).toBe('ab'));
});
