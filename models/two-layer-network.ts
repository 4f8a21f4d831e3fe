/**
 * The two-layer network f(x) = s sum_k a_k act(w_k.x + b_k) + c with all four groups trained (or some held fixed), on
 * L = (1/2n) sum (f - y)^2 or (1/n) sum log(1 + exp(-y f)). Its parameters are one flat vector theta = [W | b | a | c].
 * A rule is a start and phases of training. With `alpha` the network is alpha (f - f_0 where `centred`) and the loss is divided
 * by alpha^2 (lazy training: chizat2019lazy, section 2). Noise on labels, weights and units (dropout, inverted: a unit is kept with
 * 1 - q and then divided by it) comes from the stream `noise`, starts and mini-batches from `train`.
 */
import { model, runs, type Streams, type Trained } from 'claimcheck';
import { ofRule } from 'claimcheck/faults';
import type { Matrix } from 'claimcheck/numerics/matrix';
import { outputs } from 'claimcheck/oracles/two-layer';
import { descend, type Ended } from './descent/descend.js';
import { ends } from './descent/ends.js';
import { inTurn } from './descent/in-turn.js';
import { dropped, MASKS, shared, weighed, type Masks } from './two-layer/dropout.js';
import { backward, forward, hidden, start, type Network } from './two-layer/network.js';
import { bound, draw, enter, judge, move, pace, type Pass } from './two-layer/pass.js';
import { twoLayerRule, type Phase, type Start, type TwoLayerRule } from './two-layer/rule.js';
import type { Sample } from 'claimcheck/tasks/sample';

export type { Phase, Start, TwoLayerRule } from './two-layer/rule.js';

/** What a phase is made of, beside the moves of theta. */
interface Parts {
  readonly pace: typeof pace;
  readonly judge: typeof judge;
  readonly backward: typeof backward;
  readonly masks: Masks;
}

type Seen = Ended & { readonly loss: number };

/** A phase that names no limit has no step. */
const limits = (phase: Phase) => ((phase.steps ?? phase.budget) ? phase : { steps: 0 });

function run(parts: Parts, pass: Pass): Seen {
  const { net, phase, seen, limit, mean } = pass;
  const { averaged = 0, dropout, explicit } = phase;
  let loss = Infinity;
  const ended = descend({
    look: (made) => {
      draw(pass);
      forward(net, seen);
      loss = parts.judge(pass);
      if (made > limit - averaged) for (let i = 0; i < mean.length; i++) mean[i]! += seen.f[i]! / averaged;
    },
    stop: ends(limits(phase), () => loss, phase.residual),
    step: (made) => {
      if (dropout) dropped(net, seen, dropout, parts.masks);
      else parts.backward(net, seen);
      if (explicit !== undefined) weighed(net, seen, explicit);
      hidden(net, seen);
      bound(pass);
      move(pass, made);
    },
  });
  return { ...ended, loss };
}

const trained =
  (parts: Parts) =>
  (task: Sample, rule: TwoLayerRule, streams: Streams): Trained => {
    const network = start(task, rule, streams);
    const first = network.theta.slice();
    const means: number[] = [];
    const { steps, stopped, loss } = inTurn([rule, ...(rule.then ?? [])], (phase) => {
      const pass = enter(network, phase, parts.pace);
      const ended = run(parts, pass);
      if (phase.averaged !== undefined) means.push(...pass.mean);
      return ended;
    });
    const { width: units, centred, alpha = 1 } = rule;
    const theta = network.theta.slice();
    return {
      // `start` is theta before training.
      parameters: { theta, start: first, ...(means.length > 0 && { averages: Float64Array.from(means) }) },
      predict: (at) => {
        const f = outputs({ ...rule, theta }, at);
        const origin = centred ? outputs({ ...rule, theta: first }, at) : undefined;
        return f.map((value, i) => alpha * (value - (origin ? origin[i]! : 0)));
      },
      steps,
      stopped,
      facts: { loss, units, inputs: task.X.cols },
    };
  };

const PARTS: Parts = { pace, judge, backward, masks: MASKS };
const train = trained(PARTS);
const paced = (by: (net: Network, phase: Phase) => number) =>
  wrapped({ pace: (net, phase) => pace(net, phase) * by(net, phase) });
const wrapped = (changed: Partial<Parts>) => trained({ ...PARTS, ...changed });
const ruled = ofRule(train);
const training = (trained: TwoLayerRule['trained']) =>
  ruled((rule) => ({ ...rule, trained: { ...rule.trained, ...trained } }));
/** Rules with one field of every phase changed. */
const phased = (change: (phase: Phase) => Phase) =>
  ruled((rule) => ({ ...rule, ...change(rule), ...(rule.then && { then: rule.then.map(change) }) }));

/** alpha f; centred networks are a difference, whose rounding the size of its terms does not bound. */
const predicted = ({ theta }: Trained['parameters'], X: Matrix, rule: TwoLayerRule) =>
  rule.centred ? undefined : outputs({ ...rule, theta: theta! }, X).map((f) => (rule.alpha ?? 1) * f);

