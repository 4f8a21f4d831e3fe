/**
 * U U' - V V' from independent Gaussian U and V of size alpha, beside the balanced start U = V = alpha I of
 * small-init-recovers-low-rank, on the same measurements of a positive semidefinite matrix of rank 1; exponential steps.
 *
 * 1. U <- exp(-2 h G) U and V <- exp(2 h G) V keep U'V, whatever the start and the measurements: alpha^2 I from the balanced
 *    start, of the same size from a random one. So where U has grown, V has nothing in its direction.
 * 2. While both are small, -G is S = sum y_k A_k, near the truth by restricted isometry: a power iteration, which turns the
 *    columns of any start to the truth's direction. The start is forgotten but for its size.
 * 3. From a large start nothing is forgotten: what the measurements do not see of a random one stays in M.
 */
import { claim, forMost, type Of } from 'claimcheck';
import { exponential, type FactorRule } from 'claimcheck/models/matrix-factorization';
import { multiply, norm2, subtract, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { plantedSensing, plantedSensingUnseen, type PlantedSensing } from 'claimcheck/tasks/matrix-sensing';

const from = (alpha: number, rule: Partial<FactorRule> = {}) =>
  exponential({ alpha, within: 0.3, stable: 0.7, residual: undefined, steps: 300, ...rule });
const random = (alpha: number, rule: Partial<FactorRule> = {}) => from(alpha, { start: 'gaussian', ...rule });
const SMALL = 1e-3;

const square = (data: Float64Array): Matrix => {
  const d = Math.sqrt(data.length);
  return { rows: d, cols: d, data };
};
const gram = (A: Matrix) => multiply(transpose(A), A);
/** |W'W - I|_F, W = U'V / alpha^2 */
const offOrthogonal = ({ U, V }: Of<typeof exponential>) => {
  const W = multiply(transpose(square(U)), square(V)).data.map((entry) => entry / SMALL / SMALL);
  return norm2(gram(square(W)).data.map((entry, k) => (k % 9 === 0 ? entry - 1 : entry)));
};

const error = ({ M }: { readonly M: Float64Array }, { truth }: PlantedSensing) => norm2(subtract(M, truth));

export default claim({
  title: 'Small random starts recover a matrix of low rank, too',
  statement:
    "From independent Gaussian factors of size 1e-3, descent on U U' - V V' recovers an 8 x 8 matrix of rank 1 from 25 to 28 " +
    'measurements with an error below 10%, at most twice that from the balanced start and half of that from .1, each on most ' +
    "tasks; from the balanced start the steps keep the size of U'V. From size 1 twice the balanced start's error is too " +
    'little.',
  ours: ['T6'],
  sequel: true,
  sources: {
    stoger2021small: 'the abstract: from a small random start the first steps are a spectral method; symmetric there',
    xiong2024how: 'the abstract: asymmetric factors, where imbalance helps; convergence is not tested here',
    li2018algorithmic: "the start alpha I, of one factor U U'",
  },
  scope: "One size, rank 1 and 300 steps. Factors that are asymmetric in both directions (F G') are not trained.",
  premises: {
    'the start is small': 'size 1',
    'both factors move alike': 'V is held',
    'enough measurements': 'too few measurements',
    'training runs long enough': 'twenty steps',
  },
  needs: ['linear', 'parameters'],

  forAll: plantedSensing,
  train: { random: random(SMALL), balanced: from(SMALL), larger: random(100 * SMALL) },
  symbols: {
    random: ['\\lVert M-M^\\ast\\rVert_F', ({ task, runs }) => error(runs.random, task)],
    balanced: ['\\lVert M_{U=V}-M^\\ast\\rVert_F', ({ task, runs }) => error(runs.balanced, task)],
    larger: ['\\lVert M_{0.1}-M^\\ast\\rVert_F', ({ task, runs }) => error(runs.larger, task)],
    drift: ["\\lVert(U'V)'\\,U'V/\\alpha^4-I\\rVert_F", ({ run }) => offOrthogonal(run)],
  },
  parts: {
    'the truth is recovered': {
      holds: 'random <= 0.1',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'too few measurements': { because: 'five or six determine no matrix of rank 1', forAll: plantedSensingUnseen },
        'twenty steps': { because: 'the truth has not grown yet', train: { random: random(SMALL, { steps: 20 }) } },
      },
    },
    'about as well as from the balanced start': {
      holds: 'random <= 2 * balanced',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'size 1': { because: 'what is not seen of it stays', train: { random: random(1), balanced: from(1) } },
      },
    },
    'a smaller start recovers it better': {
      holds: 'random <= 0.5 * larger',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'sizes exchanged': {
          because: 'the larger is the worse',
          train: { random: random(0.1), larger: random(SMALL) },
        },
      },
    },
    "U'V keeps its size from the balanced start": {
      holds: 'drift <= 1e-6',
      of: 'balanced',
      unless: {
        'V is held': { because: 'U grows and V does not fall', train: { balanced: from(SMALL, { onlyU: true }) } },
        'plain steps': {
          because: 'they keep it to second order',
          train: { balanced: from(SMALL, { optimizer: 'gradient' }) },
        },
      },
    },
  },
  harmless: {
    'V a tenth of U': {
      because: 'that is forgotten, too',
      train: { random: random(SMALL, { balance: 0.1 }) },
      keeps: [
        'the truth is recovered',
        'about as well as from the balanced start',
        'a smaller start recovers it better',
      ],
    },
  },
  dial: {
    turns: 'alpha',
    grid: [1, 0.3, 0.1, 1e-2, 1e-3],
    at: (alpha) => ({ train: { random: random(alpha), balanced: from(alpha) } }),
    measured: 'random',
    curve: { rival: 'balanced' },
  },
});
