/**
 * Seeded faults: each claim is judged with one wrong step in a model or an oracle that it uses. A fault is killed when
 * some part of the claim is certified false; a harmless variant is held when every part is certified.
 */
import type { Level } from '../statistics/levels.js';
import { faultArms, isAsked, oraclesOf, runsOf, type Models } from './arm.js';
import type { FoundClaim, FoundModel } from './discover.js';
import type { ArmFold } from './fold.js';
import { silent } from './journal.js';
import { measure, type Executor, type Planned } from './measure.js';
import type { CaughtFaults, ClaimReport } from './report.js';
import type { RunEvent } from './event.js';

/** What one claim made of one fault. */
export interface Mutant {
  readonly claim: string;
  /** The model or oracle that has the fault. */
  readonly of: string;
  readonly fault: string;
  readonly what: string;
  readonly grade?: number;
  readonly harmless: boolean;
  /** `error`: the faulty part refused to answer; neither killed nor survived. */
  readonly outcome: 'killed' | 'survived' | 'undecided' | 'error';
  /** The part that was certified false. */
  readonly by?: string;
  readonly trials: number;
  /** Why a surviving fault cannot be seen, where that is known. */
  readonly because?: string;
}

export interface Mutation {
  readonly schema: 1;
  readonly level: Level;
  readonly seed: string;
  /** What was measured: figures are shown only beside the same versions. */
  readonly claims: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, string>>;
  readonly mutants: readonly Mutant[];
  /** Of the distinct faults, the share that some claim kills; and per claim. */
  readonly faults: number;
  readonly killed: number;
  readonly killRate: number;
  readonly perClaim: Readonly<Record<string, CaughtFaults>>;
}

/** The figures of the claims whose digest, and whose models' digests, are those that were measured. */
export function caughtBy(
  { claims, models, perClaim }: Mutation,
  reports: readonly ClaimReport[],
): Record<string, CaughtFaults> {
  return Object.fromEntries(
    reports.flatMap(({ id, digest, models: trained }) => {
      const found = perClaim[id];
      const same = claims[id] === digest && trained.every((model) => models[model.name] === model.digest);
      return found && same ? [[id, found]] : [];
    }),
  );
}

