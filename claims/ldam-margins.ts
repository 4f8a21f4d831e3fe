/**
 * Class margins g_j with a given sum, classes of n_j examples, and the bound sum_j 1 / (g_j sqrt(n_j)).
 *
 * 1. Lagrange: g_j is proportional to n_j^(-1/4); the bound is convex, so that this is its least value, (sum n_j^(-1/4))^2 / total.
 * 2. Two classes, separable: w.x_+ - w.x_- >= Delta_+ + Delta_- for all pairs is what the least |w| sees, so that its direction
 *    does not depend on how the sum is divided.
 * 3. The bias alone divides it: the trained margins are Delta_+ and Delta_-, in the ratio (n_- / n_+)^(1/4).
 */
import { claim, on, type Of } from 'claimcheck';
import { classMargins } from 'claimcheck/models/class-margins';
import { dot, norm2, rowsOf, times } from 'claimcheck/numerics/matrix';
import { leastMarginBound, marginBound } from 'claimcheck/oracles/margin-bound';
import { fewRare, fourRare, type Imbalanced } from 'claimcheck/tasks/imbalanced';

/** The geometric margins of the rare and of the frequent class. */
function margins({ X, y }: Imbalanced, { w, b }: Of<typeof classMargins>): [rare: number, frequent: number] {
  const distances = times(X, w).map((score, i) => (y[i]! * (score + b[0]!)) / norm2(w));
  const least = (label: number) => Math.min(...distances.filter((_, i) => y[i] === label));
  return [least(-1), least(1)];
}
const bound = (task: Imbalanced, run: Of<typeof classMargins>) => marginBound(margins(task, run), task.sizes);

const aware = (exponent: number) => ({ aware: classMargins({ exponent }) });
/** All but the first two examples. */
const withoutTwo = ({ X, y, ...task }: Imbalanced) => ({ ...task, X: rowsOf(X, 2, X.rows), y: y.subarray(2) });

const total = (margins: Iterable<number>) => [...margins].reduce((sum, margin) => sum + margin, 0);

export default claim({
  title: 'Margins for the rare class',
  statement:
    'Class margins proportional to n_j^(-1/4) minimize the bound sum_j 1 / (g_j sqrt(n_j)) among margins of the same ' +
    'sum; the hard-margin classifier with these margins has the direction of the usual one and the ratio of margins ' +
    '(n_+/n_-)^(1/4).',
  ours: ['T16'],
  sources: {
    cao2019learning: 'section 3.1; several classes and the invariance are derived in this file',
    kini2021label: 'the abstract: additive changes of the cross-entropy do not move the margins of its limit',
  },
  scope:
    'The margins are constraints of the classifier: the additive loss of the paper converges to the ordinary largest ' +
    'margin (Kini et al. 2021). The exponent 1/4 minimizes the bound, not the test error: 1/2 errs less on the rare ' +
    'class (ldam-helps-the-rare-class). That the direction does not change is special to linear classifiers.',
  premises: {
    'margins are proportional to n^(-1/4)': 'n^(-1/2)',
    'the rare class has the larger margin': 'inverted',
    'the classifier has a bias': true,
    'the sample is separable': { checked: true },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: fewRare,
  train: { ...aware(0.25), uniform: classMargins({ exponent: 0 }) },
  theory: {
    least: [leastMarginBound, ({ task, runs }) => ({ sizes: task.sizes, total: total(margins(task, runs.uniform)) })],
    leastOfAny: [leastMarginBound, ({ task: { classes: of } }) => ({ sizes: of.sizes, total: total(of.margins) })],
  },
  symbols: {
    any: [
      '\\textstyle\\sum_j\\tfrac1{g_j\\sqrt{n_j}}',
      ({ task: { classes: of } }) => marginBound(of.margins, of.sizes),
    ],
    leastOfAny: ['\\tfrac{(\\sum_jn_j^{-1/4})^2}{\\sum_jg_j}', ({ theory }) => theory.leastOfAny.bound],
    uniform: ['\\textstyle\\sum_\\pm\\tfrac1{u_\\pm\\sqrt{n_\\pm}}', ({ task, runs }) => bound(task, runs.uniform)],
    aware: ['\\textstyle\\sum_\\pm\\tfrac1{\\gamma_\\pm\\sqrt{n_\\pm}}', ({ task, runs }) => bound(task, runs.aware)],
    least: ['\\tfrac{(n_+^{-1/4}+n_-^{-1/4})^2}{u_++u_-}', ({ theory }) => theory.least.bound],
    rare: ['\\gamma_-', ({ task, runs }) => margins(task, runs.aware)[0]],
    frequent: ['\\gamma_+', ({ task, runs }) => margins(task, runs.aware)[1]],
    ratio: ['\\tfrac{n_+}{n_-}', ({ task: { sizes } }) => sizes[1] / sizes[0]],
    cosine: ['\\cos(w,w_u)', ({ runs: { aware: a, uniform: u } }) => dot(a.w, u.w) / (norm2(a.w) * norm2(u.w))],
  },
  parts: {
    'no margins have a smaller bound': { holds: 'any >= leastOfAny and uniform >= least' },
    'the trained margins attain it': {
      holds: 'abs(aware / least - 1) <= 1e-6',
      unless: {
        'n^(-1/2)': { because: 'it takes too much from the frequent class', train: aware(0.5) },
        inverted: { because: 'the larger margin goes to the class that needs it least', train: aware(-0.25) },
        'uniform margins': { because: 'both classes get the same', train: aware(0) },
      },
    },
    'their ratio is the fourth root': { holds: 'abs(rare / frequent - sqrt(sqrt(ratio))) <= 1e-6' },
    'the direction is that of uniform margins': {
      holds: 'cosine >= 1 - 1e-9',
      unless: {
        'another sample': {
          because: 'without a few examples the problem is another one',
          seldom: { share: 0.4, because: 'on a quarter of the samples no support vector is among them' },
          train: { aware: on(withoutTwo, classMargins({ exponent: 0.25 })) },
        },
      },
    },
  },
  dial: {
    turns: 'n+/n-',
    part: 'their ratio is the fourth root',
    grid: [1, 2, 4, 8, 12],
    at: (ratio) => ({ forAll: fourRare(4 * ratio) }),
    measured: 'rare / frequent',
    curve: { prediction: 'sqrt(sqrt(ratio))' },
  },
});
