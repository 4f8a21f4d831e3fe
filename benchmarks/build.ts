/** A checkout as a contender: its own commands, watched. It may be of another commit, with fewer flags. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../src/engine/report.js';
import { digests, journal, type Digests } from './digests.js';
import type { Used } from './watched.js';

export interface Run extends Used {
  /** From the command to its end. */
  readonly seconds: number;
  /** Seconds from the command to each verdict. */
  readonly verdicts: readonly number[];
  readonly trials: number;
  readonly digests: Digests;
  readonly report: Report;
}

export interface Build {
  readonly folder: string;
  /** The ids of its claims. */
  readonly claims: readonly string[];
  /** The kernels that it offers, the usual ones first. */
  readonly kernels: readonly string[];
  /** `claimcheck run` with these words and one format, with no entry into a ledger. @throws where no report was written */
  readonly run: (words: readonly string[], out?: string) => Promise<Run>;
}

const watched = join(dirname(fileURLToPath(import.meta.url)), 'watched.js');

/** @param folder a checkout with its packages; @throws where it is none, or does not start */
export function build(folder: string): Build {
  const main = resolve(folder, 'src', 'main.mjs');
  if (!existsSync(main)) throw new Error(`"${folder}" has no src/main.mjs; expected a checkout of claimcheck`);
  // The first command also compiles what is stale.
  const help = spawnSync(process.execPath, [main, 'run', '--help'], { encoding: 'utf8', cwd: folder });
  if (help.status !== 0) throw new Error(`the build in "${folder}" does not start: ${help.stderr.trim()}`);
  const quiet = help.stdout.includes('--no-ledger') ? ['--no-ledger'] : [];
  // Up to the next option, whatever the width of the page.
  const offered = /--kernels[^]*?(?=\n +--)/.exec(help.stdout)?.[0] ?? '';
  return {
    folder,
    kernels: ['wasm', 'reference', 'native'].filter((kind) => offered.includes(kind)),
    claims: readdirSync(join(folder, 'claims')).flatMap((name) => /^([^.]+)\.ts$/.exec(name)?.[1] ?? []),
    run: async (words, out) => {
      const own = mkdtempSync(join(tmpdir(), 'claimcheck-run-'));
      const into = out ?? join(own, 'out');
      try {
        const used = join(own, 'used.json');
        const started = performance.now();
        const since = () => (performance.now() - started) / 1000;
        const child = spawn(
          process.execPath,
          [watched, used, main, 'run', ...words, ...quiet, '--out', into, '--format', 'json'],
          { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
        );
        const verdicts: number[] = [];
        let said = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          for (const _ of text.matchAll(/ \[\d+\/\d+\] /g)) verdicts.push(since());
        });
        await new Promise((ended) => child.on('close', ended));
        const seconds = since();
        const written = join(into, 'report.json');
        if (!existsSync(written)) throw new Error(`run ${words.join(' ')} in "${folder}": ${said.trim()}`);
        const found = await digests(journal(into));
        return {
          ...(JSON.parse(readFileSync(used, 'utf8')) as Used),
          seconds,
          verdicts,
          trials: [...found.values()].reduce((sum, { size }) => sum + size, 0),
          digests: found,
          report: JSON.parse(readFileSync(written, 'utf8')) as Report,
        };
      } finally {
        rmSync(own, { recursive: true });
      }
    },
  };
}
