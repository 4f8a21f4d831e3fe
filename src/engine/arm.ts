/**
 * Arms: the claim itself, each of its controls, each point of its dial, each fault of what it uses. An arm is the same
 * claim with one field replaced, so a control cannot drift into a different test.
 */
import type { Any, Asked, Claim, Model, MustFail, Oracle, Run, Variation } from '../claim.js';
import { turn } from '../form/claim.js';
import { lawOf } from '../statistics/criterion.js';

export type Role = 'claim' | 'mustFail' | 'mustHold' | 'adversary' | 'cap' | 'dial' | 'fault' | 'harmless';

export interface Arm {
  readonly name: string;
  readonly role: Role;
  readonly claim: Claim;
  /** The arm whose name the task stream carries: `claim` wherever the population is unchanged, so that arms are paired. */
  readonly tasksOf: string;
  /** The arm whose name the streams of training and noise carry, where that is not the arm itself. */
  readonly trainsAs?: string;
  /** The parts that are measured. */
  readonly parts: readonly string[];
  /** For a control: what it says beside the variation. */
  readonly control?: MustFail<Any, Any, Any>;
  /** For a point of a dial: its value. */
  readonly at?: number;
  /** For a fault of a model: the model that it replaces. */
  readonly instead?: { readonly model: string; readonly by: Model['train'] };
  /** Gradient steps after which no more trials are taken: a fault may keep training from ever ending. */
  readonly mostSteps?: number;
  /** Trials that are taken even where the verdict is reached before; those after it decide nothing. */
  readonly leastTrials?: number;
}

export type Models = ReadonlyMap<string, Model>;

/** The runs of a claim by name; a single run is called `model`. */
export function runsOf(claim: Claim): Readonly<Record<string, Run<unknown>>> {
  return Array.isArray(claim.train)
    ? { model: claim.train as unknown as Run<unknown> }
    : (claim.train as Readonly<Record<string, Run<unknown>>>);
}

export const isAsked = (theory: object): theory is Asked<unknown, unknown, unknown> => 'oracle' in theory;
export const isOracle = (theory: object): theory is Oracle<unknown, unknown> => 'answer' in theory;

/** The oracles of a claim by name; a single oracle is called `theory`. */
export function oraclesOf(claim: Claim): Readonly<Record<string, Oracle<Any, unknown> | Asked<Any, Any, unknown>>> {
  const theory = claim.theory as object | undefined;
  if (theory === undefined) return {};
  return isAsked(theory) || isOracle(theory) ? { theory } : (theory as ReturnType<typeof oraclesOf>);
}

function merged<F>(base: F, replacement: F | undefined, single: (field: F) => boolean): F {
  if (replacement === undefined) return base;
  if (single(replacement) || base === undefined || single(base)) return replacement;
  return { ...base, ...replacement };
}

/** The claim with one field replaced. `holds` and `where` replace those of the named part. */
export function vary(claim: Claim, variation: Variation<Any, Any, Any>, part?: string): Claim {
  const changed = part ?? Object.keys(claim.parts)[0]!;
  return {
    ...claim,
    forAll: variation.forAll ?? claim.forAll,
    train: merged(claim.train, variation.train, Array.isArray),
    theory: merged(claim.theory, variation.theory, (t) => t === undefined || isAsked(t) || isOracle(t)),
    parts: {
      ...claim.parts,
      [changed]: {
        ...claim.parts[changed]!,
        ...(variation.holds !== undefined && { holds: variation.holds }),
        ...(variation.where && { where: variation.where }),
      },
    },
  };
}

/** `claim` where the variation keeps the claim's tasks, else the arm's own name. */
function tasksOf(claim: Claim, variation: Variation<unknown, unknown, unknown>, arm: string): string {
  const { forAll } = variation;
  return !forAll || (forAll.drawsOf ?? forAll) === (claim.forAll.drawsOf ?? claim.forAll) ? 'claim' : arm;
}

/** The claim and its controls: what a verdict needs. */
export function verdictArms(claim: Claim): Arm[] {
  const parts = Object.keys(claim.parts);
  const { mustFail, mustHold = {} } = claim.controls;
  return [
    { name: 'claim', role: 'claim', claim, tasksOf: 'claim', parts },
    ...Object.entries(mustFail).map(([label, control]): Arm => {
      const name = `control:${label}`;
      const varied = vary(claim, control, control.breaks);
      return {
        name,
        role: 'mustFail',
        claim: varied,
        tasksOf: tasksOf(claim, control, name),
        parts: [control.breaks],
        control,
      };
    }),
    ...Object.entries(mustHold).map(([label, control]): Arm => {
      const name = `control:${label}`;
      return {
        name,
        role: 'mustHold',
        claim: vary(claim, control),
        tasksOf: tasksOf(claim, control, name),
        parts: control.keeps ?? parts,
        control: { ...control, breaks: parts[0]! },
      };
    }),
  ];
}

