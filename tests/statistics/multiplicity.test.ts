import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eBH } from '../../benchmarks/calibration/anchors.js';
import { replication, value } from '../../benchmarks/calibration/world.js';
import type { Criterion } from '../../src/claim.js';
import { forMost } from '../../src/criteria.js';
import { evidence } from '../../src/statistics/evidence.js';
import { holm, joint, listed } from '../../src/statistics/multiplicity.js';
import { reading } from '../reference/reading.js';

const { reference, unread } = reading('statistics', 'multiplicity');

describe('vectors', () => {
  for (const v of reference.multiplicity)
    it(`e = ${v.e.join(', ')}`, () => {
      const ps: number[] = v.e.map((e: number) => Math.min(1, 1 / e));
      const adjusted = holm(ps);
      for (const rejected of [v.holm_reject, v.holm_reject_b])
        expect(adjusted.map((p) => p <= v.alpha)).toEqual(rejected);
      adjusted.forEach((p, i) => expect(Math.abs(p - v.holm_adjusted_p[i])).toBeLessThan(1e-9));
      for (const found of [v.eBH_q01, v.eBH_q01_b]) expect(eBH(v.e.map(Math.log), 0.01)).toEqual(found);
      const conjunction = Math.max(...ps);
      expect(Math.abs(conjunction - v.conjunction_p)).toBeLessThan(1e-9);
      expect(conjunction <= v.alpha).toBe(v.conjunction_all_hold);
    });
});

it('Holm is between Bonferroni and no correction, and rises with p', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (ps) => {
      const all = holm(ps).map((adjusted, i) => ({ p: ps[i]!, adjusted }));
      all.forEach(({ p, adjusted }) => {
        expect(adjusted).toBeGreaterThanOrEqual(p);
        expect(adjusted).toBeLessThanOrEqual(Math.min(1, p * ps.length) * (1 + 1e-12));
      });
      for (const a of all) for (const b of all) if (a.p < b.p) expect(a.adjusted).toBeLessThanOrEqual(b.adjusted);
    }),
  );
});

const none: ReadonlySet<Criterion['law']> = new Set();
/** Of claims that hold or do not. */
const of = (holding: readonly boolean[], alpha: number) =>
  joint(Object.fromEntries(holding.map((holds, k) => [`c${k}`, holds ? 'holds' : 'undecided'])), none, alpha);