export interface MutateOptions {
  readonly claims: readonly Planned[];
  readonly models: ReadonlyMap<string, FoundModel>;
  readonly level: Level;
  readonly seed: string;
  readonly execute: (claims: readonly Planned[]) => Executor | Promise<Executor>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Claim after claim, so that an interrupted run has measured some of them in full; those are what it returns. */
export async function mutate(
  options: MutateOptions,
): Promise<{ readonly mutation: Mutation; readonly complete: boolean }> {
  const { claims, level, seed, signal, onEvent = () => {} } = options;
  const models: Models = new Map([...options.models].map(([name, { model }]) => [name, model]));
  const executor = await options.execute(claims);
  const mutants: Mutant[] = [];
  const measured: Planned[] = [];
  try {
    for (const claim of claims) {
      if (signal?.aborted) break;
      await measure([claim], {
        level,
        executor,
        journal: silent,
        known: [],
        arms: (planned) => faultArms(planned.claim, models),
        ...(signal && { signal }),
        onEvent: (event) => {
          if (event.kind !== 'planned') onEvent(event);
        },
        onDecided: (planned, arms, seconds) => {
          mutants.push(...arms.map((fold) => mutant(planned, fold, models)));
          measured.push(planned);
          onEvent({ kind: 'mutated', claim: planned.id, seconds });
        },
      });
    }
  } finally {
    await executor.close();
  }
  return {
    mutation: summary(level, seed, measured, options.models, mutants),
    complete: measured.length === claims.length,
  };
}

function summary(
  level: Level,
  seed: string,
  claims: readonly FoundClaim[],
  models: MutateOptions['models'],
  list: readonly Mutant[],
): Mutation {
  const mutants = [...list].sort((a, b) => order(a.claim, b.claim) || order(a.of, b.of) || order(a.fault, b.fault));
  const name = ({ of, fault }: Mutant) => `${of}: ${fault}`;
  const faults = new Set(mutants.filter(({ harmless }) => !harmless).map(name));
  const killed = new Set(mutants.filter(({ harmless, outcome }) => !harmless && outcome === 'killed').map(name));
  const used = new Set(claims.flatMap(({ claim }) => trainedBy(claim)));
  const ids = claims.map(({ id }) => id).sort();
  const digests = new Map(claims.map(({ id, digest }) => [id, digest]));
  return {
    schema: 1,
    level,
    seed,
    claims: Object.fromEntries(ids.map((id) => [id, digests.get(id)!])),
    models: Object.fromEntries([...models].filter(([id]) => used.has(id)).map(([id, { digest }]) => [id, digest])),
    mutants,
    faults: faults.size,
    killed: killed.size,
    killRate: faults.size === 0 ? 1 : killed.size / faults.size,
    perClaim: Object.fromEntries(ids.map((id) => [id, tally(mutants.filter(({ claim }) => claim === id))])),
  };
}

/** The claims whose figures in an earlier measurement are still those of the present versions. */
export function current(
  before: Mutation,
  found: readonly FoundClaim[],
  models: MutateOptions['models'],
  { level, seed }: Pick<Mutation, 'level' | 'seed'>,
): FoundClaim[] {
  if (before.level !== level || before.seed !== seed) return [];
  const same = (name: string) => before.models[name] === models.get(name)?.digest;
  return found.filter(
    ({ id, claim, digest }) => before.claims[id] === digest && id in before.perClaim && trainedBy(claim).every(same),
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
  return summary(now.level, now.seed, all, models, mutants);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const trainedBy = (claim: FoundClaim['claim']): string[] => Object.values(runsOf(claim)).map(([model]) => model);

function mutant({ id, claim }: Planned, fold: ArmFold, models: Models): Mutant {
  const { arm } = fold;
  const [of, fault] = split(arm.name);
  const harmless = arm.role === 'harmless';
  const oracles = Object.values(oraclesOf(claim)).map((entry) => (isAsked(entry) ? entry.oracle : entry));
  const owner = models.get(of) ?? oracles.find(({ name }) => name === of)!;
  const declared = owner[harmless ? 'harmless' : 'faults']![fault]!;
  const { parts, trials } = fold.report();
  const decisions = Object.entries(parts);
  const by = decisions.find(([, { decision }]) => decision === 'fails')?.[0];
  const outcome = fold.error
    ? 'error'
    : by !== undefined
      ? 'killed'
      : decisions.every(([, { decision }]) => decision === 'holds')
        ? 'survived'
        : 'undecided';
  return {
    claim: id,
    of,
    fault,
    what: declared.what,
    ...(declared.grade !== undefined && { grade: declared.grade }),
    harmless,
    outcome,
    ...(by !== undefined && { by }),
    trials,
    ...(declared.survives !== undefined && { because: declared.survives }),
  };
}

/** `fault:owner: label` */
function split(arm: string): [owner: string, label: string] {
  const text = arm.slice('fault:'.length);
  const colon = text.indexOf(': ');
  return [text.slice(0, colon), text.slice(colon + 2)];
}

function tally(mutants: readonly Mutant[]): CaughtFaults {
  const faults = mutants.filter(({ harmless }) => !harmless);
  const harmless = mutants.filter((each) => each.harmless);
  const killed = faults.filter(({ outcome }) => outcome === 'killed');
  const minimumDetectable: Record<string, number> = {};
  for (const { of, grade } of killed)
    if (grade !== undefined) minimumDetectable[of] = Math.min(minimumDetectable[of] ?? Infinity, grade);
  return {
    faults: faults.length,
    killed: killed.length,
    harmless: harmless.length,
    held: harmless.filter(({ outcome }) => outcome === 'survived').length,
    minimumDetectable,
  };
}
