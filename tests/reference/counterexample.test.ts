/** The block of the reference on signal and noise: exact errors, and every regularizer in the place of one gradient step. */
import { describe, expect, it, test } from 'vitest';
import diagonal from '../../models/diagonal-network.js';
import classifier, { type ClassifierRule } from '../../models/margin-classifier.js';
import { exp, log, normalCdf } from '../../src/numerics/elementary.js';
import { columnsUpTo, matrix, multiply, normInf, times, timesTransposed } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { signalNoiseLaw } from '../../oracles/signal-noise-law.js';
import { sparseMargin } from '../../oracles/sparse-margin.js';
import { countedError, freshError } from '../../oracles/measures/signal-noise.js';
import { signalNoise, type SignalNoise } from '../../tasks/signal-noise.js';
import { reading } from './reading.js';
import { fourErrors, simulated } from './simulation.js';
import { diagonalRules } from '../models/rules.js';

const { mirror } = diagonalRules;

const { reference, unread } = reading('explicit', 'C_NK');
const { C_NK } = reference;
const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };
const law = (m: number, D: number) => signalNoiseLaw.answer({ m, D, energy: 32, length: 1 });

describe('the law of one gradient step', () => {
  type Triple = readonly [fresh: number, mirrored: number, train: number];
  type Row = Record<'m' | 'D' | 'test' | 'Sprime' | 'train' | 'approx_test', number> & { mc: Triple; se: Triple };

  test.each(C_NK.rows as Row[])('at m = $m, D = $D', (row) => {
    const { value, error } = law(row.m, row.D);
    expect(error).toBeLessThan(1e-10);
    expect(Math.abs(value.fresh / row.test - 1)).toBeLessThan(1e-10);
    // The reference integrates to 1e-12, absolutely, and gets more than 1; small probabilities it has to 7 digits.
    expect(Math.abs(value.mirrored - row.Sprime)).toBeLessThan(1e-11);
    expect(Math.abs(value.train - row.train)).toBeLessThan(1e-11);
    expect(Math.abs(value.train / row.train - 1)).toBeLessThan(1e-7);
    // Without the noise of c.
    expect(Math.abs(normalCdf(-Math.sqrt(row.D / row.m) / 8) / row.approx_test - 1)).toBeLessThan(1e-10);
    expect(Math.abs(value.fresh / row.approx_test - 1)).toBeLessThan(1 / row.D);
    // A count of 0 or of all has no standard error, and no chance to differ.
    const counts = [value.fresh, value.mirrored, value.train];
    counts.forEach((share, k) => expect(Math.abs(share - row.mc[k]!)).toBeLessThan(4 * row.se[k]! + 1e-12));
  });

  test.each(Object.entries(C_NK.D_over_m_for_test_eps as Record<string, number>))(
    'the error on fresh inputs tends to %s at the stated D / m',
    (name, ratio) => {
      const m = 1000;
      const fresh = (at: number) => law(m, Math.round(at * m)).value.fresh;
      // The ratio has one decimal.
      expect(fresh(ratio - 0.06)).toBeGreaterThan(Number(name));
      expect(fresh(ratio + 0.06)).toBeLessThan(Number(name));
    },
  );
});

type Fit = (task: SignalNoise, k: number) => Float64Array;
const by =
  (rule: (m: number) => ClassifierRule): Fit =>
  (task) =>
    classifier.train(task, rule(task.m), streams).parameters['w']!;
const lasso = (share: number) => by(() => ({ kind: 'lasso', share }));

/** One step on the sample projected by a Gaussian R, as a classifier of the inputs themselves. */
const projected =
  (dimension: number): Fit =>
  ({ X, y }, k) => {
    const entries = normals(seededStream(1000 + k), X.cols * dimension);
    const R = matrix(
      X.cols,
      dimension,
      entries.map((entry) => entry / Math.sqrt(dimension)),
    );
    const seen = { X: multiply(X, R), y };
    return times(R, classifier.train(seen, { kind: 'one-step' }, streams).parameters['w']!);
  };

/** One step that sees the signal alone. */
const oracle: Fit = ({ X, y }) => {
  const seen = { X: columnsUpTo(X, 1), y };
  const w = new Float64Array(X.cols);
  w.set(classifier.train(seen, { kind: 'one-step' }, streams).parameters['w']!);
  return w;
};

/**
 * Least mean of log(1 + exp(-y w.x)) + share L |w|_1: on the signal's axis all samples have one margin a and one weight
 * 1 / (1 + e^a) = share / 2, and the certificate of the L1 margin bounds the correlations off the axis.
 */
const sparseLogistic =
  (share: number): Fit =>
  (task) => {
    const { X, y } = task;
    const { rho, start } = sparseMargin.answer(task).value;
    expect(rho).toBeLessThan(1);
    const w = new Float64Array(X.cols);
    w[0] = start * log(2 / share - 1);
    const pull = times(X, w).map((a, i) => y[i]! / (1 + exp(y[i]! * a)));
    const penalty = (share * normInf(timesTransposed(X, y))) / 2;
    const [along, ...across] = timesTransposed(X, pull);
    expect(Math.abs(along! / penalty - 1)).toBeLessThan(1e-12);
    expect(normInf(Float64Array.from(across))).toBeLessThan(penalty);
    return w;
  };

