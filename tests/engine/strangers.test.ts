/** What a claim's text or a model of the user's may not do: change what others see, answer differently, vary nothing. */
import { describe, expect, test } from 'vitest';
import { claim, forMost, on, run } from '../../src/index.js';
import type { Any, Claim, Model, MustHold } from '../../src/claim.js';
import { armNamed, verdictArms } from '../../src/engine/arm.js';
import { claimReport } from '../../src/engine/conclude.js';
import { foldArm } from '../../src/engine/fold.js';
import { instead } from '../../src/engine/train.js';
import { trial } from '../../src/engine/trial.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { wideRegression } from '../../tasks/regression.js';
import { norm2, subtract, times } from '../../src/numerics/matrix.js';
import model, { leastNorm, ridge } from '../../models/ridge.js';

const shipped = new Map<string, Model>([['ridge', model as Model]]);
const replaced = (change: Partial<Model>) =>
  new Map<string, Model>([['ridge', instead({ ...(model as Model), ...change }, model as Model)]]);

const base = (change: Any = {}): Claim => ({
  ...claim({
    title: 'Ridge without a penalty is minimum L2',
    statement: 'Ridge without a penalty is minimum L2.',
    ours: [],
    sources: {},
    scope: 'A fixture.',
    premises: {},
    forAll: wideRegression,
    train: leastNorm,
    theory: { least: minimumL2 },
    symbols: {
      size: ({ run }) => norm2(run.beta),
      minimum: ({ theory }) => theory.least.norm,
      first: ({ run }) => run.beta[0]! * run.beta[0]!,
    },
    parts: {
      least: {
        holds: 'size / minimum - 1 <= 1e-3',
        accept: forMost({ allBut: 0.25 }),
        unless: { ten: { because: 'a tenth', holds: 'size / minimum <= 0.1' } },
      },
      again: {
        holds: 'first >= 0',
        unless: { more: { because: 'a square', holds: 'first <= -1' } },
      },
    },
  }),
  ...change,
});
const measuring = (size: (about: Any) => number): Claim => {
  const text = base();
  return { ...text, symbols: { ...text.symbols, size: { measure: size } } };
};
const asking = (...least: Claim['theory'][string]): Claim => base({ theory: { least } });
const said = (text: Claim, models = shipped, arm = 'claim', index = 0) =>
  trial(armNamed(text, arm, models), 'c', '3', index, models).error ?? 'nothing';

describe('nobody changes what others see', () => {
  test('the claim as it is', () => expect(said(base())).toBe('nothing'));

  test.each<[string, Claim, RegExp]>([
    [
      'a measure, that sorts what was trained',
      measuring(({ run }) => run.beta.sort()[0]),
      /^the symbol "size" changed what was trained in place: model\.parameters\.beta\[0\] was .* and is /,
    ],
    [
      'a measure, that changes the task',
      measuring(({ task }) => (task.y[0] = 7)),
      /^the symbol "size" changed the task in place: y\[0\] was .* and is 7/,
    ],
    [
      'a measure, that changes the answer of theory',
      measuring(({ theory }) => (theory.least.value.norm = 7)),
      /^the symbol "size" changed the answers of theory in place: value\.norm was .* and is 7/,
    ],
    [
      'a measure, that changes what it looks at',
      measuring(({ theory }) => (theory.least.norm = 7)),
      /^symbol "size": Cannot assign to read only property 'norm'/,
    ],
    [
      'an oracle',
      asking({ ...minimumL2, answer: (task: Any) => ((task.y[0] = 7), minimumL2.answer(task)) }, ({ task }) => task),
      /^symbol "minimum": the oracle "minimum-l2" changed the task in place: y\[0\] was .* and is 7/,
    ],
    [
      'a question',
      asking(minimumL2, ({ task }) => ((task.X.data[1] = 7), task)),
      /^symbol "minimum": the question to the oracle "minimum-l2" changed the task in place: X\.data\[1\] was .* and is 7/,
    ],
    [
      'a rule of the task',
      base({ train: { model: run(model, (task: Any) => ((task.y[0] = 7), { penalties: [0] })) } }),
      /^the rule of the run "model" changed the task in place/,
    ],
    [
      'what a run sees',
      base({ train: { model: on((task: Any) => ((task.y[0] = 7), task), leastNorm) } }),
      /^what the run "model" sees changed the task in place/,
    ],
  ])('%s', (_, text, why) => {
    expect(said(text)).toMatch(why);
    // The task is drawn anew: the second time is like the first.
    expect(said(text)).toMatch(why);
  });

  test('a shipped model is watched in the first trials, one of the user in all', () => {
    const spoil: Model['train'] = (task, rule, streams) => {
      const trained = (model as Model).train(task, rule, streams);
      task.y[0] = 7;
      return trained;
    };
    const why = /^the model "ridge" changed the task in place: y\[0\] was .* and is 7/;
    expect(said(base(), new Map([['ridge', { ...(model as Model), train: spoil }]]))).toMatch(why);
    for (const index of [0, 1, 2, 9]) expect(said(base(), replaced({ train: spoil }), 'claim', index)).toMatch(why);
  });

  test('a listed task is nobody’s either: standardizing twice is found twice', () => {
    const list = [{ X: { rows: 1, cols: 2, data: Float64Array.of(1, 2) }, y: Float64Array.of(3) }];
    const standardized: Model['train'] = (task, rule, streams) => {
      task.y.fill(1);
      return (model as Model).train(task, rule, streams);
    };
    const text = base({ forAll: { ...wideRegression, list } });
    for (let k = 0; k < 3; k++) expect(said(text, replaced({ train: standardized }))).toMatch(/y\[0\] was 3 and is 1/);
    expect(list[0]!.y[0]).toBe(3);
  });
});

