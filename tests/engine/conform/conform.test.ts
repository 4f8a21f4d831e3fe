/** Models that break one law each, and the sentence that says so; what is shipped breaks none. */
import { expect, test } from 'vitest';
import { claim, run, model as declared } from '../../../src/index.js';
import type { Any, Claim, Model, Trained } from '../../../src/claim.js';
import { examine, type Examination } from '../../../src/engine/conform/examine.js';
import type { FoundModel } from '../../../src/engine/discover.js';
import { instead } from '../../../src/engine/train.js';
import { fields, amount, must, whole } from '../../../src/rule.js';
import { norm2, subtract, times, timesTransposed } from '../../../src/numerics/matrix.js';
import { minimumL2 } from '../../../oracles/minimum-l2.js';
import { wideRegression } from '../../../tasks/regression.js';
import linear, { descent } from '../../../models/linear-model.js';
import network, { mirror } from '../../../models/diagonal-network.js';

const shipped: readonly Model[] = [network as Model, linear as Model];

const text = (train: Any, more: Any = {}): Claim =>
  claim({
    title: 'A fixture',
    statement: 'A fixture.',
    ours: [],
    sources: {},
    scope: 'A fixture.',
    premises: {},
    forAll: wideRegression,
    train,
    theory: { least: minimumL2 },
    symbols: {
      l2: ({ run }: Any) => norm2(run.beta),
      left: ({ run }: Any) => run.residual,
      minimum: ({ theory }: Any) => theory.least.norm,
    },
    parts: {
      least: {
        holds: 'l2 / minimum - 1 <= 1e-3 and left <= 1e-6',
        unless: {
          'early stop': { because: 'it stops', rule: { residual: 0.1 } },
          'unequal start': { because: 'it starts elsewhere', rule: { balance: 0.5 } },
        },
      },
    },
    ...more,
  } as Any);
/** One part with two falsehoods. */
const falsehoods = (varies: Any) => ({
  least: {
    holds: 'l2 / minimum - 1 <= 1e-3 and left <= 1e-6',
    unless: {
      other: { because: 'another rule', ...varies },
      tenth: { because: 'a tenth', holds: 'l2 / minimum <= 0.1 and left <= 1e-6' },
    },
  },
});
const FEW = falsehoods({ rule: { residual: 0.1 } });
const LARGE = text(mirror({ alpha: 3 }));

