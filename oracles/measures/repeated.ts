/** Means over the runs of one trial that repeat a regression, one on each of its samples. */
import { along, on, type Run } from 'claimcheck';
import { REPEATS, type GaussianRegression, type TwoSizes } from 'claimcheck/tasks/gaussian-regression';

/** The run on each sample of each size. */
export function onEachSample<R, P extends string, F extends string>(run: Run<GaussianRegression, R, P, F>) {
  const of = (size: keyof TwoSizes) =>
    along(
      Array.from({ length: REPEATS }, (_, k) => k),
      (k) => on((task: TwoSizes) => task[size].samples[k]!, run),
    );
  return { drawn: of('drawn'), near: of('near') };
}

/** The mean over the samples of a size. */
export const mean =
  <Size extends keyof TwoSizes, E>(size: Size, measure: (run: E, sample: GaussianRegression) => number) =>
  ({
    task,
    runs,
  }: {
    readonly task: TwoSizes;
    readonly runs: { readonly [of in Size]: { readonly each: readonly E[] } };
  }) => {
    const { samples } = task[size];
    return samples.reduce((sum, sample, k) => sum + measure(runs[size].each[k]!, sample), 0) / samples.length;
  };

/** What the risk of that size depends on. */
export const shapeOf =
  (size: keyof TwoSizes) =>
  ({ task }: { readonly task: TwoSizes }) => {
    const { n, p, sigma, radius } = task[size];
    return { n, p, r2: radius * radius, sigma2: sigma * sigma };
  };
