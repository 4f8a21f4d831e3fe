/**
 * Logistic regression by descent from 0, noisy labels y in {-1, 1}, more inputs than examples; L = log(1 + exp(-y x.w)).
 *
 * 1. Near 0 the loss bends by 1/4. At time t (steps times rate) descent has of a direction of curvature s the share 1 - exp(-s t),
 *    a penalty c has s / (s + c): all where s is large, nothing where it is small, and c is of the size of 1/t.
 * 2. With d >= n some w has every label right, so that the loss has no minimizer: w_t grows without end, towards the largest margin u.
 * 3. E L(r u) >= r E max(0, -y x.u): labels are noisy, so that u errs, and the excess logistic risk grows without bound.
 * 4. u fits the noise, too, and errs more than w at its best time; where no label of the sample is noisy it errs less.
 */
import { along, claim, equivalent, forMost, median, once, type About } from 'claimcheck';
import { logistic } from 'claimcheck/models/logistic-descent';
import { minimized } from 'claimcheck/models/newton-classifier';
import { pow } from 'claimcheck/numerics/elementary';
import { distance, norm2 } from 'claimcheck/numerics/matrix';
import { maxMargin } from 'claimcheck/oracles/max-margin';
import { penalizedOptimum } from 'claimcheck/oracles/penalized-optimum';
import { excessError, excessLoss, logLoss } from 'claimcheck/properties/logistic-risk';
import { likelier, logisticPower, type LogisticRegression } from 'claimcheck/tasks/logistic-power';

/** Steps of rate 1 after which descent may stop; penalties, each 5/8 of the one before. */
const MARKS = [1, 2, 3, 5, 8, 13, 20, 32, 50, 80, 128, 200];
const PENALTIES = Array.from({ length: 11 }, (_, k) => 0.4 * pow(5 / 8, k));
/** One of them, about .024. */
const HELD = PENALTIES[6]!;
const tasks = logisticPower(40, 80, 80);
const stopping = (marks = MARKS) => logistic<LogisticRegression>({ rate: 1, marks });
const going = (steps: number, penalty = 0) => logistic<LogisticRegression>({ rate: 4, marks: [steps], penalty });
const penalized = (factor = 1) => along(PENALTIES, (c) => minimized<LogisticRegression>({ penalty: factor * c }));
/** A part that does not look at it is spared it. */
const spared = going(1);
const train = { stopping: stopping(), going: going(3000), held: going(400, HELD), penalized: penalized() };
type Seen = About<LogisticRegression, typeof train>;

/** That of least risk. */
function least<V extends { readonly w: Float64Array }>(task: LogisticRegression, all: readonly V[]): V {
  const risks = all.map(({ w }) => logLoss(task, w));
  return all[risks.indexOf(Math.min(...risks))]!;
}
/** Descent at its best time. */
const stop = once(({ task, runs }: Seen) => {
  const { w, rule } = runs.stopping;
  const d = task.X.cols;
  const all = rule.marks.map((mark, k) => ({ time: rule.rate * mark, w: w.subarray(k * d, (k + 1) * d) }));
  return least(task, all);
});
const best = once(({ task, runs }: Seen) => least(task, runs.penalized.each).rule.penalty!);
const under = ({ X, y }: LogisticRegression, penalty: number) => ({ X, y, loss: 'logistic' as const, penalty });

