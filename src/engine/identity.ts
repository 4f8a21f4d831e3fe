/**
 * Who a claim is. Its digest covers everything that decides its outcomes (closure.ts), so that nothing measured by other
 * code counts as its own. Its words are what its author alone writes, and the registered seed is made of them: an oracle's
 * refactoring draws no new tasks, an edit of the claim does, and so does one of the author's own files of data or code.
 */
import { join } from 'node:path';
import type { Claim } from '../claim.js';
import { sha256 } from '../numerics/digest.js';
import { verdictArms } from './arm.js';
import { closureOf, type Bundled, type Closure } from './closure.js';
import { normalized, packageRoot } from './source.js';

/** What every trial of every claim is made of: the streams, and the evaluation of formulas. */
const EVERY = ['stream', 'formula'].map((name) => join(packageRoot, 'src', 'numerics', `${name}.ts`));

/** `name@version` of the populations of the claim and of its controls, sorted. */
export function versions(claim: Claim): string[] {
  const names = verdictArms(claim).map(({ claim: { forAll } }) => `${forAll.name}@${forAll.version}`);
  return [...new Set(names)].sort();
}

/** Names of the files that are the author's: a claim's own, and everything outside this package's code. */
export const ownFiles = (files: Closure['files']): string[] =>
  Object.keys(files).filter((name) => /^(\.\.?\/|claimcheck\/claims\/)/.test(name));

export interface Identity extends Pick<Closure, 'digest' | 'files'> {
  /** SHA-256 of the author's words. */
  readonly words: string;
}

/** @param made of a user's claim: what its bundle holds */
export function claimIdentity(claim: Claim, file: string, made?: Bundled): Identity {
  const closure = closureOf([file, ...EVERY], made);
  const helpers = ownFiles(closure.files).filter((name) => name !== closure.entry);
  const lines = [...versions(claim), ...helpers.map((name) => `${name} ${closure.files[name]}`)];
  const { digest, files } = closure;
  return { digest, files, words: sha256(`${normalized(file).toString('utf8')}\n${lines.join('\n')}`) };
}

/** Printable ASCII, 1 to 256 characters, no blank at either end: the same bytes wherever it is copied to. */
const BEACON = /^[!-~]([ -~]{0,254}[!-~])?$/;
export const isBeacon = (value: string): boolean => BEACON.test(value);

/**
 * The registered seed: the first 64 bits of the words' digest, so that nobody can choose it. A beacon is a value that did
 * not exist when the claim was written: with it, nobody could have known the seed either. Then it is the first 64 bits of
 * the SHA-256 of the digest's 64 hexadecimal digits, the byte 0x1f and the beacon.
 */
export function registeredSeed(words: string, beacon?: string): string {
  const digest = beacon === undefined ? words : sha256(`${words}\x1f${beacon}`);
  return BigInt(`0x${digest.slice(0, 16)}`).toString();
}
