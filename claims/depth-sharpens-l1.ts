/**
 * The network beta = u^D - v^D, D > 2, started at alpha; b1 is the interpolant of least L1 norm, with the dual nu.
 *
 * 1. The limit is alpha^D h(X'nu_alpha), h(z) = (1 - z)^-a - (1 + z)^-a, a = D / (D - 2) (initialization-selects-q-alpha):
 *    a coordinate is of order 1 only where |x_j.nu_alpha| is close to 1.
 * 2. Off the support |x_j.nu| <= 0.8 stays bounded away from 1, so b_j is of order alpha^D.
 * 3. |b|_1 - min = sum over j off the support of |b_j| - b_j x_j.nu, so the L1 excess falls as alpha^D; at depth 2 h is a
 *    hyperbolic sine and the exponent is 2 (1 - |x_j.nu|) instead.
 */
import { along, claim, scalesAs } from 'claimcheck';
import { mirror, type DiagonalRule } from 'claimcheck/models/diagonal-network';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { excess, leading } from 'claimcheck/properties/l1-excess';
import { blurredVertices, clearVertices } from 'claimcheck/tasks/vertex';

const scales = [3e-4, 7e-4, 1.7e-3, 4e-3, 1e-2];
const by = (rule: Partial<DiagonalRule>) => along(scales, (alpha) => mirror({ alpha, gaussNewton: true, ...rule }));
/** The run at the least of them, from another alpha. */
const atLeast = (alpha: number) => ({ 'three 0.0003': mirror({ alpha, depth: 3, gaussNewton: true }) });

export default claim({
  title: 'Depth sharpens the preference for L1',
  statement:
    'At depth D = 3 and 4 the L1 norm of the limit exceeds its minimum by an amount that falls as alpha^D, on regressions ' +
    'whose dual stays at most 0.8 off the support; at depth 2 the rate is slower and depends on the task.',
  ours: ['T7'],
  sources: {
    woodworth2020kernel: 'deeper diagonal networks',
    matt2025linear: 'the abstract: the distance to the minimizer; the excess and its constant: derived in this file',
    wind2023implicit: 'the abstract: sharp bounds by the size of the start, and which minimizer depends on depth',
  },
  scope:
    'Regressions with a clear vertex, alpha from 3e-4 to 1e-2. The rates are known (Matt and Stöger 2025, whose ' +
    'scale is our alpha^D). Training uses the exact dual step in the Gauss-Newton metric; in the plain metric the ' +
    'limit is the same and training is slower by about 1 / alpha^(D-2).',
  premises: {
    'the dual is at most 0.8 off the support': 'blurred vertex',
    'the depth is D': 'depth 2 judged as 3',
    'u and v start equal and the step keeps what the flow keeps': 'Adam',
    'training reaches an interpolant': { checked: true },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: clearVertices,
  train: { three: by({ depth: 3 }), four: by({ depth: 4 }) },
  theory: { least: minimumL1 },
  symbols: {
    excess,
    leading: leading(() => 3e-4),
    // Training keeps 1 / u + 1 / v = 2 / alpha.
    predicted: leading(({ u, v }) => 2 / (1 / u[0]! + 1 / v[0]!)),
  },
  parts: {
    'depth 3: the excess falls as alpha^3': {
      holds: 'excess',
      of: 'three',
      accept: scalesAs({ exponent: 3, within: 0.1, sizes: scales, expected: 2.985 }),
      unless: {
        'depth 2 judged as 3': { because: 'at depth 2 the exponent is at most 2', train: { three: by({ depth: 2 }) } },
        'depth 4 judged as 3': { because: 'the exponent is the depth', train: { three: by({ depth: 4 }) } },
        'blurred vertex': { because: 'the dual is nearly 1: these alphas are not yet small', forAll: blurredVertices },
        Adam: {
          because: 'a step scaled per coordinate does not keep what the flow keeps',
          train: { three: by({ depth: 3, optimizer: 'adam', rate: 1e-2, steps: 3000, gaussNewton: false }) },
        },
      },
    },
    'depth 4: the excess falls as alpha^4': {
      holds: 'excess',
      of: 'four',
      accept: scalesAs({ exponent: 4, within: 0.1, sizes: scales, expected: 4 }),
      unless: { 'depth 3 judged as 4': { because: 'the exponent is the depth', train: { four: by({ depth: 3 }) } } },
    },
    'depth 3: its leading term at alpha = 3e-4': {
      holds: 'abs(excess / leading - 1) <= 0.05',
      of: 'three 0.0003',
      unless: {
        'leading term of another alpha': { because: 'eight times the excess', train: atLeast(6e-4) },
      },
    },
  },
  harmless: {
    'equations weighted': { because: 'weights of the equations only move nu', rule: { weighted: true } },
    'half the step': { because: 'the exact dual step has the same limit at any size', rule: { lossScale: 0.5 } },
  },
  dial: {
    turns: 'alpha',
    part: 'depth 3: its leading term at alpha = 3e-4',
    of: 'three 0.0003',
    grid: [3e-4, 1e-3, 1e-2, 0.1, 0.3],
    at: (alpha) => ({ train: atLeast(alpha), symbols: { leading: leading(() => alpha) } }),
    measured: 'excess',
    curve: { prediction: 'predicted' },
  },
});
