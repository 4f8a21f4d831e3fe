/** What the functions of a claim look at: runs by name, families, copies, and answers with their errors. */
import { describe, expect, test } from 'vitest';
import { along, claim, copy, faulty, times, type Any, type Claim } from '../../src/index.js';
import { armNamed } from '../../src/engine/arm.js';
import { trial } from '../../src/engine/trial.js';
import { coins, toss, tossed } from '../fixtures/coins.js';
import type { Oracle } from '../../src/claim.js';

let asked = 0;
const weight: Oracle<{ size: number; often?: number }, { readonly mass: number }> = {
  name: 'weight',
  answer: ({ size, often = 1 }) => (
    asked++,
    { value: { mass: often * size }, error: 0.5, certificate: { kind: 'closed form' } }
  ),
  faults: {
    light: { what: 'no mass', by: () => ({ value: { mass: 0 }, error: 0, certificate: { kind: 'closed form' } }) },
  },
};
const frame = {
  title: 'Coins',
  statement: 'Coins.',
  ours: [],
  sources: {},
  scope: 'Coins.',
  premises: {},
  forAll: coins,
} as const;
const unless = { one: { because: 'the opposite', holds: 'it < -1' }, two: { because: 'too much', holds: 'it > 1e9' } };
const margins = (text: Claim, arm = 'claim') => {
  const { error, parts } = trial(armNamed(text, arm, new Map()), 'c', '3', 0, new Map());
  return error ?? Object.values(parts)[0]!.margins;
};
const slack = (text: Claim) => (margins(text) as Any)[0].slack as number;

describe('runs', () => {
  const ofAll = (train: Any, it: (about: Any) => number, range: object = {}) =>
    claim({ ...frame, train, symbols: { it }, parts: { it: { holds: 'it >= 0', ...range, unless } } } as Any);

  test('of a family are looked at in order, by place, and with the one before', () => {
    const train = { coin: along([1, 2, 4], (k) => copy(k, tossed(1, { heads: 1 }))) };
    expect(slack(ofAll(train, ({ at }) => 10 - at, { of: 'coin' }))).toBe(6);
    expect(slack(ofAll(train, ({ at }) => 10 - at, { of: ['coin 1', 'coin 2'] }))).toBe(8);
    expect(slack(ofAll(train, ({ runs }) => runs.coin.each.length))).toBe(3);
    expect(slack(ofAll(train, ({ runs }) => Number(runs.coin.before(4) === runs.coin.at(2))))).toBe(1);
    expect(margins(ofAll(train, ({ runs }) => runs.coin.at(3).steps))).toBe(
      'symbol "it": "coin" has no run at 3; it has them at 1, 2, 4',
    );
    expect(margins(ofAll(train, ({ runs }) => runs.coin.before(1).steps))).toContain('has no run before 1');
  });

  test('that are copies are independent, and have a mean', () => {
    const train = { coin: times(3, tossed(0.5)), second: copy(1, tossed(0.5)) };
    expect(slack(ofAll(train, ({ runs }) => runs.coin.each.length))).toBe(3);
    expect(slack(ofAll(train, ({ runs }) => Number(runs.coin.each[1].value[0] === runs.second.value[0])))).toBe(1);
    const apart = ({ runs: { coin } }: Any) =>
      coin.mean.value[0] - (coin.each[0].value[0] + (coin.each[1].value[0] + coin.each[2].value[0])) / 3;
    expect(slack(ofAll(train, (about) => Math.abs(apart(about))))).toBe(0);
  });

  test('must be named where there are several', () => {
    const train = { one: tossed(1), other: tossed(1) };
    expect(margins(ofAll(train, ({ run }) => run.value[0]))).toMatch(
      /^symbol "it": looks at `run`, and its part is of none/,
    );
    expect(() => ofAll(train, () => 1, { of: 'oen' })).toThrow('part "it" is of the run "oen"');
    expect(margins(ofAll(train, ({ runs }) => runs.oen.value[0]))).toContain(
      'the runs has no "oen"; did you mean "one"?',
    );
    expect(margins(ofAll(train, ({ runs }) => runs.one.valeu[0]))).toContain('has no "valeu"; did you mean "value"?');
  });

  test('a rule in a control patches that of every run, also through a function of the task', () => {
    const patched = claim({
      ...frame,
      train: tossed(1),
      symbols: { it: ({ run }) => Math.sign(run.value[0]!) },
      parts: {
        it: {
          holds: 'it >= 0',
          unless: {
            tails: { because: 'no heads', rule: { heads: 0 } },
            same: { because: 'no heads', rule: () => ({ heads: 0 }) },
          },
        },
      },
    });
    for (const control of ['tails', 'same']) expect((margins(patched, `control:${control}`) as Any)[0].slack).toBe(-1);
  });
});

describe('theory', () => {
  const judged = (theory: Any, it: (about: Any) => Any, range: object = {}) =>
    claim({
      ...frame,
      train: { one: tossed(1), other: tossed(1, { diverges: 0 }) },
      theory,
      symbols: { it },
      parts: { it: { holds: 'it >= 0', ...range, unless } },
    } as Any);

  test('hands out numbers with its error, without it, and for what moves with it', () => {
    expect(margins(judged({ w: weight }, ({ theory }) => theory.w.mass))).toMatchObject([{ error: 0.5 }]);
    expect(margins(judged({ w: weight }, ({ theory }) => theory.w.value.mass))).toMatchObject([{ error: 0 }]);
    expect(margins(judged({ w: weight }, ({ theory }) => theory.w.known(1, 4)))).toMatchObject([
      { slack: 1, error: 2 },
    ]);
  });

  test('is asked when somebody looks, once; or once for each run that the question looks at', () => {
    const count = (text: Claim) => ((asked = 0), margins(text), asked);
    expect(count(judged({ w: weight }, () => 1))).toBe(0);
    expect(
      count(judged({ w: weight }, ({ theory }) => theory.w.mass.value + theory.w.mass.error, { of: 'each' })),
    ).toBe(1);
    const byRun = [weight, ({ run, task }: Any) => ({ ...task, often: run.steps })];
    expect(count(judged({ w: byRun }, ({ theory }) => theory.w.mass, { of: 'each' }))).toBe(2);
  });

  test('answers wrongly on purpose', () => {
    expect(slack(judged({ w: faulty(weight, 'light') }, ({ theory }) => theory.w.value.mass))).toBe(0);
    expect(() => faulty(weight, 'heavy')).toThrow('the oracle "weight" has no fault "heavy"; it has light');
  });
});

test('a model of the claim is used as it is, another one of its name in its place', () => {
  const text = claim({
    ...frame,
    train: tossed(1),
    symbols: { it: ({ run }) => Math.sign(run.value[0]!) },
    parts: {
      it: {
        holds: 'it >= 0',
        unless: { tails: { because: 'no', train: tossed(0) }, fair: { because: 'no', holds: 'it < 0' } },
      },
    },
  });
  expect(slack(text)).toBe(1);
  const other = {
    ...toss,
    train: (...[task, , streams]: Parameters<typeof toss.train>) => toss.train(task, { heads: 0 }, streams),
  };
  const models = new Map([['toss', other]]);
  expect(trial(armNamed(text, 'claim', models), 'c', '3', 0, models).parts['it']!.margins[0]!.slack).toBe(-1);
});
