/**
 * What a run publishes: the one schema of report.json, and the types that follow from it. `content` is hashed and
 * recomputable bit for bit; `envelope` says where, when and by what it was made. The id is the SHA-256 of the canonical JSON
 * (RFC 8785) of the content.
 */
import { z } from 'zod';
import { count, number, text, type Of } from '../statistics/datum.js';
import { LEVELS } from '../statistics/levels.js';
import { criterion, evidence } from '../statistics/recorded.js';
import { capBias, decision, joint } from '../statistics/summary.js';

/** Raised where a report of before can no longer be read. */
export const SCHEMA = 2;

const sha = z.string().regex(/^[0-9a-f]{64}$/);

const level = z.enum(LEVELS);
const verdict = z.enum(['holds', 'fails', 'vacuous', 'undecided', 'error', 'not applicable']);
export type Verdict = Of<typeof verdict>;
const passage = z.templateLiteral(['T', z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])]);

/** A mean over tasks with a 98% interval. */
const mean = z.strictObject({ mean: number, low: number, high: number });
const formula = z.strictObject({ source: text, tex: text });

/** Two sides, and how they are said to be related. */
const related = <S extends z.ZodType>(side: S) =>
  z.strictObject({ relation: z.enum(['<', '<=', '>', '>=', '==']), left: side, right: side });
/** One side of a relation over the tasks of the claim itself; the error is the largest that any of its values has. */
const side = formula.extend({ ...mean.shape, least: number, most: number, error: number });
const relation = related(side).extend({ tasks: count });
export type RelationReport = Of<typeof relation>;

/** What one part was, and what it was accepted by. */
const part = z.strictObject({
  accept: criterion,
  /** The mathjs source of the statement and its TeX, where the property is a formula. */
  source: text.optional(),
  tex: text.optional(),
  given: text.optional(),
  /** The runs that it looks at one by one, where there are several; and the numbers, or the text that gives them. */
  of: z.array(text).optional(),
  over: z.union([z.array(number), text]).optional(),
  /** Of each relation the two sides, over the tasks of the claim itself on which it was measured; none of a value. */
  sides: z.array(relation).optional(),
  /** For an exact law: what its cap does to the mean. */
  capBias: capBias.optional(),
});
export type PartReport = Of<typeof part>;

const margin = z.strictObject({ slack: number, error: number });

/** One trial as it counted: its digest, and per part the margins, or why there are none. */
const trial = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{32}$/),
  parts: z.record(text, z.union([z.array(margin), z.enum(['unfinished', 'diverged', 'gated'])])),
});
export type TrialOutcome = Of<typeof trial>;

/** One arm: the claim itself or one of its controls. */
const arm = z.strictObject({
  name: text,
  role: z.enum(['claim', 'mustFail', 'mustHold', 'adversary', 'cap', 'dial', 'fault', 'harmless']),
  because: text.optional(),
  /** For a control: what it replaced of the claim, in words. */
  replaces: text.optional(),
  /** For a mustFail control: the part it must break, and the share of tasks where theory says that it is below half. */
  breaks: text.optional(),
  seldom: z.strictObject({ share: number, because: text }).optional(),
  /** What the arm came to, part by part. */
  parts: z.record(text, z.strictObject({ decision, evidence })),
  /** Trials counted, gradient steps in them, and the digest over their digests in index order. */
  trials: count,
  steps: count,
  digest: sha,
  /** Of the claim itself: the first 4096 of its trials one by one, which `verify` recomputes and `compare` pairs. */
  outcomes: z.array(trial).optional(),
});
export type ArmReport = Of<typeof arm>;

const typeset = z.strictObject({ source: text.optional(), tex: text.optional() });
const dial = z.strictObject({
  of: text,
  /** What stands at the axis; TeX where the name is a symbol. */
  across: z.strictObject({ name: text, tex: text.optional() }),
  axis: z.enum(['linear', 'log']),
  part: text,
  measured: typeset,
  curve: typeset.extend({ kind: z.enum(['prediction', 'bound', 'rival']).optional() }).optional(),
  /** At each value the means over the tasks that finished and meet the part's premise; on how many the margin is certified. */
  points: z.array(
    z.strictObject({
      at: number,
      trials: count,
      unfinished: count,
      /** Tasks that miss the premise of the part. */
      missed: count,
      /** What the part's own criterion, at one-sided 1%, says of the tasks that do not. */
      judged: z.enum(['holds', 'fails', 'open']),
      measured: mean,
      curve: number.optional(),
      margin: mean,
      holding: count,
      failing: count,
    }),
  ),
  /** Where the judgement changes once along the grid: the last value at which it holds, the first at which it fails. */
  boundary: z.strictObject({ holdsAt: number, failsAt: number }).optional(),
});
export type DialReport = Of<typeof dial>;
export type DialPoint = DialReport['points'][number];

