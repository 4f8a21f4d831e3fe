/** What a model that takes a place must know: what claims give it, and what they may look at. */
import type { Claim, Model, Run } from '../claim.js';
import { dialArms, verdictArms } from './arm.js';
import { draw } from './draw.js';
import { brief } from './sizes.js';

/** Of one model that a claim trains. */
export interface Place {
  readonly model: string;
  /** The fields of the rules that the claim, its controls and its dial give it, with their values; long ones in words. */
  readonly rule: Readonly<Record<string, readonly unknown[]>>;
  /** The lengths of its parameters on the first task of the claim; none where they are declared nowhere, or there is no task. */
  readonly parameters: Readonly<Record<string, number>>;
  /** What it reports, by name. */
  readonly facts: Readonly<Record<string, string>>;
}

const ruleOf = ({ rule }: Run, task: unknown): object =>
  typeof rule === 'function' ? (rule(task as never) as object) : (rule as object);

const lengths = ({ shapes }: Model, seen: unknown, rule: object): Record<string, number> =>
  Object.fromEntries(Object.entries(shapes?.(seen as never, rule as never) ?? {}) as [string, number][]);

/** @param seed of the first task of each arm, on which rules that depend on it are looked at */
export function places(id: string, claim: Claim, seed: string): Place[] {
  const found = new Map<Model, { rule: Map<string, Map<string, unknown>>; parameters: Record<string, number> }>();
  for (const arm of [...verdictArms(claim), ...dialArms(claim)])
    try {
      const { task } = draw(arm.claim.forAll, { suiteSeed: seed, claim: id, arm: arm.tasksOf, trial: 0 });
      for (const run of Object.values(arm.claim.train)) {
        const of = found.get(run.model) ?? { rule: new Map<string, Map<string, unknown>>(), parameters: {} };
        found.set(run.model, of);
        const rule = ruleOf(run, task);
        for (const [field, value] of Object.entries(brief(rule) as object))
          of.rule.set(field, (of.rule.get(field) ?? new Map<string, unknown>()).set(JSON.stringify(value), value));
        of.parameters = { ...lengths(run.model, run.on ? run.on(task as never) : task, rule), ...of.parameters };
      }
    } catch {
      // A population or a rule that fails is told of by a run.
    }
  return [...found].map(([model, { rule, parameters }]) => ({
    model: model.name,
    rule: Object.fromEntries([...rule].map(([field, values]) => [field, [...values.values()]])),
    parameters,
    facts: model.facts ?? {},
  }));
}
