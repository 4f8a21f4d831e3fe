/**
 * Numbers that papers print, and where a report has the same ones. Each says how the printed one was seen (docs/limits.md has it
 * for every work), and in what the setting here differs. Nothing is computed here but a ratio: what stands beside is a claim's
 * own estimate, from its report.
 */
import type { ClaimReport } from '../engine/report.js';
import { own } from '../form/own.js';

/** A mean over tasks with its interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** A number of a claim's report: one side of the relation of a part, what a part estimates, or a point of the dial. */
type Place =
  | { readonly part: string; readonly side: 'left' | 'right' }
  | { readonly part: string; readonly quantity: number }
  | { readonly dial: number; readonly curve?: true };

export interface Printed {
  /** As the source has it, in words; where it is a formula, in TeX. */
  readonly printed: string | { readonly tex: string };
  /** The number that it is, or where the report has what the formula gives; none where a setting is printed, or an order. */
  readonly value?: number | Place;
  readonly source: string;
  readonly where: string;
  readonly how: 'seen' | 'from memory' | 'second-hand' | 'its setting seen';
  readonly claim: string;
  readonly here: Place;
  readonly is: string;
  readonly differs?: string;
}

const left = (part: string): Place => ({ part, side: 'left' });
const right = (part: string): Place => ({ part, side: 'right' });
const slope = (part: string): Place => ({ part, quantity: 0 });
const dial = (at: number): Place => ({ dial: at });
const curve = (at: number): Place => ({ dial: at, curve: true });

const LDAM = {
  source: 'cao2019learning',
  where: 'CIFAR-10, as a table of Kini et al. 2021 prints it',
  how: 'second-hand',
  claim: 'ldam-helps-the-rare-class',
  here: dial(0.25),
  is: 'balanced test error with margins, over that with uniform ones',
} as const;
const RIDGE = { source: 'ali2019continuous', claim: 'early-stopping-is-ridge' } as const;
const FLOW = {
  here: left('the flow is at most c times ridge'),
  is: 'risk of the stopped flow over that of ridge, at its largest',
} as const;
const FIGURE = {
  source: 'nakkiran2021optimal',
  where: 'Figure 1, no penalty; by its closed form',
  how: 'its setting seen',
  claim: 'interpolation-risk-law',
  is: 'excess risk of least squares of least norm',
} as const;
const CROSSED = {
  source: 'wei2019regularization',
  where: 'abstract',
  how: 'seen',
  claim: 'regularized-net-needs-few-samples',
  differs: 'd = 20; an order is no number, and no exponent is measured',
} as const;
const FROZEN = 'the coordinates of a diagonal network at an interpolant';

