/** `run --baseline FILE`: what a run is compared with, read and held to before anything is trained. */
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { OF_BASELINE, only, unlike } from '../engine/baseline.js';
import type { Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import type { Placed } from '../reporting/comparison/compared.js';
import { told } from '../reporting/recompute.js';
import { words } from '../form/shell.js';
import { replaced } from '../reporting/suite.js';
import { claimFiles } from './choose.js';
import { REPORT } from './output.js';
import { read } from './report.js';
import { pairs, UsageError } from './usage.js';

export interface Baseline extends Placed {
  /** What a reader must know before the run. */
  readonly notes: readonly string[];
}

/** What a run and its baseline must agree on, as the shell gave it. */
interface Flags {
  readonly level?: string;
  readonly seed?: string;
  readonly beacon?: string;
  readonly atLeast?: string;
  readonly dials: boolean;
  readonly baseline?: string;
  readonly claims?: string;
  readonly model: readonly string[];
  readonly out: string;
}

export interface Asked<F> {
  readonly names: readonly string[];
  readonly flags: F & { readonly level: string };
  readonly baseline?: Baseline;
}

/** The claims that its command named; none where it asked for all. */
function named({ envelope }: Report): readonly string[] | undefined {
  if (envelope.command === undefined) return undefined;
  const [, , , ...rest] = words(envelope.command);
  const end = rest.findIndex((word) => word.startsWith('--'));
  return end < 0 ? rest : rest.slice(0, end);
}

function opened(path: string, { level, seed, beacon, out }: Flags): Report {
  const report = read(path);
  const place = join(out, REPORT);
  if (existsSync(place) && realpathSync(place) === realpathSync(path))
    throw new UsageError(
      `this run would write its report over the baseline ${path}; name another directory with --out, or copy the baseline first`,
    );
  const why = unlike(report, path, { level, seed, beacon }, (name) => `--${name}`);
  if (why !== undefined) throw new UsageError(why);
  return report;
}

/** The claims that are run: those that are named, those that it has, or all where it has all. @throws UsageError */
async function chosen(
  names: readonly string[],
  report: Report,
  path: string,
  folder?: string,
): Promise<readonly string[]> {
  const ids = whole(report).content.claims.map(({ id }) => id);
  const its = ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');
  if (names.length > 0) {
    if (!names.some((name) => ids.includes(name)))
      throw new UsageError(`the baseline ${path} has no claim "${names[0]}"; it has ${its}`);
    return names;
  }
  const files = await claimFiles(folder);
  const there = ids.filter((id) => files.has(id));
  const [absent] = ids.filter((id) => !files.has(id));
  const [own] = told(report, '--claims');
  if (absent !== undefined && folder === undefined && own)
    throw new UsageError(
      `the claim "${absent}" of the baseline ${path} is not among the shipped ones; name the directory of its file with --claims (it was ${own[1]})`,
    );
  if (there.length === 0) throw new UsageError(`the baseline ${path} has claims that are not there any more: ${its}`);
  return named(report)?.length === 0 ? [] : there;
}

/** Models that it trained in the place of ours, where this run does not. A path in a report is never followed. */
const itsModels = (report: Report, models: readonly string[], path: string): string[] =>
  replaced(whole(report))
    .filter((name) => pairs('--model', models)[name] === undefined)
    .map(
      (name) =>
        `the baseline ${path} trained another ${name}, and this run trains ours; --model ${name}=FILE names that one`,
    );

/**
 * What a run is asked for. With a baseline that is what the baseline was asked for, where it is not said otherwise.
 * @throws UsageError where there is no such report, or none that the run can be compared with
 */
export async function asked<F extends Flags>(names: readonly string[], flags: F): Promise<Asked<F>> {
  const { baseline: path } = flags;
  if (path === undefined) return { names, flags: { ...flags, level: flags.level ?? 'standard' } };
  const report = opened(path, flags);
  const { level, seed, beacon, atLeast } = report.content;
  const wanted = await chosen(names, report, path, flags.claims);
  const plain = level === 'quick' ? '1' : 'registered';
  const given = seed === OF_BASELINE ? 'registered' : seed;
  const tasks = flags.atLeast ?? atLeast;
  return {
    names: wanted,
    flags: {
      ...flags,
      level,
      ...(given !== plain && { seed: given }),
      ...(beacon !== undefined && { beacon }),
      ...(tasks !== undefined && { atLeast: String(tasks) }),
      dials: flags.dials && !words(report.envelope.command ?? '').includes('--no-dials'),
    },
    baseline: {
      path,
      report: names.length > 0 ? only(report, names) : report,
      notes: itsModels(report, flags.model, path),
    },
  };
}
