/**
 * False on purpose: every run must find that out, or none of its verdicts is believed. It trains our own network even where
 * another one is judged in its place.
 */
import { claim, forMost } from 'claimcheck';
import { descent } from 'claimcheck/models/diagonal-network';
import { wideRegression } from 'claimcheck/tasks/regression';

const after = (steps: number) => ({ ...descent({ alpha: 0.1, steps }), fixed: true as const });

export default claim({
  title: 'One step of gradient descent interpolates',
  statement: 'After a single small step the diagonal network fits its data.',
  ours: [],
  sources: {},
  scope: 'The deliberately false claim of every run.',
  premises: {},
  forAll: wideRegression,
  train: after(1),
  symbols: { residual: ({ run }) => run.residual },
  parts: {
    interpolates: {
      holds: 'residual <= 1e-3',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'no step': { because: 'the network starts at beta = 0', train: after(0) },
        'two steps': { because: 'two small steps do not fit either', train: after(2) },
      },
    },
  },
});
