/**
 * Networks of linear layers with ReLU between them and one output, h_1 = W_1 x, h_i = W_i relu(h_{i-1}), f = h_r, without
 * biases, trained on the mean logistic loss by full-batch gradient descent or Adam. One layer is the linear classifier.
 *
 * `ascent` trains against the all-layer margin: every h_i is moved by u_i = ascent |input_i|^2 dloss/dh_i, one step of ascent
 * in the perturbation delta_i of h_i + delta_i |input_i| from 0, and the weights step at the moved network, u_i held.
 * Weights start at N(0, gain^2 / inputs). Source: wei2020improved, section 4.
 */
import { model, runs, type Model, type Streams, type Trained } from 'claimcheck';
import { exp, power } from 'claimcheck/numerics/elementary';
import { layeredSteps } from 'claimcheck/numerics/kernels';
import { accumulateAt, axpyAt, dotAt, dotsAt } from 'claimcheck/numerics/lanes';
import type { Matrix } from 'claimcheck/numerics/matrix';
import { layeredOutputs } from 'claimcheck/oracles/layered';
import { amount, count, fields, listOf, must, number, oneOf, positive, whole } from 'claimcheck/rule';

export interface LayeredRule {
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  readonly gain?: number;
  readonly optimizer?: 'gradient' | 'adam';
  readonly rate: number;
  readonly steps: number;
  readonly ascent?: number;
  readonly decay?: number;
  /** After `steps`, one step of plain descent on this example alone. */
  readonly then?: { readonly only: number; readonly rate: number };
}

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

interface Wrong {
  readonly rule?: (rule: LayeredRule) => LayeredRule;
  /** The perturbation lacks its factor |input|^2. */
  readonly unscaled?: boolean;
  /** The labels are not seen. */
  readonly labels?: boolean;
  /** The gradient does not pass through the slope of ReLU. */
  readonly noSlope?: boolean;
}

interface Layers {
  /** d, widths, 1. */
  readonly widths: readonly number[];
  /** Where layer i's weights begin. */
  readonly starts: readonly number[];
  readonly theta: Float64Array;
  readonly g: Float64Array;
  /** Per layer: pre-activations, what enters, and the derivative of the example's loss by them. */
  readonly pre: readonly Float64Array[];
  readonly back: readonly Float64Array[];
  readonly moves: readonly Float64Array[];
}

const relu = (z: number) => (z > 0 ? z : 0);

/** Entry j of what enters layer i: x for the first layer. */
function enter(net: Layers, x: Float64Array, xAt: number, i: number, into: Float64Array): void {
  const inputs = net.widths[i]!;
  if (i === 0) for (let j = 0; j < inputs; j++) into[j] = x[xAt + j]!;
  else for (let j = 0; j < inputs; j++) into[j] = relu(net.pre[i - 1]![j]!);
}

/** The margin's loss log(1 + exp(-y f)) derivative by f after a forward pass with the given moves. */
function forward(net: Layers, x: Float64Array, xAt: number, moved: boolean, room: readonly Float64Array[]): number {
  const depth = net.starts.length;
  for (let i = 0; i < depth; i++) {
    const into = room[i]!;
    const pre = net.pre[i]!;
    const inputs = net.widths[i]!;
    const outputs = net.widths[i + 1]!;
    enter(net, x, xAt, i, into);
    dotsAt(net.theta, net.starts[i]!, inputs, outputs, inputs, into, 0, pre, 0);
    if (moved) {
      const moves = net.moves[i]!;
      for (let k = 0; k < outputs; k++) pre[k]! += moves[k]!;
    }
  }
  return net.pre[depth - 1]![0]!;
}

/** Derivatives by all h_i from that by f. */
function backward(net: Layers, slope: number, wrong: Wrong): void {
  const depth = net.starts.length;
  net.back[depth - 1]![0] = slope;
  for (let i = depth - 1; i > 0; i--) {
    const inputs = net.widths[i]!;
    const into = net.back[i - 1]!;
    into.fill(0);
    accumulateAt(net.theta, net.starts[i]!, inputs, net.widths[i + 1]!, inputs, net.back[i]!, 0, 1, into, 0);
    if (wrong.noSlope) continue;
    const pre = net.pre[i - 1]!;
    for (let j = 0; j < inputs; j++) if (!(pre[j]! > 0)) into[j] = 0;
  }
}

