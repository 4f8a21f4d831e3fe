import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/claim.js';
import { formulas } from '../../src/engine/formulas.js';
import { tossing } from '../fixtures/coins.js';

describe('a claim is refused where it stands', () => {
  const heads = tossing(1).parts['heads']!;
  const refused = (change: Partial<Claim>, sentence: string) =>
    expect(formulas(tossing(1, change))).rejects.toThrow(sentence);
  test('in a part', async () => {
    await refused(
      { parts: { heads: { ...heads, holds: 'value == 0' } } },
      'part "heads": the formula "value == 0" is an equation, and forMost takes an inequality',
    );
    await refused(
      { parts: { heads: { ...heads, holds: 'norm(value) <= 0' } } },
      'part "heads": the formula "norm(value) <= 0" uses norm; known are abs',
    );
  });
  test('in a control', async () => {
    const { mustFail } = tossing(1).controls;
    const fair = { breaks: 'heads', because: 'no', holds: 'value' };
    await refused(
      { controls: { mustFail: { ...mustFail, fair }, mustHold: {} } },
      'control "fair": the formula "value" states nothing: it has no relation',
    );
  });
  test('on its dial and in its table', async () => {
    const dial = {
      turns: 'heads',
      grid: [0, 1],
      at: () => ({ holds: 'value <= 2' }),
      part: 'heads',
      axis: 'linear' as const,
      measured: 'value <= 1',
    };
    await refused({ dial }, 'dial: measured: the formula "value <= 1" is drawn');
    await refused(
      { dial: { ...dial, measured: 'value', at: () => ({ holds: 'value' }) } },
      'dial at 0: the formula "value" states nothing',
    );
    const table = { title: 'coins', of: 'coin', columns: { same: 'value == 1' }, rows: { coin: 'model' } };
    await refused({ table }, 'table: column "same": the formula "value == 1" is an equation');
  });
  test('and nowhere else', () => expect(formulas(tossing(1))).resolves.toBeUndefined());
});
