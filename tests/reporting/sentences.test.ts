import { describe, expect, test } from 'vitest';
import { forMost, monotone } from '../../src/criteria.js';
import type { ClaimReport } from '../../src/engine/report.js';
import { advice } from '../../src/reporting/advice.js';
import { caught, evidence as inWords, searched } from '../../src/reporting/sentences.js';
import { evidence } from '../../src/statistics/evidence.js';
import { claimReport, everyVerdict, sample } from './sample.js';

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

describe('words', () => {
  test('the adversary: the smallest slack that it found, on which climb, in how many trainings, and that it is no evidence', () => {
    const told =
      'Adversary: smallest slack found 3.14e-4 (its climb 2), in 400 trainings, 3 of them without a margin. ' +
      'That it found no counterexample is no evidence.';
    const [claim] = everyVerdict();
    expect(searched(claim!)).toBe(told);
    expect(searched(everyVerdict()[1]!)).toBe('');
    const nothing = { ...claim!, adversary: { ...claim!.adversary!, counted: 0, smallest: {} } };
    expect(searched(nothing)).toContain('no slack found, in 400 trainings, 400 of them without a margin');
  });

  test('what the adversary refutes is said to be its own, with the command that shows it', () => {
    const [claim] = everyVerdict();
    const refuted = { part: 'the part', climb: 3 };
    const failing: ClaimReport = {
      ...claim!,
      verdict: 'fails',
      adversary: { ...claim!.adversary!, refuted },
      counterexample: { ...everyVerdict()[2]!.counterexample!, foundBy: 'adversary', trial: 3 },
    };
    expect(searched(failing)).toMatch(
      /^Adversary: its climb 3 ended on a certified counterexample of “the part” \(400/,
    );
    expect(advice(failing, sample(), 'r.json')).toEqual({
      say: 'see the counterexample',
      command: 'npx claimcheck replay r.json holding',
    });
    const { counterexample: _, ...bare } = failing;
    expect(advice(bare, sample(), 'r.json').command).toBe('npx claimcheck replay r.json holding 3 --arm adversary');
  });

  test('seeded faults: those that touch the claim are counted, those that it misses are named with the reason', () => {
    const [claim] = everyVerdict();
    const figures = {
      faults: 3,
      killed: 1,
      harmless: 1,
      held: 1,
      untouched: 4,
      minimumDetectable: { coin: 0.1 },
      surviving: [
        { of: 'coin', fault: 'a', what: 'it is bent' },
        { of: 'coin', fault: 'b', what: 'it is blue', because: 'nobody looks' },
      ],
    };
    expect(caught(claim!, sample([claim!], { mutation: { [claim!.id]: figures } }))).toBe(
      'Seeded faults: 1 of the 3 that touch it are caught; the smallest wrong constant that it sees is off by 10% in ' +
        'coin; 1 of 1 harmless variants are held; 4 more change nothing in it. Not caught: coin: it is bent; coin: it ' +
        'is blue (nobody looks).',
    );
    expect(caught(claim!, sample([claim!]))).toBe('Seeded faults: not measured for this version.');
  });
});