describe('those that hold, as a list', () => {
  /** e-BH by its definition: of the sets in which every e-value is at least m/(q x size), the largest. */
  function largest(es: readonly number[], q: number): number[] {
    let best: number[] = [];
    for (let set = 1; set < 1 << es.length; set++) {
      const chosen = es.flatMap((_, i) => ((set >> i) & 1 ? [i] : []));
      if (chosen.length > best.length && chosen.every((i) => es[i]! * q * chosen.length >= es.length)) best = chosen;
    }
    return best;
  }
  it('are what e-BH lists at their rate and above, of e-values that are 1/alpha where a claim holds; below it lists none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0.05, 0.01, 0.001),
        fc.double({ min: 0.25, max: 4, noNaN: true }),
        (holding, alpha, times) => {
          const { rate } = of(holding, alpha);
          const held = holding.flatMap((holds, i) => (holds ? [i] : []));
          const es = holding.map((holds) => (holds ? 1 / alpha : 0));
          for (const q of [rate * times, rate * (1 + 1e-9), rate * (1 - 1e-9)].filter((q) => q < 1)) {
            const expected = rate <= q ? held : [];
            expect(largest(es, q)).toEqual(expected);
            expect(eBH(es.map(Math.log), q)).toEqual(expected);
          }
        },
      ),
    );
  });
  it('have the risk of one where all hold', () => {
    for (const alpha of [0.05, 0.01, 0.001])
      for (let m = 1; m < 100; m++) expect(of(new Array<boolean>(m).fill(true), alpha).rate).toBe(alpha);
    expect([of([], 0.01).rate, of([false, false], 0.01).rate]).toEqual([1, 1]);
  });

  const alpha = 0.05;
  const criterion = forMost({ allBut: 0.1 });
  /** Four false claims, exactly on the boundary, two of them on the same tasks; two true ones that are seldom certified. */
  const lists = Array.from({ length: 1500 }, (_, r) => {
    const holds = (name: string, p: number) => {
      const rng = replication(`list: ${name}`, r);
      const judged = evidence(criterion, { role: 'claim', alpha, budget: 80 });
      while (judged.add(value(p - rng.uniform())) === 'continue');
      return judged.decision === 'holds';
    };
    const untrue = ['a', 'a', 'b', 'c'].map((name) => holds(name, 0.9));
    const holding = [...untrue, holds('d', 0.94), holds('e', 0.94)];
    const { rate, holding: all } = of(holding, alpha);
    return { rate, share: all === 0 ? 0 : untrue.filter(Boolean).length / all };
  });
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  it('are false in a share of at most any rate that is fixed in advance, on average', () => {
    for (const level of [alpha, 1.5 * alpha, 2 * alpha, 3 * alpha, 0.5])
      expect(mean(lists.map(({ rate, share }) => (rate <= level * (1 + 1e-9) ? share : 0)))).toBeLessThanOrEqual(level);
    // The rate that is read off, too: their ratio is at most 1 on average.
    expect(mean(lists.map(({ rate, share }) => share / rate))).toBeLessThanOrEqual(1);
  });
  it('are false in more than the risk of one, so that their number must enter', () => {
    expect(mean(lists.map(({ share }) => share))).toBeGreaterThan(1.5 * alpha);
  });
  it('say in a sentence what that is', () => {
    expect(listed(of([true, true, true, false, false], 0.01))).toBe(
      'Of 5 claims judged at risk 0.01 each, at most 0.05 are expected to be printed as holding although they are false: ' +
        'as a list, the 3 that hold have a false discovery rate of at most 0.01667.',
    );
    expect(listed(of([true, ...new Array<boolean>(29).fill(false)], 0.05))).toMatch(
      /false, which is no fewer than hold\.$/,
    );
    expect(listed(of([false], 0.01))).toBe('');
  });
});

const all: ReadonlySet<Criterion['law']> = new Set(['always', 'forMost']);

describe('the joint sentence', () => {
  it('is printed only when every claim holds', () => {
    expect(joint({ a: 'holds', b: 'holds' }, all, 0.01).sentence).toBe(
      'All 2 claims hold: if one were false (more than 5% of the tasks violated what is claimed of all, or a share or a ' +
        'capped mean lay on the wrong side of its bound), this would be printed with probability at most 0.01; that fewer ' +
        'tasks violate it is not excluded.',
    );
    const mixed = joint({ a: 'holds', b: 'undecided', c: 'fails' }, all, 0.01);
    expect(mixed).toMatchObject({ claims: 3, holding: 1, allHold: false, risk: 0.01 });
    expect(mixed.sentence).toBe('1 of 3 claims hold; 1 fails (c); 1 undecided (b).');
    expect(joint({}, all, 0.01).allHold).toBe(false);
  });
  it('says what its laws exclude, and no more', () => {
    const of = (...laws: Criterion['law'][]) => joint({ a: 'holds' }, new Set(laws), 0.01).sentence;
    expect(of('always')).toContain(
      'if it were false (more than 5% of the tasks violated what is claimed of all), this',
    );
    expect(of('always')).toContain('that fewer tasks violate it is not excluded');
    expect(of('median', 'onAverage')).toContain('(a share or a capped mean lay on the wrong side of its bound), this');
    expect(of('median', 'onAverage')).not.toContain('fewer');
    expect(of('always.enumerated')).toBe('The claim holds: each was checked on every task of its list.');
  });
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
