/**
 * The test-runner face: every claim is one test. What holds passes; everything else fails with its reasons. And the laws that
 * every model keeps, each training one test.
 *
 *     import { testClaims } from 'claimcheck/vitest';
 *     testClaims();
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Model } from './claim.js';
import { kindOf, type Case } from './engine/conform/case.js';
import { lookedAt } from './engine/conform/conform.js';
import { faults } from './engine/conform/laws/faults.js';
import { instead } from './engine/train.js';
import { byId, discoverModels, loadClaim, modulesIn, shippedClaims, unused } from './engine/discover.js';
import { run } from './engine/run.js';
import { whole } from './engine/whole.js';
import { local } from './execution/local.js';
import type { Level } from './statistics/levels.js';

export interface TestClaims {
  /** Default `quick`. */
  readonly level?: Level;
  /** A directory with claim files; default: the shipped ones. */
  readonly claims?: string;
  /** Only these ids. */
  readonly only?: readonly string[];
  /** A number, or `registered`; default 1 at quick, registered above. */
  readonly seed?: string;
  /** Modules in the place of models, by the model's name: what `--model` is on the command line. */
  readonly models?: Readonly<Record<string, string>>;
}

/** Registers a suite with one test per claim file. */
export function testClaims({
  level = 'quick',
  claims: folder,
  only,
  seed,
  models: instead = {},
}: TestClaims = {}): void {
  describe('claims', async () => {
    const from = folder === undefined ? shippedClaims : resolve(folder);
    if (!existsSync(from)) throw new Error(`invalid claims "${folder}"; expected a directory with claim files`);
    const files = byId(await modulesIn(from));
    const absent = only?.find((id) => !files.has(id));
    if (absent !== undefined) throw new Error(`unknown claim "${absent}" in ${from}`);
    const wanted = [...files].filter(([id]) => !only || only.includes(id));
    if (Object.keys(instead).length > 0) {
      const claims = await Promise.all(wanted.map(([, file]) => loadClaim(file)));
      const idle = unused(
        Object.keys(instead),
        claims.flatMap((each) => ('why' in each ? [] : [each])),
      );
      if (idle) throw new Error(`invalid models: ${idle}`);
    }
    for (const [id, file] of wanted) {
      test(id, { timeout: 600_000 }, async () => {
        const found = await loadClaim(file);
        if ('why' in found) throw new Error(`${id} could not be evaluated: ${found.file} ${found.why}`);
        const models = await discoverModels(instead);
        const trained = new Map([...models].map(([name, { model }]) => [name, model]));
        const report = await run({
          claims: [found],
          models,
          instead: Object.keys(instead),
          level,
          seed: seed ?? (level === 'quick' ? '1' : 'registered'),
          workers: 1,
          kernels: 'wasm',
          execute: (planned) => local(planned, trained),
        });
        const { content, envelope } = whole(report);
        const [claim] = content.claims;
        if (claim?.verdict === 'holds') return;
        const why = new Set([...(claim?.because ?? []), ...(envelope.errors[id] ?? [])]);
        throw new Error([`${id}: ${claim?.verdict ?? 'not judged'}`, ...why].join('\n  '));
      });
    }
  });
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
