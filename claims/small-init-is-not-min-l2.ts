/**
 * The diagonal network started small does not minimize the L2 norm.
 *
 * 1. Its limit comes within a few percent of the minimal L1 norm (small-init-is-min-l1).
 * 2. For d >= 3n the interpolant of minimal L2 norm, X'(XX')^-1 y, spreads over all coordinates, the one of minimal L1 norm
 *    has at most n nonzero entries, and the two are far apart.
 * 3. So the L2 norm of the limit exceeds its minimum by a visible factor on most tasks.
 */
import { claim, forMost } from 'claimcheck';
import { mirror } from 'claimcheck/models/diagonal-network';
import { norm2 } from 'claimcheck/numerics/matrix';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { squareRegression, wideRegression } from 'claimcheck/tasks/regression';

const from = (alpha: number) => mirror({ alpha, budget: 20_000_000 });

export default claim({
  title: 'Small initialization is not minimum L2',
  statement:
    'Started at alpha = 1e-3, the diagonal network converges to an interpolant whose L2 norm exceeds the minimum by at ' +
    'least 3% on nine tasks in ten, where d >= 3n; started at alpha = 10 it attains that minimum.',
  says: ['T7'],
  sources: { woodworth2020kernel: 'the kernel and the rich regime of the diagonal network' },
  scope: 'A contrast on dense labels with d between 3n and 4n; the excess is smaller where d is close to n.',
  premises: {
    'alpha is small': 'alpha = 10',
    'd >= 3n, so that interpolants differ': 'n = d',
    'training reaches an interpolant': { checked: true },
  },
  needs: ['linear', 'parameters'],

  forAll: wideRegression,
  train: { small: from(1e-3), large: from(10) },
  theory: {
    least: minimumL2,
    // Training keeps u v = alpha^2.
    selected: [minimumQ, ({ task, run: { u, v } }) => ({ ...task, alpha: Math.sqrt(u[0]! * v[0]!) })],
  },
  symbols: {
    l2: ['\\lVert\\hat\\beta\\rVert_2', ({ run }) => norm2(run.beta)],
    minimum: ['\\min_{X\\beta=y}\\lVert\\beta\\rVert_2', ({ theory }) => theory.least.norm],
    selected: ['\\lVert\\beta_Q\\rVert_2', ({ theory }) => norm2(theory.selected.beta)],
  },
  parts: {
    'the L2 norm exceeds its minimum': {
      holds: 'l2 / minimum - 1 >= 0.03',
      of: 'small',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'alpha = 10': { because: 'started large, the network does minimize the L2 norm', train: { small: from(10) } },
        'n = d': { because: 'there is one interpolant, so every preference is the same', forAll: squareRegression },
      },
    },
    'a large start attains that minimum': {
      holds: 'abs(l2 / minimum - 1) <= 1e-6',
      of: 'large',
      unless: { 'a start at 1': { because: 'alpha = 1 is too small for a millionth', train: { large: from(1) } } },
    },
  },
  harmless: {
    'loss rescaled': { because: 'the scale of the loss only moves nu', rule: { lossScale: 0.5 } },
    'equations weighted': { because: 'weights of the equations only move nu', rule: { weighted: true } },
  },
  dial: {
    turns: 'alpha',
    of: 'small',
    grid: [10, 1, 0.1, 1e-3, 1e-6],
    at: (alpha) => ({ train: { small: from(alpha) } }),
    measured: 'l2 / minimum - 1',
    curve: { prediction: 'selected / minimum - 1' },
  },
});
