/**
 * A two-layer ReLU network with noisy hidden weights on z (label -1) and z +- zeta (label +1), zeta short and orthogonal to z.
 *
 * 1. Only neurons whose kink lies between the points tell them apart: a share of order r = |zeta|/|z|.
 * 2. Gradient noise moves every neuron by sqrt(eta lambda) per step, so over the memory 1/(eta lambda) of the weights a large step
 *    carries each of them across: what one kink learns is spread over all, and only the linear part adds up.
 * 3. A step ten times smaller has noise ten times smaller and so a hundredth of the variance: neurons stay, and kinks are learnt.
 */
import { claim, forMost, type Of } from 'claimcheck';
import { twoLayer, type Phase, type Start } from 'claimcheck/models/two-layer-network';
import { threePoints, threePointsOnARay, type ThreePoints } from 'claimcheck/tasks/three-points';

const [WIDTH, BETA, LARGE, SMALL] = [2000, 0.5, 1, 0.1];
const spread = { W: 1, a: BETA / Math.sqrt(WIDTH) };
const start: Start = { width: WIDTH, activation: 'relu', spread, signs: true, trained: { W: true, a: false } };

/** How noise scales with the step. */
const noises = { gradient: (eta: number) => eta, Langevin: Math.sqrt, frozen: undefined };
type Noise = keyof typeof noises;

/** Steps and decay of size eta in function space, in units of |z|^2 / 25, with noise whose stationary variance is 1 at LARGE. */
const phase = (eta: number, steps: number, noise: Noise, { lambda, size }: ThreePoints): Phase => {
  const [unit, scaled] = [25 / (size * size), noises[noise]];
  return {
    loss: 'logistic',
    rate: (eta * unit) / (BETA * BETA),
    ...(scaled && { decay: lambda * BETA * BETA, weightNoise: Math.sqrt(2 * unit * lambda) * scaled(eta) }),
    steps,
    averaged: steps / 2,
  };
};
const runs = (noise: Noise = 'gradient', eta = SMALL) => {
  const by = (eta: number, steps: number, task: ThreePoints) => phase(eta, steps, noise, task);
  return {
    small: twoLayer((task: ThreePoints) => ({ ...start, ...by(eta, 300, task) })),
    annealed: twoLayer((task: ThreePoints) => ({ ...start, ...by(LARGE, 240, task), then: [by(SMALL, 300, task)] })),
  };
};

/** |g(z + zeta) + g(z - zeta) - 2 g(z)| of the outputs that the k-th phase averages. */
const bend = ({ averages: g }: Of<typeof twoLayer>, k = 0) => Math.abs(g[4 * k + 2]! + g[4 * k + 3]! - 2 * g[4 * k]!);

export default claim({
  title: 'Under noise, large steps bend the function less',
  statement:
    'On three points that no linear function separates, a two-layer ReLU network under gradient noise, averaged over ' +
    'time, bends less than half as much at large steps as at steps ten times smaller, and as after the large step is ' +
    'reduced.',
  implies: ['T3', 'T4'],
  sources: { li2019towards: 'the mechanism (noise, a second component z, z +- zeta); here for three points' },
  scope:
    'Less than the sentence of the talk, by which only linear functions can be represented: about three quarters of ' +
    'the bend are suppressed, and a quarter remains. Width 2000 in two dimensions; Gaussian noise that scales with ' +
    'the step as gradient noise does. Nothing is said of generalization.',
  premises: {
    'weights are noisy': 'frozen noise',
    'the noise scales with the step': 'Langevin noise',
    'zeta is orthogonal to z': 'points on a ray',
    'steps differ': 'the same step twice',
  },
  needs: ['parameters'],

  forAll: threePoints,
  train: runs(),
  symbols: {
    large: ['|\\Delta^2\\overline g|_{\\eta=1}', ({ runs }) => bend(runs.annealed)],
    small: ['|\\Delta^2\\overline g|_{\\eta=.1}', ({ runs }) => bend(runs.small)],
    after: ['|\\Delta^2\\overline g|_{1\\to .1}', ({ runs }) => bend(runs.annealed, 1)],
  },
  parts: {
    'large steps bend less than small ones': {
      holds: 'large <= 0.5 * small',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'frozen noise': { because: 'neurons that do not move learn their kinks at every step', train: runs('frozen') },
        'Langevin noise': { because: 'both steps are one process in the time eta t', train: runs('Langevin') },
        'the same step twice': { because: 'the large one in its place', train: runs('gradient', LARGE) },
      },
    },
    'large steps bend less than reduced ones': { holds: 'large <= 0.5 * after', accept: forMost({ allBut: 0.1 }) },
    'small steps bend': {
      holds: 'small >= 0.15',
      accept: forMost({ allBut: 0.1 }),
      unless: { 'points on a ray': { because: 'there a network without biases is linear', forAll: threePointsOnARay } },
    },
  },
  dial: {
    turns: 'eta',
    grid: [0.03, 0.1, 0.3, 0.6, 1],
    at: (eta) => ({ train: runs('gradient', eta) }),
    part: 'large steps bend less than small ones',
    measured: 'small',
  },
});
