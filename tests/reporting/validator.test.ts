/** The published JSON Schema says what our reader says: another validator agrees with it on reports and on mistakes in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schema, type Report } from '../../src/engine/report.js';
import { json } from '../../src/reporting/json.js';
import { claimcheck, fixtures, root, scratch } from '../commands/shell.js';
import { everyVerdict, sample } from './sample.js';

const published = JSON.parse(readFileSync(join(root, 'reports', 'report.schema.json'), 'utf8')) as object;
// What a format means stands beside it as a pattern.
const ajv = new Ajv2020({ strict: true, strictRequired: false, validateFormats: false, allowUnionTypes: true });
const validate = ajv.compile(published);
const raw = (report: Report): unknown => JSON.parse(json(report));

type Box = Record<string | number, unknown>;

/** Every place in a value, as its holder and its key. */
function places(value: unknown): [Box, string | number][] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, k) => k) : Object.keys(value);
  return keys.flatMap((key) => [[value as Box, key], ...places((value as Box)[key])]);
}

const VALUES: readonly unknown[] = [
  ...[null, true, 0, -0, 1, -1, 1.5, 3, 1e21, 2 ** 53, 2 ** 53 - 1, 1e308],
  ...['', 'NaN', 'Infinity', '-0', '0', 'holds', 'T7', 'T17', 'T07', 'always', 'claim', 'd'.repeat(32), 'a'.repeat(64)],
  ...['A'.repeat(64), '2026-02-29T00:00:00Z', '2024-02-29T00:00:00Z', '2026-01-01T00:00:00+01:00', '\u2028', '🙂\n'],
  ...[[], {}, [1, 2], [[]], { a: 1 }, ['T7', 'T7'], { mean: 1, low: 0, high: 2 }, { slack: 1, error: 0 }],
];
type Change = (at: Box, key: string | number, value: unknown) => void;
const CHANGES: readonly Change[] = [
  (at, key) => (Array.isArray(at) ? at.splice(Number(key), 1) : delete at[key]),
  (at, key, value) => (at[key] = value),
  (at, key, value) => (Array.isArray(at) ? at.push(value) : (at[`${key}s`] = value)),
  (at, key) => (Array.isArray(at) ? at.push(at[key]) : (at[String(value(key))] = at[key])),
  (at, key) => (at[key] = [at[key]]),
  (at, key) => (at[key] = typeof at[key] === 'number' ? String(at[key]) : Number(at[key])),
  (at, key) => (at[key] = typeof at[key] === 'number' ? -at[key] / 2 : `${String(at[key])} `),
];
const value = (key: string | number) => String(key).toUpperCase();

/** By ajv, by our own reader. */
const both = (report: unknown) => [validate(report), schema.safeParse(report).success];

describe('the published schema', () => {
  test('accepts what is written', async () => {
    const out = scratch();
    await claimcheck([
      'run',
      'holding',
      'failing',
      '--claims',
      fixtures,
      '--level',
      'quick',
      '--out',
      out,
      '--format',
      'json',
    ]);
    const real = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
    expect(real.content.claims.map(({ verdict }) => verdict)).toEqual(['fails', 'holds']);
    const odd = sample(everyVerdict(), { seconds: NaN, incomplete: 'budget' });
    for (const report of [real, raw(sample()), raw(sample([])), raw(odd)]) {
      validate(report);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test('agrees with the reader on every mistake', () => {
    const [holding, , failing] = everyVerdict();
    const text = json(sample([holding!, failing!]));
    // Trials are many, and all alike.
    const plain = JSON.parse(text, (key, field: unknown) =>
      key === 'outcomes' ? (field as unknown[]).slice(0, 2) : field,
    ) as object;
    const count = places(plain).length;
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(CHANGES.length - 1), fc.nat(VALUES.length - 1)), {
          minLength: 1,
          maxLength: 2,
        }),
        (mistakes) => {
          const mutant = structuredClone(plain);
          for (const [place, change, pick] of mistakes) {
            const all = places(mutant);
            const [at, key] = all[place % all.length]!;
            CHANGES[change]!(at, key, structuredClone(VALUES[pick]));
          }
          // What a file can hold.
          const read = JSON.parse(JSON.stringify(mutant)) as unknown;
          const [theirs, ours] = both(read);
          seen[ours ? 'valid' : 'invalid']++;
          expect({ theirs, errors: ours ? validate.errors : null }).toEqual({ theirs: ours, errors: null });
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 600) },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(40);
  });
});
