/**
 * A wide ReLU network trained in the kernel regime on two concentric spheres.
 *
 * 1. The label is the radius; the directions are noise. The interpolating kernel predictor learns the radius well enough to
 *    be right on most fresh inputs, by adding up small contributions of all samples.
 * 2. At a trained direction its own sample's contribution dominates: moved to the other sphere, where the label is the
 *    other one, it is still given the old label.
 * 3. The moved samples S' have the law of S, so any uniform bound is at least error(S') - error(fresh).
 */
import { claim, forMost, on } from 'claimcheck';
import { tangentKernel } from 'claimcheck/models/tangent-kernel';
import { countedError } from 'claimcheck/properties/signal-noise';
import { freshOnSpheres, spheres, swappedSpheres, type Spheres } from 'claimcheck/tasks/spheres';

const interpolating = tangentKernel({ penalty: 1e-8 });
/** The task as the run saw it. */
const seen = ({ task, run, runs }: { task: Spheres; run: object; runs: { mirror: object } }) =>
  run === runs.mirror ? swappedSpheres(task) : task;

export default claim({
  title: 'Uniform convergence fails for a kernel machine',
  statement:
    'On two concentric spheres of radii 1 and 1.1 the interpolating predictor with the tangent kernel of a wide ReLU net errs ' +
    'on at most 35% of fresh inputs and on at least 95% of the mirrored sample, which has the law of the sample; trained ' +
    'on the mirrored sample it does as well.',
  ours: ['T12'],
  sources: {
    nagarajan2019uniform: 'section 3.2, the hypersphere: there a trained two-layer network',
    chizat2019lazy: 'the kernel limit',
  },
  scope:
    'A kernel, not a trained network of finite width, and a window of sample sizes at a fixed dimension: with fewer ' +
    'samples nothing is learned, with many more the effect ends. Larger instances are sharper (d = 50, m = 800: ' +
    'errors of .04 and .99 on one draw), but each of some hundred tasks would cost 19 times as much, and d = 15, m = ' +
    '300 shows both on most of them.',
  premises: {
    'the spheres can be told apart only by their radii': 'radii 1 and 1.3',
    'the radii differ': 'equal radii',
    'training interpolates': 'large penalty',
  },
  needs: ['tangent-kernel'],

  forAll: spheres('two close spheres', 300, 15, 1.1),
  train: { sample: interpolating, mirror: on(swappedSpheres, interpolating) },
  symbols: {
    fresh: ['\\varepsilon', ({ task, run, streams }) => countedError(run, freshOnSpheres(task, streams.eval(), 100))],
    train: ['\\varepsilon_S', (about) => countedError(about.run, seen(about))],
    mirrored: ["\\varepsilon_{S'}", (about) => countedError(about.run, seen(about).mirrored)],
  },
  parts: {
    'right on most fresh inputs': {
      holds: 'fresh <= 0.35',
      of: 'each',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'equal radii': { because: 'the labels are then coin flips', forAll: spheres('one sphere', 300, 15, 1) },
        'large penalty': {
          because: 'a penalty of 10 shrinks what was learned of the radius, and keeps the mirrored sample wrong',
          train: { sample: tangentKernel({ penalty: 10 }) },
        },
      },
    },
    'right on the sample, wrong on its mirror': {
      holds: 'mirrored - train >= 0.95',
      of: 'each',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'radii 1 and 1.3': {
          because: 'with radii far apart 300 samples are beyond the window: the radius is learned at the samples too',
          forAll: spheres('two distant spheres', 300, 15, 1.3),
        },
      },
    },
  },
  dial: {
    turns: 'outer radius',
    grid: [1, 1.05, 1.1, 1.2, 1.3],
    at: (outer) => ({ forAll: spheres(`two spheres, the outer of radius ${outer}`, 300, 15, outer) }),
    part: 'right on the sample, wrong on its mirror',
    of: 'sample',
    // What no uniform bound can be below.
    measured: 'mirrored - fresh',
  },
});
