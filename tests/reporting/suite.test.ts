import { expect, test } from 'vitest';
import { joint, unnamed } from '../../src/reporting/suite.js';
import { everyVerdict, holding, sample } from './sample.js';

test('a report without an id says why', () => {
  const whole = holding();
  expect(unnamed(whole)).toBe('No report id: no claim in it is reproducible bit for bit.');
  expect(unnamed(sample())).toBe('No report id: a claim could not be evaluated.');
  const stopped = { ...whole, envelope: { ...whole.envelope, incomplete: 'interrupted' } } as typeof whole;
  expect(unnamed(stopped)).toBe('Incomplete (interrupted): no report id.');
});

test('an incomplete run counts what holds in words that fit', () => {
  const stopped = (count: number) => joint(sample(everyVerdict().slice(0, count), { incomplete: 'interrupted' }));
  expect(stopped(1)).toMatch(/^1 claim holds\. The run is incomplete/);
  const [first] = everyVerdict();
  const two = sample([first!, { ...first!, id: 'other' }], { incomplete: 'interrupted' });
  expect(joint(two)).toMatch(/^2 claims hold\. The run is incomplete/);
});
