/** Where registered runs are entered, and what a report says of the earlier ones. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { FoundClaim } from '../engine/discover.js';
import { append, drawsOf, entryOf, readLedger, type Entry } from '../engine/ledger.js';
import type { Envelope, Report } from '../engine/report.js';
import { packageRoot } from '../engine/source.js';
import { whole } from '../engine/whole.js';

/** `--ledger FILE`, `--no-ledger`, or neither. */
export type LedgerFlag = string | boolean | undefined;

/** The ledger of whoever owns the claim; of a shipped claim in an installed package there is none. */
export function ledgerOf(claimFile: string, flag: LedgerFlag): string | undefined {
  if (flag === false) return undefined;
  if (typeof flag === 'string') return resolve(flag);
  if (!claimFile.startsWith(join(packageRoot, 'claims') + sep)) return join(dirname(claimFile), 'ledger.ndjson');
  return existsSync(join(packageRoot, 'tsconfig.json')) ? join(packageRoot, 'reports', 'ledger.ndjson') : undefined;
}

export interface Entered {
  readonly draws: NonNullable<Envelope['draws']>;
  /** One sentence for each ledger that could not be written or read. */
  readonly notes: readonly string[];
  /** Ledgers that have new lines, and how many. */
  readonly added: ReadonlyMap<string, number>;
}

const reason = (error: unknown) => (error as NodeJS.ErrnoException).code ?? (error as Error).message;

/** Enters every claim of a registered run. Never throws: a ledger that is lost must not lose the report. */
export function enter(report: Report, found: readonly FoundClaim[], flag: LedgerFlag): Entered {
  const { content, envelope } = whole(report);
  const run = { date: envelope.started, level: content.level, ...(content.beacon && { beacon: content.beacon }) };
  const byFile = new Map<string, Entry[]>();
  for (const claim of found) {
    const judged = content.claims.find(({ id }) => id === claim.id);
    const file = ledgerOf(claim.file, flag);
    const entry = judged && file && entryOf(judged, claim, run);
    if (entry) byFile.set(file, [...(byFile.get(file) ?? []), entry]);
  }
  const draws: Record<string, Entered['draws'][string]> = {};
  const notes: string[] = [];
  const added = new Map<string, number>();
  for (const [path, entries] of byFile) {
    const near = relative('.', path);
    const file = near.startsWith('..') ? path : near;
    let known: readonly Entry[] = [];
    try {
      mkdirSync(dirname(path), { recursive: true });
      const count = append(path, entries);
      if (count > 0) added.set(file, count);
    } catch (error) {
      notes.push(
        `the ledger ${file} cannot be written (${reason(error)}), so ${entries.length} registered ` +
          `${entries.length === 1 ? 'draw is' : 'draws are'} not on record; name a writable file with --ledger`,
      );
    }
    try {
      const read = readLedger(path);
      known = read.entries;
      if (read.damaged > 0)
        notes.push(`${read.damaged} ${read.damaged === 1 ? 'line' : 'lines'} of the ledger ${file} cannot be read`);
    } catch (error) {
      notes.push(`the ledger ${file} cannot be read (${reason(error)}); expected a file with one line of JSON per run`);
    }
    for (const entry of entries) draws[entry.claim] = drawsOf(entry.claim, [...known, entry]);
  }
  return { draws, notes, added };
}
