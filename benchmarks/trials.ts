/**
 * `node trials.js CLAIM OUT`: processor seconds of the trials alone that are in the journal in OUT, once everything is
 * compiled (`once`), and of ten times as many as its verdict needed (`tenfold`), in a process of their own. Prints JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Claim } from '../src/claim.js';
import { armNamed, type Arm } from '../src/engine/arm.js';
import { attempt } from '../src/engine/attempt.js';
import { discoverModels } from '../src/engine/discover.js';
import type { Report } from '../src/engine/report.js';
import { packageRoot } from '../src/engine/source.js';
import { digests, journal } from './digests.js';
import { timed } from './timed.js';

export interface Alone {
  readonly once: number;
  readonly tenfold: number;
}

const [, , id, out] = process.argv as [string, string, string, string];
const module = join(packageRoot, 'dist', 'claims', `${id}.js`);
const claim = ((await import(pathToFileURL(module).href)) as { default: Claim }).default;
const models = new Map([...(await discoverModels())].map(([name, { model }]) => [name, model]));
const { content } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
const { arms, seed } = content.claims.find((each) => each.id === id)!;

/** So many trials of each arm, or those with these numbers; the seconds that they take. */
const taken = (of: readonly (readonly [Arm, readonly number[]])[]) =>
  timed(() => {
    for (const [arm, indices] of of) for (const index of indices) attempt(arm, id, seed, index, models);
    return 0;
  }).seconds;
const made = [...(await digests(journal(out)))].flatMap(([name, trials]) => {
  const own = `${id}, `;
  return name.startsWith(own) ? [[armNamed(claim, name.slice(own.length), models), [...trials.keys()]] as const] : [];
});
const many = arms.map(
  ({ name, trials }) => [armNamed(claim, name, models), Array.from({ length: 10 * trials }, (_, k) => k)] as const,
);
taken(made);
const alone: Alone = { once: taken(made), tenfold: taken(many) };
console.log(JSON.stringify(alone));
