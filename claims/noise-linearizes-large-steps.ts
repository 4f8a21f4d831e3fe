/**
 * A two-layer ReLU network with noisy hidden weights on z (label -1) and z +- zeta (label +1), zeta short and orthogonal to z.
 *
 * 1. Only neurons whose kink lies between the points tell them apart: a share of order r = |zeta|/|z|.
 * 2. Gradient noise moves every neuron by sqrt(eta lambda) per step, so over the memory 1/(eta lambda) of the weights a large step
 *    carries each of them across: what one kink learns is spread over all, and only the linear part adds up.
 * 3. A step ten times smaller has noise ten times smaller and so a hundredth of the variance: neurons stay, and kinks are learnt.
 */
import { claim, forMost, type Trained } from 'claimcheck';
import type { Phase, TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { threePoints, threePointsOnARay, type ThreePoints } from 'claimcheck/tasks/three-points';

const WIDTH = 2000;
const BETA = 0.5;
const LARGE = 1;
const SMALL = 0.1;

type Noise = (eta: number, large: number) => number;
const gradientNoise: Noise = (eta, large) => eta / large;
const langevin: Noise = (eta, large) => Math.sqrt(eta / large);

/** Steps and decay of size eta in function space, in units of |z|^2 / 25, with noise whose stationary variance is 1 at LARGE. */
const phase = (eta: number, steps: number, scaled: Noise | 'none', { lambda, size }: ThreePoints): Phase => {
  const unit = 25 / (size * size);
  return {
    loss: 'logistic',
    rate: (eta * unit) / (BETA * BETA),
    ...(scaled !== 'none' && {
      decay: lambda * BETA * BETA,
      weightNoise: Math.sqrt(2 * LARGE * unit * lambda) * scaled(eta, LARGE),
    }),
    steps,
    averaged: steps / 2,
  };
};
const start = {
  width: WIDTH,
  activation: 'relu',
  spread: { W: 1, a: BETA / Math.sqrt(WIDTH) },
  signs: true,
  trained: { W: true, a: false },
} as const;
const small = (scaled: Noise | 'none', eta = SMALL) =>
  ['two-layer-network', (task: ThreePoints): TwoLayerRule => ({ ...start, ...phase(eta, 300, scaled, task) })] as const;
const annealed = (scaled: Noise | 'none') =>
  [
    'two-layer-network',
    (task: ThreePoints): TwoLayerRule => ({
      ...start,
      ...phase(LARGE, 240, scaled, task),
      then: [phase(SMALL, 300, scaled, task)],
    }),
  ] as const;

/** |g(z + zeta) + g(z - zeta) - 2 g(z)| of the k-th averaged outputs. */
const bend = ({ parameters }: Trained, k = 0) => {
  const g = parameters.averages!;
  return Math.abs(g[4 * k + 2]! + g[4 * k + 3]! - 2 * g[4 * k]!);
};
const bends = ({ trained }: { trained: Record<'small' | 'annealed', Trained> }) => ({
  large: bend(trained.annealed),
  small: bend(trained.small),
  after: bend(trained.annealed, 1),
});
const tex = {
  large: '|\\Delta^2\\overline g|_{\\eta=1}',
  small: '|\\Delta^2\\overline g|_{\\eta=.1}',
  after: '|\\Delta^2\\overline g|_{1\\to .1}',
};

export default claim({
  title: 'Noise linearizes large steps',
  statement:
    'On three points that no linear function separates, a two-layer ReLU network under gradient noise, averaged over time, ' +
    'bends less than half as much at large steps as at steps ten times smaller, and as after the large step is reduced.',
  talk: ['T3', 'T4'],
  marking: 'says',
  sources: [
    {
      key: 'li2019towards',
      where: 'the mechanism (noise, and a second component z, z +- zeta); derived here for three points',
    },
  ],
  scope:
    'Not that the network is linear: about three quarters of the bend are suppressed. Width 2000 in two dimensions; Gaussian ' +
    'noise that scales with the step as gradient noise does. Nothing is said of generalization.',
  premises: {
    'weights are noisy': { how: 'by construction', control: 'frozen noise' },
    'the noise scales with the step': { how: 'by construction', control: 'Langevin noise' },
    'zeta is orthogonal to z': { how: 'by construction', control: 'points on a ray' },
    'steps differ': { how: 'by construction', control: 'the same step twice' },
  },
  needs: ['parameters'],

  forAll: threePoints,
  train: { small: small(gradientNoise), annealed: annealed(gradientNoise) },
  parts: {
    'large steps bend less than small ones': {
      holds: 'large <= 0.5 * small',
      where: bends,
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'large steps bend less than reduced ones': {
      holds: 'large <= 0.5 * after',
      where: bends,
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'small steps bend': {
      holds: 'small >= 0.15',
      where: bends,
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
  },

  controls: {
    mustFail: {
      'frozen noise': {
        breaks: 'large steps bend less than small ones',
        because: 'neurons that do not move learn their kinks at every step size',
        train: { small: small('none'), annealed: annealed('none') },
      },
      'Langevin noise': {
        breaks: 'large steps bend less than small ones',
        because: 'noise that falls as the root of the step makes one process of both steps, in the time eta t',
        train: { small: small(langevin), annealed: annealed(langevin) },
      },
      'the same step twice': {
        breaks: 'large steps bend less than small ones',
        because: 'the large step in the place of the small one',
        train: { small: small(gradientNoise, LARGE) },
      },
      'points on a ray': {
        breaks: 'small steps bend',
        because: 'zeta along z: a network without biases is linear on a ray',
        forAll: threePointsOnARay,
      },
    },
  },

  dial: {
    of: 'eta',
    axis: 'log',
    grid: [0.03, 0.1, 0.3, 0.6, 1],
    at: (eta) => ({ train: { small: small(gradientNoise, eta) } }),
    part: 'large steps bend less than small ones',
    measured: { value: 'small', where: bends, tex: { small: '|\\Delta^2\\overline g|_{\\eta}' } },
  },
});
