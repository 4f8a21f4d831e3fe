/**
 * What identifies code: digests of shipped sources with normalized line ends. A claim's digest covers its file and the
 * versions of the population and oracles that it names, not the model; a model's digest covers its file and everything
 * of the package that it imports.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Claim } from '../claim.js';
import { isAsked, oraclesOf, verdictArms } from './arm.js';

/** The package's root: two levels up from `src/engine` and three from `dist/src/engine`. */
export const packageRoot = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
export const normalized = (file: string) => readFileSync(file, 'utf8').replace(/\r\n?/g, '\n');

/** `oracle name@version` for every oracle of the claim and of its controls, sorted. */
function versions(claim: Claim): string[] {
  const names = verdictArms(claim).flatMap(({ claim: arm }) => [
    `${arm.forAll.name}@${arm.forAll.version}`,
    ...Object.values(oraclesOf(arm)).map((entry) => {
      const oracle = isAsked(entry) ? entry.oracle : entry;
      return `${oracle.name}@${oracle.version}`;
    }),
  ]);
  return [...new Set(names)].sort();
}

export function claimDigest(claim: Claim, file: string): string {
  return sha256(`${normalized(file)}\n${versions(claim).join('\n')}`);
}

/** The registered seed: the first 64 bits of the claim's own digest, so that nobody can choose it. */
export const registeredSeed = (digest: string): string => BigInt(`0x${digest.slice(0, 16)}`).toString();

function imported(file: string): string[] {
  return [...normalized(file).matchAll(/(?:from|import)\s+'([^']+)'/g)].flatMap(([statement, target]) => {
    if (/import type|export type/.test(statement!)) return [];
    if (target!.startsWith('.')) return [resolve(dirname(file), target!)];
    if (target!.startsWith('claimcheck/models/')) return [join(packageRoot, target!.slice('claimcheck/'.length))];
    if (target!.startsWith('claimcheck/')) return [join(packageRoot, 'src', target!.slice('claimcheck/'.length))];
    return [];
  });
}

/** SHA-256 over the file and its imports within the package or its own folder, in code-unit order of their paths. */
export function modelDigest(file: string): string {
  const seen = new Map<string, string>();
  const visit = (path: string): void => {
    const source = [path, path.replace(/\.js$/, '.ts'), `${path}.ts`].find((each) =>
      statSync(each, { throwIfNoEntry: false })?.isFile(),
    );
    if (!source || seen.has(source)) return;
    seen.set(source, sha256(normalized(source)));
    imported(source).forEach(visit);
  };
  visit(file);
  const from = dirname(file);
  const lines = [...seen].map(([path, digest]) => `${relative(from, path).split(sep).join('/')} ${digest}`);
  return sha256(lines.sort().join('\n'));
}