describe('a model of the user', () => {
  test('whose parameters are no numbers has diverged, whatever it says', () => {
    const lost = replaced({
      train: (task, rule, streams) => {
        const trained = (model as Model).train(task, rule, streams);
        return { ...trained, parameters: { ...trained.parameters, beta: trained.parameters['beta']!.map(() => NaN) } };
      },
    });
    const { error, parts } = trial(armNamed(base(), 'claim', lost), 'c', '3', 0, lost);
    expect(error).toBeUndefined();
    expect(parts).toEqual({ least: { state: 'diverged', margins: [] }, again: { state: 'diverged', margins: [] } });
  });

  test('that answers differently to the same trial is found out in the first two, and says why', () => {
    let calls = 0;
    const restless = (change: Partial<Model> = {}) =>
      replaced({
        ...change,
        train: (task, rule, streams) => {
          const trained = (model as Model).train(task, rule, streams);
          const beta = trained.parameters['beta']!.map((b) => b + 1e-15 * calls);
          calls++;
          return { ...trained, parameters: { ...trained.parameters, beta }, predict: (at) => times(at, beta) };
        },
      });
    const why =
      /^the model "ridge" answered differently when the same trial was asked twice: model\.parameters\.beta\[0\] was .* and is .*; expected the same bits/;
    for (const index of [0, 1]) expect(said(base(), restless(), 'control:ten', index)).toMatch(why);
    expect(said(base(), restless(), 'claim', 2)).toBe('nothing');
    expect(said(base(), restless({ reproducible: 'statistically' }))).toBe('nothing');
    // A shipped model is tested once and for all, and asked once.
    calls = 0;
    const counted = {
      ...(model as Model),
      train: (...of: Parameters<Model['train']>) => (calls++, (model as Model).train(...of)),
    };
    said(base(), new Map([['ridge', counted]]));
    expect(calls).toBe(1);
  });
});

function judged(text: Claim, models = shipped, between: () => unknown = () => {}) {
  const arms = verdictArms(text).map(({ name }) => {
    const fold = foldArm(armNamed(text, name, models), 'quick');
    while (!fold.done) fold.add(trial(fold.arm, 'c', '3', fold.next, models));
    return fold;
  });
  // What is concluded is concluded in another process.
  between();
  const planned = { id: 'c', claim: text, file: '', module: '', digest: 'c', words: '', files: {}, seed: '3', by: '' };
  const known = new Map(
    [...models].map(([name, model]) => [name, { name, file: '', module: '', model, digest: 'm', files: {} }]),
  );
  return claimReport(planned, { kind: 'measured', arms }, { level: 'quick', models: known, instead: [] }).report;
}
const mustHold = (control: Partial<MustHold>) => {
  const text = base();
  return { ...text, controls: { ...text.controls, mustHold: { harmless: { because: 'harmless', ...control } } } };
};

