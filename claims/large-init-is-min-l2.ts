/**
 * The diagonal network of depth D from u = v = alpha, alpha large; b2 is the interpolant of least Euclidean norm.
 *
 * 1. The limit b minimizes Q (initialization-selects-q-alpha): X'nu = c asinh(b / (2 alpha^2)), up to the depth's own map.
 * 2. For large alpha this is X'nu = b - b^3 / (24 alpha^4) + ..., in suitable units: b is in the row space up to a cube.
 * 3. Hence b - b2 = P_N(b2^3) / (24 alpha^4) + O(alpha^-8), and (a + 1)(a + 2) / (24 a^2 alpha^(2 D)) with a = D / (D - 2) at
 *    depth D: P_N projects on the null space of X.
 */
import { along, claim, faulty, scalesAs } from 'claimcheck';
import { mirror } from 'claimcheck/models/diagonal-network';
import { distance, norm2, subtract } from 'claimcheck/numerics/matrix';
import { largeInit } from 'claimcheck/oracles/large-init';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { fixing } from 'claimcheck/tasks/fixing';
import { regressionAtAnyScale, type ScaledRegression } from 'claimcheck/tasks/regression';

const scales = [2, 2.8, 4, 5.6, 8];
const deepScales = [1.5, 2, 3, 4, 6];
const shallow = (rule = {}) => ({ shallow: along(scales, (alpha) => mirror({ alpha, ...rule })) });

export default claim({
  title: 'Large initialization is minimum L2',
  statement:
    'Started large, the diagonal network converges to the interpolant of least L2 norm, at the rate alpha^-4 (depth 3: ' +
    'alpha^-6), and the leading term is P_N(b2^3) / (24 alpha^4).',
  implies: ['T5'],
  sources: {
    woodworth2020kernel: 'the limit of large alpha; the rate and its constant are derived in this file',
    chizat2019lazy: 'lazy training, whose general rate is alpha^-2',
  },
  scope:
    'A balanced start, whose rate is better than that of lazy training in general; alpha from 2 to 8, beyond which the ' +
    'distance comes near the rounding of u^2 - v^2.',
  premises: {
    'u and v start equal': 'unbalanced start, output centred',
    'the depth is 2 (or 3)': 'depth 3 judged as depth 2',
    'training reaches an interpolant': { checked: 'early stop' },
    'X has full row rank': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: fixing(regressionAtAnyScale, { alpha: 4 }),
  train: {
    ...shallow(),
    // Depth 3, to a residual that the rounding of u^3 permits.
    deep: along(deepScales, (alpha) => mirror({ alpha, depth: 3, residual: 1e-11 })),
    own: mirror(({ alpha }: ScaledRegression) => ({ alpha })),
  },
  theory: { least: minimumL2, leading: largeInit },
  symbols: {
    distance: [
      '\\lVert\\hat\\beta_\\alpha-\\beta_2\\rVert_2',
      ({ run, theory: { least } }) => least.known(distance(run.beta, least.beta)),
    ],
    remainder: [
      '\\lVert\\hat\\beta_\\alpha-\\beta_2-P_N\\beta_2^3/(24\\alpha^4)\\rVert_2',
      ({ run, theory: { leading } }) => leading.known(distance(subtract(run.beta, leading.origin), leading.shift)),
    ],
    shift: ['\\lVert P_N\\beta_2^3\\rVert_2/(24\\alpha^4)', ({ theory: { leading: to } }) => to.known(norm2(to.shift))],
  },
  parts: {
    'depth 2: the distance falls as alpha^-4': {
      holds: 'distance',
      of: 'shallow',
      accept: scalesAs({ exponent: -4, within: 0.05, sizes: scales, acknowledged: true }),
      unless: {
        'unbalanced start, output centred': {
          because: 'with v = u/2 the expansion has a term of second order',
          train: shallow({ balance: 0.5, centred: true }),
        },
        'depth 3 judged as depth 2': { because: 'its rate is another', train: shallow({ depth: 3, residual: 1e-10 }) },
      },
    },
    'depth 3: the distance falls as alpha^-6': {
      holds: 'distance',
      of: 'deep',
      accept: scalesAs({ exponent: -6, within: 0.1, sizes: deepScales, acknowledged: true }),
    },
    'the leading term at alpha = 4': {
      holds: 'remainder / shift <= 0.005',
      of: 'own',
      unless: {
        'early stop': { because: '1e-2 exceeds the distance', train: { own: mirror({ alpha: 4, residual: 1e-2 }) } },
        'alpha in the place of alpha^2': {
          because: 'the theory is asked about the wrong scale',
          theory: { leading: [largeInit, ({ task }) => ({ ...task, alpha: Math.sqrt(task.alpha) })] },
        },
        'cube not projected': {
          because: 'both ends interpolate',
          theory: { leading: faulty(largeInit, 'not-projected') },
        },
      },
    },
  },
  harmless: {
    'loss rescaled': { because: 'the scale of the loss only moves nu', rule: { lossScale: 0.5 } },
    'equations weighted': { because: 'weights of the equations only move nu', rule: { weighted: true } },
  },
  dial: {
    turns: 'alpha',
    part: 'the leading term at alpha = 4',
    of: 'own',
    grid: [0.5, 1, 2, 4, 8],
    at: (alpha) => ({ forAll: fixing(regressionAtAnyScale, { alpha }) }),
    measured: 'distance',
    curve: { prediction: 'shift' },
  },
});
