import { expect, test } from 'vitest';
import { lines } from '../../src/reporting/value.js';

test('a value is shown by rows, in full', () => {
  const shown = lines({ X: { rows: 2, cols: 2, data: Float64Array.of(0.1, -0, 1 / 3, 4) }, y: [1, 2], f: () => 1 });
  expect(shown).toBe('\nX: 2 x 2\n  0.1 -0\n  0.3333333333333333 4\ny: [1 2]');
});
