/**
 * The diagonal network of depth D from u = v = alpha, alpha large; b2 is the interpolant of least Euclidean norm.
 *
 * 1. The limit b minimizes Q (initialization-selects-q-alpha): X'nu = c asinh(b / (2 alpha^2)), up to the depth's own map.
 * 2. For large alpha this is X'nu = b - b^3 / (24 alpha^4) + ..., by coordinate, in suitable units: b is in the row space up
 *    to a cube.
 * 3. Hence b - b2 = P_N(b2^3) / (24 alpha^4) + O(alpha^-8), and (a + 1)(a + 2) / (24 a^2 alpha^(2 D)) with a = D / (D - 2) at
 *    depth D: P_N projects on the null space of X.
 */
import { always, ask, claim, scalesAs, type Trained } from 'claimcheck';
import { mirror, type DiagonalRule } from 'claimcheck/models/diagonal-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { largeInit } from 'claimcheck/oracles/large-init';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { fixing } from 'claimcheck/tasks/fixing';
import { regressionAtAnyScale, type ScaledRegression } from 'claimcheck/tasks/regression';

const scales = [2, 2.8, 4, 5.6, 8] as const;
const deepScales = [1.5, 2, 3, 4, 6] as const;

/** Five runs each at depth 2 and 3 (there to a residual that the rounding of u^3 permits), one at the task's own alpha. */
const runs = (rule: Partial<DiagonalRule>) => {
  const at = (alpha: number, depth: number) =>
    ['diagonal-network', mirror({ alpha, depth, residual: 1e-11, ...rule })] as const;
  return {
    ...shallow(rule),
    deep0: at(deepScales[0], 3),
    deep1: at(deepScales[1], 3),
    deep2: at(deepScales[2], 3),
    deep3: at(deepScales[3], 3),
    deep4: at(deepScales[4], 3),
    own: ['diagonal-network', ({ alpha }: ScaledRegression) => mirror({ alpha, ...rule })] as const,
  };
};
const shallow = (rule: Partial<DiagonalRule>) => {
  const at = (alpha: number) => ['diagonal-network', mirror({ alpha, ...rule })] as const;
  return { at0: at(scales[0]), at1: at(scales[1]), at2: at(scales[2]), at3: at(scales[3]), at4: at(scales[4]) };
};

/** |b - b2|_2 of several runs. */
const distances = (trained: readonly Trained[], least: { value: { beta: Float64Array }; error: number }) =>
  trained.map(({ parameters }) => ({
    distance: { value: norm2(subtract(parameters.beta!, least.value.beta)), error: least.error },
  }));
const tex = {
  distance: '\\lVert\\hat\\beta_\\alpha-\\beta_2\\rVert_2',
  remainder: '\\lVert\\hat\\beta_\\alpha-\\beta_2-P_N\\beta_2^3/(24\\alpha^4)\\rVert_2',
  shift: '\\lVert P_N\\beta_2^3\\rVert_2/(24\\alpha^4)',
};
const population = fixing(regressionAtAnyScale, { alpha: 4 });

export default claim({
  title: 'Large initialization is minimum L2',
  statement:
    'Started large, the diagonal network converges to the interpolant of least L2 norm, at the rate alpha^-4 (depth 3: ' +
    'alpha^-6), and the leading term is P_N(b2^3) / (24 alpha^4).',
  talk: ['T5'],
  marking: 'implies',
  sources: [
    {
      key: 'woodworth2020kernel',
      where: 'the limit of large alpha; the rate and its constant are derived in this file',
    },
    { key: 'chizat2019lazy', where: 'lazy training, whose general rate is alpha^-2' },
  ],
  scope:
    'A balanced start, whose rate is better than that of lazy training in general; alpha from 2 to 8, beyond which the ' +
    'distance comes near the rounding of u^2 - v^2.',
  premises: {
    'u and v start equal': { how: 'by construction', control: 'unbalanced start, output centred' },
    'the depth is 2 (or 3)': { how: 'by construction', control: 'depth 3 judged as depth 2' },
    'training reaches an interpolant': { how: 'checked per task', control: 'early stop' },
    'X has full row rank': { how: 'by construction' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: population,
  train: runs({}),
  theory: {
    least: minimumL2,
    leading: ask(largeInit, ({ task }: { task: ScaledRegression; trained: unknown }) => task),
  },
  parts: {
    'depth 2: the distance falls as alpha^-4': {
      holds: 'distance',
      where: ({ trained: { at0, at1, at2, at3, at4 }, theory }) => distances([at0, at1, at2, at3, at4], theory.least),
      tex,
      accept: scalesAs({ exponent: -4, within: 0.05, sizes: scales, acknowledged: true }),
    },
    'depth 3: the distance falls as alpha^-6': {
      holds: 'distance',
      where: ({ trained: { deep0, deep1, deep2, deep3, deep4 }, theory }) =>
        distances([deep0, deep1, deep2, deep3, deep4], theory.least),
      tex,
      accept: scalesAs({ exponent: -6, within: 0.1, sizes: deepScales, acknowledged: true }),
    },
    'the leading term at alpha = 4': {
      holds: 'remainder / shift <= 0.005',
      where: ({ trained, theory: { leading } }) => {
        const { origin, shift } = leading.value;
        const moved = subtract(trained.own.parameters.beta!, origin);
        return {
          remainder: { value: norm2(subtract(moved, shift)), error: leading.error },
          shift: { value: norm2(shift), error: leading.error },
        };
      },
      tex,
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'unbalanced start, output centred': {
        breaks: 'depth 2: the distance falls as alpha^-4',
        because: 'with v = u/2 the expansion has a term of second order: the rate is alpha^-2',
        train: shallow({ balance: 0.5, centred: true }),
      },
      'depth 3 judged as depth 2': {
        breaks: 'depth 2: the distance falls as alpha^-4',
        because: 'the rate depends on the depth',
        train: shallow({ depth: 3, residual: 1e-10 }),
      },
      'early stop': {
        breaks: 'the leading term at alpha = 4',
        because: 'a residual of 1e-2 is larger than the distance',
        train: { own: ['diagonal-network', mirror({ alpha: 4, residual: 1e-2 })] },
      },
      'alpha in the place of alpha^2': {
        breaks: 'the leading term at alpha = 4',
        because: 'the theory is asked about the wrong scale',
        theory: {
          leading: ask(largeInit, ({ task }: { task: ScaledRegression; trained: unknown }) => ({
            ...task,
            alpha: Math.sqrt(task.alpha),
          })),
        },
      },
      'cube not projected': {
        breaks: 'the leading term at alpha = 4',
        because: 'both ends interpolate, so they differ in the null space alone',
        theory: { leading: { ...largeInit, answer: largeInit.faults!['not-projected']!.by } },
      },
    },
    mustHold: {
      'loss rescaled': { because: 'the scale of the loss only moves nu', train: runs({ lossScale: 0.5 }) },
      'equations weighted': { because: 'weights of the equations only move nu', train: runs({ weighted: true }) },
    },
  },

  dial: {
    of: 'alpha',
    axis: 'log',
    part: 'the leading term at alpha = 4',
    grid: [0.5, 1, 2, 4, 8],
    at: (alpha) => ({ forAll: fixing(regressionAtAnyScale, { alpha }) }),
    measured: {
      value: 'distance',
      where: ({ trained, theory }) => distances([trained.own], theory.least),
      tex,
    },
    curve: {
      value: 'shift',
      where: ({ theory }) => ({ shift: norm2(theory.leading.value.shift) }),
      tex,
    },
  },
});
