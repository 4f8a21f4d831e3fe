/** One trial again, or the stored counterexample, with everything that happened in it. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { armNamed } from '../engine/arm.js';
import { attempt } from '../engine/attempt.js';
import { climb } from '../engine/climb.js';
import { close, HALF_OF_FLOAT32 } from '../engine/close.js';
import { discoverModels, type FoundClaim } from '../engine/discover.js';
import { draw } from '../engine/draw.js';
import { readJournal } from '../engine/journal.js';
import type { ClaimReport, Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { evaluate, type TrialRecord } from '../engine/trial.js';
import { colorsFor } from '../reporting/colors.js';
import { short } from '../reporting/number.js';
import { replayCommand } from '../reporting/replay.js';
import { refuse } from '../form/field.js';
import { lines } from '../reporting/value.js';
import { sign } from '../statistics/outcome.js';
import { choose, claimFiles, nearest } from './choose.js';
import { read } from './report.js';
import { revive } from './revive.js';
import { pairs, UsageError, wholeNumber } from './usage.js';

export interface ReplayFlags {
  readonly arm: string;
  readonly claims?: string;
  readonly model: readonly string[];
}

const WORD = {
  success: 'holds',
  violation: 'violated',
  'in doubt': 'in doubt: the margin is within its error',
  'not a number': 'not a number',
} as const;

/** Whether the parts ended alike, with margins that are the same up to that. */
export const alike = (now: TrialRecord['parts'], then: TrialRecord['parts']): boolean =>
  Object.keys({ ...now, ...then }).every((part) => {
    const [one, other] = [now[part], then[part]];
    return (
      one?.state === other?.state &&
      one?.margins.length === other?.margins.length &&
      one!.margins.every(({ slack }, k) => close(slack, other!.margins[k]!.slack))
    );
  });

/** A task that is stored in a report may be none of the population. @throws Slip where it cannot be evaluated */
function evaluated<V>(isStored: boolean, evaluate: () => V): V {
  if (!isStored) return evaluate();
  try {
    return evaluate();
  } catch (error) {
    return refuse(
      `the stored counterexample cannot be evaluated: ${error instanceof Error ? error.message : String(error)}; ` +
        'expected a task of the population, as run stores it',
    );
  }
}

/** The claim as the report has it. @throws UsageError */
export async function reported({ content }: Report, path: string, name: string): Promise<ClaimReport> {
  const found = content.claims.find(({ id }) => id === name);
  if (found) return found;
  const ids = content.claims.map(({ id }) => id);
  const near = await nearest(name, ids);
  throw new UsageError(
    `the report ${path} has no claim "${name}"; ` +
      (near.length > 0 ? `did you mean ${near.join(' or ')}?` : `it has ${ids.join(', ') || 'none'}`),
  );
}

/** What is not as it was, by name as far as the report knows. */
function difference(now: FoundClaim, then: ClaimReport, { envelope: { files } }: Report): string {
  const changed = Object.entries(now.files).flatMap(([file, of]) => (files[file] === of.slice(0, 12) ? [] : [file]));
  const what = now.words === then.words ? 'What the claim is made of' : 'The claim';
  return `${what} changed since this report was made${changed.length > 0 ? `: ${changed.join(', ')}` : ''}.`;
}

const lit = ({ content: { seed, beacon } }: Report): string =>
  seed !== 'registered'
    ? ''
    : beacon === undefined
      ? ', its registered one'
      : `, its registered one with beacon ${beacon}`;

/** The last line of the journal about that trial. */
function lineOf(journal: string, of: Pick<TrialRecord, 'claim' | 'arm' | 'index' | 'seed'>): TrialRecord | undefined {
  let last: TrialRecord | undefined;
  for (const each of readJournal(journal))
    if (
      typeof each !== 'number' &&
      each.index === of.index &&
      each.claim === of.claim &&
      each.arm === of.arm &&
      each.seed === of.seed
    )
      last = each;
  return last;
}

