/** |u_j|^2 + |v_j|^2 >= 2 |u_j v_j|: weight decay on both factors of b = u v is the lasso, for whoever ends at a minimum. */
import { claim } from 'claimcheck';
import { decayed } from 'claimcheck/models/product-network';
import { lasso, lassoObjective } from 'claimcheck/oracles/lasso';
import { decayedRegression, type DecayedRegression } from 'claimcheck/tasks/factored';
import { asked, drawn, instead, most } from '../column.js';

export default claim({
  title: 'Weight decay on factors',
  statement:
    "The implementation, with its own weight decay on the factors of b = u v, attains the lasso's minimum to 0.1%, on all but a tenth of the tasks.",
  ours: ['T15'],
  sources: { hoff2017lasso: 'the abstract' },
  scope: 'Decays from a tenth to a half of the strength that leaves nothing, at the settings that the row states.',
  premises: {
    'the decay is in the gradient': 'decoupled decay of ours',
    'training reaches a stationary point': 'early stop of ours',
  },
  needs: ['linear', 'parameters'],

  forAll: drawn(decayedRegression),
  train: asked<DecayedRegression>(({ lambda }) => ({ find: 'factors', penalty: lambda })),
  theory: { lasso },
  symbols: {
    objective: ['F(\\hat\\beta)', ({ task, run }) => lassoObjective(task, run.beta)],
    minimum: ['\\min F', ({ theory }) => theory.lasso.objective],
  },
  parts: {
    default: {
      of: 'default',
      holds: 'objective / minimum - 1 <= 1e-3',
      accept: most,
      unless: {
        'decoupled decay of ours': {
          because: 'a decay beside the normalized step weighs every coordinate differently',
          train: instead(
            decayed(({ lambda }: DecayedRegression) => ({
              lambda,
              optimizer: 'adam',
              rate: 1e-2,
              decoupled: true,
              gradient: undefined,
              steps: 5000,
            })),
          ),
        },
      },
    },
    tight: {
      of: 'tight',
      holds: 'objective / minimum - 1 <= 1e-3',
      accept: most,
      unless: {
        'early stop of ours': {
          because: 'a gradient of .1 is not stationary',
          train: instead(decayed(({ lambda }: DecayedRegression) => ({ lambda, gradient: 0.1 }))),
        },
      },
    },
  },
});
