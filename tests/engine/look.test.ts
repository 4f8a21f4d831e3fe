/** What the functions of a claim look at: runs by name, families, copies, and answers with their errors. */
import { describe, expect, test } from 'vitest';
import { along, claim, copy, faulty, on, once, run, times, type Any, type Claim } from '../../src/index.js';
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

  test('are what is seen of what is seen, and of a family where a control trains them', () => {
    const inner = on(({ seen }: Any) => seen, tossed(1));
    const nested = { coin: on((task: Any) => ({ seen: { ...task, size: 7 } }), inner) };
    expect(nested.coin.on!({ size: 1 })).toEqual({ size: 7 });
    const text = claim({
      ...frame,
      train: { coin: along([1, 2], () => tossed(1)) },
      symbols: { it: ({ runs }: Any) => Math.sign(runs.coin.at(2).value[0]) },
      parts: {
        it: {
          holds: 'it >= 0',
          unless: { tails: { because: 'no heads', train: { 'coin 2': tossed(0) } }, two: unless.two },
        },
      },
    } as Any);
    expect((margins(text, 'control:tails') as Any)[0].slack).toBe(-1);
  });

  test('of copies are looked at one by one or on average; a part without numbers has no `at`; the trial has known names', () => {
    const said = (train: Any, it: (about: Any) => number) => margins(ofAll(train, it));
    expect(said(times(2, tossed(1)), ({ run }) => run.value[0])).toContain('the run of copies has no "value"');
    expect(said(tossed(1), ({ at }) => at)).toContain('looks at `at`, and its part has no numbers');
    expect(said(tossed(1), ({ trained }) => trained.value)).toContain('the trial has no "trained"');
    expect(margins(ofAll(tossed(1), ({ at }) => at, { over: () => [1, NaN] }))).toContain('a list with NaN');
  });

  test('of one name twice, and words without what they are written with, are refused', () => {
    const [coin, many] = [tossed(1), along([1, 2], () => tossed(1))];
    expect(() => ofAll({ coin: along([1, 1], () => coin) }, () => 1)).toThrow('two runs are called "coin 1"');
    expect(() => ofAll({ coin: along([0, -0], () => coin) }, () => 1)).toThrow('two runs are called "coin 0"');
    expect(() => ofAll({ coin: many, 'coin 2': coin }, () => 1)).toThrow('two runs are called "coin 2"');
    expect(() => ofAll({ coin: { ...many, places: [1, 2, 3] } }, () => 1)).toThrow('has 2 runs at 3 places');
    expect(() => ofAll(many, () => 1)).toThrow('train is a family without a name');
    expect(() => ofAll(times(2, copy(1, coin)), () => 1)).toThrow('expected one of copy and times');
    for (const [call, said] of [
      [() => times(coin as Any, 3 as Any), 'times(3, run) is given 3'],
      [() => times(2, many as Any), 'times(3, run) is given an object with places, runs'],
      [() => times(2, times(3, coin)), 'is given a run that is 3 already'],
      [() => copy(1, undefined as Any), 'copy(1, run) is given nothing'],
      [() => on(coin as Any, ((task: Any) => task) as Any), 'on((task) => ..., run) is given an object with'],
      [() => on((task: Any) => task, tossed as Any), 'on((task) => ..., run) is given a function'],
      [() => along(5 as Any, () => coin), 'along([1, 2], (place) => run) is given 5'],
      [() => along([1], coin as Any), 'along([1, 2], (place) => run) is given an object with'],
    ] as const)
      expect(call).toThrow(said);
  });

  test('what is computed once is computed for each run, number and answer that it looks at', () => {
    const train = { high: tossed(1), low: tossed(0) };
    /** The slack, and how often it was computed for a symbol that looks twice. */
    const counted = (compute: (about: Any) => number, range: object) => {
      let count = 0;
      const it = once((about: Any) => (count++, compute(about)));
      return [slack(ofAll(train, (about) => it(about) + 0 * it(about), range)), count];
    };
    const side = (run: Any) => Math.sign(run.value[0]);
    expect(counted(({ run }) => side(run), { of: 'each' })).toEqual([-1, 2]);
    expect(counted(({ at }) => 10 - at, { over: [1, 4, 2] })).toEqual([6, 3]);
    expect(counted(({ runs }) => side(runs.high), { of: 'each' })).toEqual([1, 1]);
  });

  test('end with each thing under one name, and families are rows of a table', () => {
    const doubled = run({ ...toss, train: (...of) => ({ ...toss.train(...of), facts: { value: 1 } }) }, { heads: 1 });
    expect(margins(ofAll(doubled, () => 1))).toContain('"value" would be two things of one name');
    const train = { coin: along([1, 2], () => tossed(1)) };
    const table = { title: 'Coins', of: 'coin', rows: ['coin'], columns: { it: 'it' } };
    const text = claim({
      ...frame,
      train,
      symbols: { it: () => 1 },
      parts: { it: { holds: 'it >= 0', unless } },
      table,
    } as Any);
    expect(text.table!.rows).toEqual({ 'coin 1': 'coin 1', 'coin 2': 'coin 2' });
  });

  test('are all looked at by a premise on the outcome', () => {
    const given = { premise: 'heads', met: ({ run }: Any) => run.value[0] > 0 };
    const train = { high: tossed(1), low: tossed(0) };
    expect(margins(ofAll(train, () => 1, { of: 'each', given }))).toEqual([]);
    expect(margins(ofAll(train, () => 1, { of: 'high', given }))).toHaveLength(1);
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
            none: { because: 'nothing', rule: (() => undefined) as Any },
            late: { because: 'a promise', rule: (() => Promise.resolve({ heads: 0 })) as Any },
          },
        },
      },
    });
    for (const control of ['tails', 'same']) expect((margins(patched, `control:${control}`) as Any)[0].slack).toBe(-1);
    expect(margins(patched, 'control:none')).toContain('what replaces fields of the rule gives nothing');
    expect(margins(patched, 'control:late')).toContain('what replaces fields of the rule gives a promise');
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

  test('is not reckoned with as if it were known without error', () => {
    const said = (it: (about: Any) => Any) => margins(judged({ w: weight }, it));
    for (const it of [
      ({ theory }: Any) => theory.w.mass * 2,
      ({ theory }: Any) => Math.sqrt(theory.w.known(4)),
      ({ theory }: Any) => (theory.w.mass > 0 ? 1 : -1),
    ])
      expect(said(it)).toContain('reckons with a number of theory as if it had no error');
    expect(said(({ theory }) => theory.w.known(theory.w.mass))).toContain('known is given an object with value, error');
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
