/** A linear program: the least sum of |b_j| subject to X b = y. Descent does not solve it, unless its start or its steps are made so. */
import { claim } from 'claimcheck';
import { adam, descent } from 'claimcheck/models/linear-model';
import { norm1, norm2, subtract, times } from 'claimcheck/numerics/matrix';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { wideRegression } from 'claimcheck/tasks/regression';
import { asked, drawn, instead, most } from '../column.js';

export default claim({
  title: 'Least L1 norm',
  statement:
    'The implementation ends at an interpolant whose L1 norm is the least to 0.1%, on all but a tenth of the tasks.',
  ours: ['T7', 'T8'],
  sources: { woodworth2020kernel: 'the limit of small alpha' },
  scope: 'Small and well conditioned regressions, at the settings that the row states.',
  premises: {
    'the L1 norm is what is minimized': 'gradient descent of ours',
    'training goes on to an interpolant': 'early stop of ours',
  },
  needs: ['linear', 'parameters'],

  forAll: drawn(wideRegression),
  train: asked({ find: 'interpolant', norm: 'L1' }),
  theory: { least: minimumL1 },
  symbols: {
    norm: ['\\lVert\\hat\\beta\\rVert_1', ({ run }) => norm1(run.beta)],
    least: ['\\min_{X\\beta=y}\\lVert\\beta\\rVert_1', ({ theory }) => theory.least.norm],
    missed: ['\\lVert X\\hat\\beta-y\\rVert_2', ({ task: { X, y }, run }) => norm2(subtract(times(X, run.beta), y))],
    size: ['\\lVert y\\rVert_2', ({ task }) => norm2(task.y)],
  },
  parts: {
    default: {
      of: 'default',
      holds: 'norm / least - 1 <= 1e-3 and missed / size <= 1e-3',
      accept: most,
      unless: {
        'gradient descent of ours': {
          because: 'it minimizes the L2 norm',
          train: instead(descent({ geometry: { kind: 'euclidean' } })),
        },
        'early stop of ours': {
          because: 'a tenth of the labels is left',
          train: instead(descent({ geometry: { kind: 'euclidean' }, residual: 0.1 })),
        },
      },
    },
    tight: {
      of: 'tight',
      holds: 'norm / least - 1 <= 1e-3 and missed / size <= 1e-3',
      accept: most,
      unless: {
        'Adam of ours': { because: 'it has no such preference', train: instead(adam({})) },
      },
    },
  },
});
