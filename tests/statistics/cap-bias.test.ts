import { describe, expect, it } from 'vitest';
import { claim, equivalent, forMost } from '../../src/index.js';
import { capArms, verdictArms } from '../../src/engine/arm.js';
import { claimReport } from '../../src/engine/conclude.js';
import { foldArm } from '../../src/engine/fold.js';
import { trial } from '../../src/engine/trial.js';
import { seededStream } from '../../src/numerics/stream.js';
import { capEffect } from '../../src/reporting/sentences.js';
import { CAP_TASKS, capBias, capFault } from '../../src/statistics/cap-bias.js';
import { coins, toss, tossed } from '../fixtures/coins.js';

const exact = (values: readonly number[]) => values.map((slack) => ({ slack, error: 0 }));

describe('what a cap does to a mean', () => {
  it('is nothing where no task lies beyond it', () => {
    expect(capBias(1, exact([1, -1, 0.5]))).toEqual({ bias: 0, error: 0, tasks: 3, beyond: 0 });
  });

  it('is that of the law: exponential deviations of mean 0 lose exp(-1 - c) above c > 1', () => {
    const stream = seededStream(5);
    const draws = Array.from({ length: 40_000 }, () => -Math.log(1 - stream.uniform()) - 1);
    const found = capBias(2, exact(draws));
    expect(Math.abs(found.bias + Math.exp(-3))).toBeLessThan(1.5 * found.error);
    expect(found.error).toBeLessThan(0.005);
  });

  it('counts both sides with their signs', () => {
    expect(capBias(1, exact([3, -2, 0, 0])).bias).toBe(-0.25);
  });

  it('is refused from a tenth of the margin on, and where it is not a number', () => {
    const bias = (value: number) => ({ bias: value, error: 0, tasks: 400, beyond: 1 });
    expect(capFault(0.1, bias(0.0099))).toBeNull();
    expect(capFault(0.1, bias(-0.0101))).toContain('not below a tenth of the margin 0.1');
    expect(capFault(0.1, capBias(1, [undefined, { slack: 0, error: 0 }]))).toContain('unknown');
  });
});

/** Coins whose value is far out once in twenty tosses, around a mean of 0. */
const rarely = (cap: number, [often, seldom]: readonly [number, number] = [-0.1, 1.9]) =>
  claim({
    title: 'Coins around a mean of 0',
    statement: 'Coins around a mean of 0.',
    ours: [],
    sources: {},
    scope: 'Coins.',
    premises: {},
    forAll: coins,
    train: tossed(19 / 20),
    symbols: { value: ({ task, run }) => (run.value[0]! === task.size ? often : seldom), other: () => 1 },
    parts: {
      law: {
        holds: 'value == 0',
        accept: equivalent({ margin: 0.2, cap, exact: true, budget: { quick: 200, standard: 400, paper: 600 } }),
      },
      other: {
        holds: 'other >= 0',
        accept: forMost({ allBut: 0.1 }),
        unless: {
          tails: { because: 'no heads', symbols: { other: () => -1 } },
          fair: { because: 'no heads', symbols: { other: () => -1 } },
        },
      },
    },
  });

const models = new Map([['toss', toss]]);
function judged(cap: number, values?: readonly [number, number]) {
  const found = {
    id: 'rarely',
    claim: rarely(cap, values),
    file: '',
    module: '',
    digest: 'd',
    words: '',
    files: {},
    seed: '5',
    by: '',
  };
  const arms = [...verdictArms(found.claim), ...capArms(found.claim)].map((arm) => {
    const fold = foldArm(arm, 'standard');
    while (!fold.done) fold.add(trial(arm, found.id, found.seed, fold.next, models));
    return fold;
  });
  const known = new Map([['toss', { name: 'toss', file: '', module: '', model: toss, digest: 'm', files: {} }]]);
  return claimReport(found, { kind: 'measured', arms }, { level: 'standard', models: known, instead: [] });
}

describe('an exact law', () => {
  it('is measured on tasks of its own, and the report says what its cap does', () => {
    const { report, errors } = judged(2);
    expect(errors).toEqual([]);
    expect(report.verdict).toBe('holds');
    expect(report.parts['law']!.capBias).toEqual({ bias: 0, error: 0, tasks: CAP_TASKS, beyond: 0 });
    expect(report.parts['other']!.capBias).toBeUndefined();
    expect(report.arms.map(({ role }) => role)).toEqual(['claim', 'mustFail', 'mustFail']);
    expect(capEffect(report.parts['law']!)).toContain(`none of ${CAP_TASKS} other tasks lies beyond it`);
  });

  it('whose cap moves the mean by a tenth of the margin is an error, whatever the capped mean shows', () => {
    const { report, errors } = judged(1);
    expect(report.arms[0]!.parts['law']!.decision).toBe('holds');
    expect(report.verdict).toBe('error');
    expect(errors[0]).toMatch(/^part "law": its cap moves the mean by -0\.0\d+ \+- /);
    expect(capEffect(report.parts['law']!)).toMatch(/which moves it by -0\.0\d+ ± .* of the margin \(\d+ of 400/);
  });

  it('that is certified false stays false where its margins leave the cap', () => {
    // The mean is 30; the cap moves it to 1, towards the centre.
    const { report, errors } = judged(1, [30, 30]);
    expect(report.arms[0]!.parts['law']!.decision).toBe('fails');
    expect(report.parts['law']!.capBias!.bias).toBe(-29);
    expect(report.verdict).toBe('fails');
    expect(errors).toEqual([]);
  });

  it('that fails because the cap moved its mean outwards is an error', () => {
    // The mean is 0; with -9.5 cut to -1 it is 0.425.
    const { report, errors } = judged(1, [0.5, -9.5]);
    expect(report.arms[0]!.parts['law']!.decision).toBe('fails');
    expect(report.verdict).toBe('error');
    expect(errors[0]).toMatch(/^part "law": its cap moves the mean by 0\.[3-6]/);
  });
});
