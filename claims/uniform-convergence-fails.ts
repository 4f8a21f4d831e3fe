/**
 * One gradient step on S: w = sum y x = (2 m u, sum y z), x = (2 y u, z), |u|^2 = 1/m, z ~ N(0, (32/D) I).
 *
 * 1. Fresh inputs: y w.x = 4 + w_z.z with |w_z|^2 = 32 m c/D, c ~ chi^2_D: the error is E Phi(-D / (8 sqrt(m c))), small.
 * 2. S' = {((2 y u, -z), y)}: y_i w.x'_i = 4 - |z_i|^2 - (terms of the others) = 4 - 32 + small: every sample is wrong.
 * 3. z and -z have one law, so S' is as typical as S: a set that holds S with probability > 1/2 holds such pairs, and any
 *    uniform bound over the classifiers of its samples is at least error(S') - error(fresh).
 */
import { always, ask, claim, equivalent, forMost, type Trained } from 'claimcheck';
import type { ClassifierRule } from 'claimcheck/models/margin-classifier';
import { signalNoiseLaw } from 'claimcheck/oracles/signal-noise-law';
import { countedError, errors, freshError, whichVoids } from 'claimcheck/properties/signal-noise';
import {
  freshSamples,
  signalNoiseTasks,
  swapped,
  turned,
  type Setting,
  type SignalNoise,
} from 'claimcheck/tasks/signal-noise';

const sizes = [
  [10, 1000],
  [20, 2000],
  [10, 2000],
] as const;
const tasks = signalNoiseTasks('signal and noise', sizes);
const changed = (name: string, setting: Setting) => ({
  ...signalNoiseTasks(`signal and noise, ${name}`, sizes, setting),
  drawsOf: tasks,
});
const RAW = 60;
const step: ClassifierRule = { kind: 'one-step' };
/** Seven samples as typical as S, made from it. */
const turns = Array.from({ length: 7 }, (_, k) => `turn ${k + 1}`);

/** Right on S and on S' alike. */
const planted = ({ signal }: SignalNoise) => ({
  predict: (X: { rows: number; cols: number; data: Float64Array }) =>
    new Float64Array(X.rows).map((_, i) => {
      let sum = 0;
      for (let j = 0; j < X.cols; j++) sum += X.data[i * X.cols + j]! * signal[j]!;
      return sum;
    }),
});

/** The mean over S and its turns. */
const freshErrors = (trained: Readonly<Record<string, Trained>>, task: SignalNoise) =>
  ['sample', ...turns].reduce((sum, name) => sum + freshError(trained[name]!.parameters['w']!, task), 0) /
  (1 + turns.length);

