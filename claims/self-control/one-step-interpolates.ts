/**
 * False on purpose: every run must find that out, or none of its verdicts is believed. It trains our own network even where
 * another one is judged in its place.
 */
import { claim, forMost } from 'claimcheck';
import diagonalNetwork, { descent } from 'claimcheck/models/diagonal-network';
import { wideRegression } from 'claimcheck/tasks/regression';

const steps = (count: number) => ['diagonal-network', descent({ alpha: 0.1, steps: count })] as const;

const oneStep = claim({
  title: 'One step of gradient descent interpolates',
  statement: 'After a single small step the diagonal network fits its data.',
  talk: [],
  marking: 'ours',
  sources: [],
  scope: 'The deliberately false claim of every run.',
  premises: {},
  forAll: wideRegression,
  train: steps(1),
  parts: {
    interpolates: {
      holds: 'residual <= 1e-3',
      where: ({ trained }) => ({ residual: trained.facts!.residual! }),
      accept: forMost({ allBut: 0.1 }),
    },
  },
  controls: {
    mustFail: {
      'no step': { breaks: 'interpolates', because: 'the network starts at beta = 0', train: steps(0) },
      'two steps': { breaks: 'interpolates', because: 'two small steps do not fit either', train: steps(2) },
    },
  },
});

export default { ...oneStep, own: { 'diagonal-network': diagonalNetwork } };