function examined(claims: Readonly<Record<string, Claim>>, models: readonly Model[], tasks = 1): Examination {
  const found = new Map(
    models.map((model): [string, FoundModel] => [
      model.name,
      { name: model.name, file: '', module: '', model, digest: '', files: {} },
    ]),
  );
  const steps = examine({
    claims: Object.entries(claims).map(([id, each]) => ({ id, claim: each })),
    models: found,
    seed: '1',
    tasks,
  });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The network with something changed, in its own place. */
const network2 = (change: Partial<Model>): Model =>
  ({ ...instead({ ...(network as Model), ...change }, network as Model), faults: {}, harmless: {} }) as Model;

/** The network, whose end or whose question is changed. */
const ending = (end: (trained: Trained, task: Any, rule: Any) => Trained): Partial<Model> => ({
  train: (task, rule, streams) => end((network as Model).train(task, rule, streams), task, rule),
});
const asking = (rule: (rule: Any) => Any): Partial<Model> => ({
  train: (task, asked, streams) => (network as Model).train(task, rule(asked), streams),
});

/** The laws that are broken, each with its first sentence. */
const brokenBy = (change: Partial<Model>, of: Claim = LARGE): Record<string, string> =>
  Object.fromEntries(
    examined({ large: of }, [network2(change)]).models.flatMap(({ laws }) =>
      laws.flatMap(({ law, broken }) =>
        broken[0] ? [[law, `${broken[0].case?.name ?? ''}: ${broken[0].sentence}`]] : [],
      ),
    ),
  );

const withBeta = (trained: Trained, beta: Float64Array): Trained => ({
  ...trained,
  parameters: { ...trained.parameters, beta },
  predict: (X) => times(X, beta),
});
let calls = 0;

test.each<[string, string, Partial<Model>, RegExp]>([
  [
    'doubles the labels in place',
    'untouched',
    {
      train: (task, rule, streams) => {
        task.y[0] *= 2;
        return (network as Model).train(task, rule, streams);
      },
    },
    /^large, the claim, trial 0: the model "diagonal-network" changed the task in place: y\[0\] was \S+ and is \S+; expected that it works on a copy/,
  ],
  [
    'draws from somewhere else',
    'the same bits',
    ending((trained) =>
      withBeta(
        trained,
        trained.parameters['beta']!.map((b) => b * (1 + 1e-15 * calls++)),
      ),
    ),
    /^large, the claim, trial 0: parameters\.beta\[\d+\] was \S+, and asked again it is \S+; expected the same bits \(draw from the streams alone\)/,
  ],
  [
    'leaves out the last coefficient',
    'parameters',
    ending((trained) => ({
      ...trained,
      parameters: { ...trained.parameters, beta: trained.parameters['beta']!.slice(1) },
    })),
    /^large, the claim, trial 0: the model "diagonal-network" gave back parameters\.beta a Float64Array of \d+; expected a Float64Array of \d+$/,
  ],
  [
    'gives NaN and says that it ended',
    'finite',
    ending((trained) =>
      withBeta(
        trained,
        trained.parameters['beta']!.map(() => NaN),
      ),
    ),
    /^large, the claim, trial 0: parameters\.beta\[0\] is NaN, and training ended by "residual"; expected finite numbers, or stopped: "diverged"$/,
  ],
  [
    'predicts with other coefficients',
    'predictions',
    ending((trained) => ({ ...trained, predict: (X) => times(X, trained.parameters['u']!) })),
    /^large, the claim, trial 0: the model "diagonal-network" predicts \S+ at training row 0 and its parameters give \S+; expected the same up to rounding$/,
  ],
  [
    'says that it ended at a residual that it has not',
    'residual',
    {
      train: (task, rule, streams) => ({
        ...(network as Model).train(task, { ...rule, residual: 0.3 }, streams),
        stopped: 'residual',
      }),
    },
    /^large, the claim, trial 0: it says that it ended at the residual 1e-12 of its rule, and \|f - y\|_2 of its own predictions is \S+; expected at most 1e-12$/,
  ],
  [
    'reports the square of its residual',
    'reports',
    ending((trained, { X, y }) => ({
      ...trained,
      facts: { ...trained.facts, residual: 1e9 * norm2(subtract(trained.predict(X), y)) },
    })),
    /^large, the claim, trial 0: its fact "residual" is \S+, and \|f - y\|_2 of its own predictions is \S+; expected the same$/,
  ],
  [
    'makes more steps than it may',
    'end',
    ending((trained, _, { budget }) => ({ ...trained, steps: budget + 1 })),
    /^large, the claim, trial 0: it made 200001 steps; expected at most 200000, the budget of its rule$/,
  ],
  [
    'calls a budget a declared end',
    'short ends',
    ending((trained) => (trained.stopped === 'budget' ? { ...trained, stopped: 'steps' } : trained)),
    /^large, the claim, trial 0: it ended by "steps" and its rule names budget = 1; expected stopped: "budget" \(a budget is one at which training is unfinished\)$/,
  ],
  [
    'does not report what the claim looks at',
    'facts',
    ending((trained) => ({ ...trained, facts: { loss: 0 } })),
    /^large, the claim, trial 0: it does not report "residual" \(\|X beta - y\|_2\), which the claim looks at; it has beta, u, v, loss$/,
  ],
  [
    'reports no number',
    'facts',
    ending((trained) => ({ ...trained, facts: { ...trained.facts, residual: NaN } })),
    /^large, the claim, trial 0: its fact "residual" is NaN; expected a finite number$/,
  ],
  [
    'ignores how it starts',
    'rule fields',
    asking(({ balance: _, ...rule }) => rule),
    /^large, control "unequal start", trial 0: the rule field "balance" is ignored: unset and 0\.5 end at the same bits; of the shipped "diagonal-network" parameters\.beta\[0\] is \S+ and \S+$/,
  ],
  [
    'does not know a field',
    'answers',
    {
      rule: fields({
        alpha: must(amount),
        optimizer: (network.rule as Any).of.optimizer,
        residual: amount,
        budget: whole,
      }),
    },
    /^large, control "unequal start", trial 0: the model "diagonal-network" knows no rule field "balance"; expected one of the fields alpha, optimizer, residual, budget$/,
  ],
  [
    'takes any number',
    'refusals',
    { rule: Object.assign(() => undefined, {}) },
    /^large, the claim, trial 0: its rule lets NaN for the rule field "\w+" through; expected that it is refused$/,
  ],
  [
    'gives nothing',
    'answers',
    { train: () => undefined as never },
    /^large, the claim, trial 0: model "diagonal-network" gives nothing; expected a value/,
  ],
])('a model that %s breaks "%s"', (_, law, change, sentence) => {
  expect(brokenBy(change)[law]).toMatch(sentence);
});

test('the network as it is, and one that computes otherwise, break nothing', () => {
  expect(brokenBy({})).toEqual({});
  expect(brokenBy(ending((trained) => ({ ...trained, facts: { ...trained.facts, more: 1 } })))).toEqual({});
});

test('a field to which ours does not react either is not called ignored', () => {
  const deaf = text(mirror({ alpha: 3 }), { parts: falsehoods({ rule: { within: 7 } }) });
  expect(
    brokenBy(
      asking(({ within: _, ...rule }) => rule),
      deaf,
    ),
  ).toEqual({});
});

const gradient =
  (factor: number): Model['gradient'] =>
  ({ X, y }, _, { u, v }) => {
    const left = subtract(
      times(
        X,
        u!.map((of, j) => of * of - v![j]! * v![j]!),
      ),
      y,
    );
    const g = timesTransposed(X, left);
    return {
      loss: (norm2(left) * norm2(left)) / 2,
      gradient: { u: g.map((of, j) => factor * of * u![j]!), v: g.map((of, j) => -2 * of * v![j]!) },
    };
  };

test('a gradient is that of its loss', () => {
  expect(brokenBy({ gradient: gradient(2)! })).toEqual({});
  const { gradient: said, ...others } = brokenBy({ gradient: gradient(1)! });
  expect(said).toMatch(
    /^large, the claim, trial 0: its gradient by u\[0\] is \S+ (where training ended|beside it), and central differences of its loss give \S+; expected the same up to rounding$/,
  );
  expect(others).toEqual({});
  expect(brokenBy({ gradient: () => ({ loss: NaN, gradient: {} }) })['gradient']).toMatch(
    /its gradient comes with the loss NaN; expected \{ loss, gradient \}, loss a finite number$/,
  );
});

/** Descent from 0 on least squares: a model of the user's own, in nobody's place. */
const own = (change: (trained: Trained) => Trained = (trained) => trained): Model =>
  declared({
    name: 'my-descent',
    capabilities: ['linear', 'float64', 'parameters'],
    rule: fields({ residual: must(amount), budget: must(whole) }),
    shapes: ({ X }: Any) => ({ beta: X.cols }),
    predicts: { rows: ({ X }: Any) => X, at: ({ beta }, X) => times(X, beta!) },
    facts: { residual: '|X beta - y|_2' },
    train: (task: Any, rule: Any, streams) => {
      const { residual, budget } = rule;
      const { parameters, steps, stopped, facts } = (linear as Model).train(
        task,
        {
          geometry: { kind: 'euclidean' },
          optimizer: 'mirror',
          residual: residual / Math.max(1, norm2(task.y)),
          budget,
        },
        streams,
      );
      const { beta } = parameters;
      return change({
        parameters: { beta: beta! },
        predict: (X) => times(X, beta!),
        steps,
        stopped,
        facts: { residual: facts!['residual']! },
      });
    },
  }) as unknown as Model;
const about = (model: Model) => text(run(model, { residual: 1e-9, budget: 1e6 }), { parts: FEW });

test('a model that a claim brings is held to what it declares itself', () => {
  const of = (model: Model) =>
    examined({ mine: about(model) }, shipped).models.map(({ name, replaces, laws }) => ({
      name,
      replaces,
      broken: laws.flatMap(({ law, broken }) => (broken[0] ? [`${law}: ${broken[0].sentence}`] : [])),
    }));
  expect(of(own())).toEqual([{ name: 'my-descent', replaces: false, broken: [] }]);
  expect(of(own((trained) => ({ ...trained, facts: {} })))[0]!.broken).toEqual([
    'facts: it does not report "residual" (|X beta - y|_2), which the claim looks at; it has beta',
  ]);
  expect(
    of(
      own((trained) =>
        withBeta(
          trained,
          trained.parameters['beta']!.map((b) => b / 2),
        ),
      ),
    )[0]!.broken,
  ).toEqual([
    expect.stringMatching(
      /^residual: it says that it ended at the residual 1e-9 of its rule, and \|f - y\|_2 of its own predictions is /,
    ),
    expect.stringMatching(/^reports: its fact "residual" is /),
  ]);
});

test('what becomes of the claims', () => {
  const lazy = { ...LARGE, needs: ['tangent-kernel'] as const };
  const slow = network2({ capabilities: ['float64'], ...ending((trained) => ({ ...trained, stopped: 'budget' })) });
  const { claims } = examined(
    { large: LARGE, lazy, other: text(descent({ geometry: { kind: 'euclidean' } }), { parts: FEW }) },
    [slow, linear as Model],
  );
  expect(claims).toEqual([
    expect.objectContaining({ id: 'large', trainings: 1, unfinished: 1 }),
    expect.objectContaining({
      id: 'lazy',
      is: 'not applicable',
      because: ['the model "diagonal-network" lacks tangent-kernel'],
    }),
  ]);
  const lost = { ...LARGE, forAll: { ...wideRegression, list: [undefined as never] } };
  expect(examined({ lost }, [network2({})]).claims).toEqual([
    expect.objectContaining({ id: 'lost', is: 'error', because: [expect.stringContaining('there is no task 0')] }),
  ]);
});
