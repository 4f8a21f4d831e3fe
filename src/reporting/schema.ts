/**
 * The shape of report.json, as data: validates what is read, and is published as reports/report.schema.json. Numbers
 * that JSON lacks are the strings "NaN", "Infinity", "-Infinity" and "-0".
 */
import { z } from 'zod';
import { readText } from '../engine/plain.js';
import type { Report } from '../engine/report.js';
import { reportId } from './id.js';

const number = z
  .union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity', '-0'])])
  .transform((value) => Number(value))
  .describe('A float64; "NaN", "Infinity", "-Infinity" and "-0" are written as strings.');
const count = z.int().min(0);
const text = z.string();
const sha = z.string().regex(/^[0-9a-f]{64}$/);

const level = z.enum(['quick', 'standard', 'paper']);
const verdict = z.enum(['holds', 'fails', 'vacuous', 'undecided', 'error', 'not applicable']);
const decision = z.enum(['continue', 'holds', 'fails', 'undecided']);
const role = z.enum(['claim', 'mustFail', 'mustHold', 'adversary', 'cap', 'dial', 'fault', 'harmless']);
const passage = z.templateLiteral(['T', z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])]);

const budget = z.strictObject({ quick: count, standard: count, paper: count });
const planned = { budget: budget.optional(), expected: number.optional() };
const criterion = z.discriminatedUnion('law', [
  z.strictObject({ law: z.literal('always'), ...planned }),
  z.strictObject({ law: z.literal('always.enumerated') }),
  z.strictObject({ law: z.literal('forMost'), allBut: number, acknowledged: z.boolean().optional(), ...planned }),
  z.strictObject({ law: z.literal('median'), ...planned }),
  z.strictObject({ law: z.literal('onAverage'), atLeast: number, cap: number, ...planned }),
  z.strictObject({ law: z.literal('monotone'), within: number, cap: number, steps: count, ...planned }),
  z.strictObject({
    law: z.literal('equivalent'),
    margin: number,
    cap: number,
    exact: z.boolean().optional(),
    ...planned,
  }),
  z.strictObject({
    law: z.literal('scalesAs'),
    exponent: number,
    within: number,
    curvature: number,
    sizes: z.array(number),
    acknowledged: z.boolean().optional(),
    ...planned,
  }),
]);
const law = z.enum([
  'always',
  'always.enumerated',
  'forMost',
  'median',
  'onAverage',
  'monotone',
  'equivalent',
  'scalesAs',
]);

const evidence = z.strictObject({
  law,
  role: z.enum(['claim', 'mustFail', 'mustHold']),
  alpha: number,
  failAlpha: number,
  decision,
  because: text,
  estimand: text,
  n: count,
  budget: count,
  drawn: count,
  closing: z.boolean(),
  counts: z.strictObject({
    successes: count,
    violations: count,
    inDoubt: count,
    ties: count.optional(),
    notANumber: count,
    unfinished: count,
    diverged: count,
    gated: count,
  }),
  logE: z.strictObject({
    holds: number.nullable(),
    holdsMax: number.nullable(),
    fails: number.nullable(),
    failsMax: number.nullable(),
  }),
  quantities: z.array(z.strictObject({ name: text, estimate: number.nullable(), interval: z.tuple([number, number]) })),
  power: z
    .strictObject({
      at: z.array(z.strictObject({ p: number, holds: number, fails: number, undecided: number, trials: number })),
      holds90: number.nullable(),
      fails90: number.nullable(),
    })
    .nullable(),
  wouldNeed: z.strictObject({ more: count, toward: z.enum(['holds', 'fails']) }).nullable(),
  violating: z.array(count),
  unsettled: z.array(count),
});

const arm = z.strictObject({
  name: text,
  role,
  because: text.optional(),
  breaks: text.optional(),
  seldom: z.strictObject({ share: number, because: text }).optional(),
  parts: z.record(text, z.strictObject({ decision, evidence })),
  trials: count,
  steps: count,
  digest: sha,
  outcomes: z
    .array(
      z.strictObject({
        digest: z.string().regex(/^[0-9a-f]{32}$/),
        parts: z.record(
          text,
          z.union([
            z.array(z.strictObject({ slack: number, error: number })),
            z.enum(['unfinished', 'diverged', 'gated']),
          ]),
        ),
      }),
    )
    .optional(),
});

const mean = z.strictObject({ mean: number, low: number, high: number });
const typeset = z.strictObject({ source: text.optional(), tex: text.optional() });
const dial = z.strictObject({
  of: text,
  axis: z.enum(['linear', 'log']),
  part: text,
  measured: typeset,
  curve: typeset.optional(),
  points: z.array(
    z.strictObject({
      at: number,
      trials: count,
      unfinished: count,
      measured: mean,
      curve: number.optional(),
      margin: mean,
      holding: count,
      failing: count,
    }),
  ),
  boundary: z.strictObject({ holdsAt: number, failsAt: number }).optional(),
});

const table = z.strictObject({
  title: text,
  of: text,
  trials: count,
  columns: z.array(z.strictObject({ name: text, source: text, tex: text, kind: z.enum(['mean', 'share']) })),
  rows: z.array(z.strictObject({ name: text, values: z.array(mean) })),
  drawn: z.tuple([text, text]).optional(),
});

