/**
 * Averages over the runs of one trial that repeat a regression, beside the exact law of their risk; runs are named
 * `<place> <k>`, k from 0.
 */
import type { Certified, Rule, Run, Trained } from 'claimcheck';
import { ask } from 'claimcheck/oracles/ask';
import { finiteSampleRisk, type FiniteSampleRisk } from 'claimcheck/oracles/finite-sample-risk';
import type { Repeated, TwoSizes } from 'claimcheck/tasks/gaussian-regression';
import { excess } from './excess.js';
import { spectralRisk } from './spectral-risk.js';

export type Runs = Readonly<Record<string, Trained>>;
export const places = ['drawn', 'near'] as const;
export type Place = (typeof places)[number];

/** One run of the model per sample, `count` at each place. */
export const onEachSample = (
  model: string,
  count: number,
  rule: (repeated: Repeated) => Rule,
): Record<string, Run<TwoSizes>> =>
  Object.fromEntries(
    places.flatMap((place) =>
      Array.from({ length: count }, (_, k): [string, Run<TwoSizes>] => [
        `${place} ${k}`,
        [model, (task) => rule(task[place]), (task) => task[place].samples[k]!],
      ]),
    ),
  );

function mean(repeated: Repeated, at: (k: number) => number): number {
  let sum = 0;
  repeated.samples.forEach((_, k) => (sum += at(k)));
  return sum / repeated.samples.length;
}

/** The excess risk averaged over noise and direction in closed form, and over the designs of the trial. */
export function averagedRisk(repeated: Repeated, place: string, trained: Runs): number {
  const { p, sigma, radius } = repeated;
  const prior = { p, r2: radius * radius, sigma2: sigma * sigma };
  return mean(repeated, (k) => spectralRisk(trained[`${place} ${k}`]!, prior));
}

/** The excess risk of the runs as they are, averaged over the samples of the trial. */
export function rawRisk(repeated: Repeated, place: string, trained: Runs): number {
  return mean(repeated, (k) => excess(trained[`${place} ${k}`]!.parameters['beta']!, repeated.samples[k]!.truth));
}

/** |X beta - y|^2 / n, averaged over the samples of the trial. */
export function trainingError(repeated: Repeated, place: string, trained: Runs): number {
  return mean(repeated, (k) => trained[`${place} ${k}`]!.facts!['loss']!);
}

/** The exact law of the risk at a place; with one of the oracle's faults, for a control. */
export const lawAt = (place: Place, fault?: string) =>
  ask(
    fault === undefined ? finiteSampleRisk : { ...finiteSampleRisk, answer: finiteSampleRisk.faults![fault]!.by },
    ({ task }: { task: TwoSizes; trained: Runs }) => {
      const { n, p, sigma, radius } = task[place];
      return { n, p, r2: radius * radius, sigma2: sigma * sigma };
    },
  );

interface Repeatedly {
  readonly task: TwoSizes;
  readonly trained: Runs;
  readonly theory: Readonly<Record<Place, Certified<FiniteSampleRisk>>>;
}

/** The averaged risk at a place and its law. */
export const riskAndLaw =
  (place: Place) =>
  ({ task, trained, theory }: Repeatedly) => ({
    risk: averagedRisk(task[place], place, trained),
    law: { value: theory[place].value.excess, error: theory[place].error },
  });