function train({ X, y }: Data, given: LayeredRule, streams: Streams, wrong: Wrong = {}): Trained {
  const rule = wrong.rule ? wrong.rule(given) : given;
  const [n, d] = [X.rows, X.cols];
  const widths = [d, ...rule.hidden, 1];
  const depth = widths.length - 1;
  const starts: number[] = [];
  let p = 0;
  for (let i = 0; i < depth; i++) {
    starts.push(p);
    p += widths[i]! * widths[i + 1]!;
  }
  const stream = streams.train();
  const theta = new Float64Array(p);
  for (let i = 0; i < depth; i++) {
    const spread = (rule.gain ?? 1) / Math.sqrt(widths[i]!);
    for (let k = 0; k < widths[i]! * widths[i + 1]!; k++) theta[starts[i]! + k] = spread * stream.normal();
  }
  const make = () => widths.slice(1).map((width) => new Float64Array(width));
  const net: Layers = { widths, starts, theta, g: new Float64Array(p), pre: make(), back: make(), moves: make() };
  const room = widths.slice(0, depth).map((width) => new Float64Array(width));
  const { ascent = 0, decay = 0, optimizer = 'gradient' } = rule;
  const slopeOf = (f: number, i: number) => {
    const label = wrong.labels ? 1 : y[i]!;
    const small = exp(-Math.abs(f));
    const agree = label * f > 0 ? small / (1 + small) : 1 / (1 + small);
    return -label * agree;
  };
  /** Adds weight times the gradient of example i. */
  const add = (i: number, weight: number) => {
    let f = forward(net, X.data, i * d, false, room);
    backward(net, slopeOf(f, i), wrong);
    if (ascent !== 0) {
      for (let l = 0; l < depth; l++) {
        const size = wrong.unscaled ? 1 : dotAt(room[l]!, 0, room[l]!, 0, widths[l]!);
        for (let k = 0; k < widths[l + 1]!; k++) net.moves[l]![k] = ascent * size * net.back[l]![k]!;
      }
      f = forward(net, X.data, i * d, true, room);
      backward(net, slopeOf(f, i), wrong);
    }
    for (let l = 0; l < depth; l++) {
      const inputs = widths[l]!;
      const back = net.back[l]!;
      const into = room[l]!;
      for (let k = 0; k < widths[l + 1]!; k++) {
        const push = weight * back[k]!;
        if (push !== 0) axpyAt(push, into, 0, inputs, net.g, starts[l]! + k * inputs);
      }
    }
  };
  const first = new Float64Array(p);
  const second = new Float64Array(p);
  // The same steps compiled (src/numerics/kernels/assembly/layered.ts, kept equal bit for bit); a fault runs the loop below.
  const compiled =
    !wrong.labels &&
    !wrong.unscaled &&
    !wrong.noSlope &&
    layeredSteps({
      X,
      y,
      widths,
      theta,
      adam: optimizer === 'adam',
      ascent,
      decay,
      rate: rule.rate,
      steps: rule.steps,
    });
  for (let step = 1; step <= (compiled ? 0 : rule.steps); step++) {
    net.g.fill(0);
    for (let i = 0; i < n; i++) add(i, 1 / n);
    if (decay !== 0) for (let k = 0; k < p; k++) net.g[k]! += decay * theta[k]!;
    if (optimizer === 'adam') {
      const [one, two] = [1 - power(0.9, step), 1 - power(0.999, step)];
      for (let k = 0; k < p; k++) {
        first[k] = 0.9 * first[k]! + 0.1 * net.g[k]!;
        second[k] = 0.999 * second[k]! + 0.001 * net.g[k]! * net.g[k]!;
        theta[k]! -= (rule.rate * first[k]!) / one / (Math.sqrt(second[k]! / two) + 1e-8);
      }
    } else for (let k = 0; k < p; k++) theta[k]! -= rule.rate * net.g[k]!;
  }
  if (rule.then) {
    net.g.fill(0);
    add(rule.then.only, 1);
    for (let k = 0; k < p; k++) theta[k]! -= rule.then.rate * net.g[k]!;
  }
  let finite = true;
  for (let k = 0; k < p; k++) if (!(Math.abs(theta[k]!) < 1e12)) finite = false;
  return {
    parameters: { theta },
    predict: (at) => layeredOutputs({ widths, theta }, at),
    steps: rule.steps + (rule.then ? 1 : 0),
    stopped: finite ? 'steps' : 'diverged',
  };
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, rule as LayeredRule, streams, wrong);

const layeredNetwork = model({
  name: 'layered-network',
  capabilities: ['differentiable', 'float64', 'parameters'],
  rule: fields({
    hidden: must(listOf(count)),
    gain: amount,
    optimizer: oneOf('gradient', 'adam'),
    rate: must(positive),
    steps: must(whole),
    ascent: number,
    decay: amount,
    then: fields({ only: must(whole), rate: must(positive) }),
  }),
  shapes: ({ X }: Data, { hidden }: LayeredRule) => {
    const widths = [X.cols, ...hidden, 1];
    return { theta: widths.slice(1).reduce((sum, width, i) => sum + width * widths[i]!, 0) };
  },
  predicts: {
    rows: ({ X }: Data) => X,
    at: ({ theta }, X, { hidden }: LayeredRule) => layeredOutputs({ widths: [X.cols, ...hidden, 1], theta: theta! }, X),
  },
  train: (task: Data, rule: LayeredRule, streams) => train(task, rule, streams),
  faults: {
    'ascent downhill': {
      what: 'the perturbation lowers the loss',
      by: wrongly({ rule: (rule) => ({ ...rule, ascent: -(rule.ascent ?? 0) }) }),
    },
    'no ascent': { what: 'no perturbation', by: wrongly({ rule: (rule) => ({ ...rule, ascent: 0 }) }) },
    'labels forgotten': { what: 'every label is taken as 1', by: wrongly({ labels: true }) },
    'slope forgotten': { what: 'the gradient passes through dead units', by: wrongly({ noSlope: true }) },
    'last step uphill': {
      what: 'the step on one example goes up the loss',
      by: wrongly({
        rule: (rule) => (rule.then ? { ...rule, then: { ...rule.then, rate: -rule.then.rate } } : rule),
      }),
    },
  },
  harmless: {},
});

export default layeredNetwork;

export const layered = runs(layeredNetwork);