/** The way to train what the reference names; its penalties are of mean losses, ours of sums. */
function fit(name: string): Fit {
  const [, method, strength] = /^(\S+?)(?: ([\d.e-]+)(?:\*lmax)?)?$/.exec(name) ?? [];
  const amount = Number(strength);
  switch (method) {
    case 'GD1':
      return by(() => ({ kind: 'one-step' }));
    case 'ridge':
      return by((m) => ({ kind: 'ridge', penalty: m * amount }));
    case 'L2log':
      return by((m) => ({ kind: 'logistic', penalty: m * amount }));
    case 'maxmargin':
      return by(() => ({ kind: 'max-margin' }));
    case 'lasso':
      return lasso(amount);
    case 'grouplasso':
      // The signal's group has one coordinate that is not silent: its length is that coordinate's size.
      return lasso(amount);
    case 'L1log':
      return sparseLogistic(amount);
    case 'PCA1+LS':
    case 'PCA5+LS':
      return by(() => ({ kind: 'principal', components: Number(method[3]) }));
    case 'RP10+GD1':
    case 'RP2000+GD1':
      return projected(parseInt(method.slice(2)));
  }
  if (name === 'oracle proj K') return oracle;
  // The limit of all inputs dropped: the classifier by its penalty tends to w_j = sum y x_j / sum x_j^2.
  if (name === 'dropout-limit diag ridge') {
    const almost = by(() => ({ kind: 'ridge', metric: 'columns', penalty: 1e9 }));
    return (task, k) => almost(task, k).map((entry) => 1e9 * entry);
  }
  throw new Error(`no way to train "${name}"`);
}

/** Each method's errors on fresh inputs, the sample and the mirrored sample, and its mean margin on the latter. */
function measure(w: Float64Array, task: SignalNoise) {
  const run = { predict: (X: SignalNoise['X']) => times(X, w) };
  const margins = run.predict(task.mirrored.X).map((f, i) => f * task.y[i]!);
  return {
    test: freshError(w, task),
    train: countedError(run, task),
    Sp: countedError(run, task.mirrored),
    marginSp: margins.reduce((sum, margin) => sum + margin) / task.m,
  };
}
type Measured = ReturnType<typeof measure>;

const TASKS = 10;
/** The number of samples that the reference averages: its shares of wrong samples are multiples of 1 / (5 m). */
const THEIRS = 5;
const drawn = (m: number, D: number) => Array.from({ length: TASKS }, (_, k) => signalNoise(m, D, {}, k + 1));

/**
 * Margins on the signal's axis are the same for every sample, 1 - share and log(2 / share - 1), and the reference has them
 * as far as its iterations converged: to 1e-9, but for weak penalties, where its two sizes differ by as much as this.
 */
const accuracy = (name: string): number =>
  ({ 'lasso 0.001*lmax': 2e-4, 'L1log 0.5*lmax': 2e-8, 'L1log 0.2*lmax': 2e-5, 'L1log 0.05*lmax': 5e-3 })[name] ?? 1e-9;

// The second size has K = 4 coordinates beside the noise, of which the first has the signal and the others are silent (u =
// e1 / sqrt m): columns of zeros change no classifier, and we leave them out.
describe.each([
  ['50_10000_1_', 50, 10_000],
  ['40_4000_4_', 40, 4000],
] as const)('regularizers at %s', (size, m, D) => {
  const tasks = drawn(m, D);
  const all = Object.entries(C_NK.regularizers as Record<string, Measured>);
  const names = all.filter(([name]) => name.startsWith(size));

  test.each(names.map(([name]) => name.slice(size.length)))('%s', (name) => {
    const expected = C_NK.regularizers[size + name] as Measured;
    // A projection to 2000 dimensions is dear.
    const few = name.startsWith('RP2000') ? tasks.slice(0, THEIRS) : tasks;
    const runs = few.map((task, k) => measure(fit(name)(task, k), task));
    for (const of of ['test', 'train', 'Sp', 'marginSp'] as const) {
      const ours = simulated(runs.map((run) => run[of]));
      const same = /^(L1log|(group)?lasso|oracle)/.test(name) ? accuracy(name) : 1e-12;
      expect(Math.abs(ours.mean - expected[of]), of).toBeLessThan(fourErrors(ours, ours.sd / Math.sqrt(THEIRS)) + same);
    }
  });
});

describe('networks and dropout at m = 40, D = 4000', () => {
  const tasks = drawn(40, 4000).slice(0, 6);
  const network = (form: 'diagonal' | 'connected') =>
    by(() => ({ kind: 'network', form, share: 0.5, start: 0.1 }) as const);
  const dropout = (q: number) => by(() => ({ kind: 'ridge', metric: 'columns', penalty: q / (1 - q) }));
  const small: Fit = (task) => {
    const run = diagonal.train(task, mirror({ alpha: 1e-4, residual: 1e-3 }), streams);
    expect(run.stopped).toBe('residual');
    return run.parameters['beta']!;
  };
  const extra = C_NK.extra_regularizers_m40_D4000 as Record<string, Pick<Measured, 'test' | 'Sp'>>;
  const ways: [string, Fit][] = [
    ['diag_net_weight_decay', network('diagonal')],
    ['fc_linear_net_weight_decay', network('connected')],
    ['diag_net_small_init_unregularized', small],
    ...[0.1, 0.5, 0.9].map((q): [string, Fit] => ['dropout_ridge_q_.1_.5_.9', dropout(q)]),
  ];
  test.each(ways)('%s', (name, way) => {
    const runs = tasks.map((task, k) => measure(way(task, k), task));
    for (const of of ['test', 'Sp'] as const) {
      const ours = simulated(runs.map((run) => run[of]));
      // The reference has four decimals.
      const bound = fourErrors(ours, ours.sd / Math.sqrt(THEIRS)) + 5e-5;
      expect(Math.abs(ours.mean - extra[name]![of]), of).toBeLessThan(bound);
    }
  });
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
