import { expect, test } from 'vitest';
import { MIXING, need } from '../../src/statistics/need.js';

const way = (toward: 'holds' | 'fails', ...growth: number[]) => ({ toward, goal: 5, growth });

test('holding waits for the slowest part, failing for the fastest', () => {
  expect(need(10, [way('holds', 0.5, 0.1)])).toEqual({ more: Math.ceil((5 + MIXING) / 0.1 - 10), toward: 'holds' });
  expect(need(10, [way('fails', 0.5, 0.1)])).toEqual({ more: Math.ceil((5 + MIXING) / 0.5 - 10), toward: 'fails' });
});

test('the nearer decision is told', () => {
  expect(need(0, [way('holds', 0.1), way('fails', 0.2)])?.toward).toBe('fails');
  expect(need(0, [way('holds', 0.3), way('fails', 0.2)])?.toward).toBe('holds');
});

test('where nothing grows toward a decision there is none to wait for', () => {
  expect(need(10, [way('holds', 0.5, 0), way('fails', -1), way('fails')])).toBeNull();
  expect(need(10, [way('holds', NaN)])).toBeNull();
});

test('what is nearly there needs one more at least', () => {
  expect(need(1000, [way('holds', 1)])).toEqual({ more: 1, toward: 'holds' });
});
