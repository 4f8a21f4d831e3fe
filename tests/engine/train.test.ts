/** Models that are not ours, each wrong in one way, in the place of shipped ones. */
import { describe, expect, test } from 'vitest';
import type { Any, Model, Streams, Trained } from '../../src/claim.js';
import { finite, instead, train } from '../../src/engine/train.js';
import { matrix, times } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import diagonal from '../../models/diagonal-network.js';
import ridge from '../../models/ridge.js';
import network from '../../models/two-layer-network.js';
import { diagonalRules } from '../models/rules.js';

const { mirror } = diagonalRules;

const draw = () => seededStream(childless);
const childless = 7;
const streams: Streams = { train: draw, noise: draw, eval: draw };
const X = matrix(4, 6, normals(draw(), 24));
const task = () => ({ X: { ...X, data: X.data.slice() }, y: Float64Array.of(1, -1, 2, 0.5) });

/** What `of` gives, changed. */
const after = (of: Model, change: (trained: Trained, task: Any, rule: Any) => unknown): Model => ({
  ...of,
  train: (given, rule, from) => change(of.train(given, rule, from), given, rule) as Trained,
});
const said = (model: Model, of: Model, rule: object, seen: object = task()) => {
  try {
    train(of.name, instead(model, of), model.train, seen, rule, streams);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
};
const asked = { penalties: [0.5, 2] };
const begun = { width: 2, activation: 'relu', spread: { W: 1, a: 1 }, rate: 0.01, steps: 3 };
const [own, net, flat] = [ridge, network, diagonal] as Model[] as [Model, Model, Model];

describe('a model in the place of ours', () => {
  test('that is ours is taken', () => {
    expect(said(own, own, asked)).toBe('nothing');
    expect(said(net, net, begun)).toBe('nothing');
    expect(said(flat, flat, mirror({ alpha: 0.1 }))).toBe('nothing');
  });

  test.each<[string, (task: Any, rule: Any) => void, string]>([
    [
      'labels doubled',
      ({ y }) => y.forEach((label: number, i: number) => (y[i] = 2 * label)),
      'the task in place: y[0] was 1 and is 2',
    ],
    ['a column centred', ({ X: { data } }) => void (data[3] = 0), 'the task in place: X.data[3] was '],
    ['its rule reset', (_, rule) => void (rule.penalties[1] = 0), 'its rule in place: penalties[1] was 2 and is 0'],
    ['its rule extended', (_, rule) => void (rule.cutoff = 1), 'its rule in place: cutoff was absent and is 1'],
  ])('%s', (_, spoil, why) => {
    const [seen, rule] = [task(), structuredClone(asked)];
    const spoiling: Model = {
      ...own,
      train: (given, asking, from) => {
        const trained = own.train(given, asking, from);
        spoil(given, asking);
        return trained;
      },
    };
    expect(said(spoiling, own, rule, seen)).toContain(`the model "ridge" changed ${why}`);
    // Nobody else sees it.
    expect(seen).toEqual(task());
    expect(rule).toEqual(asked);
  });

  test.each<[string, (trained: Trained) => unknown, string]>([
    ['nothing', () => undefined, ' gives nothing; expected a value'],
    ['a promise', async (trained) => trained, ' gives a promise; expected a value at once'],
    [
      'no parameters',
      ({ parameters: _, ...rest }) => rest,
      ': what was trained: parameters is missing; expected Float64Arrays by name',
    ],
    [
      'a list',
      (trained) => ({ ...trained, parameters: { beta: [1] } }),
      ': parameter "beta" is a list of 1; expected a Float64Array',
    ],
    [
      'float32',
      (trained) => ({ ...trained, parameters: { beta: Float32Array.of(1) } }),
      ': parameter "beta" is a Float32Array of 1; expected a Float64Array',
    ],
    ['no predict', (trained) => ({ ...trained, predict: 1 }), ': what was trained: predict is 1; expected a function'],
    [
      'half a step',
      (trained) => ({ ...trained, steps: 0.5 }),
      ': what was trained: steps is 0.5; expected a whole number, at least 0',
    ],
    ['steps of NaN', (trained) => ({ ...trained, steps: NaN }), ': what was trained: steps is NaN; expected'],
    ['steps taken back', (trained) => ({ ...trained, steps: -1 }), ': what was trained: steps is -1; expected'],
    [
      'another end',
      (trained) => ({ ...trained, stopped: 'converged' }),
      ': what was trained: stopped is "converged"; expected one of "residual", "gradient"',
    ],
    [
      'a fact in words',
      (trained) => ({ ...trained, facts: { loss: 'low' } }),
      ': fact "loss" is "low"; expected a number',
    ],
  ])('that gives back %s', (_, change, why) => {
    expect(said(after(own, change), own, asked)).toContain(`model "ridge"${why}`);
  });

  test.each<[string, (trained: Trained, task: Any, rule: Any) => unknown, string]>([
    [
      'no filter',
      ({ parameters: { filter: _, ...rest }, ...trained }) => ({ ...trained, parameters: rest }),
      'gave back parameters.filter absent; expected a Float64Array of 8',
    ],
    [
      'one penalty alone',
      (_, given) => own.train(given, { penalties: [0.5] }, streams),
      'gave back parameters.beta a Float64Array of 6; expected a Float64Array of 12',
    ],
    [
      'predictions of 0',
      (trained) => ({ ...trained, predict: ({ rows }: typeof X) => new Float64Array(rows) }),
      'predicts 0 at training row 0 and its parameters give ',
    ],
    [
      'predictions 1e-9 off',
      (trained) => ({ ...trained, predict: (at: typeof X) => trained.predict(at).map((f) => f * (1 + 1e-9)) }),
      'at training row 0',
    ],
    [
      'coefficients a tenth short',
      (trained) => ({
        ...trained,
        parameters: { ...trained.parameters, beta: trained.parameters['beta']!.map((b) => 0.9 * b) },
      }),
      'at training row 0',
    ],
    [
      'predictions learnt by heart',
      (trained) => ({ ...trained, predict: ({ rows }: typeof X) => trained.predict(X).slice(0, rows) }),
      'at 5 new rows; expected a Float64Array of 5',
    ],
    [
      'a prediction that is none',
      (trained) => ({ ...trained, predict: (at: typeof X) => trained.predict(at).fill(NaN) }),
      'predicts NaN at training row 0',
    ],
    [
      'one prediction too many',
      (trained) => ({ ...trained, predict: ({ rows }: typeof X) => new Float64Array(rows + 1) }),
      'predicts a Float64Array of 5 at 4 training rows; expected a Float64Array of 4',
    ],
    [
      'predictions in a list',
      (trained) => ({ ...trained, predict: (at: typeof X) => [...trained.predict(at)] }),
      'predicts a list of 4 at 4 training rows',
    ],
  ])('that has %s', (_, change, why) => {
    expect(said(after(own, change), own, asked)).toContain(`the model "ridge" `);
    expect(said(after(own, change), own, asked)).toContain(why);
  });

  test('whose rounding is its own is taken', () => {
    const backwards = after(own, (trained) => ({
      ...trained,
      predict: (at: typeof X) =>
        Float64Array.from({ length: at.rows }, (_, i) => {
          let sum = 0;
          for (let j = at.cols - 1; j >= 0; j--) sum += at.data[i * at.cols + j]! * trained.parameters['beta']![j]!;
          return sum;
        }),
    }));
    expect(said(backwards, own, asked)).toBe('nothing');
    const single = after(flat, ({ parameters, ...trained }) => {
      const beta = parameters['beta']!.map(Math.fround);
      return {
        ...trained,
        parameters: { ...parameters, beta },
        predict: (at: typeof X) => times(at, beta).map(Math.fround),
      };
    });
    const rule = mirror({ alpha: 0.1 });
    expect(said(single, flat, rule)).toContain('expected the same up to rounding');
    const told = { ...single, capabilities: single.capabilities.filter((each) => each !== 'float64') };
    expect(said(told, flat, rule)).toBe('nothing');
  });

  test('a network without the output bias, be it absent from theta or from f', () => {
    const shorter = after(net, (trained) => ({
      ...trained,
      parameters: { ...trained.parameters, theta: trained.parameters['theta']!.slice(0, -1) },
    }));
    expect(said(shorter, net, begun)).toContain(
      'gave back parameters.theta a Float64Array of 16; expected a Float64Array of 17',
    );
    const biased = { ...begun, trained: { W: true, b: true, a: true, c: true } };
    const without = after(net, (trained) => ({
      ...trained,
      predict: (at: typeof X) => trained.predict(at).map((f) => f - trained.parameters['theta']!.at(-1)!),
    }));
    expect(said(net, net, biased)).toBe('nothing');
    expect(said(without, net, biased)).toContain('expected the same up to rounding');
  });

  test('is given the rules of ours, or says which fewer it knows', () => {
    const simple: Model = { name: 'mine', capabilities: ['linear'], train: own.train };
    expect(said(simple, own, { ...asked, momentun: 0.9 })).toContain(
      'the model "ridge" knows no rule field "momentun"',
    );
    let trained = 0;
    const free: Model = { name: 'mine', capabilities: [], train: (...of) => (trained++, flat.train(...of)) };
    expect(said(free, flat, { ...mirror({ alpha: 0.1 }), lossscale: 0.5 })).toContain(
      'knows no rule field "lossscale"',
    );
    expect(trained).toBe(0);
  });

  test('a run that is not finished need not agree with anything', () => {
    const lost = after(own, ({ predict }) => ({ parameters: {}, predict, steps: 1, stopped: 'diverged' }));
    expect(said(lost, own, asked)).toBe('nothing');
  });
});

test('finite: no parameter is NaN or infinite', () => {
  const of = (...beta: number[]) =>
    finite({ parameters: { u: Float64Array.of(1), beta: Float64Array.from(beta) } } as unknown as Trained);
  expect(of()).toBe(true);
  expect(of(0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE)).toBe(true);
  for (const wrong of [NaN, Infinity, -Infinity]) expect(of(1, wrong, 2)).toBe(false);
});
