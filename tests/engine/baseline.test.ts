import { describe, expect, test } from 'vitest';
import { always } from '../../src/criteria.js';
import { OF_BASELINE, only, seeding, together, unlike } from '../../src/engine/baseline.js';
import { registeredSeed } from '../../src/engine/identity.js';
import type { ClaimReport, Report } from '../../src/engine/report.js';
import { claimReport, sample } from '../reporting/sample.js';

const claim = (id: string, more: Partial<ClaimReport> = {}): ClaimReport => ({
  ...claimReport(id, 'holds', always(), () => 1),
  ...more,
});
const withSeed = (report: Report, seed: string, beacon?: string): Report => ({
  ...report,
  content: { ...report.content, seed, ...(beacon && { beacon }) },
});

describe('the seeds of a run that is compared', () => {
  const [words, others] = ['a'.repeat(64), 'c'.repeat(64)];
  const registered = (beacon?: string) =>
    withSeed(sample([claim('one', { words, seed: registeredSeed(words, beacon) })]), 'registered', beacon);

  test('are those of the baseline; it is registered still where no claim was edited', () => {
    for (const beacon of [undefined, 'block 1']) {
      const base = registered(beacon);
      const seeds = { one: base.content.claims[0]!.seed };
      const found = [
        { id: 'one', words },
        { id: 'new', words: others },
      ];
      expect(seeding(base, found)).toEqual({ seed: 'registered', seeds, edited: [] });
      expect(seeding(base, [{ id: 'one', words: others }])).toEqual({ seed: OF_BASELINE, seeds, edited: ['one'] });
      // One after the other, until the first words are there again.
      const next = withSeed(base, OF_BASELINE, beacon);
      expect(seeding(next, [{ id: 'one', words: others }]).seed).toBe(OF_BASELINE);
      expect(seeding(next, found).seed).toBe('registered');
    }
  });

  test('a seed that is a number is that of every claim, whatever became of its words', () => {
    const base = withSeed(sample([claim('one', { words, seed: '7' })]), '7');
    expect(seeding(base, [{ id: 'one', words: others }])).toEqual({ seed: '7', seeds: { one: '7' }, edited: [] });
  });
});

test('what nothing is compared with, and what no run may ask besides', () => {
  const base = withSeed(sample([claim('one')]), 'registered', 'block 1');
  const level = base.content.level;
  expect(unlike(base, 'b.json', {})).toBeUndefined();
  expect(unlike(base, 'b.json', { level, seed: 'registered', beacon: 'block 1' })).toBeUndefined();
  expect(unlike(withSeed(base, OF_BASELINE), 'b.json', { seed: 'registered' })).toBeUndefined();
  expect(unlike(base, 'b.json', { level: 'paper' })).toMatch(/^invalid level "paper"; expected .*b\.json/);
  expect(unlike(base, 'b.json', { seed: '1' }, (name) => `--${name}`)).toMatch(
    /^invalid --seed "1"; expected registered/,
  );
  const unlit = withSeed(sample([claim('one')]), 'registered');
  expect(unlike(unlit, 'b.json', { beacon: 'block 2' })).toMatch(/^invalid beacon "block 2"; expected none/);
  const blind = { ...base, content: { ...base.content, selfControl: { verdict: 'holds' as const, trials: 1 } } };
  expect(unlike(blind, 'b.json', {})).toMatch(/self-control was not refuted/);
  const cut: Report = { ...blind, envelope: { ...blind.envelope, incomplete: 'budget' } };
  expect(unlike(cut, 'b.json', {})).toBeUndefined();
});

test('some claims of a report, with their errors, and reports of single claims as one', () => {
  const base = sample([claim('one'), claim('two')], { errors: { one: ['a'], two: ['b'] } });
  const approximate: Report = { ...base, approximate: { claims: [claim('three')], joint: base.content.joint } };
  const some = only(approximate, ['two', 'three']);
  expect(some.content.claims.map(({ id }) => id)).toEqual(['two']);
  expect(some.approximate!.claims.map(({ id }) => id)).toEqual(['three']);
  expect(some.envelope.errors).toEqual({ two: ['b'] });
  const all = together([only(base, ['one']), some]);
  expect(all.content.claims.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(all.approximate!.claims.map(({ id }) => id)).toEqual(['three']);
  expect(all.envelope.errors).toEqual({ one: ['a'], two: ['b'] });
  expect(together([only(base, ['one'])])).not.toHaveProperty('approximate');
});