export default claim({
  title: 'Logistic descent stopped in time is penalized, and gone on it is not',
  statement:
    'On noisy labels, 40 examples in 80 inputs, descent at its best time has on average the excess logistic risk of the best L2 ' +
    'penalty c within 5%, and that time is 1/(2c) within a factor of 4. Gone on for 3000 steps of rate 4 it has over ten times as ' +
    'much, on four samples in five, and where it goes, the largest margin, on most over twice the excess error.',
  ours: ['T15'],
  sequel: true,
  sources: {
    wu2025benefits:
      'the abstract: small risk stopped, infinite at convergence, near the penalized minimizer; the setting of Figure 1, made smaller',
    soudry2018implicit: 'Theorem 3: where descent goes',
  },
  scope:
    'One setting: Gaussian inputs of variance j^-2 and a truth of ones. The best time and the best penalty are those of the ' +
    'population risk, not chosen from data. The factors 5%, 4, ten and two are measured, not derived.',
  premises: {
    'it stops in time': 'stopped late',
    'the penalty is the best one': 'strong penalties',
    'penalty and time are of one scale': 'the penalty of a sum',
    'there is no penalty': 'a penalty on the way',
    'there are more inputs than examples': 'four inputs',
    'the labels are noisy': 'labels without noise',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: tasks,
  train,
  theory: {
    optimum: [penalizedOptimum, (about) => under(about.task, best(about))],
    held: [penalizedOptimum, ({ task }) => under(task, HELD)],
    largest: [maxMargin, ({ task: { X, y } }) => ({ X, y, norm: 'L2' as const })],
  },
  symbols: {
    stopped: ['\\min_t\\mathcal E(w_t)', (about) => excessLoss(about.task, stop(about).w)],
    // A step of x.w moves the loss by no more, and no input varies by more than 1.
    ridge: [
      '\\min_c\\mathcal E(w_c)',
      ({ task, theory: { optimum } }) => optimum.known(excessLoss(task, optimum.value)),
    ],
    apart: [
      '\\lVert w-w_c\\rVert/\\lVert w_c\\rVert',
      ({ run, theory }) => theory.held.known(distance(run.w, theory.held.value) / norm2(theory.held.value)),
    ],
    late: ['\\mathcal E(w_T)', ({ task, runs }) => excessLoss(task, runs.going.w)],
    time: ['t', (about) => stop(about).time],
    penalty: ['c', best],
    stoppedErrors: ['\\mathcal E_{01}(w_t)', (about) => excessError(about.task, stop(about).w)],
    errors: ['\\mathcal E_{01}(u)', ({ task, theory }) => excessError(task, theory.largest.value.w)],
  },
  parts: {
    'stopped in time it has the risk of the best penalty': {
      holds: 'stopped / ridge == 1',
      accept: equivalent({ margin: 0.05, cap: 0.5, budget: { quick: 120, standard: 240, paper: 480 } }),
      unless: {
        'stopped late': { because: 'by then it fits the noise', train: { stopping: stopping([1000]), going: spared } },
        'strong penalties': {
          because: 'they hold the truth back',
          train: { penalized: penalized(100), going: spared },
        },
      },
    },
    'the best time is about 1/(2c)': {
      holds: '1/8 <= time * penalty <= 2',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'the penalty of a sum': {
          because: 'the loss as a sum of n has n times the penalty',
          symbols: { penalty: ['n c', (about) => 40 * best(about)] },
        },
      },
    },
    'held by a penalty it ends at its minimizer': {
      holds: 'apart <= 1e-6',
      of: ['held', `penalized ${HELD}`],
      accept: forMost({ allBut: 0.1 }),
    },
    'gone on it has ten times the risk': {
      holds: 'late >= 10 * stopped',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'a penalty on the way': { because: 'it ends where it was best', train: { going: going(3000, HELD) } },
        'four inputs': { because: 'these cannot fit the labels', forAll: logisticPower(40, 4, 4) },
      },
    },
    'and where it goes twice the errors': {
      holds: 'errors >= 2 * stoppedErrors',
      accept: median({ budget: { quick: 60, standard: 120, paper: 180 } }),
      unless: {
        'labels without noise': { because: 'then u has no noise to fit', forAll: likelier(tasks) },
      },
    },
  },
  dial: {
    turns: 'steps of rate 4',
    part: 'gone on it has ten times the risk',
    grid: [1, 5, 20, 100, 500, 3000],
    at: (steps) => ({ train: { going: going(steps) } }),
    measured: 'late / stopped',
    curve: { rival: 'ridge / stopped' },
  },
});
