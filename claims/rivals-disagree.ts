/**
 * Two geometries, one regression with room to choose.
 *
 * 1. Each algorithm converges to the minimizer of its own measure (each-algorithm-its-own-measure).
 * 2. Two strictly convex measures have the same minimizer over interpolants only where X'nu and X'mu map to one point.
 * 3. For d >= 2n and generic X that does not happen: in the rival's measure the trained interpolant is far from least.
 */
import { ask, claim, forMost } from 'claimcheck';
import { descent, type LinearRule } from 'claimcheck/models/linear-model';
import { complexity } from 'claimcheck/oracles/complexity';
import { preferred } from 'claimcheck/oracles/preferred';
import { fixing } from 'claimcheck/tasks/fixing';
import {
  rivalRegression,
  selfRivalRegression,
  squareRivalRegression,
  type PreferringRegression,
} from 'claimcheck/tasks/preferences';

const train = (rule: Partial<LinearRule>) =>
  ['linear-model', ({ geometry }: PreferringRegression) => descent(geometry, rule)] as const;

export default claim({
  title: 'Rival measures disagree on the same task',
  statement:
    'On the same regression the interpolant that one algorithm selects is at least 1% above the minimum of the measure ' +
    'that a rival algorithm minimizes.',
  talk: ['T8'],
  marking: 'implies',
  sources: [{ key: 'gunasekar2018characterizing', where: 'section 2: different geometries, different limits' }],
  scope:
    'The rival of gradient descent is the L1 norm, that of all others the L2 norm; p at most 1.4 and alpha at most 0.16. ' +
    'Closer rivals (Q_0.3 and L2, say) can agree to a tenth of a percent.',
  premises: {
    'there are many interpolants': { how: 'by construction', control: 'n = d' },
    'the rival is another measure': { how: 'by construction', control: 'the same algorithm twice' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: rivalRegression,
  train: train({}),
  theory: ask(preferred, ({ task }: { task: PreferringRegression }) => ({ ...task, preference: task.rival })),
  parts: {
    'the rival measure is not least': {
      holds: 'measure / least >= 1.01',
      where: ({ task, trained, theory }) => ({
        measure: complexity(task.rival)(trained.parameters.beta!),
        least: { value: theory.value.complexity, error: theory.error },
      }),
      tex: { measure: 'C_{\\mathrm{rival}}(\\hat\\beta)', least: '\\min_{X\\beta=y}C_{\\mathrm{rival}}(\\beta)' },
      accept: forMost({ allBut: 0.1 }),
    },
  },

  controls: {
    mustFail: {
      'n = d': {
        breaks: 'the rival measure is not least',
        because: 'there is one interpolant, which is least in every measure',
        forAll: squareRivalRegression,
      },
      'the same algorithm twice': {
        breaks: 'the rival measure is not least',
        because: 'the rival of each algorithm is its own measure',
        forAll: selfRivalRegression,
      },
    },
    mustHold: {
      'heavy ball': { because: 'momentum keeps the limit', train: train({ momentum: 0.3 }) },
      'equations weighted': { because: 'weights of the equations keep the limit', train: train({ weighted: true }) },
    },
  },

  dial: {
    of: 'p',
    grid: [1.2, 1.4, 1.6, 1.8, 2],
    at: (p) => ({
      forAll: fixing(rivalRegression, { geometry: { kind: 'p-norm', p }, rival: { kind: 'euclidean' } }),
    }),
    measured: {
      value: 'measure / least - 1',
      where: ({ task, trained, theory }) => ({
        measure: complexity(task.rival)(trained.parameters.beta!),
        least: theory.value.complexity,
      }),
      tex: { measure: 'C_{\\mathrm{rival}}(\\hat\\beta_p)', least: '\\min C_{\\mathrm{rival}}' },
    },
  },
});
