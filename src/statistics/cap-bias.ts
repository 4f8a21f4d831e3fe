/**
 * What a cap does to a mean. The capped mean is what is tested; an exact law speaks of the mean without the cap. Their
 * difference E[clip(D) - D] is estimated from tasks that the test does not see, and must be small beside the margin, or
 * the verdict would be about the cap.
 */
import type { Margin } from '../margin.js';
import type { CapBias } from './summary.js';

export type { CapBias };

/** Tasks on which it is measured. */
export const CAP_TASKS = 400;

/** The bias must be below this share of the margin. */
const SHARE = 0.1;

const Z = 2.3263478740408408;

/** @param margins one per task; undefined where training did not end, which no number can stand for */
export function capBias(cap: number, margins: readonly (Margin | undefined)[]): CapBias {
  const tasks = margins.length;
  const cut = margins.map((margin) => {
    const slack = margin?.slack ?? NaN;
    return Math.max(-cap, Math.min(cap, slack)) - slack;
  });
  const bias = cut.reduce((sum, value) => sum + value, 0) / tasks;
  const squares = cut.reduce((sum, value) => sum + (value - bias) * (value - bias), 0);
  return {
    bias,
    error: Z * Math.sqrt(squares / (tasks - 1) / tasks),
    tasks,
    beyond: cut.filter((value) => value !== 0).length,
  };
}

/** @returns the fault, or null; what is not a number is one */
export function capFault(margin: number, { bias, error, tasks }: CapBias): string | null {
  if (Math.abs(bias) < SHARE * margin) return null;
  const size = Number.isFinite(bias) ? `${Number(bias.toPrecision(2))} +- ${Number(error.toPrecision(2))}` : 'unknown';
  return `its cap moves the mean by ${size} (${tasks} tasks), which is not below a tenth of the margin ${margin}`;
}
