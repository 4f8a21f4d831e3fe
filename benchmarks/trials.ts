/**
 * `node trials.js CLAIM OUT TIMES`: processor seconds of trials alone, in a process of their own: of those in the journal in OUT
 * once everything is compiled, or of TIMES as many as its verdict needed.
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

const [, , id, out, times] = process.argv as [string, string, string, string, string];
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
const many = arms.map(({ name, trials }) => {
  const count = Number(times) * trials;
  return [armNamed(claim, name, models), Array.from({ length: count }, (_, k) => k)] as const;
});
taken(made);
console.log(taken(times === '1' ? made : many));
