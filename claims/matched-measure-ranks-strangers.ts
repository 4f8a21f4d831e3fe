/**
 * Interpolants of one data set that all have the same L2 norm and minimize nothing: m + rho u, u uniform in null(X).
 *
 * 1. Their risk differs only by -2 rho u.(beta - m), so every ranking of it comes from where the truth lies.
 * 2. C correlates with risk exactly as far as the truth is simpler in C than its mirror (no-measure-without-assumptions).
 * 3. A sparse truth is simpler in L1, a truth of N(0, P) is simpler in the P^-1 norm; a round one is in none.
 */
import { ask, claim, forMost, on, type About } from 'claimcheck';
import { descent } from 'claimcheck/models/linear-model';
import { norm2, normInf, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import type { Preference } from 'claimcheck/oracles/complexity';
import { mirrorGap } from 'claimcheck/oracles/mirror-gap';
import { equallyLong, stretched } from 'claimcheck/properties/interpolants';
import { ranking } from 'claimcheck/properties/kendall';
import { flatStrangers, strangers, unmatchedStrangers, type Strangers } from 'claimcheck/tasks/truths';

const COUNT = 60;

/** Gradient descent on the data of a truth: the centre of a set. */
const centre = (which: 'sparse' | 'shaped') =>
  on(
    (task: Strangers) => ({ X: task.X, y: times(task.X, task[which]) }),
    descent({ geometry: { kind: 'euclidean' }, residual: 1e-11 }),
  );
const train = { sparse: centre('sparse'), shaped: centre('shaped') };
type Seen = About<Strangers, typeof train>;

/** The truth whose data the run saw. */
const truthOf = ({ task, run, runs }: Seen) => (run === runs.sparse ? task.sparse : task.shaped);

/** What that truth is simple in; or the other one, where the sparse truth is taken to be that of another run. */
const measure = ({ task: { P }, run, runs }: Seen, sparse = runs.sparse): Preference =>
  run === sparse ? { kind: 'L1' } : { kind: 'preconditioned', P };

/** How much simpler the truth is than its mirror. */
const gap = (preference: (about: Seen) => Preference) =>
  ask(mirrorGap, (about: Seen) => {
    const { X } = about.task;
    const truth = truthOf(about);
    return { X, y: times(X, truth), truth, preference: preference(about) };
  });

/** Interpolants whose L2 norm is sqrt(d/n) times the least; uses no truth. */
const strange = ({ task, run: { beta }, streams }: Seen, far = (_: number) => 1) =>
  stretched(equallyLong(task.X, beta, COUNT, streams.eval()), beta, far);
const tau = (about: Seen, preference = measure(about)) => ranking(strange(about), preference, truthOf(about));
const spread = (lengths: readonly number[]) => Math.max(...lengths) - Math.min(...lengths);

/** The diagonal of P, moved by one place. */
const moved = (P: Matrix): Matrix => {
  const next = P.rows + 1;
  return { ...P, data: P.data.map((entry, k) => (k % next === 0 ? P.data[(k + next) % (P.rows * next)]! : entry)) };
};

export default claim({
  title: 'A matched measure ranks interpolants that minimize nothing',
  statement:
    'Among interpolants of equal L2 norm that no algorithm prefers, the L1 norm ranks the test risk where the truth is ' +
    'sparse, and the P^-1 norm where it is drawn from N(0, P).',
  ours: ['T9'],
  sources: { gunasekar2018characterizing: 'the preferences; the experiment is ours' },
  scope:
    'The sign of a rank correlation on one design size (n = 24, d = 36), where the truth is simple in the measure. On ' +
    'interpolants of unequal L2 norm every norm correlates with risk, which proves nothing.',
  premises: {
    'the truth is simple in the measure': 'unmatched truth',
    'the L2 norm is the same for all': { checked: 'unequal lengths' },
    'the measure is the preference of a matched algorithm': 'another P',
  },
  needs: ['linear', 'parameters'],

  forAll: strangers,
  train,
  theory: { gap: gap((about) => measure(about)) },
  symbols: {
    gap: ["\\log\\frac{C(\\beta')}{C(\\beta)}", ({ theory }) => theory.gap],
    tau: ['\\tau(C,R)', (about) => tau(about)],
    misfit: [
      '\\max_b\\lVert Xb-y\\rVert',
      (about) => {
        const { X } = about.task;
        const y = times(X, truthOf(about));
        return Math.max(...strange(about).map((b) => normInf(subtract(times(X, b), y))));
      },
    ],
    spread: ['\\max_b\\lVert b\\rVert-\\min_b\\lVert b\\rVert', (about) => spread(strange(about).map(norm2))],
    size: ['\\lVert b\\rVert', (about) => norm2(strange(about)[0]!)],
  },
  parts: {
    'both truths are simpler than their mirrors': {
      holds: 'gap > 0',
      of: 'each',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'measures exchanged': {
          because: 'a sparse truth is not simple in P^-1, nor one of N(0, P) in L1',
          theory: { gap: gap((about) => measure(about, about.runs.shaped)) },
        },
      },
    },
    'L1 ranks the risk of a sparse truth': {
      holds: 'tau > 0',
      of: 'sparse',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'unmatched truth': { because: 'a round truth is as simple as its mirror', forAll: unmatchedStrangers },
        'flat truth': {
          because: 'a flat truth is the least simple in L1: the ranking is reversed',
          forAll: flatStrangers,
        },
        'Linf in the place of L1': {
          because: 'Linf prefers flat interpolants',
          symbols: { tau: (about) => tau(about, { kind: 'Linf' }) },
        },
      },
    },
    'the P^-1 norm ranks the risk of a truth of N(0, P)': {
      holds: 'tau > 0',
      of: 'shaped',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'flat truth, P': { because: 'a flat truth is large where P is small too', forAll: flatStrangers },
        'another P': {
          because: 'the entries of P are moved by one place',
          symbols: { tau: (about) => tau(about, { kind: 'preconditioned', P: moved(about.task.P) }) },
        },
      },
    },
    'they interpolate and are equally long': {
      holds: 'max(misfit, spread) <= 1e-9 * size',
      of: 'each',
      unless: {
        'unequal lengths': {
          because: 'farther interpolants are longer',
          symbols: { spread: (about) => spread(strange(about, (k) => 1 + k / COUNT).map(norm2)) },
        },
        'early stop': { because: 'the set around an early stop does not interpolate', rule: { residual: 1e-2 } },
      },
    },
  },
  harmless: { 'heavy ball': { because: 'momentum keeps the centre', rule: { momentum: 0.3 } } },
});