/** In the order of the talk. */
export const PRINTED: readonly Printed[] = [
  {
    printed: { tex: '\\tfrac1\\eta-\\tfrac12' },
    value: right('the function is smooth'),
    source: 'mulayoff2021implicit',
    where: 'Theorem 1, by the abstract of its sequel',
    how: 'seen',
    claim: 'stable-minima-are-smooth',
    here: left('the function is smooth'),
    is: 'weighted second derivative of the function where descent stays; at most the printed',
    differs: 'three points, 16 neurons',
  },
  {
    printed: { tex: 'L+\\lambda\\operatorname{tr}\\nabla^2L' },
    value: 1,
    source: 'damian2021label',
    where: "by the speaker's lecture notes",
    how: 'seen',
    claim: 'label-noise-decays-balance',
    here: left('small steps, longest column'),
    is: 'decay under label noise, at small steps, over what the printed gives',
    differs: FROZEN,
  },
  {
    printed: { tex: '-\\tfrac1{2\\eta}\\operatorname{tr}\\log\\bigl(1-\\tfrac\\eta2\\nabla^2L\\bigr)' },
    value: 1,
    source: 'damian2021label',
    where: 'the form for large steps',
    how: 'from memory',
    claim: 'label-noise-decays-balance',
    here: left('large steps, longest column'),
    is: 'decay under label noise, at large steps, over what the printed gives',
    differs: FROZEN,
  },
  {
    printed: { tex: '(\\eta\\sigma)^2/4' },
    value: 1,
    source: 'damian2021label',
    where: 'Theorem 1',
    how: 'from memory',
    claim: 'small-batch-alone-does-not-flatten',
    here: left('label noise lowers it as predicted'),
    is: 'fall of the trace over the printed times the squared length of its projected gradient',
  },
  {
    printed: 'd = 100, 40 examples, 5 ones, alpha = 1, step 0.01, noise 1, 300 000 steps',
    source: 'haochen2021shape',
    where: "the authors' code",
    how: 'seen',
    claim: 'label-noise-recovers-sparse',
    here: left('the truth is recovered'),
    is: 'squared error of the recovered truth, relative to its size',
    differs: 'd = 40, 20 examples, 3 entries, 4000 falling steps from 0.05, noise 1.5',
  },
  {
    printed: { tex: 'q(z)=2-\\sqrt{4+z^2}+z\\,\\mathrm{asinh}(z/2)' },
    value: curve(1e-3),
    source: 'woodworth2020kernel',
    where: "Theorem 1, by the speaker's lecture notes",
    how: 'seen',
    claim: 'initialization-selects-q-alpha',
    here: dial(1e-3),
    is: 'L1 norm of the limit at alpha = 0.001; of its minimizer',
  },
  {
    printed: {
      tex: '\\alpha\\le\\bigl(2(1+\\varepsilon)\\lVert\\beta\\rVert_1\\bigr)^{-(2+\\varepsilon)/(2\\varepsilon)}',
    },
    source: 'woodworth2020kernel',
    where: 'Theorem 2, one of two bounds',
    how: 'from memory',
    claim: 'small-init-is-min-l1',
    here: left('within 3% at alpha = 1e-6'),
    is: 'excess of the L1 norm over its minimum at alpha = 1e-6',
    differs: 'for an excess of 0.03 and a norm of 2.3 the printed asks for alpha below 1e-22',
  },
  ...([3, 4] as const).map((D): Printed => ({
    printed: `linear in alpha^D for D >= 3; here D = ${D}`,
    value: D,
    source: 'matt2025linear',
    where: 'abstract',
    how: 'seen',
    claim: 'depth-sharpens-l1',
    here: slope(`depth ${D}: the excess falls as alpha^${D}`),
    is: 'exponent of alpha in the excess of the L1 norm',
    differs: 'the distance to the minimizer there; their scale is our alpha^D',
  })),
  {
    printed: { tex: '\\lambda_{\\mathrm{opt}}=d\\sigma^2/\\lVert\\beta\\rVert^2' },
    value: 1,
    source: 'nakkiran2021optimal',
    where: 'Figure 1 and Lemma 2',
    how: 'seen',
    claim: 'optimal-ridge-is-optimal',
    here: dial(1.01),
    is: 'risk at 1.01 times the printed over that at the printed; at least 1 where it is best',
    differs: 'every design, averaged over directions',
  },
  {
    ...FIGURE,
    printed: 'd = 500, sigma = 0.5, length 1: 0.751 at n = 250',
    value: 0.751,
    here: dial(2),
    differs: 'd = 48, n = 24: the same ratio; the rest is the size',
  },
  {
    ...FIGURE,
    printed: 'd = 500, sigma = 0.5, length 1: 0.2505 at n = 1000',
    value: 0.2505,
    here: dial(0.5),
    differs: 'd = 12, n = 24: the same ratio; the rest is the size',
  },
  {
    printed: { tex: '\\lVert u\\rVert=1/\\sqrt m,\\ 2yu,\\ \\mathcal N(0,32/D)' },
    value: 1,
    source: 'nagarajan2019uniform',
    where: 'section 3.1',
    how: 'from memory',
    claim: 'uniform-convergence-fails',
    here: left('the error on fresh inputs is its law'),
    is: 'error on fresh inputs over what the printed constants give',
    differs: 'D/m of 100 and 200',
  },
  {
    printed: 'radii 1 and 1.1',
    source: 'nagarajan2019uniform',
    where: 'section 3.2',
    how: 'from memory',
    claim: 'uniform-convergence-fails-for-kernels',
    here: dial(1.1),
    is: 'error on the mirrored sample less that on fresh inputs',
    differs: 'a kernel, d = 15, 300 examples; a trained network there',
  },
  {
    ...RIDGE,
    ...FLOW,
    printed: '1.6862',
    value: 1.6862,
    where: 'Theorem 1',
    how: 'from memory',
    differs: 'attained here, a bound there',
  },
  { ...RIDGE, ...FLOW, printed: '1.69', value: 1.69, where: 'abstract', how: 'seen', differs: 'rounded there' },
  {
    ...CROSSED,
    printed: { tex: 'O(d)' },
    here: left('the network succeeds'),
    is: 'test error of the network at n = 6d',
  },
  {
    ...CROSSED,
    printed: { tex: '\\Omega(d^2)' },
    here: left('the kernel fails'),
    is: 'test error of its tangent kernel at n = 6d',
  },
  {
    ...CROSSED,
    printed: { tex: '\\Omega(d^2)' },
    here: left('the kernel succeeds on enough'),
    is: 'test error of its tangent kernel at n = 1.5 d^2',
  },
  {
    printed: { tex: 'n_j^{-1/4}' },
    value: curve(8),
    source: 'cao2019learning',
    where: 'section 3.1',
    how: 'from memory',
    claim: 'ldam-margins',
    here: dial(8),
    is: 'margin of the rare class over that of the frequent one, at 8 to 1',
  },
  {
    ...LDAM,
    printed: 'long tail 100: accuracy 71.94 to 77.03, errors x .819',
    value: 0.819,
    differs: '9 to 1, a linear classifier; a deep network with re-weighting there',
  },
  {
    ...LDAM,
    printed: 'step 100: accuracy 62.69 to 76.92, errors x .619',
    value: 0.619,
    differs: '9 to 1, a linear classifier; a deep network with re-weighting there',
  },
];

