/**
 * Least squares with a penalty lambda |b|^2 against the interpolant that training without a penalty selects.
 *
 * 1. The penalized objective is lambda-strongly convex: it has one minimizer, X' alpha with (X X' + lambda I) alpha = y.
 * 2. Its training residual is lambda |alpha| > 0, and it is lambda sqrt(alpha' (XX')^-1 alpha) > 0 from the implicit limit.
 * 3. |b - minimizer| <= |gradient| / lambda certifies every optimizer, from every start: all change the solution alike.
 */
import { claim } from 'claimcheck';
import { descend, type DescentRule } from 'claimcheck/models/least-squares';
import { leastNorm, ridge } from 'claimcheck/models/ridge';
import { distance } from 'claimcheck/numerics/matrix';
import { ridgeShift } from 'claimcheck/oracles/ridge-shift';
import { nearMinimum } from 'claimcheck/properties/near-minimum';
import { fixing } from 'claimcheck/tasks/fixing';
import { penalizedRegression, type PenalizedRegression } from 'claimcheck/tasks/penalized-regression';

type Penalty = (task: PenalizedRegression) => number;
const stated: Penalty = ({ penalty }) => penalty;
const ofMean: Penalty = ({ penalty, X }) => penalty * X.rows;
const none: Penalty = () => 0;

/** The same problem solved in four ways; `start` is the length of the start. */
const regularized = (start: number, of: Penalty) => {
  const by = (optimizer: DescentRule['optimizer']) =>
    descend((task: PenalizedRegression) => ({ optimizer, start, penalty: of(task), gradient: 1e-10 }));
  return { 'closed form': ridge(of), gradient: by('gradient'), momentum: by('momentum'), nesterov: by('nesterov') };
};

export default claim({
  title: 'Regularizing explicitly changes the solution of least squares',
  statement:
    'With any penalty lambda > 0 on the squared norm, every optimizer from every start ends at a training residual and at ' +
    'a distance from the implicit limit that are positive and known exactly.',
  implies: ['T10'],
  sources: { wei2019regularization: 'the abstract: the motivation, and the opposite case of a vanishing penalty' },
  scope:
    'Quadratic objectives, where the change is explicit; the size of the change says nothing of generalization. With ' +
    'the logistic loss and a vanishing penalty a classifier keeps the direction of the largest margin.',
  premises: {
    'the penalty is positive': 'no penalty',
    'every optimizer has it': 'one optimizer forgets it',
    'it is the penalty of the sum of squares': 'the penalty of the mean',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: penalizedRegression,
  train: { implicit: leastNorm, ...regularized(1, stated) },
  theory: { shift: ridgeShift },
  symbols: {
    // |X| <= 1.3 on these tasks.
    residual: ['\\lVert X\\hat\\beta-y\\rVert', (about) => nearMinimum(about, about.run.residual, 1e-14, 1.3)],
    distance: [
      '\\lVert\\hat\\beta-X^+y\\rVert',
      (about) => nearMinimum(about, distance(about.run.beta, about.runs.implicit.beta), 1e-13),
    ],
    exactResidual: ['\\lambda\\lVert\\alpha\\rVert', ({ theory }) => theory.shift.residual],
    exactDistance: ["\\lambda\\sqrt{\\alpha'(XX')^{-1}\\alpha}", ({ theory }) => theory.shift.distance],
  },
  parts: {
    'the training residual is that of the theory': {
      holds: 'abs(residual / exactResidual - 1) <= 1e-5',
      of: ['closed form', 'gradient', 'momentum', 'nesterov'],
      unless: {
        'the penalty of the mean': { because: 'on the sum it is n times as large', train: regularized(1, ofMean) },
      },
    },
    'the distance to the implicit limit is that of the theory': {
      holds: 'abs(distance / exactDistance - 1) <= 1e-5',
      of: ['closed form', 'gradient', 'momentum', 'nesterov'],
      unless: {
        'one optimizer forgets it': { because: 'it interpolates', train: { nesterov: regularized(1, none).nesterov } },
      },
    },
    'both are positive': {
      holds: 'min(residual, distance) >= 0.001',
      of: ['closed form', 'gradient', 'momentum', 'nesterov'],
      unless: {
        'no penalty': { because: 'without a penalty training ends at an interpolant', train: regularized(0, none) },
      },
    },
  },
  harmless: {
    'from 0': { because: 'the minimizer is unique', train: regularized(0, stated) },
    'from far away': { because: 'the minimizer is unique', train: regularized(10, stated) },
  },
  dial: {
    turns: 'lambda',
    grid: [0.01, 0.1, 1, 10, 100],
    at: (penalty) => ({ forAll: fixing(penalizedRegression, { penalty }) }),
    of: 'gradient',
    measured: 'distance',
    curve: { prediction: 'exactDistance' },
  },
});
