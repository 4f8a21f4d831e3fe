/**
 * What goes through a queue: names of trials one way, their records the other, and who is there. No code. Whatever comes is
 * checked here before anybody acts on it; a record must be what was asked, too (checked.ts).
 */
import { z } from 'zod';
import type { Job, Planned } from '../engine/job.js';
import { inShort } from '../engine/long.js';
import { fromJson, Unread } from '../form/json.js';
import { printable } from '../form/printable.js';
import { sha256 } from '../numerics/digest.js';

const name = z.string().regex(/^\P{Surrogate}{1,1000}$/u, 'expected a name of 1 to 1000 characters');
const digest = z.string().max(64);
// Nothing that would write elsewhere on a terminal.
const sentence = z.string().regex(/^[^\p{Cc}]{0,4000}$/u);

/** The most trials of one message. */
export const MOST_TRIALS = 1 << 20;

const wanted = z.strictObject({
  id: name,
  seed: z.string().regex(/^\d{1,20}$/),
  /** What trials of the claim are made of: its digest and those of the models that it trains. */
  by: digest,
  /** Of the claim alone, and of the models by name: to say which of them is another. */
  digest,
  models: z.record(name, digest),
});

/** What a run asks of whoever works for it. */
const manifest = z.strictObject({
  version: name,
  /** Of the code that every trial runs through. */
  code: digest,
  claims: z.array(wanted).max(10_000),
});
export type Wanted = z.output<typeof wanted>;
export type Manifest = z.output<typeof manifest>;

const trials = z
  .strictObject({ claim: name, arm: name, from: z.int().min(0), to: z.int().min(1) })
  .refine(
    ({ from, to }) => from < to && to - from <= MOST_TRIALS,
    `expected from < to, and at most ${MOST_TRIALS} trials`,
  );

/** Who works for a run, or does not: then why. */
const present = z.strictObject({
  name: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  threads: z.int().min(0).max(4096),
  lacks: z.array(sentence).max(20),
});
export type Present = z.output<typeof present>;

const float = z.custom<number>((value) => typeof value === 'number', 'expected a number');
const margin = z.strictObject({ slack: float, error: float });
const side = z.strictObject({ value: float, error: float });

/** One trial, as the journal holds it. */
export const record = z.strictObject({
  claim: name,
  arm: name,
  index: z.int().min(0),
  seed: z.string(),
  by: digest.optional(),
  parts: z.record(
    name,
    z.strictObject({ state: z.enum(['finished', 'unfinished', 'diverged', 'gated']), margins: z.array(margin) }),
  ),
  sides: z.record(name, z.array(z.tuple([side, side]))).optional(),
  shown: z.strictObject({ measured: float, curve: float.optional() }).optional(),
  table: z.record(name, z.array(float)).optional(),
  climb: z.strictObject({ trainings: z.int().min(0), counted: z.int().min(0) }).optional(),
  steps: z.number().min(0),
  digest: z.string().regex(/^([0-9a-f]{32})?$/),
  error: z.string().max(100_000).optional(),
});

/** What stands before the records of a result. */
export const head = z.strictObject({ worker: z.string().regex(/^[\x21-\x7e]{1,200}$/), ms: z.number().min(0) });

/** Names of others within a sentence of ours, which others take for a message, too. */
export const said = (text: string): string => inShort(printable(text));

/** The first thing that is wrong, and where. */
export const issue = ({ issues: [first] }: z.ZodError): string =>
  said(`${first!.path.length > 0 ? `${first!.path.map(String).join('.')}: ` : ''}${first!.message}`);

/** @returns what it says, or one sentence why it is not read */
export function json(text: string): { readonly value: unknown } | string {
  try {
    return { value: fromJson(text) };
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    return said(`it ${error.message}`);
  }
}

/** @returns what the text says, or one sentence why it says nothing */
function read<V>(schema: z.ZodType<V>, text: string): V | string {
  const parsed = json(text);
  if (typeof parsed === 'string') return parsed;
  const found = schema.safeParse(parsed.value);
  return found.success ? found.data : issue(found.error);
}

export const manifestFrom = (text: string): Manifest | string => read(manifest, text);
export const presentFrom = (text: string): Present | string => read(present, text);

/** @returns the trials that a job names, or why it names none */
export function trialsFrom(data: unknown): Job | string {
  const found = trials.safeParse(data);
  return found.success ? found.data : issue(found.error);
}

/** The version of a manifest that is of another schema. */
export function versionIn(text: string): string | undefined {
  try {
    const { version } = JSON.parse(text) as { version?: unknown };
    return typeof version === 'string' && /^[\w.+-]{1,50}$/.test(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

/** What a run is called: two that ask the same have the same name, and share their trials. */
export const runName = ({ version, code, claims }: Manifest): string =>
  sha256(
    JSON.stringify([
      version,
      code,
      [...claims].map(({ id, seed, by }) => [id, seed, by]).sort(([a], [b]) => (a! < b! ? -1 : 1)),
    ]),
  ).slice(0, 32);

/** What a job is called: whoever asks for the same trials calls it so. BullMQ takes no number for a name. */
export const jobName = (
  { claim, arm, from, to }: Job,
  { seed, by }: Pick<Planned, 'seed' | 'by'>,
  { version, code }: Manifest,
): string => `t${sha256(JSON.stringify([version, code, claim, seed, by, arm, from, to])).slice(0, 39)}`;
