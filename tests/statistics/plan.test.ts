import { describe, expect, it } from 'vitest';
import { always, equivalent, forMost, median, monotone, onAverage, scalesAs } from '../../src/criteria.js';
import { expectedTrials, refusal } from '../../src/statistics/plan.js';

const claim = { role: 'claim' } as const;
const control = { role: 'mustFail' } as const;

describe('expected trials', () => {
  it('are those of the tables', () => {
    expect(expectedTrials(forMost({ allBut: 0.1 }), claim)).toBe(51);
    expect(Math.round(expectedTrials(forMost({ allBut: 0.1, expected: 0.99 }), claim))).toBe(71);
    expect(Math.round(expectedTrials(forMost({ allBut: 0.1 }), { ...control, expected: 0.5 }))).toBe(12);
    expect(Math.round(expectedTrials(forMost({ allBut: 0.1 }), { ...control, expected: 0.7 }))).toBe(42);
    expect(expectedTrials(always(), claim)).toBe(105);
    expect(expectedTrials(always(), { ...control, expected: 0 })).toBe(8);
    expect(refusal(always(), { ...control, expected: 0.5 })).toContain('boundary');
    expect(refusal(always(), { ...control, expected: 0.5, breaks: 0.1 })).toBeNull();
    expect(expectedTrials(median(), claim)).toBe(8);
  });
  it('of means are those without spread', () => {
    // ln 100 / ln(1 + .33) = 16.1 is the floor for any bet; a mean of .5 in units of the cap takes 14 at sd .1.
    expect(expectedTrials(onAverage({ atLeast: 0.0001, cap: 1, expected: 0.5 }), claim)).toBeGreaterThanOrEqual(12);
    expect(expectedTrials(onAverage({ atLeast: 0.0001, cap: 1, expected: 0.5 }), claim)).toBeLessThanOrEqual(14);
    expect(expectedTrials(equivalent({ margin: 0.33, cap: 1 }), claim)).toBeGreaterThanOrEqual(13);
    expect(expectedTrials(equivalent({ margin: 0.33, cap: 1 }), claim)).toBeLessThanOrEqual(16);
  });
});

describe('refusal', () => {
  it('refuses what is expected on the boundary', () => {
    expect(refusal(forMost({ allBut: 0.1, expected: 0.9 }), claim)).toContain('boundary');
    expect(refusal(forMost({ allBut: 0.1 }), { ...control, expected: 0.88 })).toContain('boundary');
    expect(refusal(median(), { ...control, expected: 0.5 })).toContain('boundary');
    expect(refusal(onAverage({ atLeast: 0.1, cap: 1, expected: 0.11 }), claim)).toContain('boundary');
    expect(refusal(onAverage({ atLeast: 0.1, cap: 1 }), { ...control, expected: 0.09 })).toContain('boundary');
    expect(refusal(equivalent({ margin: 0.1, cap: 0.3, expected: 0.1 }), claim)).toContain('boundary');
    expect(refusal(monotone({ within: 0.1, cap: 1, steps: 3 }), { ...control, expected: -0.01 })).toContain('boundary');
    expect(refusal(always({ expected: 0.95 }), claim)).toContain('boundary');
  });
  it('lets through what can be decided, and controls that declare nothing', () => {
    expect(refusal(forMost({ allBut: 0.1 }), claim)).toBeNull();
    expect(refusal(forMost({ allBut: 0.1 }), control)).toBeNull();
    expect(refusal(forMost({ allBut: 0.1 }), { ...control, expected: 0.5 })).toBeNull();
    expect(refusal(onAverage({ atLeast: 0.015, cap: 0.1, expected: 0.04 }), { ...control, expected: 0 })).toBeNull();
    expect(refusal(scalesAs({ exponent: -1, within: 0.1, sizes: [1, 2, 4, 8, 16, 32] }), claim)).toBeNull();
    expect(refusal(always(), claim)).toBeNull();
    expect(refusal({ law: 'always.enumerated' }, claim)).toBeNull();
  });
  it('refuses a budget under which no outcome could hold', () => {
    const tiny = { quick: 5, standard: 20, paper: 20 };
    expect(refusal(forMost({ allBut: 0.01, acknowledged: true, budget: tiny }), claim)).toContain('clearest case');
    expect(refusal(equivalent({ margin: 0.01, cap: 1 }), claim)).toContain('clearest case');
  });
});
