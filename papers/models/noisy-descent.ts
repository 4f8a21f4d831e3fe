/**
 * The quadratic network beta = v v, entry by entry, from v = alpha by descent on (1 / 4m) |X beta - y|^2 with noise of size
 * delta, step by step as the code of HaoChen et al. 2021 has it: v <- v - rate v X's, s what a step sees of r = X beta - y.
 * X: m x d, y: m, v and beta: d.
 *
 * - `none`: s = r / m.
 * - `label`: delta N(0, 1) is added to the label of one example, drawn at every step, and counts in full: s_i = r_i / m - xi.
 * - `labels`: to the label of every example at once, with the same covariance: s_i = r_i / m - xi_i / sqrt(m).
 * - `batch`: delta times the gradient of one example less that of another: s_i = r_i / m + delta r_i, s_j = r_j / m - delta r_j.
 * - `spherical`: s = r / m, and rate delta N(0, I) is added to v.
 *
 * claimcheck's own `diagonal-network` from v = 0 has the same steps without noise and with that of `labels`, at half the rate
 * on X / sqrt(m) and y / sqrt(m). Source: haochen2021shape, the authors' code.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { descend } from 'claimcheck/models/descent/descend';
import { ends, LIMITS } from 'claimcheck/models/descent/ends';
import { missInto, norm2, times, timesTransposedInto } from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { fillNormals } from 'claimcheck/numerics/stream';
import { amount, fields, flag, must, oneOf, positive, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  noise: must(oneOf('none', 'label', 'labels', 'batch', 'spherical')),
  alpha: must(positive),
  rate: must(positive),
  /** The size of the noise. */
  delta: must(amount),
  /** The rate falls to a tenth after a third of `steps`, and again after two thirds. */
  falling: flag,
  /** The noise of the labels is drawn once and kept. */
  frozen: flag,
  /** Ends when |X beta - y| is at most this. */
  residual: amount,
  ...LIMITS,
};
export type NoisyRule = RuleOf<typeof RULE>;

function train(task: Sample, rule: NoisyRule, streams: Streams): Ending {
  const [m, d] = [task.X.rows, task.X.cols];
  const [X, y] = [resident(task.X), vector(task.y)];
  const [v, beta, r, seen, g] = [vector(d).fill(rule.alpha), vector(d), vector(m), vector(m), vector(d)];
  const [chosen, noise] = [streams.train(), streams.noise()];
  const { delta, steps = Infinity } = rule;
  const once = Float64Array.from({ length: m }, () => (rule.frozen ? noise.normal() : 0));
  const xi = (i: number) => delta * (rule.frozen ? once[i]! : noise.normal());

  const add = {
    none: () => {},
    spherical: () => {},
    label: () => {
      const i = chosen.integer(m);
      seen[i]! -= xi(i);
    },
    labels: () => {
      for (let i = 0; i < m; i++) seen[i]! -= xi(i) / Math.sqrt(m);
    },
    batch: () => {
      const [i, j] = [chosen.integer(m), chosen.integer(m)];
      seen[i]! += delta * r[i]!;
      seen[j]! -= delta * r[j]!;
    },
  }[rule.noise];

  const ended = descend({
    look: () => {
      for (let j = 0; j < d; j++) beta[j] = v[j]! * v[j]!;
      missInto(X, beta, y, r);
    },
    stop: ends(rule, () => norm2(r), rule.residual),
    step: (made) => {
      const rate = rule.rate * (!rule.falling || 3 * made < steps ? 1 : 3 * made < 2 * steps ? 0.1 : 0.01);
      for (let i = 0; i < m; i++) seen[i] = r[i]! / m;
      add();
      timesTransposedInto(X, seen, g);
      for (let j = 0; j < d; j++) v[j]! -= rate * v[j]! * g[j]!;
      if (rule.noise !== 'spherical') return;
      fillNormals(noise, g);
      for (let j = 0; j < d; j++) v[j]! -= rate * delta * g[j]!;
    },
  });
  return { parameters: { beta, v }, ...ended, facts: { residual: norm2(r) } };
}

const noisyDescent = model({
  name: 'noisy-descent',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ beta: X.cols, v: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ beta }, X) => times(X, beta!) },
  facts: { residual: '|X beta - y|_2' },
  train,
});

export default noisyDescent;

export const noisy = runs(noisyDescent);