/** The mean over the trials of the claim itself, with a 98% interval; of a relation the share of tasks on which it holds. */
const table = z.strictObject({
  title: text,
  of: text,
  trials: count,
  columns: z.array(z.strictObject({ name: text, source: text, tex: text, kind: z.enum(['mean', 'share']) })),
  rows: z.array(z.strictObject({ name: text, values: z.array(mean) })),
  /** Which columns are drawn: one across, the other up. */
  drawn: z.tuple([text, text]).optional(),
});
export type TableReport = Of<typeof table>;

/** The search for a task that violates what is claimed of all (climb.ts). That it finds none is no evidence. */
const adversary = z.strictObject({
  climbs: count,
  /** Tasks trained on, and those of them that gave a margin of the part that was followed. */
  trainings: count,
  counted: count,
  /** Gradient steps in them, and the digest over the climbs' digests in index order. */
  steps: count,
  digest: sha,
  /** Part by part, the least slack among the tasks on which the climbs ended, and the climb that ended there. */
  smallest: z.record(text, z.strictObject({ slack: number, error: number, climb: count })),
  /** What it refuted: the climb ended on a certified counterexample of that part. */
  refuted: z.strictObject({ part: text, climb: count }).optional(),
});
export type AdversaryReport = Of<typeof adversary>;

/** The smallest task found that still fails, by value. */
const counterexample = z.strictObject({
  part: text,
  /** The adversary found it, on the climb that `trial` numbers; else it is a trial of the claim itself. */
  foundBy: z.literal('adversary').optional(),
  trial: count,
  task: z.unknown(),
  slack: number,
  error: number,
  /** Of each relation of the part its sides on this task. */
  sides: z.array(related(formula.extend({ value: number, error: number }))),
  evaluations: count,
  shrunk: count,
});
export type Counterexample = Of<typeof counterexample>;

/** A model that a claim trains. */
const model = z.strictObject({
  name: text,
  digest: sha,
  /** The user put it in the place of the shipped one. */
  instead: z.boolean().optional(),
  /** Where its bits are not the same on every machine: the same in two processes of one, or not even there. */
  reproducible: z.enum(['on one machine', 'statistically']).optional(),
  /** What the sources of the model say of it, and of the fields of the rules that the claim trains it by. */
  about: text.optional(),
  fields: z.record(text, text).optional(),
  /** What computes it where that is not this package. */
  computedBy: text.optional(),
});
export type TrainedModel = Of<typeof model>;

/** A run of the claim: what is trained, by which rule, on what. */
const run = z.strictObject({
  model: text,
  /** Field by field; long values in words. Of a rule that depends on the task that of the first; absent where none was drawn. */
  rule: z.record(text, z.unknown()).optional(),
  /** The fields that are others on other tasks. */
  varies: z.array(text),
  /** Where it does not see all of the task: the sizes of what it sees of the first one. */
  sees: text.optional(),
  /** So many independent copies; or which one of independent copies it is. */
  times: count.optional(),
  copy: count.optional(),
  /** Of a family of runs along numbers. */
  member: z.strictObject({ of: text, place: number }).optional(),
});
export type RunReport = Of<typeof run>;

const claim = z
  .strictObject({
    id: text,
    /** Of everything that decides its outcomes (closure.ts), and of its author's words, which the registered seed is made of. */
    digest: sha,
    words: sha,
    title: text,
    statement: text,
    talk: z.array(passage),
    marking: z.enum(['says', 'implies', 'ours']),
    finding: z.boolean(),
    /** Of what came after the talk. */
    sequel: z.boolean().optional(),
    sources: z.array(z.strictObject({ key: text, where: text })),
    scope: text,
    premises: z.record(
      text,
      z.strictObject({
        how: z.enum(['by construction', 'checked per task', 'assumed']),
        control: text.optional(),
      }),
    ),
    population: z.strictObject({
      name: text,
      version: z.int(),
      /** What a task is, where the population says so; the sizes of the first task, where one was drawn. */
      about: text.optional(),
      example: text.optional(),
    }),
    /** What is trained, by the name of the run. */
    runs: z.record(text, run),
    /** The names in formulas: how each is typeset, and the source text of its measure. */
    symbols: z.record(text, z.strictObject({ tex: text, is: text })),
    /** The names of theory in those texts: the oracle, and the source text of the question, where it is not the task itself. */
    theory: z.record(text, z.strictObject({ oracle: text, asked: text.optional() })),
    models: z.array(model),
    oracles: z.array(text),
    /** The suite seed that this claim ran under. */
    seed: z.string().regex(/^-?[0-9]+$/),
    verdict,
    because: z.array(text),
    parts: z.record(text, part),
    arms: z.array(arm),
    coverage: z.record(text, z.strictObject({ share: number, atLeast: number, decision })).optional(),
    dial: dial.optional(),
    table: table.optional(),
    adversary: adversary.optional(),
    counterexample: counterexample.optional(),
  })
  .meta({ id: 'claim' });