const twoLayerNetwork = model({
  name: 'two-layer-network',
  capabilities: ['differentiable', 'float64', 'tangent-kernel', 'parameters'],
  rule: twoLayerRule,
  shapes: ({ X }: Sample, { width, ...rule }: TwoLayerRule) => {
    const theta = width * (X.cols + 2) + 1;
    const averaging = [rule, ...(rule.then ?? [])].filter(({ averaged }) => averaged !== undefined).length;
    return { theta, start: theta, ...(averaging > 0 && { averages: averaging * X.rows }) };
  },
  predicts: { rows: ({ X }: Sample) => X, at: predicted },
  facts: { loss: 'the loss at the end', units: 'the number of hidden units', inputs: 'the number of inputs' },
  train,
  faults: {
    'slope forgotten': {
      what: 'the slope of the activation is left out of the gradient',
      by: wrapped({
        backward: (net, seen) => {
          const slopes = seen.D.slice();
          seen.D.fill(1);
          backward(net, seen);
          seen.D.set(slopes);
        },
      }),
    },
    'output weights fixed': { what: 'only the first layer is trained', by: training({ a: false }) },
    'hidden weights fixed': { what: 'only the output layer is trained', by: training({ W: false, b: false }) },
    'start not subtracted': { what: 'the network is not centred', by: ruled({ centred: false }) },
    'summed gradient': { what: 'the gradient is a sum over examples', by: paced(({ X }, { batch = X.rows }) => batch) },
    'label noise kept': {
      what: 'the label noise is drawn once',
      by: phased((phase) => (phase.labelNoise ? { ...phase, frozen: true } : phase)),
    },
    'no label noise': {
      what: 'the label noise is left out',
      by: phased((phase) => (phase.labelNoise ? { ...phase, labelNoise: 0 } : phase)),
    },
    'weight noise not scaled': {
      what: 'the weight noise of the first phase is kept at every step size',
      by: ruled((rule) => ({
        ...rule,
        ...(rule.then && {
          then: rule.then.map((phase) =>
            phase.weightNoise === undefined ? phase : { ...phase, weightNoise: rule.weightNoise },
          ),
        }),
      })),
    },
    'no weight noise': {
      what: 'weight noise is left out',
      by: phased((phase) => ({ ...phase, weightNoise: undefined })),
    },
    'output weights trained': { what: 'the second layer is trained too', by: training({ a: true }) },
    'no time average': {
      what: 'the last outputs take the place of their average',
      survives: 'the last step bends as much on average, and about as many tasks fail as the claim allows',
      by: phased((phase) => (phase.averaged ? { ...phase, averaged: 1 } : phase)),
    },
    'no decay': { what: 'weight decay is left out', by: phased((phase) => ({ ...phase, decay: 0 })) },
    'decay of the output weights alone': {
      what: 'weight decay misses the hidden layer',
      by: phased((phase) => (phase.decay ? { ...phase, decayOf: 'output' } : phase)),
    },
    'decay of the hidden weights alone': {
      what: 'weight decay misses the output layer',
      by: phased((phase) => (phase.decay ? { ...phase, decayOf: 'hidden' } : phase)),
    },
    'masks not inverted': {
      what: 'units that dropout keeps are not divided by 1 - q',
      by: wrapped({ masks: { ...MASKS, unit: (scale) => scale } }),
    },
    'mask shared by the batch': {
      what: 'dropout keeps the same units for all examples',
      survives: 'the mean gradient is the same, and 8 masks average its noise; the linear model shows its covariance',
      by: wrapped({ masks: { ...MASKS, draw: shared } }),
    },
    'penalty off by 30%': {
      what: 'the explicit penalty is 30% too large',
      grade: 0.3,
      by: phased((phase) => (phase.explicit === undefined ? phase : { ...phase, explicit: 1.3 * phase.explicit })),
    },
    'twice the penalty': {
      what: 'the explicit penalty is doubled',
      by: phased((phase) => (phase.explicit === undefined ? phase : { ...phase, explicit: 2 * phase.explicit })),
    },
  },
  harmless: {
    'smaller steps': {
      what: 'steps 10% smaller where training ends at a residual',
      by: paced(({ rule }) => (rule.residual !== undefined && rule.then === undefined ? 0.9 : 1)),
    },
    'alpha in the step': {
      what: 'the step is divided by alpha^2 in the place of the loss',
      by: wrapped({
        pace: (net, phase) => pace(net, phase) / ((net.rule.alpha ?? 1) * (net.rule.alpha ?? 1)),
        judge: (pass) => judge({ ...pass, net: { ...pass.net, rule: { ...pass.net.rule, alpha: 1 } } }),
      }),
    },
  },
});

export default twoLayerNetwork;

export const twoLayer = runs(twoLayerNetwork);
/** Trained lazily: tanh units divided by the root of their number, weights N(0, 1), steps of the inverse curvature. */
export const lazy = runs(twoLayerNetwork, (rule: Partial<TwoLayerRule> & Pick<Start, 'width'>): TwoLayerRule => ({
  activation: 'tanh',
  scale: 1 / Math.sqrt(rule.width),
  spread: { W: 1, a: 1 },
  ofCurvature: 1,
  budget: 20_000,
  ...rule,
}));
