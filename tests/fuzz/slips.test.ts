/**
 * The fuzz of claims: whatever is wrong with one, the outcome is a sentence or a verdict of its own, never an internal
 * error, and never another claim's loss. FUZZ=10000 tries as many mutants; FUZZ_SEED another sequence of them.
 */
import { expect, test } from 'vitest';
import diagonalNetwork from '../../models/diagonal-network.js';
import type { Claim, Model } from '../../src/claim.js';
import { claim } from '../../src/index.js';
import type { FoundClaim, FoundModel } from '../../src/engine/discover.js';
import { formulas } from '../../src/engine/formulas.js';
import { run } from '../../src/engine/run.js';
import { local } from '../../src/execution/local.js';
import { seededStream } from '../../src/numerics/stream.js';
import { json } from '../../src/reporting/json.js';
import { everywhere } from '../reporting/shown.js';
import { mutate } from './mutant.js';
import { specimen } from './specimen.js';

const MUTANTS = Number(process.env['FUZZ'] ?? 600);
const FIRST = Number(process.env['FUZZ_SEED'] ?? 1) * 1_000_000;
/** Mutants that are judged in one run, beside a claim that holds. */
const TOGETHER = 60;

const trained = new Map<string, Model>([['diagonal-network', diagonalNetwork as Model]]);
const models: ReadonlyMap<string, FoundModel> = new Map(
  [...trained].map(([name, model]) => [name, { name, file: '', module: '', model, digest: 'a'.repeat(64), files: {} }]),
);
const found = (id: string, of: Claim): FoundClaim => ({
  id,
  file: '',
  module: '',
  claim: of,
  digest: 'b'.repeat(64),
  words: 'c'.repeat(64),
  files: {},
});

/** What our own code says when it meets what it did not expect; a user's function may say so after its name alone. */
const INTERNAL =
  /Cannot (read|convert|destructure|access|set)|is not (a function|iterable|defined)|undefined|\[object|Maximum call/;
const ABOUT_A_FUNCTION =
  /^(\S+: )?(trial \d+: )?((claim|control:[^:]*|dial:[^:]*): trial \d+: )?(part "|run "|symbol "|over of |model "|oracle "|the question|dial|table|case ")/;

const oneSentence = (text: string, what: string) => {
  expect(text, what).not.toBe('');
  expect(text, what).not.toContain('\n');
};

interface Mutant {
  readonly what: string;
  readonly claim: Claim;
}

/** @returns the mutant if it can be loaded, else undefined: then its refusal was one sentence */
async function loaded(k: number): Promise<Mutant | undefined> {
  const text = specimen();
  const what = `mutant ${k}: ${mutate(text, seededStream(k))}`;
  try {
    const made = claim(text as never);
    await formulas(made);
    return { what, claim: made };
  } catch (error) {
    expect(error, what).toBeInstanceOf(Error);
    const { name, message } = error as Error;
    expect(name, `${what}: ${message}`).toBe('Slip');
    oneSentence(message, what);
    if (!/is undefined|undefined/.test(what))
      expect(message, what).not.toMatch(/Cannot (read|convert)|is not (a function|iterable)/);
    return undefined;
  }
}

async function judged(mutants: readonly Mutant[]) {
  const claims = [
    found('sound', claim(specimen() as never)),
    ...mutants.map((mutant, k) => found(`mutant-${k}`, mutant.claim)),
  ];
  const report = await run({
    claims,
    models,
    level: 'quick',
    seed: '1',
    workers: 1,
    kernels: 'wasm',
    dials: true,
    execute: (planned) => local(planned, trained, 5),
  });
  for (const text of [...everywhere(report), json(report)]) expect(text).not.toContain('could not be shown');
  return report;
}

test(
  `of ${MUTANTS} mutants each is a sentence or a verdict, and a sound claim beside them holds`,
  { timeout: 3_600_000 },
  async () => {
    let waiting: Mutant[] = [];
    let refused = 0;
    const verdicts: Record<string, number> = {};
    const internal: string[] = [];
    const judge = async () => {
      const mutants = waiting;
      waiting = [];
      const report = await judged(mutants).catch(async (error: unknown) => {
        // Which one was it?
        for (const mutant of mutants)
          await judged([mutant]).catch((own: unknown) => {
            throw new Error(`${mutant.what}: ${own instanceof Error ? own.stack : String(own)}`);
          });
        throw error;
      });
      const { claims } = report.content;
      expect(claims.length).toBe(mutants.length + 1);
      expect(claims[0]!.verdict, claims[0]!.because.join(' ')).toBe('holds');
      claims.slice(1).forEach(({ verdict, because, id }, k) => {
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
        for (const sentence of [...because, ...(report.envelope.errors[id] ?? [])]) {
          oneSentence(sentence, mutants[k]!.what);
          if (!ABOUT_A_FUNCTION.test(sentence)) expect(sentence, mutants[k]!.what).not.toMatch(INTERNAL);
        }
      });
    };
    for (let k = 0; k < MUTANTS; k++) {
      const mutant = await loaded(FIRST + k);
      if (!mutant) refused++;
      else waiting.push(mutant);
      if (waiting.length === TOGETHER) await judge();
    }
    if (waiting.length > 0) await judge();
    if (process.env['FUZZ']) console.log({ refused, ...verdicts });
    expect(internal).toEqual([]);
    expect(refused).toBeGreaterThan(MUTANTS / 4);
    expect(Object.keys(verdicts)).toContain('error');
    expect(Object.keys(verdicts)).toContain('holds');
  },
);
