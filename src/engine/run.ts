/** The main job, as one function: claims in, report out. */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { own } from '../form/own.js';
import { digest } from '../numerics/digest.js';
import { useKernels } from '../numerics/kernels.js';
import { ALPHA, failShare, type Level } from '../statistics/levels.js';
import { refusal } from '../statistics/plan.js';
import { lacking } from './able.js';
import { adversaryArms, capArms, dialArms, lengthened, trainedBy, verdictArms } from './arm.js';
import { OF_BASELINE } from './baseline.js';
import { bareReport, claimReport, type Concluded, type Decided, type Setting } from './conclude.js';
import { loadClaim, selfControl, type FoundClaim, type FoundModel } from './discover.js';
import type { RunEvent } from './event.js';
import { fingerprint } from './fingerprint.js';
import { versionUsed } from './graph.js';
import { openJournal, readJournal, silent } from './journal.js';
import { caughtBy } from './mutate.js';
import { measure, type Executor, type Planned } from './measure.js';
import type { ClaimReport, Content, Envelope, Report } from './report.js';
import { ownFiles, registeredSeed } from './identity.js';
import { versionOf } from './packages.js';
import { mutationIn } from './mutated.js';
import { isShipped, packageRoot } from './source.js';
import type { TrialRecord } from './trial.js';
import { suite } from './suite.js';

export interface RunOptions {
  readonly claims: readonly FoundClaim[];
  readonly models: ReadonlyMap<string, FoundModel>;
  /** Names of models that the user replaced. */
  readonly instead?: readonly string[];
  readonly level: Level;
  /** `registered`, a number, or `baseline` (baseline.ts). */
  readonly seed: string;
  /** A value that is mixed into every registered seed. */
  readonly beacon?: string;
  /** Claims that run under a seed of their own, whatever `seed` says: that of a report, which is computed again. */
  readonly seeds?: Readonly<Record<string, string>>;
  readonly workers: number;
  readonly kernels: 'wasm' | 'reference';
  /** Where trials run, given the planned claims. */
  readonly execute: (claims: readonly Planned[]) => Executor | Promise<Executor>;
  /** Where the journal is appended; absent: no journal. */
  readonly journal?: string;
  /** Continue from the lines that the journal holds. */
  readonly resume?: boolean;
  /** Stop submitting trials after that many seconds; the report is then incomplete. */
  readonly budgetSeconds?: number;
  /** Each claim is trained on at least so many tasks; those after its verdict decide nothing and are for `compare`. */
  readonly atLeast?: number;
  /** With dials (default: yes, except at level quick, which has none). */
  readonly dials?: boolean;
  readonly signal?: AbortSignal;
  /** The shell command that asks for this run, for the report's reader. */
  readonly command?: string;
  readonly onEvent?: (event: RunEvent) => void;
  /** Each claim as it is judged, before the self-control is. */
  readonly onReport?: (report: ClaimReport) => void;
}

/** The seeded faults, as last measured. */
const MUTATION = join(packageRoot, 'reports', 'mutation.json');

const PACKAGES = ['fast-check', 'highs', 'mathjs', 'pure-rand'];

