/**
 * A search on n equations in d unknowns proposes b + s z, z ~ N(0, I), keeps what lowers the loss, and only ever shortens s.
 *
 * 1. The loss sees Xz alone, and what X does not see of z is independent of it: d - n standard normals. So whatever is kept adds
 *    s^2 (d - n) to |Pb|^2 in the mean, P on the null space of X, and |b|^2 ends at the square of the least norm plus that.
 * 2. While s is small, half of the proposals are kept, those with z.g < 0 for the gradient g, and the mean of these is
 *    (2 / pi)^(1/2) s along -g. So the mean path is that of gradient flow, of length L, and is made of L (pi / 2)^(1/2) / s kept
 *    steps: their squares sum to (pi / 2)^(1/2) s L.
 * 3. So the first step decides how far from the least norm the search ends: as it goes to 0, where gradient descent does.
 */
import { along, claim, equivalent, forMost, scalesAs, times } from 'claimcheck';
import { searched, type SearchRule } from 'claimcheck/models/random-search';
import { dot } from 'claimcheck/numerics/matrix';
import { flowPath } from 'claimcheck/oracles/flow-path';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { risk } from 'claimcheck/properties/risk';
import { noiselessRegression } from 'claimcheck/tasks/gaussian-regression';

const firsts = [2e-3, 4e-3, 8e-3, 1.6e-2, 3.2e-2];
const [LEAST] = firsts as [number];
const mean = (of: readonly number[]) => of.reduce((sum, each) => sum + each, 0) / of.length;

const by = (rule: Partial<SearchRule> = {}) => along(firsts, (first) => searched({ first, ...rule }));
const walks = (rule: Partial<SearchRule> = {}) => ({ walks: times(4, searched({ first: 0.01, ...rule })) });

export default claim({
  title: 'A blind search strays from least norm by its steps',
  statement:
    'A search from 0 on 5 equations in 20 unknowns proposes Gaussian moves of a size s, keeps each that lowers the loss, and only ' +
    'ever lowers s. From s = .01 it ends at an interpolant whose squared norm exceeds the least by 15 times the sum of s^2 over the ' +
    'moves it kept: the mean of their ratio over tasks is 1 within .12. From .002 to .032 these sums grow as a power of the first s, ' +
    'on average within .2 of the first power; at .002 they are the product of it, the length of the path of gradient flow and the ' +
    'root of pi / 2, with a mean ratio of 1 within .05. From s = 1 the search predicts worse than 0, and from .002 better, on ' +
    'seven tasks of ten.',
  ours: ['T8'],
  sources: {
    chiang2023loss:
      'motivation: searches without gradients generalize, too; which interpolant this one finds is derived here',
    schumer1968adaptive: 'random search with fixed and adapted steps (abstract)',
  },
  scope:
    'Gaussian inputs, exact labels of a truth of length 1, to a residual of 1e-4 of their length; s is halved after 20 refusals in a ' +
    'row. All interpolants are equally flat here. Where kept moves lengthen the next, as by the rule of one fifth, the search ' +
    'forgets a small first s: it ends in the middle at about 2 least norms from each of four below .01. A first s far beyond the ' +
    'least norm is refused until it is lower, so that the norm no longer grows.',
  premises: {
    'proposals are as long in every direction': 'uneven proposals',
    'they leave the row space': 'proposals in the row space',
    'the search starts at 0': 'a random start',
    'each proposal is judged by itself': 'the best of three',
    'the first step is short against the path': 'a first step of 2',
    'steps are only shortened': 'steps are lengthened, too',
    'the inputs leave directions open': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noiselessRegression('noiseless Gaussian regression, 5 x 20', { n: 5, p: 20 }, 1),
  train: { steps: by(), ...walks(), far: searched({ first: 1 }) },
  theory: { least: minimumL2, path: flowPath },
  symbols: {
    square: [
      '\\overline{\\lVert b\\rVert^2/Q}',
      ({ runs }) => mean(runs.walks.each.map(({ b, kept }) => dot(b, b) / kept)),
    ],
    over: ['\\overline{1/Q}', ({ runs }) => mean(runs.walks.each.map(({ kept }) => 1 / kept))],
    least: ['\\min_{Xb=y}\\lVert b\\rVert', ({ theory }) => theory.least.norm],
    kept: ['Q_s', ({ runs, at }) => runs.steps.at(at).kept],
    ended: ['\\lVert b_s\\rVert^2', ({ runs, at }) => dot(runs.steps.at(at).b, runs.steps.at(at).b)],
    first: ['s', ({ runs, at }) => runs.steps.at(at).rule.first],
    path: ['L', ({ theory }) => theory.path.length],
    near: ['R(b_{.002})', ({ runs, task }) => risk(runs.steps.at(LEAST).b, task.truth)],
    nothing: ['R(0)', ({ task }) => dot(task.truth, task.truth)],
    far: ['R(b_1)', ({ runs, task }) => risk(runs.far.b, task.truth)],
  },
  parts: {
    'the norm exceeds the least by the kept steps': {
      holds: '(square - least^2 * over) / 15 == 1',
      accept: equivalent({ margin: 0.12, cap: 0.5 }),
      unless: {
        'uneven proposals': {
          because: 'what X does not see depends on what it sees, and is larger',
          train: walks({ uneven: 0.5 }),
        },
        'proposals in the row space': { because: 'nothing is left open', train: walks({ rows: true }) },
        'a random start': { because: 'what X does not see of the start stays', train: walks({ start: 0.3 }) },
      },
    },
    'from .002 they are those along the path of gradient flow': {
      holds: 'kept / (sqrt(pi / 2) * first * path) == 1',
      over: [LEAST],
      accept: equivalent({ margin: 0.05, cap: 0.3 }),
      unless: {
        'the best of three': {
          because: 'the best one goes further down',
          train: { 'steps 0.002': searched({ first: LEAST, among: 3 }) },
        },
        'a first step of 2': {
          because: 'it is longer than the path, and refused until it is shorter',
          train: { 'steps 0.002': searched({ first: 2 }) },
        },
      },
    },
    'they grow in proportion to the first step': {
      holds: 'kept',
      over: firsts,
      accept: scalesAs({ exponent: 1, within: 0.2, curvature: 0.4, sizes: firsts, acknowledged: true }),
      unless: {
        'steps are lengthened, too': {
          because: 'they find their own length',
          train: { steps: by({ patience: 1, lengthen: 1.1 * 1.1 * 1.1 * 1.1, shorten: 1 / 1.1 }) },
        },
      },
    },
    'from long steps it predicts worse than 0': {
      holds: 'near <= nothing <= far',
      accept: forMost({ allBut: 0.3 }),
      unless: {
        'a short one in the place of the long': {
          because: 'it strays less',
          train: { far: searched({ first: 0.01 }) },
        },
      },
    },
  },
  harmless: {
    'steps are lengthened, too, and counted': {
      because: 'whatever the steps, what X does not see of them is independent of what is kept',
      keeps: ['the norm exceeds the least by the kept steps'],
      train: walks({ patience: 1, lengthen: 1.1 * 1.1 * 1.1 * 1.1, shorten: 1 / 1.1 }),
    },
  },
  dial: {
    turns: 's, the first step',
    part: 'from .002 they are those along the path of gradient flow',
    grid: [2e-3, 2e-2, 0.2, 2],
    at: (first) => ({ train: { 'steps 0.002': searched({ first }) } }),
    over: [LEAST],
    measured: 'ended - least^2',
    curve: { prediction: '15 * sqrt(pi / 2) * first * path' },
  },
});
