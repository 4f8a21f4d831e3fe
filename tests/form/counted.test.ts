import { expect, test } from 'vitest';
import { counted } from '../../src/form/counted.js';

test('a number with its noun', () => {
  expect([0, 1, 2].map((count) => counted(count, 'thread'))).toEqual(['0 threads', '1 thread', '2 threads']);
  expect([1, 2].map((count) => counted(count, 'batch', 'batches'))).toEqual(['1 batch', '2 batches']);
});
