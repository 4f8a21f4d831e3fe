/** The four laws about capped means, each as its quantities and bounds (means.ts). */
import type { Criterion, Margin } from '../claim.js';
import { marginsOf } from './law.js';
import type { MeanLaw, Range } from './means.js';
import { slopes } from './slopes.js';

export type CappedCriterion = Extract<Criterion, { law: 'onAverage' | 'equivalent' | 'monotone' | 'scalesAs' }>;

/** Caps of `scalesAs`, in units of what is tolerated. */
export const SLOPE_CAP = 5;

/**
 * A margin as a range; an error bound that is no bound says nothing. What is zero up to rounding is zero, and what is
 * infinite lies beyond every cap.
 */
function range({ slack, error }: Margin, cap: number): Range {
  if (Number.isNaN(slack)) return null;
  if (!Number.isFinite(slack)) return error < Infinity ? [slack, slack] : [-Infinity, Infinity];
  const value = Math.abs(slack) <= 1e-12 * cap ? 0 : slack;
  const radius = error >= 0 ? error : Infinity;
  return [value - radius, value + radius];
}

const within = (quantity: number, margin: number) => ({
  holds: [
    { quantity, side: 'below', at: margin },
    { quantity, side: 'above', at: -margin },
  ] as const,
  fails: [
    { quantity, side: 'above', at: margin },
    { quantity, side: 'below', at: -margin },
  ] as const,
});

export function cappedLaw(criterion: CappedCriterion): MeanLaw {
  const { law } = criterion;
  if (law === 'onAverage') {
    const { cap, atLeast: at } = criterion;
    return {
      quantities: [{ name: 'mean', cap, offset: 0 }],
      holds: [{ quantity: 0, side: 'above', at }],
      fails: [{ quantity: 0, side: 'below', at }],
      twoSided: false,
      read: (outcome) => [range(marginsOf(outcome, 1, law)[0]!, cap)],
    };
  }
  if (law === 'equivalent') {
    const { cap, margin } = criterion;
    return {
      quantities: [{ name: 'mean deviation', cap, offset: 0 }],
      ...within(0, margin),
      twoSided: true,
      read: (outcome) => [range(marginsOf(outcome, 1, law)[0]!, cap)],
    };
  }
  if (law === 'monotone') {
    const { cap, steps, within: eta } = criterion;
    const each = Array.from({ length: steps }, (_, k) => k);
    return {
      quantities: each.map((k) => ({ name: `mean improvement of step ${k + 1}`, cap, offset: 0 })),
      holds: each.map((quantity) => ({ quantity, side: 'above', at: -eta })),
      fails: each.map((quantity) => ({ quantity, side: 'below', at: 0 })),
      twoSided: false,
      read: (outcome) => marginsOf(outcome, steps, law).map((margin) => range(margin, cap)),
    };
  }
  const { exponent, within: tolerance, curvature, sizes } = criterion;
  const slope = within(0, tolerance);
  const bend = within(1, curvature);
  const fit = slopes(sizes);
  const shifted = (bounds: Range): Range => bounds && [bounds[0] - exponent, bounds[1] - exponent];
  return {
    quantities: [
      { name: 'mean log-log slope', cap: SLOPE_CAP * tolerance, offset: exponent },
      { name: 'mean difference of slopes, upper half less lower half', cap: SLOPE_CAP * curvature, offset: 0 },
    ],
    holds: [...slope.holds, ...bend.holds],
    fails: [...slope.fails, ...bend.fails],
    twoSided: true,
    read(outcome) {
      const { slope, curvature } = fit(marginsOf(outcome, sizes.length, law));
      return [shifted(slope), curvature];
    },
  };
}
