/** One claim in full: what it says, after whom, under which premises, and what would refute it. */
import type { Claim } from '../claim.js';
import { armNamed, verdictArms } from '../engine/arm.js';
import { described, firstTasks } from '../engine/described.js';
import type { FoundClaim } from '../engine/discover.js';
import { places } from '../engine/place.js';
import { replaces } from '../engine/replaces.js';
import { runsOf } from '../engine/runs.js';
import { texOf, typeset } from '../engine/typeset.js';
import { cite, type Bibliography } from '../reporting/bibliography.js';
import { colorsFor, type Colors } from '../reporting/colors.js';
import { json } from '../reporting/json.js';
import { wrap } from '../reporting/formats/terminal.js';
import { percent } from '../reporting/number.js';
import { criterion, reason } from '../reporting/sentences.js';
import { marked, TALK } from '../reporting/talk.js';
import { LEVELS } from '../statistics/levels.js';
import { choose } from './choose.js';
import { explained } from './explained.js';
import { cost, expectedCost, searching } from './list.js';
import { worksFor } from './references.js';

/** The seed of the tasks that are shown as examples: that of a run at level quick. */
const SEED = '1';

/** The first tasks of an arm; none where its population or what draws of it fails, which a run says. */
function examples(
  { id, claim }: FoundClaim,
  name: string,
): { readonly tasks: readonly unknown[]; readonly claim: Claim } {
  const arm = armNamed(claim, name, new Map());
  try {
    const tasks = firstTasks(arm, id, SEED, Infinity);
    runsOf(arm.claim, tasks);
    return { tasks, claim: arm.claim };
  } catch {
    return { tasks: [], claim: arm.claim };
  }
}

/** Some of the values of a field, and how many more. */
function few(values: readonly unknown[], most = 6): string {
  const shown = values.slice(0, most).map((value) => JSON.stringify(value) ?? 'unset');
  return shown.join(' | ') + (values.length > most ? ` and ${values.length - most} more` : '');
}

