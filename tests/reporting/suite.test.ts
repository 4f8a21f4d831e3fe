import { expect, test } from 'vitest';
import { unnamed } from '../../src/reporting/suite.js';
import { holding, sample } from './sample.js';

test('a report without an id says why', () => {
  const whole = holding();
  expect(unnamed(whole)).toBe('No report id: no claim in it is reproducible bit for bit.');
  expect(unnamed(sample())).toBe('No report id: a claim could not be evaluated.');
  const stopped = { ...whole, envelope: { ...whole.envelope, incomplete: 'interrupted' } } as typeof whole;
  expect(unnamed(stopped)).toBe('Incomplete (interrupted): no report id.');
});
