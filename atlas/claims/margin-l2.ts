/** The separator of largest margin min_i y_i x_i.b / |b| in L2. Descent on a loss with an exponential tail ends in its direction, like 1 / log T. */
import { ask, claim, on, type About } from 'claimcheck';
import { marginOf, maxMargin, type MarginNorm } from 'claimcheck/oracles/max-margin';
import { separable, type Separable } from 'claimcheck/tasks/separable';
import { asked, drawn, instead, most } from '../column.js';
import { solve } from '../models/solver.js';

const negated = ({ X, y }: Separable) => ({ X, y: y.map((label, i) => (i === 0 ? -label : label)) });
const norm: MarginNorm = 'L2';

export default claim({
  title: 'Largest L2 margin',
  statement:
    'The implementation ends at a separator with at least .96 of the largest L2 margin, on all but a tenth of the tasks.',
  ours: ['T8'],
  sources: { soudry2018implicit: 'Theorem 3' },
  scope:
    'Separable points in four times as many dimensions, without an intercept, at the settings that the row states.',
  premises: {
    'the margin is that of this norm': 'largest L1 margin of ours',
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
        'largest L1 margin of ours': {
          because: 'the direction of another norm',
          train: instead(solve({ find: 'separator', norm: 'L1', settings: 'tight' })),
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
        'largest Linf margin of ours': {
          because: 'the direction of another norm',
          train: instead(solve({ find: 'separator', norm: 'Linf', settings: 'tight' })),
        },
      },
    },
  },
});
