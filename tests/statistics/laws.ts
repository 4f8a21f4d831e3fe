/** What every law keeps, whatever it accepts: call `law(word, tried)` for one that is added. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePart } from '../../src/engine/pairs.js';
import type { TrialOutcome } from '../../src/engine/report.js';
import { criterion as form } from '../../src/form/criterion.js';
import { advice } from '../../src/statistics/advice.js';
import type { Criterion } from '../../src/statistics/criterion.js';
import { evidence, settingOf, type EvidenceOptions } from '../../src/statistics/evidence.js';
import { shapesOf, type Shapes } from '../../src/statistics/fields.js';
import type { Criterial, Law } from '../../src/statistics/law.js';
import { LEVELS } from '../../src/statistics/levels.js';
import type { PartOutcome } from '../../src/statistics/outcome.js';
import { mispaired } from '../../src/statistics/pairing.js';
import { expectedTrials, refusal } from '../../src/statistics/plan.js';
import { criterion as recorded } from '../../src/statistics/recorded.js';
import { diverged, doubt, finished, gated, nan, tie, times, unfinished } from './outcomes.js';

/** A criterion of the law, and one task that meets it and one that does not, each clearly. */
export interface Tried<C> {
  readonly criterion: C;
  readonly good: PartOutcome;
  readonly bad: PartOutcome;
  /** What the law is about, a share or a mean, where all tasks are like the one and like the other. */
  readonly shows: readonly [good: number, bad: number];
  /** A value of it that no budget can decide. */
  readonly boundary: number;
}

const MALFORMED: { readonly [shape in keyof Shapes]: unknown } = {
  number: '0.1',
  flag: 'yes',
  count: 1.5,
  numbers: '1, 2',
  budget: { quick: 3, standard: 2, paper: 3 },
};

const SOURCES = { statement: 'a <= b', equation: 'a == b', value: 'a - b' } as const;

