/** Whoever changes any number or word of a report's content, and the id with it, is found out when the report is verified. */
import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { wrong } from '../../src/commands/verify.js';
import { everything, sampled, selfDifferences, type Asked } from '../../src/engine/again.js';
import { discoverModels, loadClaim, shippedClaims, type FoundClaim } from '../../src/engine/discover.js';
import type { Planned } from '../../src/engine/measure.js';
import type { ClaimReport, Content, Report } from '../../src/engine/report.js';
import { run } from '../../src/engine/run.js';
import { outcomesOf, pick } from '../../src/engine/sample.js';
import { claimDifferences, verified, type Verified } from '../../src/engine/verify.js';
import { suite } from '../../src/engine/suite.js';
import { ALPHA } from '../../src/statistics/levels.js';
import { local } from '../../src/execution/local.js';
import { reportId } from '../../src/reporting/id.js';
import { json } from '../../src/reporting/json.js';
import { openReport } from '../../src/reporting/schema.js';
import { fixtures, scratch } from '../commands/shell.js';

/** One with a dial and a bound, one with an adversary, coverage and a rare control, one with a table, one with a counterexample. */
const CLAIMS = [
  ...['rivals-disagree', 'step-size-bounds-curvature', 'which-measure-depends-on-algorithm'].map((id) =>
    join(shippedClaims, `${id}.ts`),
  ),
  join(fixtures, 'failing.ts'),
];
const COMMAND = 'npx claimcheck run --level standard --seed 1 --at-least 20';

type Leaf = readonly (string | number)[];
type Node = Record<string | number, unknown>;

function* leaves(value: unknown, at: Leaf = []): Generator<Leaf> {
  if (typeof value !== 'object' || value === null) yield at;
  else
    for (const [key, of] of Object.entries(value)) yield* leaves(of, [...at, Array.isArray(value) ? Number(key) : key]);
}
const numbered = (at: Leaf) => at.map((key) => (typeof key === 'number' ? '*' : key));
/** The kind of a leaf: what it is of, whichever the claim, the arm, the trial, the part. */
const kind = (at: Leaf): string =>
  numbered(at)
    .map((key, k, all) =>
      ['parts', 'premises', 'coverage', 'holm', 'smallest', 'task'].includes(all[k - 1]!) ? '*' : key,
    )
    .join('.');

/** Another value of the same type, near it or far away. */
function other(value: unknown, choice: number): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 1;
    const near = new Float64Array([value]);
    new BigInt64Array(near.buffer)[0]! += 1n;
    const others = [near[0]!, value + 1, -value, 2 * value, Object.is(value, -0) ? 0 : -0, NaN, Infinity];
    return others.slice(choice % others.length).find((each) => !Object.is(each, value)) ?? 0.5;
  }
  if (value === null) return 1;
  const text = String(value);
  const swapped: Record<string, string> = { standard: 'paper', holds: 'fails', registered: '1' };
  if (swapped[text] !== undefined) return swapped[text];
  const k = choice % Math.max(1, text.length);
  const digit = text[k] === '1' ? '2' : '1';
  return text === '' ? '1' : text.slice(0, k) + digit + text.slice(k + 1);
}

/** The report with one leaf of its content changed, and an id that fits. */
function tampered(report: Report, at: Leaf, choice: number): Report {
  const content = structuredClone(report.content);
  let node = content as unknown as Node;
  for (const key of at.slice(0, -1)) node = node[key] as Node;
  const last = at.at(-1)!;
  node[last] = other(node[last], choice);
  return { ...report, id: reportId(content), content };
}

let report: Report;
/** What this package computes of each claim. */
let computed: ReadonlyMap<string, ClaimReport>;
let asked: Omit<Asked, 'report'>;
beforeAll(async () => {
  const found = (await Promise.all(CLAIMS.map((file) => loadClaim(file)))) as FoundClaim[];
  const models = await discoverModels({}, found);
  const trained = new Map([...models].map(([name, { model }]) => [name, model]));
  asked = {
    ...{ found, models, workers: 1, kernels: 'wasm' },
    execute: (planned: readonly Planned[]) => local(planned, trained),
  };
  const made = await run({
    ...{ ...asked, claims: found, level: 'standard', seed: '1', atLeast: 20, command: COMMAND },
  });
  computed = new Map(made.content.claims.map((claim) => [claim.id, claim]));
  const path = join(scratch(), 'report.json');
  writeFileSync(path, json(made));
  report = openReport(path).report;
}, 300_000);

/** A full verification, whose trainings depend on nothing that is changed but the seed, which is looked at before. */
const noticed = (changed: Report): boolean =>
  wrong(changed, reportId(changed.content)).length > 0 ||
  changed.content.claims.some((claim) => {
    const now = computed.get(claim.id);
    return !now || verified(claim.id, claimDifferences(claim, now), []).is !== 'same';
  }) ||
  [...selfDifferences(changed, report.content.selfControl)].length > 0;

