/**
 * One instance with dyadic entries: four symmetric 3 x 3 measurements that do not commute.
 *
 * 1. Its least nuclear norm is 3.09605755..., between a fit and a feasible dual (minimum-nuclear); the fit of least
 *    Frobenius norm is 2.1% above it.
 * 2. U U' - V V' from alpha I ends 27% above it at alpha = 1e-2 and higher still at 1e-3; a quarter of the step moves that
 *    by less than a third of a percent.
 * 3. So a smaller start does not come closer to the least nuclear norm: it goes away from it.
 */
import { always, claim } from 'claimcheck';
import { factored, type FactorRule } from 'claimcheck/models/matrix-factorization';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { minimumNuclear, nuclear } from 'claimcheck/oracles/minimum-nuclear';
import { dualBound, leastFrobenius } from 'claimcheck/properties/nuclear-norms';
import { commutingInstance, nuclearCounterexample } from 'claimcheck/tasks/matrix-sensing';

const listed = always.enumerated();
const from = (alpha: number, rule: Partial<FactorRule> = {}) =>
  factored({ alpha, residual: 1e-8, budget: 400_000, ...rule });

export default claim({
  title: 'An instance on which small initialization is far from minimum nuclear norm',
  statement:
    "On four written-out 3 x 3 measurements, U U' - V V' from alpha = 1e-2 ends more than 26% above the least nuclear norm, " +
    'from alpha = 1e-3 more than 33%, while the fit of least Frobenius norm is 2.1% above it.',
  ours: ['T6'],
  finding: true,
  sources: {
    gunasekar2017implicit: 'the conjecture that this limits',
    li2021resolving: 'the same conclusion by greedy low-rank learning',
    li2018algorithmic: 'the theorem that this leaves untouched: planted low rank, restricted isometry',
  },
  scope:
    'One instance; how often it happens is another claim (small-init-is-not-nuclear-in-general). The theorem on ' +
    'planted matrices of low rank under restricted isometry is untouched (small-init-recovers-low-rank).',
  premises: {
    'the measurements do not commute': 'commuting measurements',
    'the start is small': 'alpha = 4',
    'training reaches a fit': { checked: true },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: nuclearCounterexample,
  train: { small: from(1e-2), smaller: from(1e-3), quarter: from(1e-2, { within: 0.025, stable: 0.0625 }) },
  theory: { least: minimumNuclear, frobenius: [minimumL2, ({ task: { A, y } }) => ({ X: A, y })] },
  symbols: {
    nuclear: ['\\lVert M\\rVert_\\ast', ({ run }) => nuclear(run.M)],
    minimum: ['\\min\\lVert M\\rVert_\\ast', ({ theory }) => theory.least.norm],
    fit: ['\\lVert M_\\ast\\rVert_\\ast', ({ theory }) => nuclear(theory.least.M)],
    dual: [
      'y\\cdot\\nu/\\lVert\\textstyle\\sum_k\\nu_kA_k\\rVert_2',
      ({ task, theory }) => dualBound(task, theory.least.nu),
    ],
    frobenius: ['\\lVert M_F\\rVert_\\ast', ({ theory }) => leastFrobenius(theory.frobenius)],
    quarter: ['\\lVert M_{h/4}\\rVert_\\ast', ({ runs }) => nuclear(runs.quarter.M)],
  },
  parts: {
    'a fit and a feasible dual meet at the least nuclear norm': {
      holds: 'abs(fit / minimum - 1) <= 1e-6 and abs(dual / minimum - 1) <= 1e-6',
      accept: listed,
    },
    'alpha = 1e-2 is 26% above the least nuclear norm': {
      holds: 'nuclear / minimum - 1 >= 0.26',
      of: 'small',
      accept: listed,
      unless: { 'commuting measurements': { because: 'there the theorem holds', forAll: commutingInstance } },
    },
    'alpha = 1e-3 is 33% above it': {
      holds: 'nuclear / minimum - 1 >= 0.33',
      of: 'smaller',
      accept: listed,
      unless: { 'alpha = 4': { because: 'from there the least Frobenius norm is found', train: { smaller: from(4) } } },
    },
    'least Frobenius norm is 2.1% above it': { holds: 'abs(frobenius / minimum - 1.021) <= 0.001', accept: listed },
    'the step does not matter': { holds: 'abs(quarter / nuclear - 1) <= 0.003', of: 'small', accept: listed },
  },
  harmless: {
    'orthogonal start': {
      because: "U U' does not see an orthogonal factor from the right",
      train: { small: from(1e-2, { start: 'orthogonal' }), smaller: from(1e-3, { start: 'orthogonal' }) },
    },
  },
});
