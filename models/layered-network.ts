/**
 * Networks of linear layers with ReLU between them and one output, h_1 = W_1 x, h_i = W_i relu(h_{i-1}), f = h_r, without
 * biases, trained on the mean logistic loss by full-batch gradient descent or Adam. One layer is the linear classifier.
 *
 * `ascent` trains against the all-layer margin: every h_i is moved by u_i = ascent |input_i|^2 dloss/dh_i, one step of ascent
 * in the perturbation delta_i of h_i + delta_i |input_i| from 0, and the weights step at the moved network, u_i held.
 * Weights start at N(0, gain^2 / inputs). Source: wei2020improved, section 4.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { exp } from 'claimcheck/numerics/elementary';
import { accumulateAt, axpyAt, dotAt, dotsAt } from 'claimcheck/numerics/lanes';
import { axpy, type Matrix } from 'claimcheck/numerics/matrix';
import { at, inRoom, vector } from 'claimcheck/numerics/room';
import { words } from 'claimcheck/numerics/words';
import { layeredOutputs } from 'claimcheck/oracles/layered';
import { amount, count, fields, listOf, must, number, oneOf, positive, whole, type RuleOf } from 'claimcheck/rule';
import { adapt } from './descent/adam.js';
import { EXPLODED } from './descent/ends.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  /** Widths of the hidden layers. */
  hidden: must(listOf(count)),
  gain: amount,
  optimizer: oneOf('gradient', 'adam'),
  rate: must(positive),
  steps: must(whole),
  ascent: number,
  decay: amount,
  /** After `steps`, one step of plain descent on this example alone. */
  then: fields({ only: must(whole), rate: must(positive) }),
};
export type LayeredRule = RuleOf<typeof RULE>;

const widthsOf = (X: Matrix, { hidden }: LayeredRule): number[] => [X.cols, ...hidden, 1];
/** Outputs times inputs of every layer. */
const sizesOf = (widths: readonly number[]): number[] => widths.slice(1).map((width, i) => width * widths[i]!);

/** Everything is overwritten in place. */
function start({ X, y }: Sample, rule: LayeredRule, streams: Streams) {
  const widths = widthsOf(X, rule);
  const sizes = sizesOf(widths);
  const stream = streams.train();
  const theta = vector(
    sizes.flatMap((size, i) => {
      const spread = (rule.gain ?? 1) / Math.sqrt(widths[i]!);
      return Array.from({ length: size }, () => spread * stream.normal());
    }),
  );
  const make = (of: readonly number[]) => of.map((width) => vector(width));
  const outputs = widths.slice(1);
  const net = {
    X,
    inputs: vector(X.data),
    y: vector(y),
    widths,
    theta,
    g: vector(theta.length),
    /** Where a layer's weights begin in theta. */
    starts: sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0)),
    /** By layer: what enters, what comes out before ReLU, the derivative of the loss by that, and how far ascent moves it. */
    into: make(widths.slice(0, -1)),
    pre: make(outputs),
    back: make(outputs),
    moves: make(outputs),
    /** The same for the compiled word (src/numerics/kernels/assembly/layered.ts): eight words of 32 bits for each layer. */
    table: vector(4 * sizes.length),
  };
  if (inRoom(net.table)) {
    const records = net.starts.map((from, l) => {
      const places = [net.into, net.pre, net.back, net.moves].map((of) => at(of[l]!));
      return [at(theta) + 8 * from, at(net.g) + 8 * from, ...places, widths[l]!, widths[l + 1]!];
    });
    new Int32Array(net.table.buffer, at(net.table), 8 * sizes.length).set(records.flat());
  }
  return net;
}
type Layers = ReturnType<typeof start>;

const relu = (z: number) => (z > 0 ? z : 0);

/** f at example i, every h moved where `moved`. */
function forward({ X, widths, starts, theta, into, pre, moves }: Layers, i: number, moved: boolean): number {
  starts.forEach((from, l) => {
    const [inputs, outputs] = [widths[l]!, widths[l + 1]!];
    const [x, h] = [into[l]!, pre[l]!];
    for (let j = 0; j < inputs; j++) x[j] = l === 0 ? X.data[i * inputs + j]! : relu(pre[l - 1]![j]!);
    dotsAt(theta, from, inputs, outputs, inputs, x, 0, h, 0);
    if (moved) for (let k = 0; k < outputs; k++) h[k]! += moves[l]![k]!;
  });
  return pre.at(-1)![0]!;
}

/** The derivative of the loss log(1 + exp(-y f)) by f. */
function slope(f: number, y: number): number {
  const small = exp(-Math.abs(f));
  return -y * (y * f > 0 ? small / (1 + small) : 1 / (1 + small));
}