describe('a full verification', () => {
  test('finds nothing where nothing was changed', async () => {
    const again = await everything({ ...asked, report });
    expect(again.verified.map(({ is }) => is)).toEqual(CLAIMS.map(() => 'same'));
    expect(again).toMatchObject({ complete: true, failed: {}, differences: [] });
    expect(noticed(report)).toBe(false);
    const { claims } = report.content;
    expect(claims.some(({ dial }) => dial)).toBe(true);
    expect(claims.some(({ table }) => table)).toBe(true);
    expect(claims.some(({ adversary }) => adversary)).toBe(true);
    expect(claims.some(({ coverage }) => coverage)).toBe(true);
    expect(claims.some(({ counterexample }) => counterexample)).toBe(true);
  }, 300_000);

  test('sees a change of any leaf of the content, of every kind', () => {
    const kinds = new Map<string, Leaf[]>();
    for (const at of leaves(report.content)) kinds.set(kind(at), [...(kinds.get(kind(at)) ?? []), at]);
    // These are literals of the schema: no other report is read.
    kinds.delete('schema');
    kinds.delete('suite');
    expect(kinds.size).toBeGreaterThan(100);
    const property = (all: readonly Leaf[]) =>
      fc.property(fc.constantFrom(...all), fc.nat(1000), (at, choice) => {
        expect(noticed(tampered(report, at, choice)), at.join('.')).toBe(true);
      });
    for (const all of kinds.values()) fc.assert(property(all), { numRuns: 1, seed: 15 });
    fc.assert(property([...kinds.values()].flat()), { numRuns: 100, seed: 15 });
  }, 300_000);

  test('sees a change of every leaf of a small report', () => {
    const small = report.content.claims.filter(({ id }) => id === 'failing');
    const content = { ...report.content, claims: small, ...suite(small, ALPHA[report.content.level]) };
    const of = { ...report, id: reportId(content), content };
    expect(noticed(of)).toBe(false);
    const all = [...leaves(content)].filter(([first]) => first !== 'schema' && first !== 'suite');
    expect(all.length).toBeGreaterThan(200);
    expect(all.filter((at, k) => !noticed(tampered(of, at, k))).map((at) => at.join('.'))).toEqual([]);
  }, 300_000);

  test('is of no other seed, level or number of tasks than those that were asked for', () => {
    for (const at of [['level'], ['seed'], ['atLeast'], ['claims', 0, 'seed']])
      expect(wrong(tampered(report, at, 0), report.id!), at.join('.')).not.toEqual([]);
    const lit = { ...report, content: { ...report.content, beacon: 'tomorrow' } };
    expect(wrong(lit, report.id!)).not.toEqual([]);
  });

  test('does not read a report of another schema or suite', () => {
    const path = join(scratch(), 'report.json');
    for (const change of [{ schema: report.content.schema + 1 }, { suite: 'claimchecl' }]) {
      const content = { ...report.content, ...change } as unknown as Content;
      writeFileSync(path, json({ ...report, id: reportId(content), content }));
      expect(() => openReport(path)).toThrow(/by a later version|is not a claimcheck report: content\.suite/);
    }
  });
});

describe('a sample', () => {
  const sample = (changed: Report, count: number) =>
    sampled({ ...asked, report: changed }, pick(changed.content.claims, count, 'any'));
  const seen = async (at: Leaf, choice = 3) => {
    const changed = tampered(report, at, choice);
    const { verified: all } = await sample(changed, 1);
    return all.some(({ is }) => is !== 'same');
  };

  test('of all trials sees a change of any trial', async () => {
    const which = report.content.claims.findIndex(({ id }) => id === 'failing');
    const trials = outcomesOf(report.content.claims[which]!).length;
    const at = ['claims', which, 'arms', 0, 'outcomes', trials - 1];
    const far = [...at, 'parts', 'far', 0];
    for (const leaf of [
      [...far, 'slack'],
      [...far, 'error'],
      [...at, 'digest'],
    ]) {
      const changed = tampered(report, leaf, 0);
      const only = { ...asked, found: asked.found.filter(({ id }) => id === 'failing') };
      const again = await sampled({ ...only, report: changed }, pick([changed.content.claims[which]!], 1e6, 'any'));
      expect(again.done).toHaveLength(trials);
      const [{ is, differences }] = again.verified as [Verified];
      expect([is, differences[0]!.at.at(-1)]).toEqual(['different', leaf.at(-1)]);
    }
  }, 60_000);

  test('of one trial sees what needs no training', async () => {
    const own = (id: string) => report.content.claims.findIndex((claim) => claim.id === id);
    const one = own('rivals-disagree');
    const part = Object.keys(report.content.claims[one]!.parts)[0]!;
    const coded: Leaf[] = [
      ['claims', one, 'title'],
      ['claims', one, 'digest'],
      ['claims', one, 'statement'],
      ['claims', one, 'parts', part, 'source'],
      ['claims', one, 'verdict'],
      ['claims', one, 'because', 0],
      ['claims', one, 'arms', 0, 'digest'],
      ['claims', one, 'arms', 0, 'trials'],
      ['claims', one, 'arms', 0, 'parts', part, 'evidence', 'logE', 'holds'],
    ];
    for (const at of coded) expect(await seen(at), at.join('.')).toBe(true);
  }, 60_000);

  test('sees nothing of controls, dials, tables, the adversary and the counterexample, as the guide says', async () => {
    const own = (id: string) => report.content.claims.findIndex((claim) => claim.id === id);
    const blind: Leaf[] = [
      ['claims', own('rivals-disagree'), 'dial', 'points', 0, 'margin', 'mean'],
      ['claims', own('rivals-disagree'), 'arms', 1, 'digest'],
      ['claims', own('rivals-disagree'), 'arms', 0, 'steps'],
      ['claims', own('step-size-bounds-curvature'), 'adversary', 'digest'],
      ['claims', own('which-measure-depends-on-algorithm'), 'table', 'rows', 0, 'values', 0, 'mean'],
      ['claims', own('failing'), 'counterexample', 'slack'],
    ];
    for (const at of blind) expect(await seen(at), at.join('.')).toBe(false);
  }, 60_000);
});
