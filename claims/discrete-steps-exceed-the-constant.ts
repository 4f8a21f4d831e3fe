/**
 * Gradient descent with steps eta, k of them, beside ridge with the penalty 1 / (eta k). z = eta s at an eigenvalue s.
 *
 * 1. Variance: descent has (1 - (1 - z)^k)^2, ridge (z k / (1 + z k))^2; at z = 1, k = 1 the ratio is 4.
 * 2. (1 - z)^k < e^(-z k), so without a truth descent always has more variance than the flow at t = eta k: the ratio
 *    exceeds the flow's constant c = 1.6859 for every z near its maximum.
 * 3. log(1 - z) = -z - z^2/2 - ...: the excess over c is of first order in z, and at most 0.7 z for z <= 0.1.
 */
import { ask, claim, on, type Of } from 'claimcheck';
import * as filtered from 'claimcheck/models/filtered-descent';
import { earlyStopping } from 'claimcheck/oracles/early-stopping';
import { operatorRisk } from 'claimcheck/properties/operator-risk';
import { atSharpTime, estimation, type Estimation } from 'claimcheck/tasks/spectra';

// No truth, equal eigenvalues 1: eta s is the rate.
const descent = (rate: number, steps: number) => on(atSharpTime, filtered.descent({ rate, steps }));
const ridge = (penalty: number) => on(atSharpTime, filtered.ridge(penalty));
const flow = (time: number) => on(atSharpTime, filtered.flow(time));
const risk = (run: Of<typeof flow>, task: Estimation) => operatorRisk(run.operator, atSharpTime(task));

/** The number of steps at which eta s k is where the flow's ratio is largest, nearly. */
const turns = (step: number) => Math.floor(1.7932821329 / step + 0.5);
const [tenth, thirtieth] = [0.1, 1 / 30];
const small = [tenth, thirtieth];
const stopping = (step: number) => ask(earlyStopping, () => step);
const size = (step: number) => (step === tenth ? 'tenth' : step === thirtieth ? 'thirtieth' : 'one');

export default claim({
  title: 'Discrete steps exceed the constant of early stopping',
  statement:
    'Gradient descent with steps of finite size can have 4 times the risk of the matched ridge regression (eta s = 1, one ' +
    'step), beyond the 1.6859 of gradient flow; for eta s <= 0.1 it exceeds that constant by at most 0.7 eta s, and does so.',
  ours: ['T15'],
  sources: { ali2019continuous: 'Theorem 1, for gradient flow; the discrete constants are derived in this file' },
  scope:
    'The worst case (no truth, equal eigenvalues); over designs at random the ratio is smaller. It limits the ' +
    'theorem on gradient flow and our early-stopping-is-ridge; the talk names no constant.',
  premises: {
    'steps are finite': 'gradient flow',
    'the step is as large as the largest eigenvalue allows': 'small steps',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: estimation,
  train: {
    one: descent(1, 1),
    'beside one': ridge(1),
    tenth: descent(tenth, turns(tenth)),
    'beside tenth': ridge(1 / (tenth * turns(tenth))),
    thirtieth: descent(thirtieth, turns(thirtieth)),
    'beside thirtieth': ridge(1 / (thirtieth * turns(thirtieth))),
  },
  theory: { flow: stopping(0), one: stopping(1), tenth: stopping(tenth), thirtieth: stopping(thirtieth) },
  symbols: {
    descent: ['R(b_k)', ({ task, runs, at }) => risk(runs[size(at)], task)],
    ridge: ['R(b_{1/\\eta k})', ({ task, runs, at }) => risk(runs[`beside ${size(at)}`], task)],
    constant: ['c', ({ theory }) => theory.flow.constant],
    limit: ['c', ({ theory }) => theory.flow.value.constant],
    supremum: ['\\sup_k', ({ theory, at }) => theory[size(at)].descent],
    step: ['\\eta s', ({ at }) => at],
  },
  parts: {
    'one full step has four times the risk': {
      holds: 'abs(descent / ridge / 4 - 1) <= 1e-9',
      over: [1],
      unless: { 'small steps': { because: 'a hundred steps of 0.01 have not', train: { one: descent(0.01, 100) } } },
    },
    'small steps exceed the constant': {
      holds: 'descent / ridge - constant >= 0.3 * step',
      over: small,
      unless: {
        'gradient flow': { because: 'it stays at the constant', train: { tenth: flow(tenth * turns(tenth)) } },
      },
    },
    'by at most 0.7 of the step': {
      holds: 'max(descent / ridge, supremum) - limit <= 0.7 * step',
      over: small,
      unless: {
        'steps of one half': {
          because: 'steps of one half exceed it by more than 0.7 of a tenth',
          train: { tenth: descent(0.5, 4), 'beside tenth': ridge(1 / 2) },
        },
      },
    },
  },
  dial: {
    turns: 'eta s',
    grid: [0.01, 0.03, 0.1, 0.3, 1],
    at: (step) => ({ train: { one: descent(step, turns(step)), 'beside one': ridge(1 / (step * turns(step))) } }),
    over: [1],
    measured: 'descent / ridge',
    curve: { rival: 'constant' },
  },
});
