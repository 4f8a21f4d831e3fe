/** Claims as tests, whatever runs them: each is judged alone, and all that were judged are compared with a baseline. */
import { only, seeding, together, unlike } from '../engine/baseline.js';
import { discoverModels, loadClaim } from '../engine/discover.js';
import type { Report } from '../engine/report.js';
import { run } from '../engine/run.js';
import { errorsOf, whole } from '../engine/whole.js';
import { local } from '../execution/local.js';
import { compared, type Compared, type Placed } from '../reporting/comparison/compared.js';
import { readReport } from '../reporting/schema.js';
import { lookedAt } from '../reporting/told.js';
import type { Level } from '../statistics/levels.js';

/** What a claim came to in this run. */
export interface Judged {
  /** None where its file holds no claim. */
  readonly report?: Report;
  /** Why it does not hold; empty where it does. */
  readonly why: readonly string[];
  /** What of its text is shown. */
  readonly at?: string | undefined;
}

export interface Setting {
  readonly level: Level;
  readonly seed: string | undefined;
  readonly instead: Readonly<Record<string, string>>;
  readonly base: Report | undefined;
}

export async function judge(id: string, file: string, { level, seed, instead, base }: Setting): Promise<Judged> {
  const found = await loadClaim(file);
  if ('why' in found) return { why: [`${id} could not be evaluated: ${found.file} ${found.why}`] };
  const models = await discoverModels(instead);
  const trained = new Map([...models].map(([name, { model }]) => [name, model]));
  const plain = { seed: seed ?? (level === 'quick' ? '1' : 'registered') };
  const { beacon, atLeast } = base?.content ?? {};
  const report = await run({
    claims: [found],
    models,
    instead: Object.keys(instead),
    level,
    ...(base ? seeding(base, [found]) : plain),
    ...(beacon !== undefined && { beacon }),
    ...(atLeast !== undefined && { atLeast }),
    workers: 1,
    kernels: 'wasm',
    execute: (planned) => local(planned, trained),
  });
  const { content } = whole(report);
  const [claim] = content.claims;
  if (claim?.verdict === 'holds') return { report, why: [] };
  const why = new Set([...(claim?.because ?? []), ...errorsOf(report, id)]);
  return {
    report,
    why: [`${id}: ${claim?.verdict ?? 'not judged'}`, ...why],
    at: claim && lookedAt(claim),
  };
}

/** @throws Error where the file is no report, or none that such a run can be compared with */
export function opened(path: string, asked: { readonly level?: Level; readonly seed?: string }): Report {
  const report = readReport(path);
  const why = unlike(report, path, asked);
  if (why !== undefined) throw new Error(why);
  return report;
}

/** What was judged, and what is gone, compared with the baseline. */
export function against(
  base: Placed,
  judged: ReadonlyMap<string, Judged>,
  files: ReadonlyMap<string, string>,
): Compared {
  const reports = [...judged.values()].flatMap(({ report }) => report ?? []);
  const broken = [...judged].flatMap(([id, { report, why }]) => (report ? [] : [[id, why] as const]));
  const asked = whole(base.report).content.claims.map(({ id }) => id);
  const ids = asked.filter((id) => judged.has(id) || !files.has(id));
  const of = only(base.report, ids);
  const head = reports.length > 0 ? together(reports as [Report, ...Report[]]) : only(of, []);
  const errors = { ...head.envelope.errors, ...Object.fromEntries(broken) };
  const report = { ...head, envelope: { ...head.envelope, errors } };
  return compared({ path: base.path, report: of }, { path: 'this run', report });
}
