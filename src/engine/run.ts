/** The main job, as one function: claims in, report out. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { digest } from '../numerics/digest.js';
import { useKernels } from '../numerics/kernels.js';
import { ALPHA } from '../statistics/levels.js';
import { bareReport, claimReport, type Concluded, type Decided, type Setting } from './conclude.js';
import type { FoundClaim } from './discover.js';
import { versionUsed } from './graph.js';
import type { Planned } from './job.js';
import { caughtBy } from './mutate.js';
import { mutationIn } from './mutated.js';
import type { ClaimReport, Content, Envelope, Report } from './report.js';
import { ownFiles } from './identity.js';
import { versionOf } from './packages.js';
import { planFor, type Question } from './plan.js';
import { packageRoot } from './source.js';
import { suite } from './suite.js';
import { take, type TakeOptions } from './take.js';

export interface RunOptions extends Question, TakeOptions {
  /** Names of models that the user replaced. */
  readonly instead?: readonly string[];
  readonly workers: number;
  readonly kernels: 'wasm' | 'reference';
  /** The shell command that asks for this run, for the report's reader. */
  readonly command?: string;
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
  const { self, able, decided, arms } = await planFor(options);
  const setting = { level, models: options.models, instead: options.instead ?? [] };

  const reports = new Map<string, ClaimReport>();
  const errors: Record<string, readonly string[]> = {};
  const claimSeconds: Record<string, number> = {};
  const notes: string[] = [];
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

  for (const [claim, why] of decided) finish(claim, why, 0);
  const { complete, stopped, trials } = await take(able, options, {
    arms,
    note,
    onDecided: (claim, arms, seconds) => finish(claim, { kind: 'measured', arms }, seconds),
    onError: (claim, why) => finish(claim, { kind: 'error', why }, 0),
  });

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
    ...(options.atLeast && { atLeast: options.atLeast }),
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
      ...(!complete && { incomplete: stopped }),
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
    const why = error instanceof Error ? error.message : String(error);
    if (decided.kind === 'error') return bareReport(claim, decided.why);
    return concluded(claim, { kind: 'error', why }, setting);
  }
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
