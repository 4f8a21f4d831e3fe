/** A report again: everything in it, or a sample of its trials, computed by this package and compared bit for bit. */
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { changedFiles, everything, sampled, type Again, type Asked } from '../engine/again.js';
import { OF_BASELINE } from '../engine/baseline.js';
import { discoverModels, type FoundClaim } from '../engine/discover.js';
import { versionOf } from '../engine/packages.js';
import type { ClaimReport, Report } from '../engine/report.js';
import { commitOf } from '../engine/run.js';
import { pick } from '../engine/sample.js';
import { packageRoot } from '../engine/source.js';
import { contradictions } from '../engine/verify.js';
import { whole } from '../engine/whole.js';
import { workers as pool } from '../execution/workers.js';
import { colorsFor } from '../reporting/colors.js';
import { differing } from '../reporting/difference.js';
import { shortId } from '../reporting/id.js';
import { told } from '../reporting/recompute.js';
import { openReport } from '../reporting/schema.js';
import { words } from '../form/shell.js';
import { replaced, seedOf } from '../reporting/suite.js';
import { beside } from './beside.js';
import { choose, claimFiles } from './choose.js';
import { interruptible } from './interrupt.js';
import { progress } from './progress.js';
import { reported } from './replay.js';
import { oneOf, pairs, refuse, seconds, UsageError, wholeNumber } from './usage.js';
import { codeOf, findings } from './verified.js';

/** As the shell gave them. */
export interface VerifyFlags {
  readonly sample?: string;
  readonly seed?: string;
  readonly workers?: string;
  readonly budget?: string;
  readonly kernels: string;
  readonly watchdog: string;
  readonly claims?: string;
  readonly model: readonly string[];
}

function parsed(flags: VerifyFlags) {
  const sample = flags.sample === undefined ? undefined : wholeNumber('--sample', flags.sample, 1, 1e6);
  if (flags.seed !== undefined && sample === undefined)
    refuse('--seed', flags.seed, 'it with --sample alone, whose trials it picks');
  return {
    sample,
    // Whoever made the report must not know which trials are looked at.
    seed: flags.seed ?? String(randomInt(2 ** 32)),
    workers: flags.workers === undefined ? availableParallelism() : wholeNumber('--workers', flags.workers, 1, 1024),
    budget: flags.budget === undefined ? undefined : seconds('--budget', flags.budget),
    kernels: oneOf('--kernels', flags.kernels, ['wasm', 'reference'] as const),
    watchdog: seconds('--watchdog', flags.watchdog),
    instead: pairs('--model', flags.model),
  };
}