/** Derivatives by all h from that by f, through the units that are on, or through every unit. */
function backward({ widths, starts, theta, pre, back }: Layers, by: number, everyUnit: boolean): void {
  back.at(-1)![0] = by;
  for (let l = starts.length - 1; l > 0; l--) {
    const inputs = widths[l]!;
    const into = back[l - 1]!;
    into.fill(0);
    accumulateAt(theta, starts[l]!, inputs, widths[l + 1]!, inputs, back[l]!, 0, 1, into, 0);
    if (!everyUnit) for (let j = 0; j < inputs; j++) if (!(pre[l - 1]![j]! > 0)) into[j] = 0;
  }
}

/** Adds `weight` times the gradient of example i to g. */
function example(net: Layers, i: number, weight: number, ascent: number, everyUnit: boolean): void {
  const { widths, starts, into, back, moves, g } = net;
  const y = net.y[i]!;
  backward(net, slope(forward(net, i, false), y), everyUnit);
  if (ascent !== 0) {
    moves.forEach((move, l) => {
      const size = dotAt(into[l]!, 0, into[l]!, 0, widths[l]!);
      for (let k = 0; k < move.length; k++) move[k] = ascent * size * back[l]![k]!;
    });
    backward(net, slope(forward(net, i, true), y), everyUnit);
  }
  back.forEach((by, l) => {
    const inputs = widths[l]!;
    for (let k = 0; k < by.length; k++) {
      const push = weight * by[k]!;
      if (push !== 0) axpyAt(push, into[l]!, 0, inputs, g, starts[l]! + k * inputs);
    }
  });
}

/** Adds `weight` times the gradient of examples from .. to - 1 to g. */
function add(net: Layers, from: number, to: number, weight: number, ascent: number, everyUnit: boolean): void {
  const { X, inputs, y, table, starts, theta } = net;
  if (inRoom(inputs, y, table, theta)) {
    const [x, labels] = [at(inputs) + 8 * from * X.cols, at(y) + 8 * from];
    words().examples(at(table), starts.length, x, labels, to - from, X.cols, weight, ascent, everyUnit);
  } else for (let i = from; i < to; i++) example(net, i, weight, ascent, everyUnit);
}

const trained =
  (everyUnit: boolean) =>
  (task: Sample, rule: LayeredRule, streams: Streams): Ending => {
    const net = start(task, rule, streams);
    const { X, theta, g } = net;
    const { ascent = 0, decay = 0, optimizer, rate, steps, then } = rule;
    if (then && then.only >= X.rows)
      throw new RangeError(`then.only is ${then.only}; expected one of the ${X.rows} examples, counted from 0`);
    const [first, second] = [vector(theta.length), vector(theta.length)];
    for (let step = 1; step <= steps; step++) {
      g.fill(0);
      add(net, 0, X.rows, 1 / X.rows, ascent, everyUnit);
      if (decay !== 0) axpy(decay, theta, g);
      if (optimizer === 'adam') adapt(theta, g, rate, first, second, step);
      else axpy(-rate, g, theta);
    }
    if (then) {
      g.fill(0);
      add(net, then.only, then.only + 1, 1, ascent, everyUnit);
      axpy(-then.rate, g, theta);
    }
    return {
      parameters: { theta },
      steps: steps + (then ? 1 : 0),
      stopped: theta.every((weight) => Math.abs(weight) < EXPLODED) ? 'steps' : 'diverged',
    };
  };

const train = trained(false);
const ruled = ofRule(train);

const layeredNetwork = model({
  name: 'layered-network',
  capabilities: ['differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample, rule: LayeredRule) => ({
    theta: sizesOf(widthsOf(X, rule)).reduce((sum, size) => sum + size),
  }),
  predicts: {
    rows: ({ X }: Sample) => X,
    at: ({ theta }, X, rule: LayeredRule) => layeredOutputs({ widths: widthsOf(X, rule), theta: theta! }, X),
  },
  train,
  faults: {
    'ascent downhill': { what: 'the perturbation lowers the loss', by: ruled({ ascent: (ascent = 0) => -ascent }) },
    'no ascent': { what: 'no perturbation', by: ruled({ ascent: 0 }) },
    'labels forgotten': { what: 'every label is taken as 1', by: ofTask(train)(relabelled(() => 1)) },
    'slope forgotten': { what: 'the gradient passes through dead units', by: trained(true) },
    'last step uphill': {
      what: 'the step on one example goes up the loss',
      by: ruled((rule) => (rule.then ? { ...rule, then: { ...rule.then, rate: -rule.then.rate } } : rule)),
    },
  },
  harmless: {},
});

export default layeredNetwork;

export const layered = runs(layeredNetwork);