/** @returns the exit code: 1 where the outcome differs from what is on record */
export async function replay(
  path: string,
  name: string,
  index: string | undefined,
  flags: ReplayFlags,
): Promise<number> {
  const report = whole(read(path));
  const then = await reported(report, path, name);
  const stored = index === undefined ? then.counterexample : undefined;
  if (index === undefined && !stored)
    throw new UsageError(
      `the report has no counterexample of "${name}"; name a trial: ${replayCommand(report, path, name, 0)}`,
    );
  const number = stored ? stored.trial : wholeNumber('trial', index!, 0, 1e9);
  const instead = pairs('--model', flags.model);
  if (!(await claimFiles(flags.claims)).has(name))
    throw new UsageError(
      `the claim "${name}" of this report is not among the shipped ones${flags.claims ? ` or in "${flags.claims}"` : ''}; ` +
        'name the directory of its file with --claims',
    );
  const { found, broken } = await choose([name], flags.claims);
  if (broken.length > 0) throw new UsageError(`${broken[0]!.file} ${broken[0]!.why}`);
  const now = found[0] as FoundClaim;
  const discovered = await discoverModels(instead, [now]).catch((error: unknown) => {
    throw new UsageError(`invalid --model: ${error instanceof Error ? error.message : String(error)}`);
  });
  const models = new Map([...discovered].map(([id, { model }]) => [id, model]));
  let arm;
  try {
    arm = armNamed(now.claim, stored?.foundBy ?? flags.arm, models);
  } catch (error) {
    throw new UsageError(`invalid --arm: ${error instanceof Error ? error.message : String(error)}`);
  }

  const c = colorsFor(process.stdout);
  const out: string[] = [];
  const say = (head: string, body: string) => out.push(`${c.bold(head)} ${body}`);
  if (now.digest !== then.digest) out.push(c.yellow(difference(now, then, report)));
  // One that the claim brings is in the claim's own digest.
  for (const { name: model, digest } of then.models)
    if ((discovered.get(model)?.digest ?? then.digest) !== digest)
      out.push(c.yellow(`The model ${model} is not the one of this report; --model ${model}=FILE names that one.`));

  const trialName = { suiteSeed: then.seed, claim: name, trial: number };
  const climbed = arm.role === 'adversary' ? climb(arm, { ...trialName, arm: arm.name }, models) : undefined;
  if (climbed && !climbed.reached)
    throw new UsageError(
      `climb ${number} of the adversary reached no task: none of ${climbed.trainings} gave a margin`,
    );
  const drawn = climbed ? climbed.reached!.drawn.task : draw(arm.claim.forAll, { ...trialName, arm: arm.tasksOf }).task;
  const task = stored ? revive(stored.task, drawn) : drawn;
  say('claim', `${name}: ${now.claim.title}`);
  say('arm', arm.name + (arm.control ? ` (${arm.control.because})` : ''));
  say(
    'trial',
    `${number} of seed ${then.seed}${lit(report)}${climbed ? `, the task on which this climb ended after ${climbed.trainings} trainings` : ''}${stored ? `, shrunk ${stored.shrunk} times in ${stored.evaluations} evaluations` : ''}`,
  );
  say('task', lines(task, '  '));
  const { trained, theory, parts } = evaluated(stored !== undefined, () =>
    evaluate(arm, task, climbed?.reached?.name ?? { ...trialName, arm: arm.name }, models),
  );
  for (const [run, result] of Object.entries(trained)) {
    // Independent copies are numbered.
    const { model, rule } = arm.claim.train[run] ?? arm.claim.train[run.replace(/ \d+$/, '')]!;
    say('trained', `${run}: ${model.name}, ${JSON.stringify(typeof rule === 'function' ? rule(task) : rule)}`);
    out.push(
      `  ${result.steps} steps, ended by: ${result.stopped}${result.facts ? lines(result.facts, '  ') : ''}${lines(result.parameters, '  ')}`,
    );
  }
  for (const [oracle, answer] of Object.entries(theory)) say('theory', `${oracle}${lines(answer, '  ')}`);
  for (const [part, { state, margins }] of Object.entries(parts)) {
    say('part', `${part}: ${arm.claim.parts[part]!.holds}`);
    if (state !== 'finished') out.push(`  ${state}`);
    for (const margin of margins)
      out.push(`  slack ${margin.slack} (${short(margin.slack)}), error ${margin.error}: ${WORD[sign(margin)]}`);
  }

  const loose = then.models.some(({ reproducible }) => reproducible === 'statistically');
  const within = `within ${short(HALF_OF_FLOAT32)} (half the digits of float32: a model is reproducible only statistically)`;
  let agrees = true;
  if (stored) {
    const again = parts[stored.part]?.margins.some(({ slack, error }) =>
      loose ? close(slack, stored.slack) : slack === stored.slack && error === stored.error,
    );
    agrees = again === true;
    out.push(
      agrees
        ? c.green(`The margin is the stored one, ${loose ? within : 'bit for bit'}.`)
        : c.red(`The margin is not the stored one (slack ${stored.slack}, error ${stored.error}).`),
    );
  } else {
    const record = attempt(arm, name, then.seed, number, models);
    const journal = join(dirname(path), 'journal.ndjson');
    const line = existsSync(journal)
      ? lineOf(journal, { claim: name, arm: arm.name, index: number, seed: then.seed })
      : undefined;
    say('digest', record.digest);
    if (!line)
      out.push(
        c.dim(
          `${existsSync(journal) ? 'The journal has no line for this trial' : `There is no journal at ${journal}`}; nothing to compare with.`,
        ),
      );
    else {
      const same = line.digest === record.digest;
      agrees = same || (loose && alike(record.parts, line.parts));
      out.push(
        same
          ? c.green('The journal has the same digest.')
          : agrees
            ? c.green(`The journal has another digest; the margins agree ${within}.`)
            : c.red(`The journal has ${line.digest}: the outcome differs.`),
      );
    }
  }
  process.stdout.write(`${out.join('\n')}\n`);
  return agrees ? 0 : 1;
}