function text(found: FoundClaim, works: Bibliography, width: number, c: Colors): string {
  const { id, file, digest, claim } = found;
  const { population, runs, symbols, theory } = described(claim, examples(found, verdictArms(claim)[0]!.name).tasks);
  const replaced = (name: string) => {
    const { tasks, claim: varied } = examples(found, `control:${name}`);
    const { mustFail, mustHold } = claim.controls;
    return replaces(claim, (mustFail[name] ?? mustHold[name])!, runs, runsOf(varied, tasks));
  };
  const out: string[] = [];
  const say = (words: string, indent = 2) =>
    out.push(...wrap(words, Math.max(30, width - indent)).map((line) => ' '.repeat(indent) + line));
  const section = (name: string) => out.push('', c.bold(name));
  const named = (name: string, words: string) => {
    out.push(`  ${name}`);
    say(c.dim(words), 6);
  };

  out.push(c.bold(claim.title), c.dim(`${id}  ${file}`), '');
  say(claim.statement, 0);
  if (claim.talk.length > 0) {
    section(`The talk (${marked(claim)})`);
    for (const passage of claim.talk) say(`${passage}: ${TALK[passage]}`);
  }
  section('Sources');
  for (const { key, where } of claim.sources) say(`${cite(key, works)} [${key}], ${where}`);
  section('What it does not show');
  say(claim.scope);
  section('Premises');
  for (const [name, { how, control }] of Object.entries(claim.premises))
    say(`${name}: ${how}${control === undefined ? '' : `; violated by the control "${control}"`}`);
  section('For all');
  say(`${population.name}, version ${population.version}`);
  say(population.about ?? 'The population does not say what a task is (about).');
  if (population.example !== undefined) say(`the first task of seed ${SEED}: ${population.example}`);
  for (const [name, { atLeast }] of Object.entries(claim.forAll.covers ?? {}))
    say(`at least ${percent(atLeast)} of the tasks: ${name}`);
  section('Train');
  for (const [name, { model, rule, varies, sees, copy, times }] of Object.entries(runs)) {
    const by = rule === undefined ? 'by a rule that depends on the task' : JSON.stringify(rule);
    const of = varies.length > 0 ? ` (${varies.join(', ')}: of the first task)` : '';
    const many = times === undefined ? (copy === undefined ? '' : `, copy ${copy}`) : `, ${times} copies`;
    say(`${name}: ${model}, ${by}${of}${many}${sees === undefined ? '' : `, on what it sees of the task: ${sees}`}`);
  }
  section('What a model in its place must know');
  for (const { model, rule, parameters, facts } of places(id, claim, SEED)) {
    const values = Object.entries(rule).map(([field, of]) => `${field} = ${few(of)}`);
    say(`${model}: the rule fields ${values.join('; ')}`);
    const sized = Object.entries(parameters).map(([name, length]) => `${name} (${length} on the first task)`);
    if (sized.length > 0) say(`parameters: ${sized.join(', ')}`, 6);
    for (const [fact, what] of Object.entries(facts)) say(`fact ${fact}: ${what}`, 6);
  }
  section('Theory');
  for (const [name, { oracle, asked }] of Object.entries(theory))
    say(`${name}: ${oracle}${asked === undefined ? '' : `, asked ${c.dim(asked)}`}`);
  section('Symbols');
  const tex = texOf(claim);
  for (const [name, { tex: set, is }] of Object.entries(symbols))
    say(`${name}: ${is}${tex[name] === undefined ? '' : `  ${c.dim(set)}`}`);
  section('Holds');
  for (const [name, { holds, accept, given }] of Object.entries(claim.parts)) {
    out.push(`  ${name} (${criterion(accept)})`);
    if (given) say(`given that ${given.premise}`, 6);
    say(holds, 6);
    say(c.dim(typeset(holds, tex).trim()), 6);
  }
  section('Must fail');
  for (const [name, control] of Object.entries(claim.controls.mustFail))
    named(name, `${reason(control)} (replaces ${replaced(name)}; breaks "${control.breaks}")`);
  if (Object.keys(claim.controls.mustHold).length > 0) {
    section('Must hold');
    for (const [name, control] of Object.entries(claim.controls.mustHold))
      named(name, `${control.because} (replaces ${replaced(name)})`);
  }
  if (claim.dial) {
    section('Dial');
    say(`${claim.dial.turns}: ${claim.dial.grid.join(', ')}; draws ${claim.dial.measured}`);
  }
  section('Cost and identity');
  say(
    `trials at most, controls included: ${LEVELS.map((level) => `${cost(claim as Claim, level)} at ${level}`).join(', ')}`,
  );
  say(`if all is as expected: about ${Math.round(expectedCost(claim as Claim, 'standard'))} at standard`);
  if (searching(claim as Claim, 'standard') > 0)
    say(
      `besides, trainings of the adversary at most: ${LEVELS.map((level) => `${searching(claim as Claim, level)} at ${level}`).join(', ')}`,
    );
  say(`digest ${digest}`);
  return out.join('\n');
}

/** @returns the exit code */
export async function explain(
  name: string,
  { claims: folder, json: data }: { readonly claims?: string; readonly json?: boolean },
): Promise<number> {
  const { found, broken } = await choose([name], folder);
  for (const { id, file, why } of broken) process.stderr.write(`claimcheck: ${id}: ${file} ${why}\n`);
  if (broken.length > 0) return 3;
  const [claim] = found as [FoundClaim];
  if (data) {
    process.stdout.write(json(explained(claim, SEED)));
    return 0;
  }
  const works: Bibliography = claim.claim.sources.length > 0 ? await worksFor(claim) : new Map();
  process.stdout.write(
    `${text(claim, works, Math.min(process.stdout.columns || 100, 100), colorsFor(process.stdout))}\n`,
  );
  return 0;
}
