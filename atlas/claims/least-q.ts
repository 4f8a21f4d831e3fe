/**
 * b = u^2 - v^2 from u = v = alpha. Gradient flow keeps u v = alpha^2, so that X'nu = asinh(b / (2 alpha^2)) / 4 for ever: its
 * limit minimizes Q_alpha. Steps of a size, of a memory or of a sign keep something else.
 */
import { claim } from 'claimcheck';
import { adam, mirror } from 'claimcheck/models/diagonal-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { wideRegression } from 'claimcheck/tasks/regression';
import { asked, drawn, instead, most } from '../column.js';

const alpha = 0.5;

export default claim({
  title: 'Least Q_alpha',
  statement:
    'The implementation trains the diagonal network from alpha = .5 to within 1% of the interpolant of least Q_alpha, on all but a tenth of the tasks.',
  ours: ['T5', 'T7', 'T8'],
  sources: { woodworth2020kernel: 'Theorem 1' },
  scope: 'One scale of initialization, between the kernel and the rich regime, at the settings that the row states.',
  premises: {
    'the start is alpha': 'alpha 10% larger, of ours',
    'training follows the flow': 'Adam of ours',
  },
  needs: ['linear', 'parameters'],

  forAll: drawn(wideRegression),
  train: asked({ find: 'network', alpha }),
  theory: { least: [minimumQ, ({ task }) => ({ ...task, alpha })] },
  symbols: {
    apart: [
      '\\lVert\\hat\\beta-\\beta_\\alpha\\rVert_2',
      ({ run, theory: { least } }) => least.known(norm2(subtract(run.beta, least.beta))),
    ],
    size: ['\\lVert\\beta_\\alpha\\rVert_2', ({ theory: { least } }) => least.known(norm2(least.beta))],
  },
  parts: {
    default: {
      of: 'default',
      holds: 'apart / size <= 0.01',
      accept: most,
      unless: {
        'alpha 10% larger, of ours': {
          because: 'it is the minimizer of another Q',
          train: instead(mirror({ alpha: 1.1 * alpha })),
        },
      },
    },
    tight: {
      of: 'tight',
      holds: 'apart / size <= 0.01',
      accept: most,
      unless: {
        'Adam of ours': { because: 'its steps do not keep u v', train: instead(adam({ alpha })) },
      },
    },
  },
});
