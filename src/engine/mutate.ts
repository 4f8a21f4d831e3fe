/**
 * Seeded faults: each claim is judged with one wrong step in a model or an oracle that it uses. A fault is killed when
 * some part of the claim is certified false; a harmless variant is held when every part is certified. What changes no
 * bit of the claim's first trials does not touch it (touch.ts): it is judged no further and counts for nothing.
 */
import { own } from '../form/own.js';
import type { Level } from '../statistics/levels.js';
import { faultArms, oraclesOf, trainedBy, type Arm, type Models } from './arm.js';
import type { FoundClaim, FoundModel } from './discover.js';
import { budget, type ArmFold } from './fold.js';
import { silent } from './journal.js';
import { measure, type Executor, type Planned } from './measure.js';
import type { CaughtFaults, ClaimReport, SurvivingFault } from './report.js';
import type { RunEvent } from './event.js';
import { touch, type Touch } from './touch.js';

/** What one claim made of one fault. */
export interface Mutant extends SurvivingFault {
  readonly claim: string;
  readonly grade?: number;
  readonly harmless: boolean;
  /**
   * `untouched`: trained parameters and margins of the claim's first tasks are bit-identical with the fault and without.
   * `error`: the faulty part refused to answer; neither killed nor survived.
   */
  readonly outcome: 'killed' | 'survived' | 'undecided' | 'untouched' | 'error';
  /** The part that was certified false. */
  readonly by?: string;
  /** Where the claim is untouched: on how many tasks that was found. */
  readonly identicalOn?: number;
  readonly trials: number;
}

export interface Mutation {
  readonly schema: 2;
  readonly level: Level;
  readonly seed: string;
  readonly beacon?: string;
  /** What was measured: figures are shown only beside the same versions. */
  readonly claims: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, string>>;
  readonly mutants: readonly Mutant[];
  /** Of the distinct faults, the share that some claim kills. */
  readonly faults: number;
  readonly killed: number;
  readonly killRate: number;
  /** Distinct faults that touch a claim and that none kills; and those that touch no claim at all. */
  readonly surviving: readonly SurvivingFault[];
  readonly unused: readonly SurvivingFault[];
  readonly perClaim: Readonly<Record<string, CaughtFaults>>;
}

/** Figures of an earlier form are not read. */
const SCHEMA = 2;

/** The figures of the claims whose digest, and whose models' digests, are those that were measured. */
export function caughtBy(
  { schema, claims, models, perClaim }: Mutation,
  reports: readonly ClaimReport[],
): Record<string, CaughtFaults> {
  if (schema !== SCHEMA) return {};
  return Object.fromEntries(
    reports.flatMap(({ id, digest, models: trained }) => {
      const found = own(perClaim, id);
      const same = own(claims, id) === digest && trained.every((model) => own(models, model.name) === model.digest);
      return found && same ? [[id, found]] : [];
    }),
  );
}

