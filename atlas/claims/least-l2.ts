/** Descent on |X b - y|^2 / 2 from 0 stays in the row space of X, and ends at the one interpolant there: that of least L2 norm. */
import { claim } from 'claimcheck';
import { adam, descent, greedy } from 'claimcheck/models/linear-model';
import { norm2, subtract, times } from 'claimcheck/numerics/matrix';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { wideRegression } from 'claimcheck/tasks/regression';
import { asked, drawn, instead, most } from '../column.js';

export default claim({
  title: 'Least L2 norm',
  statement:
    'The implementation ends at an interpolant whose L2 norm is the least to 0.1%, on all but a tenth of the tasks.',
  ours: ['T5', 'T8'],
  sources: { gunasekar2018characterizing: 'section 2.1' },
  scope: 'Small and well conditioned regressions, at the settings that the row states.',
  premises: {
    'steps stay in the row space': 'Adam of ours',
    'training goes on to an interpolant': 'early stop of ours',
  },
  needs: ['linear', 'parameters'],

  forAll: drawn(wideRegression),
  train: asked({ find: 'interpolant', norm: 'L2' }),
  theory: { least: minimumL2 },
  symbols: {
    norm: ['\\lVert\\hat\\beta\\rVert_2', ({ run }) => norm2(run.beta)],
    least: ['\\min_{X\\beta=y}\\lVert\\beta\\rVert_2', ({ theory }) => theory.least.norm],
    missed: ['\\lVert X\\hat\\beta-y\\rVert_2', ({ task: { X, y }, run }) => norm2(subtract(times(X, run.beta), y))],
    size: ['\\lVert y\\rVert_2', ({ task }) => norm2(task.y)],
  },
  parts: {
    default: {
      of: 'default',
      holds: 'norm / least - 1 <= 1e-3 and missed / size <= 1e-3',
      accept: most,
      unless: {
        'Adam of ours': { because: 'steps scaled per coordinate leave the row space', train: instead(adam({})) },
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
        'greedy descent of ours': { because: 'it moves one coordinate at a time', train: instead(greedy({})) },
      },
    },
  },
});
