/**
 * Figure 1 of Wu et al.: logistic regression by descent, 1000 examples in dimension 2000, input j of variance j^-2, a truth of
 * 100 ones. Its caption: the excess logistic risk and the excess error are small when descent stops in time, and both grow
 * when it goes on into interpolation.
 *
 * 1. The labels are noisy, and d > n: whoever fits them needs weights along inputs that say nothing, ever longer ones.
 * 2. After time t descent has learned the inputs of variance over about 1/t: what a penalty of about 1/t leaves.
 * 3. So at its best time it is as good as the best penalty, and after that its risk rises without bound.
 * Both risks are those of the population, as sums over a grid (logistic-risk.ts).
 */
import { along, claim, median } from 'claimcheck';
import { logistic, type LogisticRule } from 'claimcheck/models/logistic-descent';
import { excess } from 'claimcheck/properties/logistic-risk';
import { logisticPower, type LogisticRegression } from 'claimcheck/tasks/logistic-power';

const RATE = 6;
/** Where descent is looked at: up to a length of 60,000, steps times rate. */
const MARKS = [5, 10, 15, 22, 33, 50, 75, 110, 170, 250, 400, 600, 1000, 2000, 4000, 10_000];
const descending = (rule: Partial<LogisticRule>) => logistic<LogisticRegression>({ rate: RATE, marks: MARKS, ...rule });
/** To the minimizer: what is left of the way falls by a factor of 1 - 6 penalty a step. */
const penalized = (multiple: number) =>
  along([0.002, 0.001, 0.0005], (penalty) =>
    descending({ penalty: multiple * penalty, marks: [Math.ceil(1 / (multiple * penalty))] }),
  );

interface Looked {
  readonly rule: LogisticRule;
  readonly w: Float64Array;
}
/** The excesses at all marks. */
const looks = (task: LogisticRegression, { rule, w }: Looked) => {
  const d = w.length / rule.marks.length;
  const all = rule.marks.map((_, k) => excess(task, w.subarray(k * d, (k + 1) * d)));
  const least = (name: 'loss' | 'error') => Math.min(...all.map((each) => each[name]));
  return { loss: least('loss'), error: least('error'), last: all.at(-1)! };
};

export default claim({
  title: 'Logistic regression stopped in time, at the size of the paper',
  statement:
    'With 1000 examples in dimension 2000, descent at its best time has the excess logistic risk of the best L2 penalty ' +
    'within 10%; at a length of 60,000 it has over three times as much, and over twice the excess error.',
  ours: ['T15'],
  sequel: true,
  sources: {
    wu2025benefits:
      'Figure 1: its setting and what its caption says of the curves, seen; the heights of the curves, the step and the length ' +
      'of the path: not seen',
  },
  scope:
    'One setting, that of the paper, to a length at which descent is still on its way to interpolation. The best time and the ' +
    'best of three penalties are those of the population risk, not chosen from data.',
  premises: {
    'it stops in time': 'stopped late',
    'the penalty is the best one': 'strong penalties',
    'there is no penalty': 'a penalty',
    'there are more inputs than examples': 'twenty inputs',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: logisticPower(1000, 2000, 100),
  train: { descent: descending({}), ridge: penalized(1) },
  symbols: {
    stopped: ['\\min_t\\mathcal E(w_t)', ({ task, runs }) => looks(task, runs.descent).loss],
    late: ['\\mathcal E(w_T)', ({ task, runs }) => looks(task, runs.descent).last.loss],
    ridge: [
      '\\min_\\lambda\\mathcal E(w_\\lambda)',
      ({ task, runs }) => Math.min(...runs.ridge.each.map((run) => looks(task, run).loss)),
    ],
    stoppedError: ['\\min_t\\mathcal E_{01}(w_t)', ({ task, runs }) => looks(task, runs.descent).error],
    lateError: ['\\mathcal E_{01}(w_T)', ({ task, runs }) => looks(task, runs.descent).last.error],
    best: ['\\min\\mathcal E', ({ task, run }) => looks(task, run).loss],
    last: ['\\mathcal E', ({ task, run }) => looks(task, run).last.loss],
    bestError: ['\\min\\mathcal E_{01}', ({ task, run }) => looks(task, run).error],
    lastError: ['\\mathcal E_{01}', ({ task, run }) => looks(task, run).last.error],
  },
  parts: {
    'stopped in time it is as good as the best penalty': {
      holds: 'abs(stopped / ridge - 1) <= 0.1',
      accept: median(),
      unless: {
        'stopped late': {
          because: 'by then the labels are being fitted',
          train: { descent: descending({ marks: [4000] }) },
        },
        'strong penalties': { because: 'they hold the truth back', train: { ridge: penalized(80) } },
      },
    },
    'going on makes it worse': {
      holds: 'late >= 3 * stopped and lateError >= 2 * stoppedError',
      accept: median(),
      unless: {
        'a penalty': { because: 'it ends where it was best', train: { descent: descending({ penalty: 2e-3 }) } },
        'twenty inputs': { because: 'these cannot fit the labels', forAll: logisticPower(1000, 20, 20) },
      },
    },
  },
  table: {
    title: 'Excess risks on the way and at the end',
    of: 'over those of the truth',
    rows: {
      descent: 'descent',
      'penalty .002': 'ridge 0.002',
      'penalty .001': 'ridge 0.001',
      'penalty .0005': 'ridge 0.0005',
    },
    columns: {
      'logistic risk at its best': 'best',
      'at the end': 'last',
      'error at its best': 'bestError',
      'error at the end': 'lastError',
    },
  },
});
