/** A linear program: the least bound of all |b_j| subject to X b = y, at which all but n - 1 entries have one size. */
import { claim } from 'claimcheck';
import { adam, descent } from 'claimcheck/models/linear-model';
import { norm2, normInf, subtract, times } from 'claimcheck/numerics/matrix';
import { wideRegression } from 'claimcheck/tasks/regression';
import { asked, drawn, instead, most } from '../column.js';
import { minimumLinf } from '../oracles/minimum-linf.js';

export default claim({
  title: 'Least Linf norm',
  statement:
    'The implementation ends at an interpolant whose Linf norm is the least to 0.1%, on all but a tenth of the tasks.',
  ours: ['T8'],
  sources: { gunasekar2018characterizing: 'section 2.3 (steepest descent; regression is what it leaves open)' },
  scope: 'Small and well conditioned regressions, at the settings that the row states.',
  premises: {
    'the Linf norm is what is minimized': 'gradient descent of ours',
    'training goes on to an interpolant': 'early stop of ours',
  },
  needs: ['linear', 'parameters'],

  forAll: drawn(wideRegression),
  train: asked({ find: 'interpolant', norm: 'Linf' }),
  theory: { least: minimumLinf },
  symbols: {
    norm: ['\\lVert\\hat\\beta\\rVert_\\infty', ({ run }) => normInf(run.beta)],
    least: ['\\min_{X\\beta=y}\\lVert\\beta\\rVert_\\infty', ({ theory }) => theory.least.norm],
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
        'Adam of ours': { because: 'it is near sign descent, and ends elsewhere', train: instead(adam({})) },
      },
    },
  },
});
