/**
 * A reference file of this folder, under watch: a test file asks for the blocks that are its own and at its end expects
 * `unread()` to be empty, so that no number stays without a test. `complete.test.ts` sees that every block has an owner.
 */
import { readFileSync } from 'node:fs';

/** Fields that say in words what the numbers are, and in how many steps of its own the reference found them. */
const WORDS = /^(_meta|about|certificate|conventions|distribution|methods?|note|setting|(\w+_)?iters)$/;

export const load = (file: string) => JSON.parse(readFileSync(new URL(`${file}.json`, import.meta.url), 'utf8'));

const isNode = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The paths of all numbers, strings and truth values below a node. */
const leaves = (node: object, path: string): string[] =>
  Object.entries(node).flatMap(([name, value]: [string, unknown]) =>
    WORDS.test(name) ? [] : isNode(value) ? leaves(value, `${path}/${name}`) : [`${path}/${name}`],
  );

/** The blocks of a file that have values. */
export const blocks = (file: string): string[] => {
  const all = load(file);
  return Object.keys(all).filter((name) => leaves({ [name]: all[name] }, '').length > 0);
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Untyped = any;

/** Blocks of a file, and the paths of those of their values that nobody has asked for yet. */
export function reading(file: string, ...names: string[]): { reference: Untyped; unread: () => string[] } {
  const all = load(file);
  const own = Object.fromEntries(
    names.map((block) => {
      if (!(block in all)) throw new Error(`${file}.json has no block ${block}`);
      return [block, all[block]];
    }),
  );
  const left = new Set(leaves(own, ''));
  const watched = (node: object, path: string): object =>
    new Proxy(node, {
      get: (at, name, receiver) => {
        const value: unknown = Reflect.get(at, name, receiver);
        if (typeof name === 'symbol' || !Object.hasOwn(at, name)) return value;
        if (isNode(value)) return watched(value, `${path}/${name}`);
        left.delete(`${path}/${name}`);
        return value;
      },
    });
  return { reference: watched(own, ''), unread: () => [...left] };
}
