/**
 * The test-runner face: every claim is one test. What holds passes; everything else fails with its reasons. And the laws that
 * every model keeps, each training one test.
 *
 *     import { testClaims } from 'claimcheck/vitest';
 *     testClaims();
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Model } from './claim.js';
import { against, judge, opened, type Judged } from './commands/tested.js';
import { only } from './engine/baseline.js';
import { kindOf, type Case } from './engine/conform/case.js';
import { lookedAt } from './engine/conform/conform.js';
import { faults } from './engine/conform/laws/faults.js';
import { byId, loadClaim, modulesIn, shippedClaims, unused } from './engine/discover.js';
import type { Report } from './engine/report.js';
import { isShipped } from './engine/source.js';
import { instead } from './engine/train.js';
import { whole } from './engine/whole.js';
import type { Compared } from './reporting/comparison/compared.js';
import { whyNot } from './reporting/comparison/tested.js';
import { lineOf } from './reporting/line.js';
import { frame, pointing } from './reporting/pointing.js';
import { line } from './reporting/recompute.js';
import type { Level } from './statistics/levels.js';

export interface TestClaims {
  /** Default `quick`, or that of the baseline. */
  readonly level?: Level;
  /** A directory with claim files; default: the shipped ones. */
  readonly claims?: string;
  /** Only these ids. */
  readonly only?: readonly string[];
  /** A number, or `registered`; default 1 at quick, registered above. */
  readonly seed?: string;
  /** Modules in the place of models, by the model's name: what `--model` is on the command line. */
  readonly models?: Readonly<Record<string, string>>;
  /** The report.json of an earlier run: each claim is compared with it, in one test more. Level, seeds and tasks are its. */
  readonly baseline?: string;
}

const TIMEOUT = 600_000;

const idsOf = (report: Report) => whole(report).content.claims.map(({ id }) => id);

/**
 * An error at the line of a part, in the file of its claim; what called `testClaims` is below it. Vite shows only what is
 * in files that it knows: it is asked for the text of this one, and runs nothing of it.
 */
async function failure(lines: readonly string[], id: string, file: string, at: string | undefined, callers: Callers) {
  await vi.importActual(`${file}?raw`).catch(() => undefined);
  const text = lines.join('\n').replace(/\n/g, '\n  ');
  return pointing(text, [frame(id, { file, line: lineOf(file, at) }), ...callers]);
}

/** The lines of the stack of whoever called `testClaims`. */
type Callers = readonly string[];

/** @throws Error where a model is to be replaced that no claim trains */
async function trained(files: readonly string[], instead: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(instead);
  const claims = names.length === 0 ? [] : await Promise.all(files.map((file) => loadClaim(file)));
  const idle = unused(
    names,
    claims.flatMap((each) => ('why' in each ? [] : [each])),
  );
  if (idle) throw new Error(`invalid models: ${idle}`);
}

async function register(
  { claims: folder, only: names, models: instead = {}, baseline: path, ...asked }: TestClaims,
  callers: Callers,
): Promise<void> {
  const from = folder === undefined ? shippedClaims : resolve(folder);
  if (!existsSync(from)) throw new Error(`invalid claims "${folder}"; expected a directory with claim files`);
  const files = byId(await modulesIn(from));
  const absent = names?.find((id) => !files.has(id));
  if (absent !== undefined) throw new Error(`unknown claim "${absent}" in ${from}`);
  const wanted = [...files].filter(([id]) => !names || names.includes(id));
  await trained(
    wanted.map(([, file]) => file),
    instead,
  );
  const report = path === undefined ? undefined : opened(path, asked);
  // Of a baseline of all claims the shipped ones are tested where they are asked for alone.
  const its = (id: string) => (names ? names.includes(id) : folder === undefined || !isShipped(id));
  const base = report && only(report, idsOf(report).filter(its));
  const level = base?.content.level ?? asked.level ?? 'quick';
  const judged = new Map<string, Judged>();
  for (const [id, file] of wanted)
    test(id, { timeout: TIMEOUT }, async () => {
      const one = await judge(id, file, { level, seed: asked.seed, instead, base });
      judged.set(id, one);
      if (one.why.length > 0) throw await failure(one.why, id, file, one.at, callers);
    });
  if (path === undefined || base === undefined) return;

  const told = Object.entries(instead).flatMap(([name, module]) => ['--model', `${name}=${module}`]);
  const again = (id: string) =>
    line('run', id, ...(folder === undefined ? [] : ['--claims', folder]), ...told, '--baseline', path);
  const ids = [...new Set([...idsOf(base), ...wanted.map(([id]) => id)])].sort();
  describe(`against ${path}`, () => {
    let all: Compared | undefined;
    for (const id of ids)
      test(id, async ({ skip }) => {
        const file = files.get(id);
        // Whoever asks for some tests alone compares those.
        if (file !== undefined && !judged.has(id)) skip('it was not judged in this run');
        all ??= against({ path, report: base }, judged, files);
        const claim = all.claims.find((each) => each.id === id);
        // A new file that holds no claim has failed already.
        const why = claim ? whyNot(claim, all, again(id)) : [];
        if (!claim || why.length === 0) return;
        const said = [`${id}: ${claim.word}`, ...why];
        if (file === undefined) throw pointing(said.join('\n  '), callers);
        throw await failure(said, id, file, claim.exhibit?.part ?? judged.get(id)?.at, callers);
      });
  });
}

/**
 * Registers a suite with one test per claim file. A claim that fails is shown at the line of its part, in its file. With a
 * baseline there is one test more per claim: that it is not worse.
 * @throws Error for a folder, a claim, a model or a baseline that there is not
 */
export function testClaims(asked: TestClaims = {}): void {
  const callers = (new Error().stack ?? '').split('\n').slice(2);
  // What is compared is measured before.
  describe('claims', { shuffle: false, concurrent: false }, () =>
    register(asked, callers).catch((error: unknown) => {
      throw pointing(error instanceof Error ? error.message : String(error), callers);
    }),
  );
}

export type { Case };

/**
 * Registers a suite with the laws that every model keeps, whatever it trains: one test for each case, a training that should
 * hold every field and word that a rule may have between them, and one for each seeded fault of the model.
 * @param more cases in which a fault may show that none of `cases` shows
 */
export function laws(model: Model, cases: readonly Case[], more: readonly Case[] = []): void {
  // In its own place it is held to all that a model in the place of another is held to.
  const subject = { name: model.name, model: instead(model, model) };
  const kinds = new Set<string>();
  const first = cases.map(({ rule }) => !kinds.has(kindOf(rule as object)) && kinds.add(kindOf(rule as object)));
  describe(model.name, () => {
    test('declares its rule, its parameters and what it is', () => {
      expect(model.rule).toBeTypeOf('function');
      expect(model.shapes).toBeTypeOf('function');
      expect(model.capabilities.length).toBeGreaterThan(0);
      expect(cases.length).toBeGreaterThan(0);
    });
    for (const [k, each] of cases.entries())
      test(each.name, () => {
        const broken = [...lookedAt(subject, each, Boolean(first[k])).found].flatMap(([law, found]) =>
          typeof found === 'object' ? [`${law}: ${found.broken}`] : [],
        );
        expect(broken).toEqual([]);
      });
    const seen = [...cases, ...more];
    for (const fault of Object.keys(model.faults ?? {}))
      test(`the fault "${fault}" does something else`, () => {
        const own = { ...subject.model, faults: { [fault]: model.faults![fault]! } };
        for (const [, sentence] of faults({ ...subject, model: own }, seen)) expect(sentence).toBeUndefined();
      });
  });
}
