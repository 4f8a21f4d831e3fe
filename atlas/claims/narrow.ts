/** The separator of largest margin min_i y_i x_i.b / |b| in L2. Descent on a loss with an exponential tail ends in its direction, like 1 / log T. */
import { ask, claim, type About } from 'claimcheck';
import { ridge } from 'claimcheck/models/ridge';
import { marginOf, maxMargin, type MarginNorm } from 'claimcheck/oracles/max-margin';
import type { Separable } from 'claimcheck/tasks/separable';
import { asked, drawn, instead, most } from '../column.js';
import { narrow } from '../tasks/narrow.js';

const norm: MarginNorm = 'L2';

export default claim({
  title: 'Largest L2 margin, narrow',
  statement:
    'The implementation ends at a separator with at least .96 of the largest L2 margin, on all but a tenth of the tasks.',
  ours: ['T8'],
  sources: { soudry2018implicit: 'Theorem 3' },
  scope: 'Twenty points in five dimensions, on both sides of a plane through 0, at the settings that the row states.',
  premises: {
    'the nearest points decide': 'least squares of ours',
    'training goes on long after separation': 'one gradient step of ours',
  },
  needs: ['linear', 'parameters'],

  forAll: drawn(narrow),
  train: asked({ find: 'separator', norm }),
  theory: { largest: ask(maxMargin, ({ task }: About<Separable>) => ({ ...task, norm })) },
  symbols: {
    margin: ['\\gamma(\\hat\\beta)', ({ task, run }) => marginOf(task, run.beta, norm)],
    largest: ['\\gamma^\\ast', ({ theory }) => theory.largest.margin],
  },
  parts: {
    default: {
      of: 'default',
      holds: '1 - margin / largest <= 0.04',
      accept: most,
      unless: {
        'least squares of ours': { because: 'it counts points that are far from the plane', train: instead(ridge(0)) },
      },
    },
    tight: {
      of: 'tight',
      holds: '1 - margin / largest <= 0.04',
      accept: most,
      unless: {
        'one gradient step of ours': { because: 'the mean of y x is no separator', train: instead(ridge(1e6)) },
      },
    },
  },
});
