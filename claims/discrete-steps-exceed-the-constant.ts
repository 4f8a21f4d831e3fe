/**
 * Gradient descent with steps eta, k of them, beside ridge with the penalty 1 / (eta k). z = eta s at an eigenvalue s.
 *
 * 1. Variance: descent has (1 - (1 - z)^k)^2, ridge (z k / (1 + z k))^2; at z = 1, k = 1 the ratio is 4.
 * 2. (1 - z)^k < e^(-z k), so without a truth descent always has more variance than the flow at t = eta k: the ratio
 *    exceeds the flow's constant c = 1.6859 for every z near its maximum.
 * 3. log(1 - z) = -z - z^2/2 - ...: the excess over c is of first order in z, and at most 0.7 z for z <= 0.1.
 */
import { always, ask, claim } from 'claimcheck';
import { earlyStopping } from 'claimcheck/oracles/early-stopping';
import { operatorRisk } from 'claimcheck/properties/operator-risk';
import { atSharpTime, estimation, type Estimation } from 'claimcheck/tasks/spectra';

const steps = { one: 1, tenth: 0.1, thirtieth: 1 / 30 } as const;
/** The number of steps at which eta s k is where the flow's ratio is largest, nearly. */
const turns = (step: number) => Math.floor(1.7932821329 / step + 0.5);
/** No truth, equal eigenvalues 1: eta s is the rate. */
const descent = (rate: number, k: number) =>
  ['filtered-descent', { kind: 'descent', rate, steps: k } as const, atSharpTime] as const;
const ridge = (penalty: number) => ['filtered-descent', { kind: 'ridge', penalty } as const, atSharpTime] as const;
const flow = (time: number) => ['filtered-descent', { kind: 'flow', time } as const, atSharpTime] as const;

const runs = {
  'one step': descent(steps.one, 1),
  'one ridge': ridge(1),
  'tenth steps': descent(steps.tenth, turns(steps.tenth)),
  'tenth ridge': ridge(1 / (steps.tenth * turns(steps.tenth))),
  'thirtieth steps': descent(steps.thirtieth, turns(steps.thirtieth)),
  'thirtieth ridge': ridge(1 / (steps.thirtieth * turns(steps.thirtieth))),
};

type Run = { readonly parameters: Readonly<Record<string, Float64Array>> };
const ratio = (task: Estimation, found: Run, beside: Run) =>
  operatorRisk(found.parameters['operator']!, atSharpTime(task)) /
  operatorRisk(beside.parameters['operator']!, atSharpTime(task));

const oracle = (step: number) => ask(earlyStopping, () => step);
const tex = { ratio: 'R(b_k)/R(b_{1/\\eta k})', constant: 'c', step: '\\eta s' };

export default claim({
  title: 'Discrete steps exceed the constant of early stopping',
  statement:
    'Gradient descent with steps of finite size can have 4 times the risk of the matched ridge regression (eta s = 1, one ' +
    'step), beyond the 1.6859 of gradient flow; for eta s <= 0.1 it exceeds that constant by at most 0.7 eta s, and does so.',
  talk: ['T15'],
  marking: 'ours',
  finding: true,
  sources: [
    {
      key: 'ali2019continuous',
      where: 'Theorem 1, for gradient flow; the discrete constants are derived in this file',
    },
  ],
  scope: 'The worst case (no truth, equal eigenvalues); over designs at random the ratio is smaller.',
  premises: {
    'steps are finite': { how: 'by construction', control: 'gradient flow' },
    'the step is as large as the largest eigenvalue allows': { how: 'by construction', control: 'small steps' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: estimation,
  train: runs,
  theory: { flow: oracle(0), tenth: oracle(steps.tenth), thirtieth: oracle(steps.thirtieth) },
  parts: {
    'one full step has four times the risk': {
      holds: 'abs(ratio / 4 - 1) <= 1e-9',
      where: ({ task, trained }) => ({ ratio: ratio(task, trained['one step'], trained['one ridge']) }),
      tex,
      accept: always(),
    },
    'small steps exceed the constant': {
      holds: 'ratio - constant >= 0.3 * step',
      where: ({ task, trained, theory }) =>
        (['tenth', 'thirtieth'] as const).map((size) => ({
          ratio: ratio(task, trained[`${size} steps`], trained[`${size} ridge`]),
          constant: { value: theory.flow.value.constant, error: theory.flow.error },
          step: steps[size],
        })),
      tex,
      accept: always(),
    },
    'by at most 0.7 of the step': {
      holds: 'max(ratio, supremum) - constant <= 0.7 * step',
      where: ({ task, trained, theory }) =>
        (['tenth', 'thirtieth'] as const).map((size) => ({
          ratio: ratio(task, trained[`${size} steps`], trained[`${size} ridge`]),
          supremum: { value: theory[size].value.descent, error: theory[size].error },
          constant: theory.flow.value.constant,
          step: steps[size],
        })),
      tex: { ...tex, supremum: '\\sup_k' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'gradient flow': {
        breaks: 'small steps exceed the constant',
        because: 'the flow, in the place of the steps, stays at the constant',
        train: { 'tenth steps': flow(steps.tenth * turns(steps.tenth)) },
      },
      'small steps': {
        breaks: 'one full step has four times the risk',
        because: 'a hundred steps of 0.01 have not',
        train: { 'one step': descent(0.01, 100) },
      },
      'steps of one half': {
        breaks: 'by at most 0.7 of the step',
        because: 'steps of one half exceed it by more than 0.7 of a tenth',
        train: { 'tenth steps': descent(0.5, 4), 'tenth ridge': ridge(1 / 2) },
      },
    },
  },

  dial: {
    of: 'eta s',
    axis: 'log',
    grid: [0.01, 0.03, 0.1, 0.3, 1],
    at: (step) => ({
      train: { 'one step': descent(step, turns(step)), 'one ridge': ridge(1 / (step * turns(step))) },
    }),
    part: 'one full step has four times the risk',
    measured: {
      value: 'ratio',
      where: ({ task, trained }) => ({ ratio: ratio(task, trained['one step'], trained['one ridge']) }),
      tex,
    },
    curve: {
      value: 'constant',
      where: ({ theory }) => ({ constant: theory.flow.value.constant }),
      tex,
    },
  },
});
