import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eBH } from '../../benchmarks/calibration/anchors.js';
import type { Criterion } from '../../src/claim.js';
import { claimLogE, holm, joint } from '../../src/statistics/multiplicity.js';
import { reading } from '../reference/reading.js';

const { reference, unread } = reading('statistics', 'multiplicity');

describe('vectors', () => {
  for (const v of reference.multiplicity)
    it(`e = ${v.e.join(', ')}`, () => {
      const logEs = v.e.map(Math.log);
      const adjusted = holm(logEs, v.alpha);
      for (const rejected of [v.holm_reject, v.holm_reject_b])
        expect(adjusted.map(({ holds }) => holds)).toEqual(rejected);
      adjusted.forEach(({ adjusted }, i) => expect(Math.abs(adjusted - v.holm_adjusted_p[i])).toBeLessThan(1e-9));
      for (const found of [v.eBH_q01, v.eBH_q01_b]) expect(eBH(logEs, 0.01)).toEqual(found);
      const conjunction = Math.max(...adjusted.map(({ p }) => p));
      expect(Math.abs(conjunction - v.conjunction_p)).toBeLessThan(1e-9);
      expect(conjunction <= v.alpha).toBe(v.conjunction_all_hold);
    });
});

const all: ReadonlySet<Criterion['law']> = new Set(['always', 'forMost']);

describe('lists', () => {
  it('Holm is between Bonferroni and no correction, and rises with p', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 20, noNaN: true }), { minLength: 1, maxLength: 30 }), (logEs) => {
        const all = holm(logEs, 0.01);
        all.forEach(({ p, adjusted }) => {
          expect(adjusted).toBeGreaterThanOrEqual(p);
          expect(adjusted).toBeLessThanOrEqual(Math.min(1, p * logEs.length) * (1 + 1e-12));
        });
        for (const a of all) for (const b of all) if (a.p < b.p) expect(a.adjusted).toBeLessThanOrEqual(b.adjusted);
      }),
    );
  });
  it('a claim is as certain as its least certain part; a finished list is certain', () => {
    const logE = (holds: number | null) => ({ holds, holdsMax: holds, fails: null, failsMax: null });
    expect(
      claimLogE(
        [
          { decision: 'holds', logE: logE(5) },
          { decision: 'holds', logE: logE(7) },
        ],
        'holds',
      ),
    ).toBe(5);
    expect(claimLogE([{ decision: 'holds', logE: logE(null) }], 'holdsMax')).toBe(Infinity);
    expect(claimLogE([{ decision: 'undecided', logE: logE(null) }], 'holdsMax')).toBe(0);
    expect(holm([Infinity, 0], 0.01).map(({ holds }) => holds)).toEqual([true, false]);
  });
  it('the joint sentence is printed only when every claim holds', () => {
    expect(joint({ a: 'holds', b: 'holds' }, all, 0.01).sentence).toContain('All 2 claims hold (joint error <= 0.01');
    const mixed = joint({ a: 'holds', b: 'undecided', c: 'fails' }, all, 0.01);
    expect(mixed).toMatchObject({ claims: 3, holding: 1, allHold: false, risk: 0.01 });
    expect(mixed.sentence).toBe('1 of 3 claims hold; 1 fails (c); 1 undecided (b).');
    expect(joint({}, all, 0.01).allHold).toBe(false);
  });
  it('says what its laws exclude, and no more', () => {
    const of = (...laws: Criterion['law'][]) => joint({ a: 'holds' }, new Set(laws), 0.01).sentence;
    expect(of('always')).toContain('if more than 5% of the tasks violated one that is claimed of all tasks, this');
    expect(of('always')).toContain('that fewer tasks violate one is not excluded');
    expect(of('median', 'onAverage')).toContain('if a share or a capped mean lay on the wrong side of its bound, this');
    expect(of('median', 'onAverage')).not.toContain('fewer');
    expect(of('always.enumerated')).toBe('The claim holds (each was checked on every task of its list).');
  });
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
