/**
 * Whether two builds compute the same: the digests of all trials in two journals, arm by arm.
 *
 *     claimcheck run --level quick --seed 3 --out before      (in one checkout)
 *     claimcheck run --level quick --seed 3 --out after       (in another)
 *     node dist/benchmarks/digests.js before after
 *
 * A trial's digest covers its task, what was trained and every margin. How many trials an arm has may differ, since workers
 * run ahead; those that both have are compared. Exit code 1 where one differs, or where an arm is on one side alone.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** By arm the digest of each trial. */
export type Digests = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** @param lines of a journal: a checksum, a blank, and JSON */
export async function digests(lines: AsyncIterable<string> | Iterable<string>): Promise<Digests> {
  const arms = new Map<string, Map<number, string>>();
  for await (const line of lines) {
    const at = line.indexOf('{');
    if (at < 0) continue;
    const { claim, arm, index, digest } = JSON.parse(line.slice(at)) as Record<string, string> & { index: number };
    if (claim === undefined) continue;
    const name = `${claim}, ${arm}`;
    if (!arms.has(name)) arms.set(name, new Map());
    arms.get(name)!.set(index, digest!);
  }
  return arms;
}

/** @returns a sentence for each arm that differs, and how many trials are the same */
export function compared(before: Digests, after: Digests): { readonly said: readonly string[]; readonly same: number } {
  const said: string[] = [];
  let same = 0;
  for (const [arm, was] of before) {
    const is = after.get(arm);
    if (!is) {
      said.push(`${arm}: gone`);
      continue;
    }
    const both = [...was.keys()].filter((index) => is.has(index));
    const differ = both.filter((index) => was.get(index) !== is.get(index));
    same += both.length - differ.length;
    if (differ.length > 0)
      said.push(`${arm}: ${differ.length} of ${both.length} trials differ, the first is ${Math.min(...differ)}`);
  }
  for (const arm of after.keys()) if (!before.has(arm)) said.push(`${arm}: new`);
  return { said, same };
}

/** The lines of a journal, or of the one in an `--out` folder. @throws where there is none */
export const journal = (path: string) => {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'journal.ndjson') : path;
  if (!existsSync(file)) throw new Error(`${path} is no journal and has none; expected the --out folder of a run`);
  return createInterface({ input: createReadStream(file) });
};

async function main(paths: readonly string[]): Promise<number> {
  if (paths.length !== 2) throw new Error(`${paths.length} paths; expected two --out folders of runs with one seed`);
  const [before, after] = (await Promise.all(paths.map((path) => digests(journal(path))))) as [Digests, Digests];
  const { said, same } = compared(before, after);
  for (const sentence of said) console.log(sentence);
  console.log(`${same} trials have the same digest; ${said.length} arms differ`);
  return said.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: Error) => {
      console.error(`digests: ${error.message}`);
      process.exitCode = 2;
    },
  );
