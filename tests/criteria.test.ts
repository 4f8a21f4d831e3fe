import { describe, expect, it } from 'vitest';
import * as criteria from '../src/criteria.js';

const { always, alwaysEnumerated, equivalent, forMost, median, monotone, onAverage, scalesAs } = criteria;
const sizes = [10, 20, 40, 80, 160, 320];

describe('criteria', () => {
  it('are plain data', () => {
    expect(always()).toEqual({ law: 'always' });
    expect(always.enumerated()).toEqual(alwaysEnumerated());
    expect(forMost({ allBut: 0.1 })).toEqual({ law: 'forMost', allBut: 0.1 });
    expect(median({ expected: 0.9 })).toEqual({ law: 'median', expected: 0.9 });
    expect(onAverage({ expected: 0.4, cap: 1 })).toEqual({ law: 'onAverage', atLeast: 0.2, cap: 1, expected: 0.4 });
    expect(scalesAs({ exponent: -1, within: 0.1, sizes })).toEqual({
      law: 'scalesAs',
      exponent: -1,
      within: 0.1,
      curvature: 0.1,
      sizes,
    });
    const budget = { quick: 600, standard: 1000, paper: 1500 };
    expect(forMost({ allBut: 0.01, acknowledged: true, budget })).toEqual({
      law: 'forMost',
      allBut: 0.01,
      acknowledged: true,
      budget,
    });
  });

  const refused: Readonly<Record<string, readonly [() => unknown, RegExp]>> = {
    'too many exceptions': [() => forMost({ allBut: 1 }), /allBut 1; .*\(0, 1\)/],
    'no exceptions': [() => forMost({ allBut: 0 }), /\(0, 1\)/],
    'not a number': [() => forMost({ allBut: NaN }), /allBut NaN/],
    'rare exceptions': [() => forMost({ allBut: 0.04 }), /0.04; .*acknowledged/],
    'rare exceptions without budget': [() => forMost({ allBut: 0.01, acknowledged: true }), /no default/],
    'expected share': [() => forMost({ allBut: 0.1, expected: 2 }), /expected 2/],
    'mean at zero': [() => onAverage({ atLeast: 0, cap: 1 }), /atLeast 0; .*positive/],
    'mean without atLeast': [() => onAverage({ cap: 1 }), /atLeast undefined/],
    'cap below atLeast': [() => onAverage({ atLeast: 0.2, cap: 0.2 }), /cap 0.2; .*above atLeast 0.2/],
    'no cap': [() => onAverage({ atLeast: 0.2, cap: Infinity }), /finite/],
    'flat step': [() => monotone({ within: 0, cap: 1, steps: 3 }), /within 0; .*flat/],
    'no steps': [() => monotone({ within: 0.1, cap: 1, steps: 0 }), /steps 0/],
    'small cap of steps': [() => monotone({ within: 0.1, cap: 0.1, steps: 1 }), /cap 0.1/],
    'exact equality': [() => equivalent({ margin: 0, cap: 1 }), /margin 0/],
    'small cap': [() => equivalent({ margin: 0.1, cap: 0.05 }), /cap 0.05/],
    'few sizes': [() => scalesAs({ exponent: 1, within: 0.1, sizes: [1, 10, 100, 1000] }), /at least 5/],
    'falling sizes': [() => scalesAs({ exponent: 1, within: 0.1, sizes: [1, 10, 5, 100, 1000] }), /rise/],
    'short range': [() => scalesAs({ exponent: 1, within: 0.1, sizes: [1, 2, 3, 4, 5] }), /1.5 decades/],
    'exact exponent': [() => scalesAs({ exponent: 1, within: 0, sizes }), /within 0/],
    'straight line': [() => scalesAs({ exponent: 1, within: 0.1, curvature: 0, sizes }), /curvature 0/],
    'no exponent': [() => scalesAs({ exponent: NaN, within: 0.1, sizes }), /exponent NaN/],
    'half a trial': [() => always({ budget: { quick: 1, standard: 1.5, paper: 2 } }), /budget.standard 1.5/],
    'falling budget': [() => median({ budget: { quick: 9, standard: 5, paper: 6 } }), /9\/5\/6/],
    'infinite expectation': [() => median({ expected: Infinity }), /expected Infinity/],
  };
  for (const [name, [make, why]] of Object.entries(refused))
    it(`refuse: ${name}`, () => {
      expect(make).toThrow(why);
      // One sentence on one line.
      expect(() => make()).toThrow(/^[^\n]+$/);
    });

  it('a range of 32 is 1.5 decades; a shorter one can be acknowledged', () => {
    expect(() => scalesAs({ exponent: 1, within: 0.1, sizes })).not.toThrow();
    expect(scalesAs({ exponent: 1, within: 0.1, sizes: [1, 2, 3, 4, 5], acknowledged: true }).acknowledged).toBe(true);
  });
});
