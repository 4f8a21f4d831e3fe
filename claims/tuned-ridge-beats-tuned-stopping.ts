/**
 * Gradient flow stopped at time t beside ridge at its best penalty c = d sigma^2 / (n r^2), averaged over the noise and over
 * the direction of a truth of length r. At an eigenvalue z c, in units of r^2 / d:
 *
 * 1. Ridge has 1 / (1 + z), the least that any multiple of y can have there: no time is ahead of it.
 * 2. At t = 1/c the flow has e^-2z + (1 - e^-z)^2 / z. Its ratio to ridge is largest, 1.21466, at z = 3.2136.
 * 3. Both risks are sums over eigenvalues, so that this bounds their ratio on every design; equal eigenvalues attain it.
 */
import { along, claim, on } from 'claimcheck';
import { flow, ridge } from 'claimcheck/models/filtered-descent';
import { tunedStopping } from 'claimcheck/oracles/tuned-stopping';
import { operatorRisk } from 'claimcheck/properties/operator-risk';
import { roundRisk } from 'claimcheck/properties/round-risk';
import { atScales, bestPenalty, roundEstimation, unitsOf, type RoundEstimation } from 'claimcheck/tasks/round-spectra';

/** Times in units of 1/c. */
const times = [0.3, 0.6, 1];
const stopped = (t: number) => flow((task: RoundEstimation) => t / bestPenalty(task));
const penalized = (factor: number) => ridge((task: RoundEstimation) => factor * bestPenalty(task));
/** The same truth and noise where the flow is farthest behind. */
const sharp = atScales([3.2135635202]);

/** The error where the truth lies along the column of the largest eigenvalue. */
function alongLargest(operator: Float64Array, task: RoundEstimation): number {
  const z = unitsOf(task);
  const truth = Float64Array.from(z, (each) => (each === Math.max(...z) ? task.radius : 0));
  return operatorRisk(operator, { ...task, truth, sigma2: task.sigma * task.sigma, time: 0 });
}

export default claim({
  title: 'Tuned ridge is never behind tuned early stopping',
  statement:
    'Averaged over the direction of the truth, no time of gradient flow has less risk than ridge at its best penalty c, and ' +
    'at time 1/c it has at most 1.21466 times as much, for every design; this constant is attained.',
  ours: ['T15'],
  sequel: true,
  sources: {
    ali2019continuous: 'optimal tuning, 1 to 1.22 in the abstract; the sharp constant is derived in this file',
  },
  scope:
    'Least squares from 0 and the risk of estimation, averaged over the noise and over a uniform direction of the truth: for ' +
    'one truth the flow can be ahead, and early-stopping-is-ridge bounds each. A tuned time is nearer: ' +
    'two-times-are-nearly-ridge.',
  premises: {
    'the direction of the truth is uniform': 'the truth along the largest eigenvalue',
    'ridge has its best penalty': 'a fifth of the best penalty',
    'the time is 1/c': 'time 2/c',
    'the constant is that of time 1/c': 'time 1/(2c)',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: roundEstimation,
  train: {
    ridge: penalized(1),
    flow: along(times, stopped),
    'sharp ridge': on(sharp, penalized(1)),
    'sharp flow': on(sharp, stopped(1)),
  },
  theory: { flow: [tunedStopping, ({ task }) => ({ z: unitsOf(task) })] },
  symbols: {
    ridge: ['R(b_c)', ({ task, runs }) => roundRisk(runs.ridge.operator, task)],
    flow: ['R(b_t)', ({ task, runs, at }) => roundRisk(runs.flow.at(at).operator, task)],
    own: ['R(b_{1/c})', ({ task, runs }) => roundRisk(runs.flow.at(1).operator, task)],
    least: ['\\min_tR(b_t)/R(b_c)', ({ theory }) => theory.flow.least],
    sharpRidge: ['R^*(b_c)', ({ task, runs }) => roundRisk(runs['sharp ridge'].operator, sharp(task))],
    sharpFlow: ['R^*(b_{1/c})', ({ task, runs }) => roundRisk(runs['sharp flow'].operator, sharp(task))],
    constant: ['1.21466', ({ theory }) => theory.flow.matched],
  },
  parts: {
    'no time is ahead': {
      holds: 'min(flow / ridge, least) >= 1 - 1e-9',
      over: times,
      unless: {
        'the truth along the largest eigenvalue': {
          because: 'the flow that fits it as well takes less of the noise in all other directions',
          symbols: {
            ridge: ({ task, runs }) => alongLargest(runs.ridge.operator, task),
            flow: ({ task, runs, at }) => alongLargest(runs.flow.at(at).operator, task),
          },
        },
        'a fifth of the best penalty': {
          because: 'at another penalty ridge is not the best of all',
          train: { ridge: penalized(0.2) },
        },
      },
    },
    'at time 1/c it is within 1.21466': {
      holds: 'max(own / ridge, sharpFlow / sharpRidge) <= constant + 1e-9',
      unless: {
        'time 2/c': { because: 'twice the time has more variance', train: { 'sharp flow': on(sharp, stopped(2)) } },
      },
    },
    'and attains it': {
      holds: 'abs(sharpFlow / sharpRidge - constant) <= 1e-8',
      unless: {
        'time 1/(2c)': {
          because: 'at half the time it is nearer, at this scale',
          train: { 'sharp flow': on(sharp, stopped(0.5)) },
        },
      },
    },
  },
  dial: {
    turns: 'c t',
    part: 'and attains it',
    grid: [0.2, 0.45, 1, 2.5, 5],
    at: (time) => ({ train: { 'sharp flow': on(sharp, stopped(time)) } }),
    measured: 'sharpFlow / sharpRidge',
    curve: { bound: 'constant' },
  },
});
