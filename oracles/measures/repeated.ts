/** Means over the runs of one trial that repeat a regression, one on each of its samples. */
import { on, type Run } from 'claimcheck';
import type { GaussianRegression, TwoSizes } from 'claimcheck/tasks/gaussian-regression';
import { along, upTo } from './along.js';

/** The number of samples of a size. */
export const COUNT = 8;

const samples = { drawn: along('drawn', upTo(COUNT)), near: along('near', upTo(COUNT)) };
type Size = keyof typeof samples;

/** The run on each sample. */
export const onEachSample = <R, P extends string, F extends string>(run: Run<GaussianRegression, R, P, F>) => {
  const of = (size: Size) => samples[size].train((k) => on((task: TwoSizes) => task[size].samples[k]!, run));
  return { ...of('drawn'), ...of('near') };
};

/** The mean over the samples of a size. */
export const mean =
  <E>(size: Size, measure: (run: E, sample: GaussianRegression) => number) =>
  ({ task, runs }: { readonly task: TwoSizes; readonly runs: { readonly [name: string]: E } }): number => {
    const all = task[size].samples;
    return all.reduce((sum, sample, k) => sum + measure(samples[size].at(runs, k), sample), 0) / all.length;
  };

/** What the risk of that size depends on. */
export const shapeOf =
  (size: Size) =>
  ({ task }: { readonly task: TwoSizes }) => {
    const { n, p, sigma, radius } = task[size];
    return { n, p, r2: radius * radius, sigma2: sigma * sigma };
  };
