/**
 * What others may import of this package: `exports` of package.json, each an entry or a folder of entries. There are no
 * others, so that what a file is called inside may change.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { nearest } from '../form/nearest.js';
import { packageRoot } from './source.js';

/** By name a file of the package, or null for a folder that is closed; a star is any path. */
type Exports = Readonly<Record<string, string | null>>;

const exported = (): Exports =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { readonly exports: Exports }).exports;

const asImported = (name: string) => name.replace(/^\./, 'claimcheck');

/** What the star stands for in `./dist/tasks/*.js`. */
function filesOf(target: string): string[] {
  const [folder, end] = target.split('*') as [string, string];
  const place = join(packageRoot, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length).split(sep).join('/'));
}

/** Every entry, by the name with which it is imported. */
export function entries(): string[] {
  const all = Object.entries(exported());
  const closed = all.flatMap(([name, target]) => (target === null ? [name.replace('*', '')] : []));
  return all
    .flatMap(([name, target]) => {
      if (!target?.endsWith('.js')) return [];
      return target.includes('*') ? filesOf(target).map((file) => name.replace('*', file)) : [name];
    })
    .filter((name) => !closed.some((folder) => name.startsWith(folder)))
    .map(asImported)
    .sort();
}

/** `claimcheck, claimcheck/{rule, faults}, claimcheck/tasks/*` */
function listed(): string {
  const folders = new Map<string, string[]>();
  for (const [name, target] of Object.entries(exported())) {
    const [, folder, last] = /^(.*)\/([^/]+)$/.exec(asImported(name)) ?? [];
    if (target?.endsWith('.js') && folder) folders.set(folder, [...(folders.get(folder) ?? []), last!]);
  }
  const told = [...folders].map(([folder, [one, ...more]]) =>
    more.length === 0 ? `${folder}/${one}` : `${folder}/{${[one, ...more].join(', ')}}`,
  );
  return ['claimcheck', ...told].join(', ');
}

/** @returns one sentence for a name that is no entry */
export function noEntry(name: string): string {
  const known = entries();
  const last = (of: string) => of.slice(of.lastIndexOf('/') + 1);
  const [near] = nearest(last(name), known.map(last));
  // Of the same last word in several folders the nearest name.
  const among = known.filter((each) => last(each) === near);
  const [meant = among[0]] = nearest(name, among);
  return `"${name}" is no entry of claimcheck; ${meant ? `did you mean ${meant}?` : `there are ${listed()}`}`;
}
