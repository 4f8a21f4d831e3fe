/** The laws that a model must keep before any claim is judged of it: what is wrong, in words, and which claims can be judged. */
import {
  conforms,
  examine,
  broughtBy,
  type Examination,
  type Examined,
  type Prospect,
} from '../engine/conform/examine.js';
import type { Breach, Tally } from '../engine/conform/conform.js';
import { discoverModels, unused, type FoundModel } from '../engine/discover.js';
import { colorsFor, type Colors } from '../reporting/colors.js';
import { wrap } from '../reporting/formats/terminal.js';
import { json } from '../reporting/json.js';
import { choose } from './choose.js';
import { CANNOT_EVALUATE } from './exit.js';
import { progress, type Progress } from './progress.js';
import { pairs, UsageError, wholeNumber } from './usage.js';

/** As the shell gave them. */
export interface ConformFlags {
  readonly model: readonly string[];
  readonly claims?: string;
  readonly json?: boolean;
  readonly tasks: string;
  readonly seed: string;
}

/** Milliseconds after which something is seen of it, and between two looks of the event loop. */
const [PATIENCE, TURN] = [2000, 100];

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Takes every step, and says of what, where that takes long. */
async function stepped(steps: ReturnType<typeof examine>): Promise<Examination> {
  const started = performance.now();
  let turned = started;
  let shown: Progress | undefined;
  let told: string | undefined;
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      const now = performance.now();
      if (now - turned < TURN) continue;
      turned = now;
      const { models, name, trainings } = step.value;
      if (shown === undefined && now - started > PATIENCE)
        shown = await progress(models, process.stderr, 'models looked at');
      if (shown && told !== name && trainings > 0) {
        if (told !== undefined) shown.done();
        told = name;
        shown.say(`looking at ${name}: ${counted(trainings, 'training')}`);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    shown?.end();
  }
}

const place = ({ case: of, sentence }: Breach): string => (of ? `${of.name}: ${sentence}` : sentence);

/** A mark, a name, and words that hang below each other. */
function row(mark: string, name: string, text: string, width: number, room: number): string[] {
  const [first, ...rest] = wrap(text, Math.max(30, room - width - 6));
  return [`  ${mark} ${name.padEnd(width)}  ${first}`, ...rest.map((line) => ' '.repeat(width + 6) + line)];
}

function lawRows({ laws }: Examined, room: number, c: Colors): string[] {
  const width = Math.max(...laws.map(({ law }) => law.length));
  return laws.flatMap(({ law, asks, looked, broken }: Tally) => {
    if (looked === 0) return row(c.dim('–'), law, `${asks}: there is nothing to look at`, width, room).map(c.dim);
    const [first] = broken;
    if (!first) return row(c.green('✓'), law, asks, width, room);
    const more = broken.length > 1 ? `; and ${broken.length - 1} more of ${looked}` : '';
    return row(c.red('✗'), law, `${place(first)}${more}`, width, room);
  });
}

function prospect({ is, because, trainings, unfinished }: Prospect): string {
  if (is === 'not applicable') return `not applicable: ${because.join(', ')}`;
  if (is === 'error') return `could not be evaluated: ${because.join(', ')}`;
  const left =
    unfinished > 0
      ? `; ${unfinished} of ${counted(trainings, 'training')} of the claim itself did not end, which counts as a violation`
      : '';
  return is === 'ready' ? `can be judged${left}` : `not yet: see ${because.join(', ')}${left}`;
}

const MARKS = { ready: '✓', broken: '✗', 'not applicable': '–', error: '✗' } as const;

function text(
  { models, claims }: Examination,
  found: ReadonlyMap<string, FoundModel>,
  room: number,
  c: Colors,
): string {
  const lines = models.flatMap((each) => {
    const { name, model, replaces, trainings } = each;
    const whose = replaces
      ? `${found.get(name)!.file} ("${model.name}") in the place of ${name}`
      : `${name}, which ${each.claims.length === 1 ? 'the claim brings' : 'claims bring'}`;
    return [
      c.bold(`${whose}: ${counted(trainings, 'training')} of ${counted(each.claims.length, 'claim')}`),
      ...lawRows(each, room, c),
      '',
    ];
  });
  const width = Math.max(...claims.map(({ id }) => id.length));
  const color = { ready: c.green, broken: c.red, 'not applicable': c.dim, error: c.red };
  lines.push(c.bold('Claims'));
  for (const each of claims) lines.push(...row(color[each.is](MARKS[each.is]), each.id, prospect(each), width, room));
  return lines.join('\n');
}

function data({ models, claims }: Examination): object {
  return {
    schema: 1,
    models: models.map(({ name, model, replaces, claims: of, trainings, laws }) => ({
      ...{ name, model: model.name, replaces, claims: of, trainings },
      laws: laws.map(({ law, asks, looked, broken }) => ({
        ...{ law, asks, looked },
        broken: broken.map(({ sentence, case: at }) => ({
          sentence,
          claim: at?.at?.claim ?? null,
          arm: at?.at?.arm ?? null,
          trial: at?.at?.trial ?? null,
          run: at?.at?.run ?? null,
        })),
      })),
    })),
    claims,
  };
}

/** @returns the exit code: 1 where a law is broken, 3 where a claim could not be evaluated or none is asked of the models */
export async function conform(names: readonly string[], flags: ConformFlags): Promise<number> {
  const instead = pairs('--model', flags.model);
  const tasks = wholeNumber('--tasks', flags.tasks, 1, 1000);
  const seed = String(wholeNumber('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER));
  const { found, broken } = await choose(names, flags.claims);
  const models = await discoverModels(instead, found).catch((error: unknown) => {
    throw new UsageError(`invalid --model: ${error instanceof Error ? error.message : String(error)}`);
  });
  const idle = unused(Object.keys(instead), found);
  if (idle) throw new UsageError(`invalid --model: ${idle}`);
  for (const { id, file, why } of broken) process.stderr.write(`claimcheck: ${id}: ${file} ${why}\n`);
  if (broken.length === 0 && Object.keys(instead).length === 0 && broughtBy(found, models).length === 0)
    throw new UsageError(
      'there is no model to look at; expected --model NAME=FILE, or --claims DIR with a claim that trains a model of its own',
    );
  const examination = await stepped(examine({ claims: found, models, seed, tasks }));
  const lost = broken.length > 0 || examination.claims.some(({ is }) => is === 'error');
  const none = examination.models.every(({ trainings }) => trainings === 0);
  const out = flags.json
    ? json(data(examination))
    : `${text(examination, models, Math.min(process.stdout.columns || 120, 120), colorsFor(process.stdout))}\n`;
  process.stdout.write(out);
  if (!conforms(examination)) return 1;
  return lost || none ? CANNOT_EVALUATE : 0;
}