/** One line that says something, and nothing that a program let slip. */
const sentence = (text: string) => {
  expect(text).toMatch(/^\S[^\n]*$/);
  expect(text).not.toMatch(/undefined|null|NaN|\[object|proved/);
};

export function law<C extends Criterial>(
  word: ((options: never) => C) & { readonly law: Law<C> },
  { criterion: given, good, bad, shows, boundary }: Tried<C>,
): void {
  const { law } = word;
  const { name, exact } = law;
  const criterion = given as unknown as Criterion;
  const { law: _, ...said } = given;
  const say = (options: object) => word(options as never);
  // A list has as many trials as tasks.
  const listed = exact === 'listed' ? { budget: 25 } : {};
  const after = (outcomes: readonly PartOutcome[], options: Partial<EvidenceOptions> = {}) => {
    const judged = evidence(criterion, { role: 'claim', ...listed, ...options });
    for (const outcome of outcomes) judged.add(outcome);
    return judged.summary();
  };
  const like = (outcome: PartOutcome, slack: number) => finished(...outcome.margins.map(() => ({ slack, error: 0 })));
  const NAN = like(good, NaN);
  const ROLES = ['claim', 'mustFail', 'mustHold'] as const;
  const mean = law.mean?.(given);

  describe(name, () => {
    test('its word gives plain data, which its form, its fields and a report agree on', () => {
      expect(JSON.parse(JSON.stringify(given))).toEqual(given);
      expect(say(said)).toEqual(given);
      expect(given.law).toBe(name);
      for (const field of Object.keys(said)) expect(Object.keys(law.fields)).toContain(field);
      expect(() => form(given, 'accept')).not.toThrow();
      expect(recorded.parse(given)).toEqual(given);
      // As the example says, in a sentence for whoever forgot to call it.
      const [, first] = /^(\w+)/.exec(law.example)!;
      const words = { [first!]: name.includes('.') ? { [name.split('.')[1]!]: word } : word };
      expect(new Function(first!, `return ${law.example}`)(words[first!])).toMatchObject({ law: name });
      expect(() => form(word, 'accept')).toThrow(
        `accept is a function; expected what it gives: call it, for example ${law.example}`,
      );
    });

    test('what is malformed is refused in one sentence that names it', () => {
      const refused = (
        change: object,
        why: RegExp,
        by: (value: object) => unknown = (value) => form(value, 'accept'),
      ) => {
        expect(() => by({ ...given, ...change })).toThrow(why);
        expect(() => by({ ...given, ...change })).toThrow(/^[^\n]+$/);
      };
      for (const [field, shape, left] of shapesOf(law.fields)) {
        refused({ [field]: MALFORMED[shape] }, new RegExp(`accept: .*${field}`));
        if (!left) refused({ [field]: undefined }, new RegExp(`accept: ${field} is missing; expected`));
        if (shape === 'number') refused({ [field]: NaN }, new RegExp(`^${name}: invalid ${field} NaN; `), say);
      }
      refused({ sise: 1 }, /accept has an unknown field "sise"/);
      refused({ sise: 1 }, /: invalid sise 1; its fields are /, say);
    });

    test('it judges one kind of formula', () => {
      const kinds = Object.keys(SOURCES) as (keyof typeof SOURCES)[];
      for (const kind of kinds) {
        const fault = mispaired(SOURCES[kind], criterion.law);
        if (kind === law.takes) expect(fault).toBeUndefined();
        else expect(fault).toMatch(new RegExp(`^the formula "a .*, and ${name} takes .*; write `));
      }
    });

    test('clear cases are decided with as many tasks as was planned, at every level', () => {
      for (const level of LEVELS)
        for (const [role, outcome, expected, decision] of [
          ['claim', good, shows[0], 'holds'],
          ['mustHold', good, shows[0], 'holds'],
          ['mustFail', bad, shows[1], 'fails'],
        ] as const) {
          const options = { role, level, ...listed };
          const seen = after(times(2000, outcome), options);
          expect(seen.decision).toBe(decision);
          expect(seen.n).toBeLessThanOrEqual(seen.budget);
          // Of a list the half that is enough to refute is not waited for.
          if (!(exact === 'listed' && role === 'mustFail'))
            expect(seen.n).toBeCloseTo(expectedTrials(criterion, { ...options, expected }), 9);
          expect(refusal(criterion, { ...options, expected })).toBeNull();
          // The clearest case of a control may need more than the default.
          const setting = settingOf(criterion, role === 'mustFail' ? { ...options, budget: 500 } : options);
          expect(law.plan(given, setting, law.clearest(given, setting)).fault).toBeNull();
        }
      const failed = after(times(400, bad));
      expect(failed.decision).toBe('fails');
      expect(failed.violating).toEqual([0, 1, 2, 3, 4].slice(0, failed.n));
    });

    test('what is expected on the boundary is not planned; what has power is', () => {
      const planned = refusal(criterion, { role: 'claim', expected: boundary, ...listed });
      if (exact === 'listed') expect(planned).toBeNull();
      else expect(planned).toMatch(new RegExp(`^${name}: what is expected, .* lies on the boundary`));
      const { power } = after([]);
      if (!power) return;
      const options = { role: 'claim', ...listed } as const;
      const plan = (expected: number) => law.plan(given, settingOf(criterion, options), expected);
      expect(power.at[0]).toMatchObject({ p: 1, fails: 0 });
      expect(power.holds90).toBeGreaterThan(power.fails90!);
      expect(plan(power.holds90!).fault).toBeNull();
      expect(plan(power.at[1]!.p).fault).toContain('boundary');
    });

    test('evidence grows with what speaks for it, in whatever order it comes', () => {
      const judge = (outcomes: readonly PartOutcome[], role: 'claim' | 'mustFail') => {
        // At so small a risk no bet is won, which would end it.
        const judged = law.judge(given, settingOf(criterion, { role, budget: 500, alpha: 1e-300 }));
        for (const outcome of outcomes) judged.take(outcome);
        return judged.logE();
      };
      // Between two bounds what is missing speaks for one side, and what is bad may lie on the other.
      const lost = mean?.twoSided ? [] : [NAN, unfinished, diverged];
      const some = fc.array(fc.constantFrom(good, bad, ...lost), { maxLength: 40 });
      fc.assert(
        fc.property(some, fc.constantFrom('claim', 'mustFail'), (before, role) => {
          const [more, less, turned] = [
            judge([...before, good], role),
            judge([...before, bad], role),
            judge([good, ...before.toReversed()], role),
          ];
          if (more.holds !== null && more.holds > -Infinity) {
            expect(more.holds).toBeGreaterThanOrEqual(less.holds!);
            expect(turned.holds).toBeCloseTo(more.holds, 9);
            // What could not be measured never supports holding.
            for (const missing of [unfinished, diverged, NAN])
              expect(judge([...before, missing], role).holds).toBeLessThanOrEqual(judge(before, role).holds! + 1e-12);
          }
          if (more.fails !== null) expect(more.fails).toBeLessThanOrEqual(less.fails!);
        }),
        { numRuns: 60, seed: 4 },
      );
    });

    test('what could not be measured never holds, and refutes no control but one that expects divergence', () => {
      for (const missing of [unfinished, diverged, NAN])
        for (const role of ROLES) {
          const all = (expects?: 'divergence') => after(times(400, missing), { role, ...(expects && { expects }) });
          const lost = role === 'claim' && !exact && (missing !== unfinished || mean !== undefined);
          expect(all().decision).toBe(lost ? 'fails' : 'undecided');
          if (role !== 'claim')
            expect(all('divergence').decision).toBe(
              role === 'mustFail' && missing === diverged ? 'fails' : 'undecided',
            );
        }
      const broken = after(times(400, NAN));
      expect(broken.counts.notANumber).toBe(broken.n);
      expect(broken.unsettled[0]).toBe(0);
    });

    test('an infinite margin is on its side by any amount, and refutes no falsehood', () => {
      const infinite = (slack: number, role: 'claim' | 'mustFail') => after(times(400, like(good, slack)), { role });
      expect(infinite(Infinity, 'claim').decision).toBe(mean?.twoSided ? 'fails' : 'holds');
      expect(infinite(-Infinity, 'claim').decision).toBe('fails');
      for (const slack of mean?.twoSided ? [Infinity, -Infinity] : [-Infinity])
        expect(infinite(slack, 'mustFail').decision).toBe('undecided');
    });

    test('an error bound larger than the margin decides nothing', () => {
      for (const outcome of [good, bad])
        for (const error of [1e6, Infinity, NaN, -1]) {
          const blurred = finished(...outcome.margins.map(({ slack }) => ({ slack, error })));
          const seen = after(times(400, blurred));
          expect(seen.decision).toBe('undecided');
          expect(seen.counts.inDoubt).toBe(seen.n);
        }
    });

    test('a decision stands; a premise on the outcome is for laws about every task; margins are counted', () => {
      const judged = evidence(criterion, { role: 'claim', ...listed });
      while (judged.add(good) === 'continue');
      const before = JSON.stringify(judged.summary());
      for (const outcome of times(300, bad)) judged.add(outcome);
      expect(JSON.stringify(judged.summary())).toBe(before);
      const fresh = () => evidence(criterion, { role: 'claim', ...listed });
      if (exact) expect(fresh().add(gated)).toBe('continue');
      else expect(() => fresh().add(gated)).toThrow(/always alone/);
      expect(() => fresh().add(finished())).toThrow(/margins per trial/);
    });

    test('whatever came of it is plain data without infinities, and told in sentences', () => {
      const [label, reads, estimand] = [law.label, law.reads(given), law.estimand(given)];
      for (const text of [label, reads, estimand]) sentence(text);
      const alternating = Array.from({ length: 400 }, (_, k) => (k % 2 === 0 ? good : bad));
      const all = [[], [good], [bad], times(400, good), times(400, bad), alternating].concat(
        [unfinished, diverged, NAN, doubt, tie, nan]
          .filter(({ margins }) => margins.length <= good.margins.length)
          .map((each) =>
            times(400, each.margins.length === 0 ? each : finished(...good.margins.map(() => each.margins[0]!))),
          ),
      );
      const decisions = new Set<string>();
      for (const role of ROLES)
        for (const outcomes of all) {
          const seen = after(outcomes, { role });
          decisions.add(seen.decision);
          expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
          for (const { interval, estimate } of seen.quantities) {
            expect(interval[0]).toBeLessThanOrEqual(interval[1]);
            if (estimate === null) continue;
            expect(estimate).toBeGreaterThanOrEqual(interval[0] - 1e-12);
            expect(estimate).toBeLessThanOrEqual(interval[1] + 1e-12);
          }
          sentence(law.cell(seen, given));
          sentence(seen.because.replace(/^mean .* unknown/, 'mean'));
          if (seen.decision === 'undecided') sentence(advice(criterion, seen));
          if (seen.decision === 'holds') expect(seen.because).toMatch(/certified|no counterexample|must break/);
          if (seen.decision === 'fails' && !exact) expect(seen.because).toContain('certified false at risk');
          if (seen.decision === 'continue') expect(seen.because).toMatch(/so far|it must break/);
        }
      expect([...decisions].sort()).toEqual(['continue', 'fails', 'holds', 'undecided']);
    });

    test('two reports of it differ where tasks differ, and say for better or worse', () => {
      const report = (outcome: PartOutcome, digest: string): TrialOutcome[] =>
        times(200, { digest, parts: { part: outcome.margins } });
      const compared = (...[before, after]: readonly (readonly [PartOutcome, string])[]) =>
        comparePart(criterion, 'part', report(...before!), report(...after!), 0.01);
      expect(compared([good, 'one'], [good, 'one']).change).toBe('identical');
      expect(compared([good, 'one'], [good, 'other']).change).toBe('unchanged');
      expect(compared([good, 'one'], [bad, 'other'])).toMatchObject({
        change: 'changed worse',
        certain: Boolean(exact),
      });
      expect(compared([bad, 'one'], [good, 'other']).change).toBe('changed better');
    });
  });
}
