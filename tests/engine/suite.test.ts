import { describe, expect, test } from 'vitest';
import type { Claim, Model } from '../../src/claim.js';
import { armNamed, verdictArms } from '../../src/engine/arm.js';
import { claimReport, type Decided } from '../../src/engine/conclude.js';
import { foldArm } from '../../src/engine/fold.js';
import type { Planned } from '../../src/engine/measure.js';
import { suite } from '../../src/engine/suite.js';
import { trial } from '../../src/engine/trial.js';
import { alwaysHeads, toss, tossing } from '../fixtures/coins.js';

const models = new Map<string, Model>([['toss', toss]]);
const setting = {
  level: 'standard',
  models: new Map([['toss', { name: 'toss', file: '', module: '', model: toss, digest: 'a', files: {} }]]),
  instead: [],
} as const;

function reported(id: string, claim: Claim, decided?: Decided) {
  const planned: Planned = { id, claim, file: '', module: '', digest: id, words: '', files: {}, seed: '3', by: '' };
  const arms = () =>
    verdictArms(claim).map(({ name }) => {
      const fold = foldArm(armNamed(claim, name, models), 'standard');
      while (!fold.done) fold.add(trial(fold.arm, id, '3', fold.next, models));
      return fold;
    });
  return claimReport(planned, decided ?? { kind: 'measured', arms: arms() }, setting).report;
}

const sure = ['a', 'b', 'c'].map((id) => reported(id, tossing(1)));
const certain = reported('d', alwaysHeads(1));

describe('all claims of a run', () => {
  test('hold jointly at the risk of one', () => {
    const { joint } = suite([...sure, certain], 0.01);
    expect(joint).toMatchObject({ claims: 4, holding: 4, allHold: true, risk: 0.01, rate: 0.01 });
    expect(joint.sentence).toMatch(/^All 4 claims hold: if one were false .* with probability at most 0\.01;/);
  });

  test('with one that is not certified say so, and name it', () => {
    const open = reported('e', tossing(0.9));
    const wrong = reported('f', alwaysHeads(0.5));
    const { joint } = suite([...sure, open, wrong], 0.01);
    expect(joint.sentence).toBe('3 of 5 claims hold; 1 fails (f); 1 undecided (e).');
    // As a list they pay for those that do not hold.
    expect(joint.rate).toBeCloseTo((0.01 * 5) / 3, 15);
  });

  test('do not count one that does not apply, but one that is an error', () => {
    const why = 'it lacks something';
    const absent = reported('g', tossing(1), { kind: 'not applicable', why });
    const broken = reported('h', tossing(1), { kind: 'error', why });
    expect(suite([...sure, absent], 0.01)).toEqual(suite(sure, 0.01));
    const { joint } = suite([...sure, broken], 0.01);
    expect(joint.sentence).toBe('3 of 4 claims hold; 1 error (h).');
    expect(joint.rate).toBeCloseTo(0.04 / 3, 15);
  });
});
