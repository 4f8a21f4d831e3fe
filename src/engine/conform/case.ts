/**
 * The trainings in which a model is looked at: those that claims ask of it, in the claim itself, in what its controls vary, and
 * along its dial. Nothing is judged there.
 */
import type { Any, Claim, Model, Run, Streams } from '../../claim.js';
import { streams } from '../../numerics/stream.js';
import { dialArms, modelOf, verdictArms, type Arm, type Models } from '../arm.js';
import { draw } from '../draw.js';

/** Where a claim asks for a training. */
export interface Place {
  readonly claim: string;
  readonly arm: string;
  readonly trial: number;
  readonly run: string;
}

/** One training. */
export interface Case {
  readonly name: string;
  readonly task: Any;
  readonly rule: Any;
  readonly streams: Streams;
  readonly at?: Place;
  /** What the claim itself asks on the same task, where this is what a control or a dial makes of it. */
  readonly plain?: Pick<Case, 'rule' | 'streams'>;
}

/** A claim by its id. */
export interface Named {
  readonly id: string;
  readonly claim: Claim;
}

const nameOf = ({ claim, arm, trial, run }: Place): string =>
  `${claim}, ${arm === 'claim' ? 'the claim' : arm.replace(/^control:(.*)$/, 'control "$1"')}, trial ${trial}` +
  (run === 'model' ? '' : `, run "${run}"`);

const ruleOf = ({ rule }: Run, task: unknown): object =>
  typeof rule === 'function' ? (rule(task as never) as object) : (rule as object);

/** Whether an arm trains anything that the claim itself does not. */
const trains = ({ control }: Arm): boolean =>
  control === undefined || ['forAll', 'train', 'rule'].some((field) => field in control);

/**
 * @param of whose trainings they are, by what is trained in the place of each run's own
 * @param tasks so many of the claim and of each control; a point of its dial has one
 */
export function* casesOf(
  { id, claim }: Named,
  models: Models,
  seed: string,
  tasks: number,
  of: (model: Model, run: Run) => boolean,
): Generator<Case> {
  for (const arm of [...verdictArms(claim), ...dialArms(claim)].filter(trains)) {
    if (!Object.values(arm.claim.train).some((run) => of(modelOf(run, models), run))) continue;
    const { forAll } = arm.claim;
    const most = arm.role === 'dial' ? 1 : tasks;
    for (let trial = 0; trial < Math.min(most, forAll.list?.length ?? most); trial++) {
      const name = { suiteSeed: seed, claim: id, trial };
      const { task } = draw(forAll, { ...name, arm: arm.tasksOf });
      for (const [named, run] of Object.entries(arm.claim.train)) {
        if (!of(modelOf(run, models), run)) continue;
        const at = { claim: id, arm: arm.name, trial, run: named };
        const itself = claim.train[named];
        const plain = arm.name !== 'claim' && !('forAll' in (arm.control ?? {})) && itself?.model === run.model;
        yield {
          name: nameOf(at),
          task: run.on ? run.on(task as never) : task,
          rule: ruleOf(run, task),
          streams: streams({ ...name, arm: arm.name }),
          at,
          ...(plain && { plain: { rule: ruleOf(itself, task), streams: streams({ ...name, arm: 'claim' }) } }),
        };
      }
    }
  }
}

/** Two rules of one kind have the same fields, and the same words in them. */
export const kindOf = (rule: object): string =>
  JSON.stringify(
    Object.entries(rule).map(([field, value]: [string, unknown]) => [
      field,
      typeof value === 'string' ? value : typeof value,
    ]),
  );
