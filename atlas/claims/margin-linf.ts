/** The separator of largest margin min_i y_i x_i.b / |b| in Linf. Sign descent tends to it, and a linear program finds it. */
import { ask, claim, on, type About } from 'claimcheck';
import { marginOf, maxMargin, type MarginNorm } from 'claimcheck/oracles/max-margin';
import { separable, type Separable } from 'claimcheck/tasks/separable';
import { asked, drawn, instead, most } from '../column.js';
import { solve } from '../models/solver.js';

const negated = ({ X, y }: Separable) => ({ X, y: y.map((label, i) => (i === 0 ? -label : label)) });
const norm: MarginNorm = 'Linf';

export default claim({
  title: 'Largest Linf margin',
  statement:
    'The implementation ends at a separator with at least .96 of the largest Linf margin, on all but a tenth of the tasks.',
  ours: ['T8'],
  sources: { gunasekar2018characterizing: 'Theorem 5 (sign descent)' },
  scope:
    'Separable points in four times as many dimensions, without an intercept, at the settings that the row states.',
  premises: {
    'the margin is that of this norm': 'largest L2 margin of ours',
    'what is found has a margin': 'another labelling of ours',
  },
  needs: ['linear', 'parameters'],

  forAll: drawn(separable),
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
        'largest L2 margin of ours': {
          because: 'the direction of another norm',
          train: instead(solve({ find: 'separator', norm: 'L2', settings: 'tight' })),
        },
        'another labelling of ours': {
          because: 'the first label is negated',
          train: instead(on(negated, solve({ find: 'separator', norm, settings: 'tight' }))),
        },
      },
    },
    tight: {
      of: 'tight',
      holds: '1 - margin / largest <= 0.04',
      accept: most,
      unless: {
        'largest L1 margin of ours': {
          because: 'the direction of another norm',
          train: instead(solve({ find: 'separator', norm: 'L1', settings: 'tight' })),
        },
      },
    },
  },
});
