/**
 * Two geometries, one regression with room to choose.
 *
 * 1. Each algorithm converges to the minimizer of its own measure (each-algorithm-its-own-measure).
 * 2. Two strictly convex measures have the same minimizer over interpolants only where X'nu and X'mu map to one point.
 * 3. For d >= 2n and generic X that does not happen: in the rival's measure the trained interpolant is far from least.
 */
import { claim, forMost } from 'claimcheck';
import { descent } from 'claimcheck/models/linear-model';
import { complexity } from 'claimcheck/oracles/complexity';
import { preferred } from 'claimcheck/oracles/preferred';
import { fixing } from 'claimcheck/tasks/fixing';
import type { PreferringRegression } from 'claimcheck/tasks/preferences';
import { rivalRegression, selfRivalRegression, squareRivalRegression } from 'claimcheck/tasks/preferences';

export default claim({
  title: 'Rival measures disagree on the same task',
  statement:
    'On the same regression the interpolant that one algorithm selects is at least 1% above the minimum of the measure ' +
    'that a rival algorithm minimizes.',
  implies: ['T8'],
  sources: { gunasekar2018characterizing: 'section 2: different geometries, different limits' },
  scope:
    'The rival of gradient descent is the L1 norm, that of all others the L2 norm; p at most 1.4 and alpha at most 0.16. ' +
    'Closer rivals (Q_0.3 and L2, say) can agree to a tenth of a percent.',
  premises: { 'there are many interpolants': 'n = d', 'the rival is another measure': 'the same algorithm twice' },
  needs: ['linear', 'parameters', 'float64'],

  forAll: rivalRegression,
  train: descent(({ geometry }: PreferringRegression) => ({ geometry })),
  theory: { rival: [preferred, ({ task }) => ({ ...task, preference: task.rival })] },
  symbols: {
    measure: ['C_{\\mathrm{rival}}(\\hat\\beta)', ({ task, run }) => complexity(task.rival)(run.beta)],
    least: ['\\min_{X\\beta=y}C_{\\mathrm{rival}}(\\beta)', ({ theory }) => theory.rival.complexity],
  },
  parts: {
    'the rival measure is not least': {
      holds: 'measure / least >= 1.01',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'n = d': { because: 'there is one interpolant, least in every measure', forAll: squareRivalRegression },
        'the same algorithm twice': {
          because: 'the rival of each algorithm is its own measure',
          forAll: selfRivalRegression,
        },
      },
    },
  },
  harmless: {
    'heavy ball': { because: 'momentum keeps the limit', rule: { momentum: 0.3 } },
    'equations weighted': { because: 'weights of the equations keep the limit', rule: { weighted: true } },
  },
  dial: {
    turns: 'p',
    grid: [1.2, 1.4, 1.6, 1.8, 2],
    at: (p) => ({ forAll: fixing(rivalRegression, { geometry: { kind: 'p-norm', p }, rival: { kind: 'euclidean' } }) }),
    measured: 'measure / least - 1',
  },
});
