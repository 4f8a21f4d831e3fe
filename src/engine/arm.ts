/**
 * Arms: the claim itself, each of its controls, each point of its dial, each fault of what it uses. An arm is the same
 * claim with one field replaced, so a control cannot drift into a different test.
 */
import type { Claim, Model, MustFail, Oracle, Run, Variation } from '../claim.js';
import { patchOf } from '../form/content.js';
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
  readonly control?: MustFail;
  /** For a point of a dial: its value. */
  readonly at?: number;
  /** For a fault: what trains or answers in the place of the model or the oracle of that name. */
  readonly instead?: {
    readonly models?: Readonly<Record<string, Model['train']>>;
    readonly oracles?: Readonly<Record<string, Oracle<unknown, unknown>['answer']>>;
  };
  /** Gradient steps after which no more trials are taken: a fault may keep training from ever ending. */
  readonly mostSteps?: number;
  /** Trials that are taken even where the verdict is reached before; those after it decide nothing. */
  readonly leastTrials?: number;
}

export type Models = ReadonlyMap<string, Model>;

/** The model that is trained: the run's own, or what was put in its place by name. */
export const modelOf = ({ model, fixed }: Run, models: Models): Model =>
  fixed ? model : (models.get(model.name) ?? model);

/** The oracles of a claim, one of each name. */
export const oraclesOf = ({ theory }: Claim): Oracle<unknown, unknown>[] => [
  ...new Map(Object.values(theory).map(([oracle]) => [oracle.name, oracle])).values(),
];

/** The run with these fields of its rule replaced. */
function patched(run: Run, patch: NonNullable<Variation['rule']>): Run {
  const { rule } = run;
  const of = (what: unknown, task: unknown): object =>
    typeof what === 'function' ? (what(task) as object) : (what as object);
  return typeof rule === 'function' || typeof patch === 'function'
    ? {
        ...run,
        rule: (task: unknown) => ({
          ...of(rule, task),
          ...(typeof patch === 'function' ? patchOf(() => patch(task)) : patch),
        }),
      }
    : { ...run, rule: { ...(rule as object), ...patch } };
}

/** The claim with one field replaced. `holds` replaces that of the named part. */
export function vary(claim: Claim, variation: Variation, part: string): Claim {
  const { forAll = claim.forAll, train, rule, theory, symbols, holds } = variation;
  const runs = Object.entries({ ...claim.train, ...train }).map(([name, run]): [string, Run] => {
    // What trains in the place of a member of a family is a member of it.
    const member = claim.train[name]?.member;
    return [name, member ? { ...run, member } : run];
  });
  const measured = Object.entries({ ...claim.symbols, ...symbols });
  return {
    ...claim,
    forAll,
    train: Object.fromEntries(runs.map(([name, run]) => [name, rule === undefined ? run : patched(run, rule)])),
    theory: { ...claim.theory, ...theory },
    // A symbol that is measured otherwise is typeset as it was.
    symbols: Object.fromEntries(measured.map(([name, of]) => [name, { ...claim.symbols[name], ...of }])),
    parts: holds === undefined ? claim.parts : { ...claim.parts, [part]: { ...claim.parts[part]!, holds } },
  };
}

/** `claim` where the variation keeps the claim's tasks, else the arm's own name. */
function tasksOf(claim: Claim, variation: Variation, arm: string): string {
  const { forAll } = variation;
  return !forAll || (forAll.drawsOf ?? forAll) === (claim.forAll.drawsOf ?? claim.forAll) ? 'claim' : arm;
}

/** The claim and its controls: what a verdict needs. */
export function verdictArms(claim: Claim): Arm[] {
  const parts = Object.keys(claim.parts);
  const { mustFail, mustHold } = claim.controls;
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
        claim: vary(claim, control, parts[0]!),
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

/** The models that the claim trains, by name. */
export const trainedBy = ({ train }: Claim): string[] => [
  ...new Set(Object.values(train).map(({ model }) => model.name)),
];

/** The models that the claim, its controls and its dial train. */
export const modelsIn = (claim: Claim): Model[] => [
  ...new Set(
    [...verdictArms(claim), ...dialArms(claim)].flatMap((arm) =>
      Object.values(arm.claim.train).map(({ model }) => model),
    ),
  ),
];
/** Their names. */
export const trainedIn = (claim: Claim): string[] => [...new Set(modelsIn(claim).map(({ name }) => name))];

/** The points of the claim's dial. */
export function dialArms(claim: Claim): Arm[] {
  const { dial } = claim;
  if (!dial) return [];
  const { part } = dial;
  return dial.grid.map((value): Arm => {
    const variation = dial.at(value);
    const name = `dial:${dial.turns}=${value}`;
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
  const used = new Map(Object.values(claim.train).map((run) => [run.model.name, modelOf(run, models)]));
  const arms = (
    kind: 'models' | 'oracles',
    name: string,
    of: Pick<Model | Oracle<unknown, unknown>, 'faults' | 'harmless'>,
  ) =>
    (['faults', 'harmless'] as const).flatMap((role) =>
      Object.entries(of[role] ?? {}).map(([label, { by }]): Arm => ({
        name: `fault:${name}: ${label}`,
        role: role === 'faults' ? 'fault' : 'harmless',
        claim,
        tasksOf: 'claim',
        parts,
        instead: { [kind]: { [name]: by } },
      })),
    );
  return [
    ...[...used].flatMap(([name, model]) => arms('models', name, model)),
    ...oraclesOf(claim).flatMap((oracle) => arms('oracles', oracle.name, oracle)),
  ];
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
