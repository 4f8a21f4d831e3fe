import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageOf, judge, type ArmFound } from '../../src/engine/judge.js';
import type { Decision } from '../../src/statistics/outcome.js';

const part = (decision: Decision) => ({ decision, evidence: { because: `because ${decision}` } });
const claim = (...decisions: Decision[]): ArmFound => ({
  name: 'claim',
  role: 'claim',
  parts: Object.fromEntries(decisions.map((decision, k) => [`p${k}`, part(decision)])),
});
const mustFail = (decision: Decision, other: Decision = 'holds'): ArmFound => ({
  name: 'control:wrong',
  role: 'mustFail',
  breaks: 'p0',
  parts: { p0: part(decision), p1: part(other) },
});
const mustHold = (...decisions: Decision[]): ArmFound => ({
  ...claim(...decisions),
  name: 'control:same',
  role: 'mustHold',
});
const verdict = (...arms: ArmFound[]) => judge({ arms }).verdict;

describe('verdicts', () => {
  it('holds only when every part and every control is certified', () => {
    const found = judge({ arms: [claim('holds', 'holds'), mustFail('fails'), mustHold('holds', 'holds')] });
    expect(found.verdict).toBe('holds');
    expect(found.because.some((line) => line.includes('control:wrong is refuted'))).toBe(true);
  });
  it('is vacuous when the claim is certified and a control is not refuted', () => {
    for (const decision of ['holds', 'undecided'] as const) {
      const found = judge({ arms: [claim('holds'), mustFail(decision)] });
      expect(found.verdict).toBe('vacuous');
      const how = decision === 'holds' ? 'certified to hold' : 'not refuted within its budget';
      expect(found.because.join(' ')).toMatch(new RegExp(`control:wrong .*${how}`));
    }
    expect(verdict(claim('holds'), mustHold('fails'))).toBe('vacuous');
  });
  it('a control is refuted only on the part that it breaks', () => {
    expect(verdict(claim('holds', 'holds'), mustFail('undecided', 'fails'))).toBe('vacuous');
    expect(verdict(claim('holds', 'holds'), mustFail('holds', 'fails'))).toBe('vacuous');
    expect(verdict(claim('holds', 'holds'), { ...mustFail('fails'), breaks: 'p7' })).toBe('undecided');
  });
  it('is undecided when a part or a condition is open', () => {
    expect(verdict(claim('holds', 'undecided'), mustFail('fails'))).toBe('undecided');
    expect(verdict(claim('undecided'), mustFail('holds'))).toBe('undecided');
    expect(verdict(claim('holds'), mustFail('continue'))).toBe('undecided');
    expect(verdict(claim('holds'), mustFail('fails'), mustHold('undecided'))).toBe('undecided');
    expect(verdict(claim('continue'))).toBe('undecided');
    expect(verdict(claim())).toBe('undecided');
  });
  it('fails when some part is certified false, whatever the rest', () => {
    expect(verdict(claim('holds', 'fails'), mustFail('holds'))).toBe('fails');
    expect(verdict(claim('fails', 'undecided'), mustHold('fails'))).toBe('fails');
  });
  it('an error comes first; a control that throws is not refuted', () => {
    expect(verdict({ ...claim('fails'), error: 'trial 3: out of memory' })).toBe('error');
    const thrown = judge({ arms: [claim('holds'), { ...mustFail('fails'), error: 'trial 0: no model' }] });
    expect(thrown.verdict).toBe('error');
    expect(thrown.because).toEqual(['control:wrong: trial 0: no model']);
    expect(judge({ arms: [claim('holds')], faults: ['the self-control does not fail'] }).verdict).toBe('error');
    expect(verdict(claim('holds'), { ...mustFail('fails'), parts: {} })).toBe('undecided');
    expect(() => judge({ arms: [mustFail('fails')] })).toThrow(/role "claim"/);
  });
  it('coverage: certified is needed, missed is vacuous', () => {
    const at = (decision: Decision) =>
      judge({ arms: [claim('holds')], coverage: { wide: { share: 0.2, atLeast: 0.1, decision } } }).verdict;
    expect([at('holds'), at('fails'), at('undecided')]).toEqual(['holds', 'vacuous', 'undecided']);
  });
  it('follows the order error > fails > vacuous > holds > undecided for every combination', () => {
    const decision = fc.constantFrom<Decision>('holds', 'fails', 'undecided', 'continue');
    fc.assert(
      fc.property(
        fc.array(decision, { minLength: 1, maxLength: 3 }),
        fc.array(decision, { maxLength: 3 }),
        fc.array(fc.array(decision, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
        fc.array(
          decision.filter((d) => d !== 'continue'),
          { maxLength: 2 },
        ),
        fc.boolean(),
        (parts, falsehoods, harmless, covers, fault) => {
          const found = judge({
            arms: [claim(...parts), ...falsehoods.map((d) => mustFail(d)), ...harmless.map((d) => mustHold(...d))],
            coverage: Object.fromEntries(covers.map((d, k) => [`c${k}`, { share: 0.5, atLeast: 0.1, decision: d }])),
            faults: fault ? ['broken'] : [],
          });
          const certified = parts.every((d) => d === 'holds');
          const blind =
            falsehoods.some((d) => d === 'holds' || d === 'undecided') ||
            harmless.some((list) => list.includes('fails')) ||
            covers.includes('fails');
          const complete =
            falsehoods.every((d) => d === 'fails') &&
            harmless.every((list) => list.every((d) => d === 'holds')) &&
            covers.every((d) => d === 'holds');
          const expected = fault
            ? 'error'
            : parts.includes('fails')
              ? 'fails'
              : certified && blind
                ? 'vacuous'
                : certified && complete
                  ? 'holds'
                  : 'undecided';
          expect(found.verdict).toBe(expected);
          expect(found.because.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('population', () => {
  it('coverage is certified, missed or open', () => {
    const hits = (share: number) =>
      Array.from({ length: 2000 }, (_, k) => Math.floor((k + 1) * share) > Math.floor(k * share));
    expect(coverageOf(0.1, hits(0.2), 0.01)).toMatchObject({ decision: 'holds', atLeast: 0.1, share: 0.2 });
    expect(coverageOf(0.1, hits(0.04), 0.01).decision).toBe('fails');
    expect(coverageOf(0.1, hits(0.1), 0.01).decision).toBe('undecided');
    expect(coverageOf(0.99, hits(1), 0.01).decision).toBe('holds');
    expect(() => coverageOf(1, hits(1), 0.01)).toThrow(/\(0, 1\)/);
  });
});
