/**
 * The rows of the atlas on tfjs: its optimizers from 0 on least squares, one vector as one variable, in float32.
 *
 *     node atlas/rows.mjs --list       every row, as JSON
 *     node atlas/rows.mjs tfjs.adam    answers claimcheck as that row (docs/protocol.md)
 */
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';

tf.env().set('IS_TEST', true);
await tf.setBackend('cpu');

const STEPS = { default: 500, tight: 1500 };

const rows = {
  'tfjs.sgd': { says: 'lr 1 / L', make: (step) => tf.train.sgd(step) },
  'tfjs.momentum': { says: 'lr 1 / (10 L), momentum .9', make: (step) => tf.train.momentum(step / 10, 0.9) },
  'tfjs.adam': { says: 'lr 1e-2', make: () => tf.train.adam(1e-2) },
  'tfjs.adamax': { says: 'lr 1e-2', make: () => tf.train.adamax(1e-2) },
  'tfjs.adagrad': { says: 'lr .1, accumulator .1', make: () => tf.train.adagrad(0.1) },
  'tfjs.rmsprop': { says: 'lr 5e-3', make: () => tf.train.rmsprop(5e-3) },
};

/** X: n x d by rows, y: n, float64; `size` is at least the largest eigenvalue of X'X. */
function train({ make }, X, y, steps) {
  const [n, d] = [y.length, X.length / y.length];
  // All rows are orthogonal in these tasks, so the longest one says how steep the loss is.
  let size = 0;
  for (let i = 0; i < n; i++)
    size = Math.max(
      size,
      X.subarray(i * d, (i + 1) * d).reduce((sum, x) => sum + x * x, 0),
    );
  const optimizer = make(1 / size);
  const beta = tf.variable(tf.zeros([d]));
  for (let step = 0; step < steps; step++) {
    const b = beta.dataSync();
    const g = new Float32Array(d);
    for (let i = 0; i < n; i++) {
      let left = -y[i];
      for (let j = 0; j < d; j++) left += X[i * d + j] * b[j];
      for (let j = 0; j < d; j++) g[j] += X[i * d + j] * left;
    }
    tf.tidy(() => optimizer.applyGradients({ [beta.name]: tf.tensor1d(g) }));
  }
  const found = Float64Array.from(beta.dataSync());
  beta.dispose();
  optimizer.dispose();
  return found;
}

const floats = ({ float64 }) => new Float64Array(new Uint8Array(Buffer.from(float64, 'base64')).buffer);
const sent = (data) => ({ float64: Buffer.from(data.buffer).toString('base64'), shape: [data.length] });

const [name] = process.argv.slice(2);
if (name === '--list') {
  const text = (steps) => `${steps} steps, float32`;
  const listed = Object.entries(rows).map(([each, { says }]) => ({
    ...{ name: each, package: 'tfjs', version: tf.version.tfjs, columns: ['least-l2'] },
    ...{ default: `${says}, ${text(STEPS.default)}`, tight: `${says}, ${text(STEPS.tight)}` },
  }));
  console.log(JSON.stringify({ rows: listed, missing: {} }));
  process.exit();
}
const row = rows[name];
if (!row) throw new Error(`${name} is no row; expected one of ${Object.keys(rows).join(', ')}`);

const answers = {
  initialize: () => ({
    ...{ protocol: 1, name, capabilities: ['linear', 'parameters'], reproducible: 'statistically' },
    ...{ libraries: { node: process.version, tfjs: tf.version.tfjs }, computes: 'CPU, float32' },
    files: [fileURLToPath(import.meta.url)],
  }),
  train: ({ trials }) => ({
    trained: trials.map(({ task, rule }) => {
      const beta = train(row, floats(task.X), floats(task.y), STEPS[rule.settings]);
      return { parameters: { beta: sent(beta) }, steps: STEPS[rule.settings], stopped: 'steps', facts: {} };
    }),
  }),
  shutdown: () => null,
};
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const answer = Object.hasOwn(answers, method)
    ? { result: answers[method](params) }
    : { error: { code: -32601, message: `there is no ${method} here` } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
  if (method === 'shutdown') break;
}
