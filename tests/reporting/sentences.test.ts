import { describe, expect, test } from 'vitest';
import { forMost, monotone } from '../../src/criteria.js';
import { evidence as inWords, advice } from '../../src/reporting/sentences.js';
import { evidence } from '../../src/statistics/evidence.js';
import { claimReport, sample } from './sample.js';

describe('the evidence of a part in a table', () => {
  test('of many steps names those nearest to a violation', () => {
    const steps = monotone({ within: 0.1, cap: 1, steps: 4 });
    const after = (...slacks: number[]) => {
      const judged = evidence(steps, { role: 'claim' });
      while (judged.decision === 'continue')
        judged.add({ state: 'finished', margins: slacks.map((slack) => ({ slack, error: 0 })) });
      return inWords(judged.summary(), steps);
    };
    expect(after(0.5, 0.4, 0.3, -0.9)).toMatch(
      /^mean improvement of step 4 -0\.9 .*, mean improvement of step 3 .*, and 2 more/,
    );
    expect(after(0.5, 0.4, 0.02, 0.3)).toMatch(/^mean improvement of step 3 0\.02 .*, mean improvement of step 4/);
  });
});

describe('what to do about an undecided claim', () => {
  const open = claimReport('open', 'undecided', forMost({ allBut: 0.1 }), (i) => (i % 20 === 3 ? -1 : 1));

  test('more tasks, and no stricter level where that makes a verdict no likelier', () => {
    expect(advice(open, sample(), 'report.json').say).toMatch(
      /^about \d+ more tasks would decide .*; no stricter level is likely to$/,
    );
  });

  test('of several open parts the hardest is named', () => {
    const [arm] = open.arms;
    const [name] = Object.keys(arm!.parts);
    const part = arm!.parts[name!]!;
    const harder = { ...part, evidence: { ...part.evidence, wouldNeed: { more: 1234, toward: 'holds' as const } } };
    const two = {
      ...open,
      parts: { ...open.parts, harder: open.parts[name!]! },
      arms: [{ ...arm!, parts: { ...arm!.parts, harder } }],
    };
    expect(advice(two, sample(), 'report.json').say).toMatch(/^part "harder": about 1234 more tasks/);
  });

  test('where the claim itself is certified, the variant that must hold and is open is named', () => {
    const [arm, ...others] = open.arms;
    const certified = { ...arm!, parts: { 'the part': { ...arm!.parts['the part']!, decision: 'holds' as const } } };
    const variant = { ...arm!, name: 'control:rescaled', role: 'mustHold' as const };
    expect(advice({ ...open, arms: [certified, variant] }, sample(), 'report.json').say).toMatch(
      /^control:rescaled, part "the part": about \d+ more tasks/,
    );
    const settled = others.filter(({ role }) => role === 'mustFail');
    expect(advice({ ...open, arms: [certified, ...settled] }, sample(), 'report.json').say).toMatch(
      /which control or case/,
    );
  });
});
