/**
 * A wide ReLU network trained in the kernel regime on two concentric spheres.
 *
 * 1. The label is the radius; the directions are noise. The interpolating kernel predictor learns the radius well enough to
 *    be right on most fresh inputs, by adding up small contributions of all samples.
 * 2. At a trained direction its own sample's contribution dominates: moved to the other sphere, where the label is the
 *    other one, it is still given the old label.
 * 3. The moved samples S' have the law of S, so any uniform bound is at least error(S') - error(fresh).
 */
import { claim, forMost, type Trained } from 'claimcheck';
import { countedError } from 'claimcheck/properties/signal-noise';
import { freshOnSpheres, spheres, swappedSpheres } from 'claimcheck/tasks/spheres';

const kernel = (penalty: number) => ['tangent-kernel', { penalty }] as const;
const POINTS = 100;

export default claim({
  title: 'Uniform convergence fails for a kernel machine',
  statement:
    'On two concentric spheres of radii 1 and 1.1 the interpolating predictor with the tangent kernel of a wide ReLU net errs ' +
    'on at most 35% of fresh inputs and on at least 95% of the mirrored sample, which has the law of the sample; trained ' +
    'on the mirrored sample it does as well.',
  talk: ['T12'],
  marking: 'says',
  sources: [
    { key: 'nagarajan2019uniform', where: 'section 3.2, the hypersphere (there a trained network)' },
    { key: 'chizat2019lazy', where: 'the kernel limit' },
  ],
  scope:
    'A window of sample sizes at a fixed dimension (here d = 15, m = 300): with fewer samples nothing is learned, with many ' +
    'more the effect ends. A kernel, not a trained network of finite width.',
  premises: {
    'the spheres can be told apart only by their radii': { how: 'by construction', control: 'radii 1 and 1.3' },
    'the radii differ': { how: 'by construction', control: 'equal radii' },
    'training interpolates': { how: 'by construction', control: 'large penalty' },
  },
  needs: ['tangent-kernel'],

  forAll: spheres('two close spheres', 300, 15, 1.1),
  train: { sample: kernel(1e-8), mirror: ['tangent-kernel', { penalty: 1e-8 }, swappedSpheres] },
  parts: {
    'right on most fresh inputs': {
      holds: 'fresh <= 0.35',
      where: ({ task, trained, streams }) => {
        const points = freshOnSpheres(task, streams.eval(), POINTS);
        return Object.values(trained).map((run: Trained) => ({ fresh: countedError(run, points) }));
      },
      tex: { fresh: '\\varepsilon' },
      accept: forMost({ allBut: 0.2 }),
    },
    'right on the sample, wrong on its mirror': {
      holds: 'mirrored - train >= 0.95',
      where: ({ task, trained }) => [
        { mirrored: countedError(trained.sample, task.mirrored), train: countedError(trained.sample, task) },
        { mirrored: countedError(trained.mirror, task), train: countedError(trained.mirror, task.mirrored) },
      ],
      tex: { mirrored: "\\varepsilon_{S'}", train: '\\varepsilon_S' },
      accept: forMost({ allBut: 0.2 }),
    },
  },

  controls: {
    mustFail: {
      'radii 1 and 1.3': {
        breaks: 'right on the sample, wrong on its mirror',
        because: 'with radii far apart 300 samples are beyond the window: the radius is learned at the samples too',
        forAll: spheres('two distant spheres', 300, 15, 1.3),
      },
      'equal radii': {
        breaks: 'right on most fresh inputs',
        because: 'the labels are then coin flips',
        forAll: spheres('one sphere', 300, 15, 1),
      },
      'large penalty': {
        breaks: 'right on most fresh inputs',
        because: 'a penalty of 10 shrinks what was learned of the radius, and keeps the mirrored sample wrong',
        train: { sample: kernel(10) },
      },
    },
  },

  dial: {
    of: 'outer radius',
    grid: [1, 1.05, 1.1, 1.2, 1.3],
    at: (outer) => ({ forAll: spheres(`two spheres, the outer of radius ${outer}`, 300, 15, outer) }),
    part: 'right on the sample, wrong on its mirror',
    // What no uniform bound can be below.
    measured: {
      value: 'mirrored - fresh',
      where: ({ task, trained, streams }) => ({
        mirrored: countedError(trained.sample, task.mirrored),
        fresh: countedError(trained.sample, freshOnSpheres(task, streams.eval(), POINTS)),
      }),
      tex: { mirrored: "\\varepsilon_{S'}", fresh: '\\varepsilon' },
    },
  },
});