export type ClaimReport = Of<typeof claim>;

const content = z.strictObject({
  schema: z.literal(SCHEMA),
  suite: z.literal('claimcheck'),
  level,
  /** `registered`: each claim runs under the first 64 bits of the digest of its words. */
  seed: text,
  /** The value that was mixed into every registered seed. */
  beacon: text.optional(),
  /** Tasks per claim that were asked for at least, to be compared; those after a verdict decide nothing. */
  atLeast: count.optional(),
  selfControl: z.strictObject({ verdict, trials: count }),
  claims: z.array(claim),
  joint,
});
export type Content = Of<typeof content>;

/** `joint` is of all claims of the run, those of the content included. */
const approximate = z.strictObject({ claims: z.array(claim), joint });

/** One registered seed of a claim, and what every run under it gave. */
const draw = z.strictObject({
  seed: text,
  beacon: text.optional(),
  /** What changed since the draw before: files, populations, the beacon. */
  changed: z.array(text),
  gave: z.array(
    z.strictObject({
      level,
      verdict: verdict.exclude(['not applicable']),
      date: z.iso.datetime(),
      digest: sha,
      /** Models that were replaced, with their digests. */
      instead: z.record(text, sha).optional(),
    }),
  ),
});
export type Draw = Of<typeof draw>;

/** A seeded fault that touches a claim and is not caught. */
const surviving = z.strictObject({
  /** The model or oracle that has it. */
  of: text,
  fault: text,
  what: text,
  /** Why it cannot be seen, where that is known. */
  because: text.optional(),
});
export type SurvivingFault = Of<typeof surviving>;

/** How many seeded faults of its models and oracles a claim kills, and the smallest wrong constant that it sees. */
const caught = z.strictObject({
  /** Faults and harmless variants that touch the claim: with them some trained parameter or margin differs. */
  faults: count,
  killed: count,
  harmless: count,
  held: count,
  /** Faults and harmless variants that leave its first tasks bit-identical; they are not counted above. */
  untouched: count,
  minimumDetectable: z.record(text, number),
  surviving: z.array(surviving),
});
export type CaughtFaults = Of<typeof caught>;

const envelope = z.strictObject({
  started: z.iso.datetime(),
  seconds: number,
  claimSeconds: z.record(text, number),
  trials: count,
  machine: z.strictObject({ platform: text, arch: text, cpu: text, cores: count }),
  node: text,
  version: text,
  commit: text.optional(),
  /** What gives this content again, as typed in a shell. */
  command: text.optional(),
  /** Who ran it, each name as BibTeX reads names: who the report is cited by. */
  authors: z.array(text).optional(),
  /** The BibTeX of works that claims cite and that their author's own references.bib has, as it stands there. */
  references: text.optional(),
  workers: count,
  kernels: z.enum(['wasm', 'reference']),
  packages: z.record(text, text),
  /** What seeded faults each claim catches, where they were measured for these very versions (reports/mutation.json). */
  mutation: z.record(text, caught).optional(),
  /**
   * By name the first digits of the digest of every file that the claims and models of the run are made of, and the
   * versions of other packages. What is shipped is `claimcheck/...`; a user's files are named from the folder of the
   * claim, as in `./data.csv`, or of the model, as in `ridge=./mine.ts`.
   */
  files: z.record(text, text),
  /** Of each claim those among them that are its author's. */
  own: z.record(text, z.array(text)),
  /** The registered draws of each claim so far, this one included, as the ledger has them. */
  draws: z.record(text, z.array(draw)).optional(),
  /** Errors by claim, word for word; outside the hash because messages hold paths. */
  errors: z.record(text, z.array(text)),
  /** Why the run is incomplete, if it is: such a report has no id and can be resumed. */
  incomplete: z.enum(['interrupted', 'budget']).optional(),
  notes: z.array(text).optional(),
});
export type Envelope = Of<typeof envelope>;

export const schema = z
  .strictObject({ id: sha.nullable(), content, approximate: approximate.optional(), envelope })
  .describe(
    'A report of claimcheck. `id` is the SHA-256 of the canonical JSON (RFC 8785) of `content`; it is null where the ' +
      'run is incomplete or a claim could not be evaluated. `approximate` has the claims that train what is ' +
      'reproducible only statistically.',
  );
export type Report = Of<typeof schema>;