export default claim({
  title: 'Uniform convergence fails where the classifier generalizes',
  statement:
    'One gradient step on m samples with D >= 100 m coordinates of noise generalizes, by its exact law, and errs on at ' +
    'least 99% of the mirrored sample, which has the law of the sample: no uniform bound over what the algorithm ' +
    'outputs can be below .8, however its hypotheses are pruned.',
  talk: ['T12'],
  marking: 'says',
  sources: [{ key: 'nagarajan2019uniform', where: 'section 3.1 and Theorem 3.1; constants derived in this file' }],
  scope:
    'One linear example of the paper, K = 1, D/m in {100, 200}, where the error on fresh inputs is .11 and .04: it falls ' +
    'as Phi(-sqrt(D/m)/8). The bound on all uniform bounds is the argument above, whose two numbers are measured.',
  premises: {
    'the mirrored sample has the law of the sample': { how: 'by construction', control: 'fresh noise in the mirror' },
    'the noise of an input outweighs its signal': { how: 'by construction', control: 'noise energy 2' },
    'the signal is of length 1/sqrt(m)': { how: 'by construction', control: 'signal of length 1' },
    'the mirror keeps the signal': { how: 'by construction', control: 'inputs negated' },
    'the mirror keeps the labels': { how: 'by construction', control: 'inputs and labels negated' },
    'D is large against m': { how: 'by construction' },
  },
  needs: ['linear', 'parameters'],

  forAll: tasks,
  train: {
    sample: ['margin-classifier', step],
    mirror: ['margin-classifier', step, swapped],
    ...Object.fromEntries(turns.map((name, k) => [name, ['margin-classifier', step, turned(k + 1)] as const])),
  },
  theory: ask(signalNoiseLaw, ({ task: { m, D, energy, size } }: { task: SignalNoise }) => ({
    m,
    D,
    energy,
    length: size * Math.sqrt(m),
  })),
  parts: {
    'the error on fresh inputs is its law': {
      holds: 'error / law == 1',
      where: ({ task, trained, theory }) => ({
        error: freshErrors(trained, task),
        law: { value: theory.value.fresh, error: theory.error },
      }),
      tex: { error: '\\overline{\\Pr(y\\,w\\cdot x\\le 0)}', law: '\\mathbb E\\,\\Phi(-D/(8\\sqrt{mc}))' },
      accept: equivalent({ exact: true, margin: 0.015, cap: 0.06 }),
    },
    'counted on fresh inputs it is the same': {
      holds: 'counted == error',
      where: ({ task, trained, streams }) => ({
        counted: countedError(trained.sample, freshSamples(task, streams.eval(), RAW)),
        error: freshError(trained.sample.parameters.w!, task),
      }),
      tex: { counted: '\\hat\\varepsilon_{60}', error: '\\Pr(y\\,w\\cdot x\\le 0)' },
      accept: equivalent({ exact: true, margin: 0.025, cap: 0.15 }),
    },
    'right on the sample, wrong on its mirror': {
      holds: 'mirrored - train >= 0.99',
      where: ({ task, trained }) => ({
        mirrored: countedError(trained.sample, task.mirrored),
        train: countedError(trained.sample, task),
      }),
      tex: { mirrored: "\\varepsilon_{S'}", train: '\\varepsilon_S' },
      accept: forMost({ allBut: 0.1 }),
    },
    'trained on the mirror it generalizes as well, and errs on the sample': {
      holds: 'abs(fresh / error - 1) + (1 - mirrored) <= 0.01',
      where: ({ task, trained }) => ({
        fresh: freshError(trained.mirror.parameters.w!, task),
        error: freshError(trained.sample.parameters.w!, task),
        mirrored: countedError(trained.mirror, task),
      }),
      tex: {
        fresh: "\\Pr(y\\,w'\\cdot x\\le 0)",
        error: '\\Pr(y\\,w\\cdot x\\le 0)',
        mirrored: "\\varepsilon_S(w')",
      },
      accept: forMost({ allBut: 0.1 }),
    },
    'the signal alone errs on neither': {
      holds: 'mirrored + train <= 0.01',
      where: ({ task }) => ({
        mirrored: countedError(planted(task), task.mirrored),
        train: countedError(planted(task), task),
      }),
      tex: { mirrored: "\\varepsilon_{S'}(u,0)", train: '\\varepsilon_S(u,0)' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'noise energy 2': {
        breaks: 'right on the sample, wrong on its mirror',
        because: 'the signal, 4, outweighs the noise of an input, 2',
        forAll: changed('energy 2', { energy: 2 }),
      },
      'fresh noise in the mirror': {
        breaks: 'right on the sample, wrong on its mirror',
        because: 'a sample that shares no noise with S is an ordinary test set',
        forAll: changed('fresh noise in the mirror', { mirror: 'fresh' }),
      },
      'noise of variance 1/D': {
        breaks: 'right on the sample, wrong on its mirror',
        because: 'the noise of an input, 1, is a quarter of the signal',
        forAll: changed('energy 1', { energy: 1 }),
      },
      'signal of length 1': {
        breaks: 'right on the sample, wrong on its mirror',
        because: 'the signal, 4m, outweighs the noise for m > 8',
        forAll: changed('signal of length 1', { size: 1 }),
      },
      'inputs and labels negated': {
        breaks: 'right on the sample, wrong on its mirror',
        because: 'a linear classifier is right on -x with -y wherever it is right on x with y',
        forAll: changed('inputs and labels negated', { mirror: 'example' }),
      },
      'inputs negated': {
        breaks: 'the signal alone errs on neither',
        because: 'the mirror then has another law, in which no classifier of S is right',
        forAll: changed('inputs negated', { mirror: 'input' }),
      },
    },
    mustHold: {
      'inputs negated, without the signal': {
        keeps: ['right on the sample, wrong on its mirror'],
        because: 'the classifier alone does not tell this mirror from the right one',
        forAll: changed('inputs negated', { mirror: 'input' }),
      },
    },
  },

  dial: {
    of: 'energy',
    grid: [2, 3.5, 4, 5, 8],
    at: (energy) => ({ forAll: changed(`energy ${energy}`, { energy }) }),
    part: 'right on the sample, wrong on its mirror',
    measured: {
      value: 'mirrored',
      where: ({ task, trained }) => ({ mirrored: countedError(trained.sample, task.mirrored) }),
      tex: { mirrored: "\\varepsilon_{S'}" },
    },
    curve: {
      value: 'law',
      where: ({ theory }) => ({ law: theory.value.mirrored }),
      tex: { law: '\\mathbb E\\,\\Phi\\left(\\tfrac{(ec/D-4)D}{e\\sqrt{(m-1)c}}\\right)' },
    },
  },

  table: {
    ...whichVoids,
    where: ({ task, trained }) => ({ 'none: one step of gradient descent': errors(trained.sample, task) }),
  },
});
