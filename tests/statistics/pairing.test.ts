import { describe, expect, test } from 'vitest';
import type { Criterion } from '../../src/claim.js';
import { formulaFault } from '../../src/engine/formulas.js';
import { mispaired } from '../../src/statistics/pairing.js';
import { tossing } from '../fixtures/coins.js';

const SOURCES = { statement: 'a <= b', equation: 'a == b', value: 'a - b' } as const;
const TAKES: Readonly<Record<Criterion['law'], keyof typeof SOURCES>> = {
  always: 'statement',
  'always.enumerated': 'statement',
  forMost: 'statement',
  median: 'statement',
  equivalent: 'equation',
  onAverage: 'value',
  monotone: 'value',
  scalesAs: 'value',
};

describe('every law', () => {
  for (const [law, taken] of Object.entries(TAKES) as [Criterion['law'], keyof typeof SOURCES][])
    test(`${law} takes a ${taken} and nothing else`, () => {
      for (const [kind, source] of Object.entries(SOURCES)) {
        const fault = mispaired(source, law);
        if (kind === taken) expect(fault).toBeUndefined();
        else
          expect(fault).toMatch(
            new RegExp(`^the formula "${source.replace(/[-|]/g, '.')}" .*, and ${law} takes .*; write `),
          );
      }
    });
});

describe('a claim is refused where it stands', () => {
  const heads = tossing(1).parts['heads']!;
  test('in a part', () => {
    expect(formulaFault(tossing(1, { parts: { heads: { ...heads, holds: 'value == 0' } } }))).toContain(
      'part "heads": the formula "value == 0" is an equation, and forMost takes an inequality',
    );
    expect(formulaFault(tossing(1, { parts: { heads: { ...heads, holds: 'norm(value) <= 0' } } }))).toContain(
      'part "heads": the formula "norm(value) <= 0" uses norm; known are abs',
    );
  });
  test('in a control', () => {
    const { mustFail } = tossing(1).controls;
    const fair = { breaks: 'heads', because: 'no', holds: 'value' };
    expect(formulaFault(tossing(1, { controls: { mustFail: { ...mustFail, fair } } }))).toContain(
      'control "fair": the formula "value" states nothing: it has no relation',
    );
  });
  test('on its dial and in its table', () => {
    const where = () => ({ value: 1 });
    const dial = { of: 'heads', grid: [0, 1], at: () => ({}), measured: { value: 'value <= 1', where } };
    expect(formulaFault(tossing(1, { dial }))).toContain('dial "heads": the formula "value <= 1" is drawn');
    const table = { title: 'coins', of: 'coin', columns: { same: 'value == 1' }, where: () => ({}) };
    expect(formulaFault(tossing(1, { table }))).toContain('column "same" of the table');
  });
  test('and nowhere else', () => expect(formulaFault(tossing(1))).toBeUndefined());
});