export interface MutateOptions {
  readonly claims: readonly Planned[];
  readonly models: ReadonlyMap<string, FoundModel>;
  readonly level: Level;
  readonly seed: string;
  readonly beacon?: string;
  readonly execute: (claims: readonly Planned[]) => Executor | Promise<Executor>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** A fault may cost as many steps as the claim in its whole budget of trials, this many times over; then it is undecided. */
const PATIENCE = 4;

/** Claim after claim, so that an interrupted run has measured some of them in full; those are what it returns. */
export async function mutate(
  options: MutateOptions,
): Promise<{ readonly mutation: Mutation; readonly complete: boolean }> {
  const { claims, level, seed, beacon, signal, onEvent = () => {} } = options;
  const models: Models = new Map([...options.models].map(([name, { model }]) => [name, model]));
  const executor = await options.execute(claims);
  const mutants: Mutant[] = [];
  const measured: Planned[] = [];
  try {
    for (const claim of claims) {
      if (signal?.aborted) break;
      const arms = faultArms(claim.claim, models);
      let probed: Touch;
      try {
        probed = await touch(claim, arms, executor, signal);
      } catch (error) {
        if (signal?.aborted) break;
        throw error;
      }
      const { identicalOn, steps } = probed;
      const touching = arms
        .filter((_, k) => identicalOn[k] === 0)
        .map((arm) => ({ ...arm, mostSteps: PATIENCE * Math.max(steps, 1e4) * budget(arm, level) }));
      const untouched = arms.flatMap((arm, k): Mutant[] =>
        identicalOn[k] === 0
          ? []
          : [{ ...named(claim, arm, models), outcome: 'untouched', identicalOn: identicalOn[k]!, trials: 0 }],
      );
      await measure([claim], {
        level,
        executor,
        journal: silent,
        known: [],
        arms: () => touching,
        ...(signal && { signal }),
        onEvent: (event) => {
          if (event.kind !== 'planned') onEvent(event);
        },
        onDecided: (planned, folds, seconds) => {
          mutants.push(...untouched, ...folds.map((fold) => mutant(planned, fold, models)));
          measured.push(planned);
          onEvent({ kind: 'mutated', claim: planned.id, seconds });
        },
      });
    }
  } finally {
    await executor.close();
  }
  return {
    mutation: summary({ level, seed, ...(beacon !== undefined && { beacon }) }, measured, options.models, mutants),
    complete: measured.length === claims.length,
  };
}

/** What was asked for: figures of another are not kept. */
type Asked = Pick<Mutation, 'level' | 'seed' | 'beacon'>;

function summary(
  { level, seed, beacon }: Asked,
  claims: readonly FoundClaim[],
  models: MutateOptions['models'],
  list: readonly Mutant[],
): Mutation {
  const mutants = [...list].sort((a, b) => order(a.claim, b.claim) || order(a.of, b.of) || order(a.fault, b.fault));
  const faults = new Map<string, Mutant[]>();
  for (const each of mutants) {
    if (each.harmless) continue;
    const name = `${each.of}: ${each.fault}`;
    faults.set(name, [...(faults.get(name) ?? []), each]);
  }
  const outcomes = [...faults.values()];
  const killed = outcomes.filter((of) => of.some(({ outcome }) => outcome === 'killed'));
  const unused = outcomes.filter((of) => of.every(({ outcome }) => outcome === 'untouched'));
  const surviving = outcomes.filter((of) => !killed.includes(of) && !unused.includes(of));
  const used = new Set(claims.flatMap(({ claim }) => trainedBy(claim)));
  const ids = claims.map(({ id }) => id).sort();
  const digests = new Map(claims.map(({ id, digest }) => [id, digest]));
  return {
    schema: SCHEMA,
    level,
    seed,
    ...(beacon !== undefined && { beacon }),
    claims: Object.fromEntries(ids.map((id) => [id, digests.get(id)!])),
    models: Object.fromEntries([...models].filter(([id]) => used.has(id)).map(([id, { digest }]) => [id, digest])),
    mutants,
    faults: faults.size,
    killed: killed.length,
    killRate: faults.size === 0 ? 1 : killed.length / faults.size,
    surviving: surviving.map(([first]) => survivor(first!)),
    unused: unused.map(([first]) => survivor(first!)),
    perClaim: Object.fromEntries(ids.map((id) => [id, tally(mutants.filter(({ claim }) => claim === id))])),
  };
}

/** The claims whose figures in an earlier measurement are still those of the present versions. */
export function current(
  before: Mutation,
  found: readonly FoundClaim[],
  models: MutateOptions['models'],
  { level, seed, beacon }: Asked,
): FoundClaim[] {
  if (before.schema !== SCHEMA || before.level !== level || before.seed !== seed || before.beacon !== beacon) return [];
  const same = (name: string) => own(before.models, name) === models.get(name)?.digest;
  return found.filter(
    ({ id, claim, digest }) =>
      own(before.claims, id) === digest && Object.hasOwn(before.perClaim, id) && trainedBy(claim).every(same),
  );
}

/** The new figures, with the old ones of claims that were not measured again and are still what they were. */
export function merged(
  now: Mutation,
  before: Mutation,
  found: readonly FoundClaim[],
  models: MutateOptions['models'],
): Mutation {
  const kept = current(before, found, models, now).filter(({ id }) => !(id in now.claims));
  const ids = new Set(kept.map(({ id }) => id));
  const all = [...kept, ...found.filter(({ id }) => id in now.claims)];
  const mutants = [...now.mutants, ...before.mutants.filter(({ claim }) => ids.has(claim))];
  return summary(now, all, models, mutants);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const survivor = ({ of, fault, what, because }: Mutant): SurvivingFault => ({
  of,
  fault,
  what,
  ...(because !== undefined && { because }),
});

/** The fault of an arm, by name and description. */
function named({ id, claim }: Planned, arm: Arm, models: Models) {
  const [of, fault] = split(arm.name);
  const harmless = arm.role === 'harmless';
  const owner =
    models.get(of) ??
    oraclesOf(claim).find(({ name }) => name === of) ??
    Object.values(claim.train).find(({ model }) => model.name === of)!.model;
  const { what, grade, survives } = owner[harmless ? 'harmless' : 'faults']![fault]!;
  return {
    claim: id,
    of,
    fault,
    what,
    ...(grade !== undefined && { grade }),
    harmless,
    ...(survives !== undefined && { because: survives }),
  };
}

function mutant(planned: Planned, fold: ArmFold, models: Models): Mutant {
  const { parts, trials, steps } = fold.report();
  const decisions = Object.entries(parts);
  const by = decisions.find(([, { decision }]) => decision === 'fails')?.[0];
  const outcome = fold.error
    ? 'error'
    : by !== undefined
      ? 'killed'
      : decisions.every(([, { decision }]) => decision === 'holds')
        ? 'survived'
        : 'undecided';
  const endless = outcome === 'undecided' && steps > (fold.arm.mostSteps ?? Infinity);
  return {
    ...(endless && { because: 'its training does not end within the steps of the claim' }),
    ...named(planned, fold.arm, models),
    outcome,
    ...(by !== undefined && { by }),
    trials,
  };
}

/** `fault:owner: label` */
function split(arm: string): [owner: string, label: string] {
  const text = arm.slice('fault:'.length);
  const colon = text.indexOf(': ');
  return [text.slice(0, colon), text.slice(colon + 2)];
}

function tally(mutants: readonly Mutant[]): CaughtFaults {
  const touching = mutants.filter(({ outcome }) => outcome !== 'untouched');
  const faults = touching.filter(({ harmless }) => !harmless);
  const harmless = touching.filter((each) => each.harmless);
  const killed = faults.filter(({ outcome }) => outcome === 'killed');
  const minimumDetectable: Record<string, number> = {};
  for (const { of, grade } of killed)
    if (grade !== undefined) minimumDetectable[of] = Math.min(own(minimumDetectable, of) ?? Infinity, grade);
  return {
    faults: faults.length,
    killed: killed.length,
    harmless: harmless.length,
    held: harmless.filter(({ outcome }) => outcome === 'survived').length,
    untouched: mutants.length - touching.length,
    minimumDetectable,
    surviving: faults.filter((each) => !killed.includes(each)).map(survivor),
  };
}