function opened(path: string): ReturnType<typeof openReport> {
  try {
    return openReport(path);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** What the report's command asked otherwise than its content says. */
function* misquoted({ content, envelope }: Report): Generator<string> {
  if (envelope.command === undefined) return;
  const asked = (option: string) => told({ envelope }, option)[0]?.[1];
  const level = asked('--level');
  const plain = content.level === 'quick' ? '1' : 'registered';
  const seed = asked('--baseline') === undefined ? (asked('--seed') ?? plain) : OF_BASELINE;
  const pairs = [
    ['level', content.level, level],
    ['seed', content.seed, seed],
    ['beacon', content.beacon, asked('--beacon')],
    ['atLeast', content.atLeast, asked('--at-least')],
  ] as const;
  for (const [field, said, wanted] of pairs)
    if (said !== undefined || wanted !== undefined)
      if (String(said) !== wanted)
        yield `${field}: the report says ${said ?? 'nothing'}, and its command asks for ${wanted ?? 'nothing'}`;
}

/** What is wrong with a report before anything is trained: its id, its seeds, what follows from its claims, its command. */
export const wrong = (report: Report, id: string): string[] => [
  ...(report.id !== null && report.id !== id
    ? [`id: the report says ${report.id}, and that of its content is ${id}: it was changed after it was made`]
    : []),
  ...misquoted(report),
  ...[...contradictions(report)].map((each) => differing(each)),
];

type Version = Pick<Report['envelope'], 'version'> & { readonly commit?: string | undefined };
const named = ({ version, commit }: Version) => version + (commit ? ` (commit ${commit.slice(0, 12)})` : '');
const now = (): string => named({ version: versionOf(packageRoot), commit: commitOf(packageRoot) });

/** What is not as it was when the report was made, of the package and of what claims are made of. */
function changes(asked: Asked, claims: readonly ClaimReport[]): string[] {
  const made = named(asked.report.envelope);
  const files = new Set<string>();
  let touched = 0;
  for (const found of asked.found) {
    const changed = changedFiles(
      asked,
      found,
      claims.find(({ id }) => id === found.id)!,
    );
    if (changed.length > 0) touched++;
    for (const file of changed) files.add(file);
  }
  const few = [...files].sort().slice(0, 10);
  const more = files.size - few.length;
  return [
    ...(made === now() ? [] : [`It was made by claimcheck ${made}; this is ${now()}.`]),
    ...(touched === 0
      ? []
      : [
          `${touched} of ${claims.length} claims ${touched === 1 ? 'is' : 'are'} made of other files since: ` +
            `${few.join(', ')}${more > 0 ? ` and ${more} more` : ''}. Their bits are compared; their digests are others.`,
        ]),
  ];
}

/** The claims of the report as they are here. @throws UsageError where a directory or a model was to be named */
async function here(report: Report, claims: readonly ClaimReport[], flags: VerifyFlags) {
  const files = await claimFiles(flags.claims);
  const present = claims.filter(({ id }) => files.has(id)).map(({ id }) => id);
  const absent = claims.filter(({ id }) => !files.has(id)).map(({ id }) => id);
  if (absent.length > 0 && flags.claims === undefined && told(report, '--claims').length > 0)
    throw new UsageError(
      `the claim "${absent[0]}" of this report is not among the shipped ones; name the directory of its file with --claims`,
    );
  const given = pairs('--model', flags.model);
  for (const name of replaced({ content: { ...report.content, claims } }))
    if (given[name] === undefined)
      throw new UsageError(`this report trains another model "${name}"; name that one with --model ${name}=FILE`);
  const { found, broken } = present.length > 0 ? await choose(present, flags.claims) : { found: [], broken: [] };
  const models = await discoverModels(given, found).catch((error: unknown) => {
    throw new UsageError(`invalid --model: ${error instanceof Error ? error.message : String(error)}`);
  });
  const unread = [
    ...absent.map((id) => [id, 'there is no such claim any more'] as const),
    ...broken.map(({ id, file, why }) => [id, `${file} ${why}`] as const),
  ];
  return { found: found as readonly FoundClaim[], models, unread: Object.fromEntries(unread) };
}

/** @returns the exit code */
export async function verify(path: string, names: readonly string[], flags: VerifyFlags): Promise<number> {
  const { sample, seed, workers, budget, kernels, watchdog, instead } = parsed(flags);
  const { report, id } = opened(path);
  const all = whole(report);
  for (const name of names) await reported(all, path, name);
  const claims = all.content.claims.filter((claim) => names.length === 0 || names.includes(claim.id));
  if (claims.length === 0) throw new UsageError(`the report ${path} has no claim that could be verified`);
  const { found, models, unread } = await here(report, claims, flags);

  const c = colorsFor(process.stdout);
  const print = (...lines: readonly string[]) => lines.forEach((line) => process.stdout.write(`${line}\n`));
  const { level } = report.content;
  print(
    `${path}: ${report.id === null ? 'no report id' : `report ${shortId(report.id)}`}, ` +
      `${claims.length} of ${all.content.claims.length} claims, level ${level}, seed ${seedOf(report.content)}`,
  );
  const mismatches = wrong(report, id);
  print(...mismatches.map((each) => c.red(each)));

  const picked = sample === undefined ? undefined : pick(claims, sample, seed);
  const show = await progress(
    picked?.length ?? found.length,
    process.stderr,
    picked ? 'trials computed' : 'claims computed',
  );
  const interrupt = interruptible(show.say, 'what was compared is told');
  // One controller: Node collects what AbortSignal.any made of AbortSignal.timeout, and then it never fires.
  const stop = new AbortController();
  interrupt.signal.addEventListener('abort', () => stop.abort());
  const timer = budget === undefined ? undefined : setTimeout(() => stop.abort(), 1000 * budget);
  const asked: Asked = {
    ...{ report, found, models, instead: Object.keys(instead), workers, kernels },
    execute: (planned) => pool(planned, models, { threads: workers, watchdog }),
    // Dials are in the report if they were in the run.
    ...(words(report.envelope.command ?? '').includes('--no-dials') && { dials: false }),
    signal: stop.signal,
    onEvent: (event) => void (event.kind === 'trials' && show.on(event)),
    onDone: (claim, as) => show.done(picked && as === 'same' ? undefined : `${claim}: ${as}`),
  };
  print(...changes(asked, claims).map((each) => c.yellow(each)));
  let again: Again;
  try {
    again = picked ? await sampled(asked, picked) : await everything(asked);
  } finally {
    clearTimeout(timer);
    show.end();
    interrupt.end();
  }
  const unlike = (await beside(report, path)).filter(({ same }) => !same).map(({ file }) => file);
  const result = {
    ...{ report, path, names, claims, again, mismatches, unlike, seed, wanted: picked?.length ?? 0 },
    failed: { ...unread, ...again.failed },
    // Another version may render otherwise.
    itsOwn: named(report.envelope) === now(),
  };
  print(...findings(result, c));
  return codeOf(result);
}