/** @throws Error when the journal holds two different outcomes of one trial */
export async function run(options: RunOptions): Promise<Report> {
  const { level, onEvent = () => {} } = options;
  useKernels(options.kernels);
  const started = new Date();
  const clock = performance.now();
  const self = await loadClaim(selfControl);
  if ('why' in self) throw new Error(`the run's self-control ${self.file} ${self.why}`);

  const dials = options.dials ?? level !== 'quick';
  const { atLeast } = options;
  const unplanned = new Map<Planned, string>();
  const planned = [self, ...options.claims].map((found) => {
    try {
      return plan(found, options);
    } catch (error) {
      const claim = { ...found, seed: '0', by: '' };
      unplanned.set(claim, reason(error));
      return claim;
    }
  });
  const setting = { level, models: options.models, instead: options.instead ?? [] };

  const reports = new Map<string, ClaimReport>();
  const errors: Record<string, readonly string[]> = {};
  const claimSeconds: Record<string, number> = {};
  const notes: string[] = [];
  let trials = 0;
  const note = (text: string) => {
    notes.push(text);
    onEvent({ kind: 'note', text });
  };
  const finish = (claim: Planned, decided: Decided, seconds: number) => {
    const { report, errors: why, notes: told } = concluded(claim, decided, setting);
    reports.set(claim.id, report);
    told.forEach(note);
    if (why.length > 0) errors[claim.id] = why;
    claimSeconds[claim.id] = seconds;
    if (claim.id === self.id) return;
    onEvent({ kind: 'verdict', claim: claim.id, verdict: report.verdict, seconds });
    options.onReport?.(report);
  };

  const able: Planned[] = [];
  for (const claim of planned) {
    const why = unplanned.get(claim);
    const decided = why === undefined ? checked(claim, options) : ({ kind: 'error', why } as const);
    if (decided) finish(claim, decided, 0);
    else able.push(claim);
  }

  if (options.journal && !options.resume) rmSync(options.journal, { force: true });
  const resumed = options.resume && options.journal && existsSync(options.journal) ? options.journal : undefined;
  const journal = options.journal ? openJournal(options.journal) : silent;
  const stop = new AbortController();
  const interrupted = () => stop.abort('interrupted');
  options.signal?.addEventListener('abort', interrupted, { once: true });
  if (options.signal?.aborted) interrupted();
  const timer =
    options.budgetSeconds === undefined
      ? undefined
      : setTimeout(() => stop.abort('budget'), options.budgetSeconds * 1000);
  const executor = await options.execute(able);
  let complete: boolean;
  try {
    complete = await measure(able, {
      level,
      arms: ({ id, claim }) => [
        ...verdictArms(claim).map((arm) => (atLeast && id !== self.id ? lengthened(arm, atLeast) : arm)),
        ...(id === self.id ? [] : adversaryArms(claim)),
        ...capArms(claim),
        ...(dials ? dialArms(claim) : []),
      ],
      executor,
      journal,
      known: resumed === undefined ? [] : known(resumed, able, note),
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind === 'trials') trials += event.count;
        onEvent(event);
      },
      onDecided: (claim, arms, seconds) => finish(claim, { kind: 'measured', arms }, seconds),
      onError: (claim, why) => finish(claim, { kind: 'error', why }, 0),
    });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', interrupted);
    journal.close();
    await executor.close();
  }

  const selfReport = reports.get(self.id);
  const broken = selfReport && selfReport.verdict !== 'fails';
  const claims = options.claims
    .flatMap(({ id }) => reports.get(id) ?? [])
    .map((report) =>
      broken
        ? { ...report, verdict: 'error' as const, because: ["the run's deliberately false self-control did not fail"] }
        : report,
    );
  const approximate = claims.filter(({ models }) =>
    models.some(({ reproducible }) => reproducible === 'statistically'),
  );
  const exact = claims.filter((claim) => !approximate.includes(claim));
  if (approximate.length > 0) notes.push(approximately(approximate));
  const content: Content = {
    schema: 2,
    suite: 'claimcheck',
    level,
    seed: options.seed,
    ...(options.beacon !== undefined && { beacon: options.beacon }),
    ...(atLeast && { atLeast }),
    selfControl: { verdict: selfReport?.verdict ?? 'undecided', trials: selfReport?.arms[0]?.trials ?? 0 },
    claims: exact,
    ...suite(exact, ALPHA[level]),
  };
  const citable = complete && claims.every(({ verdict }) => verdict !== 'error');
  const mutation = mutationIn(MUTATION);
  const [cpu] = cpus();
  const commit = commitOf(packageRoot);
  return {
    id: citable && (exact.length > 0 || approximate.length === 0) ? digest(content) : null,
    content,
    ...(approximate.length > 0 && { approximate: { claims: approximate, ...suite(claims, ALPHA[level]) } }),
    envelope: {
      started: started.toISOString(),
      seconds: (performance.now() - clock) / 1000,
      claimSeconds,
      trials,
      machine: {
        platform: process.platform,
        arch: process.arch,
        cpu: cpu?.model ?? 'unknown',
        cores: cpus().length,
      },
      node: process.version,
      version: versionOf(packageRoot),
      ...(commit && { commit }),
      ...(options.command && { command: options.command }),
      workers: options.workers,
      kernels: options.kernels,
      ...madeOf(options, claims),
      packages: Object.fromEntries(PACKAGES.map((name) => [name, versionUsed(name)])),
      errors,
      ...(mutation && { mutation: caughtBy(mutation, claims) }),
      ...(!complete && {
        incomplete: stop.signal.reason === 'budget' ? ('budget' as const) : ('interrupted' as const),
      }),
      ...(notes.length > 0 && { notes }),
    },
  };
}

/** What the claims and models of the run are made of. */
export function madeOf(
  { claims, models, instead = [] }: Pick<RunOptions, 'claims' | 'models' | 'instead'>,
  reports: readonly Pick<ClaimReport, 'models'>[],
): Pick<Envelope, 'files' | 'own'> {
  const trained = new Set(reports.flatMap((report) => report.models.map(({ name }) => name)));
  const short = ({ files }: Pick<FoundClaim, 'files'>, prefix = '') =>
    Object.entries(files).map(([name, of]) => [name.startsWith('.') ? prefix + name : name, of.slice(0, 12)] as const);
  const replaced = (name: string) => (instead.includes(name) ? `${name}=` : '');
  const files = [
    ...claims.flatMap((claim) => short(claim)),
    ...[...models].flatMap(([name, model]) => (trained.has(name) ? short(model, replaced(name)) : [])),
  ];
  return {
    files: Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1))),
    own: Object.fromEntries(claims.map(({ id, files: of }) => [id, ownFiles(of)])),
  };
}