const claim = z
  .strictObject({
    id: text,
    digest: sha,
    words: sha,
    title: text,
    statement: text,
    talk: z.array(passage),
    marking: z.enum(['says', 'implies', 'ours']),
    finding: z.boolean(),
    sources: z.array(z.strictObject({ key: text, where: text })),
    scope: text,
    premises: z.record(
      text,
      z.strictObject({
        how: z.enum(['by construction', 'checked per task', 'assumed']),
        control: text.optional(),
      }),
    ),
    population: z.strictObject({ name: text, version: z.int() }),
    models: z.array(
      z.strictObject({
        name: text,
        digest: sha,
        instead: z.boolean().optional(),
        reproducible: z.literal('statistically').optional(),
        computedBy: text.optional(),
      }),
    ),
    oracles: z.array(z.strictObject({ name: text, version: z.int() })),
    seed: z.string().regex(/^-?[0-9]+$/),
    verdict,
    because: z.array(text),
    parts: z.record(
      text,
      z.strictObject({
        accept: criterion,
        source: text.optional(),
        tex: text.optional(),
        given: text.optional(),
        capBias: z.strictObject({ bias: number, error: number, tasks: count, beyond: count }).optional(),
      }),
    ),
    arms: z.array(arm),
    coverage: z.record(text, z.strictObject({ share: number, atLeast: number, decision })).optional(),
    dial: dial.optional(),
    table: table.optional(),
    adversary: z
      .strictObject({
        climbs: count,
        trainings: count,
        counted: count,
        steps: count,
        digest: sha,
        smallest: z.record(text, z.strictObject({ slack: number, error: number, climb: count })),
        refuted: z.strictObject({ part: text, climb: count }).optional(),
      })
      .optional(),
    counterexample: z
      .strictObject({
        part: text,
        foundBy: z.literal('adversary').optional(),
        trial: count,
        task: z.unknown(),
        slack: number,
        error: number,
        evaluations: count,
        shrunk: count,
      })
      .optional(),
  })
  .meta({ id: 'claim' });

const together = {
  joint: z.strictObject({ claims: count, holding: count, allHold: z.boolean(), risk: number, sentence: text }),
  holm: z.record(text, z.strictObject({ p: number, adjusted: number, holds: z.boolean() })),
};

const content = z.strictObject({
  schema: z.literal(1),
  suite: z.literal('claimcheck'),
  level,
  seed: text,
  beacon: text.optional(),
  atLeast: count.optional(),
  selfControl: z.strictObject({ verdict, trials: count }),
  claims: z.array(claim),
  ...together,
});

const approximate = z.strictObject({ claims: z.array(claim), ...together });

const draw = z.strictObject({
  seed: text,
  beacon: text.optional(),
  changed: z.array(text),
  gave: z.array(
    z.strictObject({
      level,
      verdict: verdict.exclude(['not applicable']),
      date: z.iso.datetime(),
      digest: sha,
      instead: z.record(text, sha).optional(),
    }),
  ),
});

const envelope = z.strictObject({
  started: z.iso.datetime(),
  seconds: number,
  claimSeconds: z.record(text, number),
  trials: count,
  machine: z.strictObject({ platform: text, arch: text, cpu: text, cores: count }),
  node: text,
  version: text,
  commit: text.optional(),
  command: text.optional(),
  workers: count,
  kernels: z.enum(['wasm', 'reference']),
  packages: z.record(text, text),
  mutation: z
    .record(
      text,
      z.strictObject({
        faults: count,
        killed: count,
        harmless: count,
        held: count,
        untouched: count,
        minimumDetectable: z.record(text, number),
        surviving: z.array(z.strictObject({ of: text, fault: text, what: text, because: text.optional() })),
      }),
    )
    .optional(),
  files: z.record(text, text),
  own: z.record(text, z.array(text)),
  draws: z.record(text, z.array(draw)).optional(),
  errors: z.record(text, z.array(text)),
  incomplete: z.enum(['interrupted', 'budget']).optional(),
  notes: z.array(text).optional(),
});

export const schema = z
  .strictObject({ id: sha.nullable(), content, approximate: approximate.optional(), envelope })
  .describe(
    'A report of claimcheck. `id` is the SHA-256 of the canonical JSON (RFC 8785) of `content`; it is null where the ' +
      'run is incomplete or a claim could not be evaluated. `approximate` has the claims that train what is ' +
      'reproducible only statistically.',
  );

type Same<A, B extends A> = [A, B];
/** Fails to compile where the schema and the engine's Report part ways. */
export type Agreement = Same<Report, z.output<typeof schema>>;

/** The published JSON Schema. */
export const jsonSchema = (): object => ({
  $id: 'report.schema.json',
  title: 'claimcheck report',
  ...z.toJSONSchema(schema, { io: 'input' }),
});

const place = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the file';

/**
 * A report from disk, its numbers decoded and its id recomputed.
 * @throws Error one sentence naming the file, the place and what was expected
 */
export function readReport(path: string): Report {
  let raw: unknown;
  try {
    raw = JSON.parse(readText(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'it is a directory' };
    const why = error instanceof SyntaxError ? 'it is not JSON' : (known[code ?? ''] ?? message);
    throw new Error(`cannot read the report ${path}: ${why}; expected the report.json of a run`, { cause: error });
  }
  const read = schema.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${path} is not a claimcheck report: ${place(issue!.path)}: ${issue!.message}`);
  }
  const { id, content: hashed } = raw as Report;
  if (id !== null && reportId(hashed) !== id)
    throw new Error(`${path} was changed after it was made: its id is ${id}, and its content has ${reportId(hashed)}`);
  return read.data;
}