/** The claim's own arm, of at least so many trials: two reports are compared on the tasks that both have. */
export function lengthened(arm: Arm, trials: number): Arm {
  const listed = arm.claim.forAll.list?.length ?? Infinity;
  return arm.role === 'claim' ? { ...arm, leastTrials: Math.min(trials, listed) } : arm;
}

/** Where a part claims something of all tasks: a search for one that violates it (climb.ts). A list is run in full anyhow. */
export function adversaryArms(claim: Claim): Arm[] {
  const parts = Object.keys(claim.parts).filter((part) => lawOf(claim.parts[part]!.accept).exact === 'drawn');
  if (parts.length === 0 || claim.forAll.list) return [];
  return [{ name: 'adversary', role: 'adversary', claim, tasksOf: 'adversary', parts }];
}

/** Where a part is an exact law for a mean: further trials of the claim, on which the effect of its cap is measured. */
export function capArms(claim: Claim): Arm[] {
  const exact = Object.entries(claim.parts).filter(([, { accept }]) => lawOf(accept).uncapped?.(accept));
  if (exact.length === 0) return [];
  return [{ name: 'cap', role: 'cap', claim, tasksOf: 'cap', parts: exact.map(([part]) => part) }];
}

/** The models that the claim, its controls and its dial train. */
export const trainedIn = (claim: Claim): string[] => [
  ...new Set(
    [...verdictArms(claim), ...dialArms(claim)].flatMap((arm) =>
      Object.values(runsOf(arm.claim)).map(([name]) => name),
    ),
  ),
];

/** The points of the claim's dial. */
export function dialArms(claim: Claim): Arm[] {
  const { dial } = claim;
  if (!dial) return [];
  const part = dial.part ?? Object.keys(claim.parts)[0]!;
  return dial.grid.map((value): Arm => {
    const variation = turn(dial, value);
    const name = `dial:${dial.of}=${value}`;
    return {
      name,
      role: 'dial',
      claim: vary(claim, variation, part),
      tasksOf: tasksOf(claim, variation, name),
      parts: [part],
      at: value,
    };
  });
}

/** The seeded faults and harmless variants of every model and oracle that the claim uses, one arm each. */
export function faultArms(claim: Claim, models: Models): Arm[] {
  const parts = Object.keys(claim.parts);
  const arms: Arm[] = [];
  for (const name of new Set(Object.values(runsOf(claim)).map(([model]) => model))) {
    const model = models.get(name);
    for (const role of ['faults', 'harmless'] as const)
      for (const [label, fault] of Object.entries(model?.[role] ?? {}))
        arms.push({
          name: `fault:${name}: ${label}`,
          role: role === 'faults' ? 'fault' : 'harmless',
          claim,
          tasksOf: 'claim',
          parts,
          instead: { model: name, by: fault.by },
        });
  }
  // An oracle that is asked several questions is wrong in all of its answers.
  const oracles = oraclesOf(claim);
  const asked = new Map(
    Object.values(oracles)
      .map((entry) => (isAsked(entry) ? entry.oracle : entry))
      .map((o) => [o.name, o]),
  );
  for (const [name, oracle] of asked)
    for (const role of ['faults', 'harmless'] as const)
      for (const [label, fault] of Object.entries(oracle[role] ?? {})) {
        const wrong = (entry: (typeof oracles)[string]) => {
          if (isAsked(entry))
            return entry.oracle.name === name ? { ...entry, oracle: { ...oracle, answer: fault.by } } : entry;
          return entry.name === name ? { ...oracle, answer: fault.by } : entry;
        };
        const replaced = Object.fromEntries(Object.entries(oracles).map(([field, entry]) => [field, wrong(entry)]));
        arms.push({
          name: `fault:${name}: ${label}`,
          role: role === 'faults' ? 'fault' : 'harmless',
          claim: { ...claim, theory: 'theory' in replaced ? replaced['theory']! : replaced },
          tasksOf: 'claim',
          parts,
        });
      }
  return arms;
}

const PAIRED = 'claim with ';

/** The name of the arm that is the claim trial by trial, its streams included, with the fault in it. */
export const withFault = (fault: string): string => `${PAIRED}${fault}`;

/** @throws Error when the claim has no such arm */
export function armNamed(claim: Claim, name: string, models: Models): Arm {
  if (name.startsWith(PAIRED))
    return { ...armNamed(claim, name.slice(PAIRED.length), models), name, trainsAs: 'claim' };
  const arms = [
    ...verdictArms(claim),
    ...adversaryArms(claim),
    ...capArms(claim),
    ...dialArms(claim),
    ...(name.startsWith('fault:') ? faultArms(claim, models) : []),
  ];
  const arm = arms.find((candidate) => candidate.name === name);
  if (!arm) throw new Error(`no arm "${name}"; the claim has ${arms.map((a) => a.name).join(', ')}`);
  return arm;
}
