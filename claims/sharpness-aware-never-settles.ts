/**
 * Sharpness-aware minimization, w <- w - eta grad L(w + rho g / |g|) with g = grad L(w), near an interpolant whose Hessian H has the
 * largest eigenvalue S, 0 < eta S < 2.
 *
 * 1. There grad L(w + e) = H e, so that a step is e <- e - eta H (e + rho H e / |H e|).
 * 2. Along the top eigenvector that is e <- (1 - eta S) e - eta S rho sign(e), which has the cycle e, -e of
 *    |e| = eta S rho / (2 - eta S), and comes to it; along the others errors fall behind.
 * 3. So the loss stays at S e^2 / 2 and the residual proportional to rho: there is no interpolant at any fixed radius.
 */
import { along, claim, faulty, forMost, scalesAs, type Of } from 'claimcheck';
import { aware, type AwareRule } from 'claimcheck/models/sharpness-aware';
import { productCurvature } from 'claimcheck/oracles/product-curvature';
import { noiselessRegression } from 'claimcheck/tasks/gaussian-regression';
import type { Sample } from 'claimcheck/tasks/sample';

const RADIUS = 0.004;
const radii = [0.0005, 0.001, 0.002, 0.004, 0.008];
/** From an interpolant that small steps reach, eta S = .7 there. */
const run = (rule: Partial<AwareRule> = {}) =>
  aware({ spread: 0.7, first: 1e-6, rate: 0.35, ofFlow: true, radius: RADIUS, late: 100, steps: 300, ...rule });

type Runs = { readonly own: Of<typeof aware> };
const question = ({ task: { X, y }, runs: { own } }: { readonly task: Sample; readonly runs: Runs }) => ({
  ...{ X, y, u: own.u, v: own.v },
});

export default claim({
  title: 'Sharpness-aware minimization never settles',
  statement:
    'At a fixed radius rho, full-batch sharpness-aware minimization comes to a cycle about an interpolant, on which the loss ' +
    'is S e^2 / 2 with e = eta S rho / (2 - eta S), S the sharpness where it is, within 5% on nine tasks in ten: its residual ' +
    'is proportional to rho.',
  ours: ['T8', 'T16'],
  sequel: true,
  sources: {
    foret2021sharpness: 'the step',
    bartlett2023dynamics:
      'the abstract: on a quadratic, a cycle between both sides of the minimum along the largest curvature',
  },
  scope:
    'A product of two vectors on two equations, eta S = .7 and radii of at most .008, from an interpolant that small steps ' +
    'reach; 300 steps. At larger radii the cycle moves on to flatter interpolants, which the dial shows: the law is then one ' +
    'of where it is. Where training stops and the radius is taken away plain descent interpolates.',
  premises: {
    'the radius is fixed': 'no radius',
    'every step sees all equations': 'single equations',
    'the cycle is reached': 'five steps',
    'S is the sharpness where it is': 'S off by 10%',
  },
  needs: ['parameters', 'float64'],

  forAll: noiselessRegression('noiseless regression, 2 x 6', { n: 2, p: 6 }, 1),
  train: { own: run(), radii: along(radii, (radius) => run({ radius })) },
  theory: { at: [productCurvature, question] },
  symbols: {
    loss: ['L', ({ runs }) => runs.own.late],
    S: ['S', ({ theory }) => theory.at.largest],
    eta: ['\\eta', ({ runs }) => runs.own.rate],
    rho: ['\\rho', ({ runs }) => runs.own.rule.radius!],
    residual: ['\\sqrt{2L}', ({ run }) => Math.sqrt(2 * run.late)],
  },
  parts: {
    'the loss is that of the cycle': {
      holds: 'abs(loss / (S / 2 * (eta * S * rho / (2 - eta * S)) ^ 2) - 1) <= 0.05',
      of: 'own',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'single equations': {
          because: 'each equation has a direction of its own, and its own radius',
          train: { own: run({ single: true }) },
        },
        'five steps': {
          because: 'errors along other directions are still there',
          train: { own: run({ steps: 5, late: 2 }) },
        },
        'S off by 10%': {
          because: 'the loss is of third order in S, and more',
          theory: { at: [faulty(productCurvature, 'scale off by 10%'), question] },
        },
      },
    },
    'the residual is proportional to the radius': {
      holds: 'residual',
      of: 'radii',
      accept: scalesAs({ exponent: 1, within: 0.05, sizes: radii, acknowledged: true }),
      unless: {
        'no radius': {
          because: 'plain descent goes on to the interpolant at every place',
          train: { radii: along(radii, () => run({ radius: 0, steps: 100 })) },
        },
      },
    },
  },
  dial: {
    turns: 'rho',
    part: 'the loss is that of the cycle',
    of: 'own',
    grid: [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1],
    at: (radius) => ({ train: { own: run({ radius }) } }),
    measured: 'loss',
    curve: { prediction: 'S / 2 * (eta * S * rho / (2 - eta * S)) ^ 2' },
  },
});