/** What a reader must know about claims outside the id. */
function approximately(claims: readonly ClaimReport[]): string {
  const models = claims.flatMap((claim) => claim.models.filter(({ reproducible }) => reproducible === 'statistically'));
  const told = models.map(({ name, computedBy }) => (computedBy === undefined ? name : `${name} (${computedBy})`));
  const count = claims.length === 1 ? '1 claim trains' : `${claims.length} claims train`;
  return `${count} what is reproducible only statistically and stays outside the report id: ${[...new Set(told)].join(', ')}`;
}

/** A claim whose tasks cannot be drawn, or whose report cannot be made, is an error of its own and of no other. */
function concluded(claim: Planned, decided: Decided, setting: Setting): Concluded {
  try {
    const made = claimReport(claim, decided, setting);
    // What has no digest would keep the whole report from having one; and what is read of the claim is read here.
    digest(made.report);
    return { ...made, report: structuredClone(made.report) };
  } catch (error) {
    const why = reason(error);
    if (decided.kind === 'error') return bareReport(claim, decided.why);
    return concluded(claim, { kind: 'error', why }, setting);
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The precheck; what it cannot read is an error of the claim. */
function checked(claim: Planned, options: RunOptions): Decided | undefined {
  try {
    return precheck(claim, options);
  } catch (error) {
    return { kind: 'error', why: reason(error) };
  }
}

/** What an earlier run measured; damaged lines are told of at the end, and their trials are run again. */
function* known(journal: string, claims: readonly Planned[], note: (text: string) => void): Generator<TrialRecord> {
  const damaged: number[] = [];
  const by = new Map(claims.map((claim) => [claim.id, claim.by]));
  const edited = new Map<string, number>();
  let good = 0;
  for (const each of readJournal(journal))
    if (typeof each === 'number') damaged.push(each);
    else if (by.has(each.claim) && by.get(each.claim) !== each.by)
      edited.set(each.claim, (edited.get(each.claim) ?? 0) + 1);
    else {
      good++;
      yield each;
    }
  for (const [claim, count] of edited)
    note(
      `${claim} or a model that it trains was edited since the journal was begun: ${count} ` +
        `${count === 1 ? 'trial' : 'trials'} of the earlier version ${count === 1 ? 'is' : 'are'} not counted`,
    );
  if (damaged.length === 0) return;
  const lines = damaged.slice(0, 5).join(', ');
  note(
    `${damaged.length} damaged journal line${damaged.length > 1 ? 's' : ''} (${lines}) will be measured again; ` +
      `${good} good ones are kept`,
  );
}

/** A claim with the seed that it runs under. */
export function plan(
  found: FoundClaim,
  { seed, beacon, seeds, models }: Pick<RunOptions, 'seed' | 'beacon' | 'seeds' | 'models'>,
): Planned {
  const trained = trainedBy(found.claim).map((name) => models.get(name)?.digest ?? name);
  return {
    ...found,
    seed:
      own(seeds, found.id) ??
      (seed === 'registered' || seed === OF_BASELINE ? registeredSeed(found.words, beacon) : seed),
    by: fingerprint([found.digest, ...new Set(trained)]).slice(0, 16),
  };
}

/** What keeps a claim from being measured: a missing model or capability, an expectation on the boundary. */
function precheck({ claim, id }: Planned, { models, level }: RunOptions): Decided | undefined {
  const known = new Map([...models].map(([name, { model }]) => [name, model]));
  for (const run of Object.values(claim.train)) {
    const found = models.get(run.model.name);
    if (found && found.model !== run.model && found.insteadOf === undefined && !run.fixed && !isShipped(id))
      return {
        kind: 'error',
        why: `it trains a model of its own that is named "${found.name}", as one of ours is; give it another name`,
      };
  }
  const why = lacking(claim, known);
  if (why !== undefined) return { kind: 'not applicable', why };
  const criteria = Object.values(claim.parts).map(({ accept }) => accept);
  const failAlpha = failShare(ALPHA[level], criteria);
  const refusals = [
    ...Object.entries(claim.parts).map(([name, { accept }]) => [
      `part "${name}"`,
      'expected' in accept ? refusal(accept, { role: 'claim', level, failAlpha }) : null,
    ]),
    ...Object.entries(claim.controls.mustFail).map(([name, { breaks, expected, budget, seldom }]) => [
      `control "${name}"`,
      expected === undefined
        ? null
        : refusal(claim.parts[breaks]!.accept, {
            role: 'mustFail',
            level,
            expected,
            ...(budget && { budget }),
            ...(seldom && { breaks: seldom.share }),
          }),
    ]),
  ].filter(([, why]) => why !== null);
  if (refusals[0]) return { kind: 'error', why: refusals[0].join(': ') };
  return undefined;
}

export function commitOf(folder: string): string | undefined {
  if (!existsSync(join(folder, '.git'))) return undefined;
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}
