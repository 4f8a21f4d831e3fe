/** The public entries of the package, as `exports` names them, and the sources that they are compiled from. */
import { readFileSync } from 'node:fs';

const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | null>>;
};
const imported = (name: string) => name.replace(/^\./, 'claimcheck');

/** By name the source, from the root; a star is any path. */
export const SOURCES: ReadonlyMap<string, string> = new Map(
  Object.entries(exports).flatMap(([name, target]) => {
    const [, source] = /^\.\/dist\/(.*)\.js$/.exec(target ?? '') ?? [];
    return source === undefined ? [] : [[imported(name), `${source}.ts`] as const];
  }),
);

/** Folders below those with a star that are none. */
export const CLOSED: readonly string[] = Object.entries(exports).flatMap(([name, target]) =>
  target === null ? [imported(name).replace('*', '')] : [],
);