/** Printed, and no claim's number: in a sentence. */
export const UNMEASURED: readonly string[] = [
  'that the flow, stopped at its best time, has at most 1.22 times the risk of ridge at its best penalty (Ali et al., abstract)',
  'the exponent 1 - rho at depth 2 (Matt and Stöger)',
  'n >= c r^2 log^2 d and an error of order alpha sqrt(d) after a small start (Li, Ma and Zhang)',
  'sigma^2 / log(d/n) of the least L1 norm under noise (Wang et al. 2022)',
  '1/lambda, the largest entry that AdamW ends with (Xie and Li 2024)',
];

/** A printed number beside a report's. */
export interface Beside extends Printed {
  readonly by: ClaimReport;
  readonly found: Estimate;
  /** What the printed number, or the formula, is. */
  readonly stated?: number;
  /** Found over stated; with an interval where the printed number is one, for formulas vary with the tasks. */
  readonly ratio?: Estimate;
}

const exactly = (mean: number): Estimate => ({ mean, low: mean, high: mean });

/** The number at a place of a claim's report; undefined where that has none, or none that is a number. */
export function at(place: Place, claim: ClaimReport): Estimate | undefined {
  const found = (() => {
    if ('dial' in place) {
      const point = claim.dial?.points.find((each) => each.at === place.dial);
      return place.curve ? point?.curve && exactly(point.curve) : point?.measured;
    }
    if ('side' in place) return own(claim.parts, place.part)?.sides?.[0]?.[place.side];
    const judged = own(claim.arms.find(({ role }) => role === 'claim')?.parts ?? {}, place.part)?.evidence;
    const { estimate, interval: [low, high] = [NaN, NaN] } = judged?.quantities[place.quantity] ?? {};
    return estimate == null ? undefined : { mean: estimate, low, high };
  })();
  return found && Number.isFinite(found.mean) ? { mean: found.mean, low: found.low, high: found.high } : undefined;
}

/** The rows that a report has numbers for. */
export const beside = (claims: readonly ClaimReport[]): Beside[] =>
  PRINTED.flatMap((row): Beside[] => {
    const by = claims.find(({ id }) => id === row.claim);
    const found = by && at(row.here, by);
    if (!found) return [];
    const { value } = row;
    const stated = typeof value === 'object' ? at(value, by)?.mean : value;
    if (stated === undefined) return value === undefined ? [{ ...row, by, found }] : [];
    const over = (x: number) => x / stated;
    const { mean, low, high } = found;
    const ratio =
      typeof value === 'object' ? exactly(over(mean)) : { mean: over(mean), low: over(low), high: over(high) };
    return [{ ...row, by, found, stated, ratio }];
  });