describe('a control that varies nothing', () => {
  test('is an error: the same rule in other words, a property in other words', () => {
    for (const control of [
      { train: { model: run(model, { penalties: [0], cutoff: 1e-13 }) } },
      { symbols: { size: base().symbols['size']! } },
    ]) {
      const { verdict, because } = judged(mustHold(control as Any));
      expect(verdict).toBe('error');
      expect(because[0]).toMatch(/^control:harmless varies nothing: on its \d+ tasks it trains the same parameters/);
    }
  });

  test('and one that varies something is none, be it on few tasks', () => {
    const text = mustHold({ train: { model: run(model, { penalties: [1e-12] }) } });
    expect(judged(text)).toMatchObject({ verdict: 'holds' });
    // On the first task nothing differs.
    const seldom = mustHold({
      train: { model: run(model, ({ X }: Any) => ({ penalties: [X.rows === X.cols - 1 ? 1e-12 : 0] })) },
    });
    expect(judged(seldom).verdict).not.toBe('fails');
  });

  test('draws from a stream of its own do not hide it', () => {
    // The coefficients depend on the stream of the arm, and not on the rule's second penalty.
    const noisy = new Map<string, Model>([
      [
        'ridge',
        {
          ...(model as Model),
          train: (task, rule, streams) => {
            const trained = (model as Model).train(task, { penalties: [rule.penalties[0]] }, streams);
            const beta = trained.parameters['beta']!.slice();
            beta[0]! += 1e-9 * streams.train().normal();
            return { ...trained, parameters: { ...trained.parameters, beta } };
          },
        },
      ],
    ]);
    const text = mustHold({ train: { model: run(model, { penalties: [0, 1] }) } });
    const [claimArm, control] = ['claim', 'control:harmless'].map((arm) =>
      trial(armNamed(text, arm, noisy), 'c', '3', 0, noisy),
    );
    expect(control!.digest).not.toBe(claimArm!.digest);
    expect(judged(text, noisy).because[0]).toMatch(/^control:harmless varies nothing/);
  });

  test('one that must fail and is not refuted is looked at too', () => {
    const text = base();
    const same = { ...text.controls.mustFail['ten']!, holds: text.parts['least']!.holds };
    const { verdict, because } = judged({
      ...text,
      controls: { ...text.controls, mustFail: { ...text.controls.mustFail, same } },
    });
    expect(verdict).toBe('error');
    expect(because[0]).toMatch(/^control:same varies nothing/);
  });
});

test('a claim that draws outside of its streams is not reproducible, and says so', () => {
  let calls = 0;
  const text = measuring(() => 1 + 1e-9 * calls++);
  const { verdict, because } = judged(text);
  expect(verdict).toBe('error');
  expect(because[0]).toMatch(/^trial \d+ is another when it is run again/);
});

describe('what only some trials show', () => {
  test('a task that is changed in place on one task in five', () => {
    const sometimes = (task: Any) => {
      if (task.X.cols % 3 === 0) task.y[0] = 7;
      return task as never;
    };
    const text = base({ train: { model: on(sometimes, leastNorm) } });
    expect(Array.from({ length: 20 }, (_, index) => said(text, shipped, 'claim', index))).toContainEqual(
      expect.stringContaining('changed the task in place'),
    );
  });

  test('a number that a module keeps from its first trial', () => {
    let kept: number | undefined;
    const text = measuring(({ run }) => (kept ??= norm2(run.beta)));
    const memo = { ...text, parts: { ...text.parts, least: { ...text.parts['least']!, holds: 'size <= 1e9' } } };
    const { verdict, because } = judged(memo, shipped, () => (kept = undefined));
    expect([verdict, because[0]]).toEqual(['error', expect.stringContaining('is another when it is run again')]);
  });

  test('a model that uses its arrays again', () => {
    const shared = new Float64Array(1000);
    const { train } = model as Model;
    const models = replaced({
      train: (task, rule, streams) => {
        const { parameters, ...rest } = train(task, rule, streams);
        shared.set(parameters['beta']!);
        const beta = shared.subarray(0, parameters['beta']!.length);
        return {
          ...rest,
          parameters: { ...parameters, beta },
          predict: (X) => times(X, Float64Array.from(parameters['beta']!)),
        };
      },
    });
    const { parts: of, ...text } = base();
    const twice: Claim = {
      ...text,
      train: { one: leastNorm, other: ridge(5) },
      symbols: {
        apart: { measure: ({ runs: { one, other } }) => norm2(subtract(one.beta, other.beta)) },
        first: { measure: () => 1 },
      },
      parts: {
        least: { holds: 'apart <= 1e-9', accept: of['least']!.accept },
        again: { holds: 'first >= 0', accept: of['again']!.accept },
      },
    };
    const { parts, error } = trial(armNamed(twice, 'claim', models), 'c', '3', 0, models);
    expect(error).toBeUndefined();
    expect(parts['least']!.margins[0]!.slack).toBeLessThan(0);
  });
});
