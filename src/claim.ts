/**
 * The vocabulary. A claim is a theorem made executable: for all tasks of a population, a model trained by a rule
 * satisfies a property that theory predicts, accepted by a criterion whose error rate is known.
 *
 * Everything here is plain data and plain functions of data. Nothing here draws, trains, judges or prints.
 */
import type { Arbitrary } from 'fast-check';
import type { Margin, Quantities, Quantity } from './margin.js';
import type { Matrix } from './numerics/matrix.js';
import type { Field } from './rule.js';
import type { Budget, Criterion } from './statistics/criterion.js';
import type { Stream, Streams } from './stream.js';

export type { Budget, Criterion, Margin, Quantities, Quantity, Stream, Streams };

/** A type that only the claim file knows: its tasks, what it trains, what its theory answers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Any = any;

/** A passage of the talk, in the order in which it is made. */
export type Passage = `T${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16}`;

/** Whose words a claim repeats: the talk states it, it follows from what the talk states, or it is our reading. */
export type Marking = 'says' | 'implies' | 'ours';

/** Where a claim comes from: a BibTeX key of `docs/references.bib` and the place in that work. */
export interface Source {
  readonly key: string;
  readonly where: string;
}

/** One assumption of the theorem: how it is met here, and the control that violates it. */
export interface Premise {
  readonly how: 'by construction' | 'checked per task' | 'assumed';
  readonly control?: string;
}

/**
 * What "for all" ranges over: a versioned distribution of learning problems. The same version and seed give the same
 * task for ever (frozen by tests). `covers` names cases that must occur in at least the given share of the draws.
 */
export interface Population<T> {
  readonly name: string;
  readonly version: number;
  /**
   * Shapes and seeds are drawn and shrunk by fast-check; matrices are rebuilt from the drawn seed. Tasks are plain data and
   * typed arrays, or instances of classes without private members: whoever sees one may be given a copy of its fields.
   */
  readonly arbitrary: Arbitrary<T>;
  /** For `always.enumerated`: the finite list that replaces drawing. */
  readonly list?: readonly T[];
  /** For a population that changes fields of another's tasks: that other. Both draw the same tasks from one stream. */
  readonly drawsOf?: Population<T>;
  readonly covers?: Readonly<Record<string, { readonly when: (task: T) => boolean; readonly atLeast: number }>>;
}

/** A training rule is data: optimizer, step, noise, stop, budget of steps. */
export type Rule = object;

/**
 * Why training ended. `residual`, `gradient`, `steps` and `exact` are ends that the rule declared; `budget` (out of
 * steps before the declared end) is unfinished, `diverged` is a non-finite or exploding iterate.
 */
export type Stopped = 'residual' | 'gradient' | 'steps' | 'exact' | 'budget' | 'diverged';

/** What training gives back. */
export interface Trained {
  /** The parameters by name, each flat and float64, for example `{ beta, u, v }`. */
  readonly parameters: Readonly<Record<string, Float64Array>>;
  /** Predictions at the rows of `X`, one number per row. */
  readonly predict: (X: Matrix) => Float64Array;
  readonly steps: number;
  readonly stopped: Stopped;
  /** Scalars that the rule reports besides, for example the final residual. */
  readonly facts?: Readonly<Record<string, number>>;
}

/** What a claim may ask of a model; a model that lacks one makes the claim not applicable. */
export type Capability = 'linear' | 'differentiable' | 'float64' | 'tangent-kernel' | 'parameters';

/** One wrong step, on purpose. `grade` is the relative size of a wrong constant (0.3 for 30%). */
export interface Fault<F> {
  readonly what: string;
  readonly grade?: number;
  /** Why no claim can see it, where that is known. */
  readonly survives?: string;
  readonly by: F;
}

type Train<Q> = (task: Q, rule: Any, streams: Streams) => Trained;

/** Predictions that follow from parameters alone, as those of a linear model do. */
export interface Prediction<Q> {
  /** The rows that the task trains on. */
  readonly rows: (task: Q) => Matrix;
  /** The predictions at the rows of X, computed from sums of products; undefined where this rule has none. */
  readonly at?: (parameters: Trained['parameters'], X: Matrix, rule: Any) => Float64Array | undefined;
}

/** What is trained: one model class. `faults` are wrong variants that a claim should catch, `harmless` must not matter. */
export interface Model<Q = Any> {
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /** `statistically`: another machine gives other last bits, so what it trains has no place in the hashed content. */
  readonly reproducible?: 'bit for bit' | 'statistically';
  /** What computes it where that is not this package, for the report. */
  readonly computedBy?: string;
  /** What its rule may say (rule.ts); anything else is refused. Who takes this model's place is given the same rules. */
  readonly rule?: Field;
  /** The length of each parameter that a claim may look at. Who takes this model's place has them too. */
  readonly shapes?: (task: Q, rule: Any) => Readonly<Record<string, number>>;
  /** What `predict` must give, up to rounding. Who takes this model's place agrees with its own parameters. */
  readonly predicts?: Prediction<Q>;
  readonly train: Train<Q>;
  readonly faults?: Readonly<Record<string, Fault<Train<Q>>>>;
  readonly harmless?: Readonly<Record<string, Fault<Train<Q>>>>;
}

/** The argument that makes an error bound checkable: its kind, and the numbers that a reader can check. */
export interface Certificate {
  readonly kind:
    'duality gap' | 'residual bound' | 'exact rational' | 'closed form' | 'enumeration' | 'strong convexity';
  readonly [fact: string]: string | number;
}

/** A value known up to `error` (absolute, in the value's norm that the oracle documents), and why. */
export interface Certified<V> {
  readonly value: V;
  readonly error: number;
  readonly certificate: Certificate;
}

/** A certified answer of the theory to a question; a task is the usual question. */
export interface Oracle<Q, V> {
  readonly name: string;
  readonly version: number;
  readonly answer: (question: Q) => Certified<V>;
  readonly faults?: Readonly<Record<string, Fault<(question: Q) => Certified<V>>>>;
  readonly harmless?: Readonly<Record<string, Fault<(question: Q) => Certified<V>>>>;
}

/** Everything that a property may look at. */
export interface Trial<T, R, V> {
  readonly task: T;
  readonly trained: R;
  readonly theory: V;
  readonly streams: Streams;
}

/**
 * A formula and the quantities in it: one mathjs source, evaluated for the check and typeset for the report.
 * A list of quantities gives one margin per grid step (`monotone`) or one size per grid value (`scalesAs`).
 */
export interface Formula<T, R, V> {
  readonly where: (trial: Trial<T, R, V>) => Quantities | readonly Quantities[];
  /** How symbols are typeset. */
  readonly tex?: Readonly<Record<string, string>>;
}

// ------------------------------------------------------------------------------------------------------ the claim

/** One training run: the model's name, its rule (possibly depending on the task), and the part of the task it sees. */
export type Run<T> = readonly [model: string, rule: Rule | ((task: T) => Rule), on?: (task: T) => unknown];
export type Runs<T> = Run<T> | Readonly<Record<string, Run<T>>>;
export type TrainedBy<R> = R extends readonly unknown[] ? Trained : { readonly [name in keyof R]: Trained };

/** An oracle asked about something other than the task itself. */
export interface Asked<T, R, V> {
  readonly oracle: Oracle<Any, V>;
  readonly question: (about: { readonly task: T; readonly trained: R }) => unknown;
}
export type Theory<T, R> =
  Oracle<T, Any> | Asked<T, R, Any> | { readonly [name: string]: Oracle<T, Any> | Asked<T, R, Any> };
type AnswerOf<O> =
  O extends Oracle<Any, infer V> ? Certified<V> : O extends Asked<Any, Any, infer V> ? Certified<V> : never;
export type AnswersOf<Th> = [Th] extends [undefined]
  ? undefined
  : Th extends { readonly answer: unknown } | { readonly oracle: unknown }
    ? AnswerOf<Th>
    : { readonly [name in keyof Th]: AnswerOf<Th[name]> };

/**
 * One named part of a claim. `holds` is a mathjs source: `a <= b` is measured by b - a, `a >= b` by a - b, a chain or
 * statements joined by `and` by the least of these (`always`, `forMost`, `median`), `a == b` by a - b (`equivalent`), and an
 * expression without a relation by its value (`onAverage`, `monotone`, `scalesAs`). No other pairing is accepted.
 */
export interface Part<T, R, V> extends Formula<T, R, V> {
  readonly holds: string;
  readonly accept: Criterion;
  /** A premise on the outcome; allowed with `always` alone. Tasks that miss it are counted and printed. */
  readonly given?: { readonly premise: string; readonly met: (trial: Trial<T, R, V>) => boolean };
}

/** The same claim with one field replaced. A record of runs or oracles is merged by name. */
export interface Variation<T, R, V> {
  readonly forAll?: Population<T>;
  readonly train?: Runs<T>;
  readonly theory?: Theory<T, R>;
  readonly holds?: string;
  readonly where?: Formula<T, R, V>['where'];
}

/** A falsehood that the claim must refute: `breaks` names the part; nothing else counts as refutation. */
export interface MustFail<T, R, V> extends Variation<T, R, V> {
  readonly breaks: string;
  readonly because: string;
  /** A control whose point is divergence; otherwise a run that diverges refutes nothing. */
  readonly expects?: 'divergence';
  /**
   * For a part about all tasks, where theory says that the control breaks it on few: more than this share, in (0, 1), and
   * why so few. Otherwise it must break more than half of the tasks, or the check is taken to be blind.
   */
  readonly seldom?: { readonly share: number; readonly because: string };
  readonly budget?: Budget;
  readonly expected?: number;
}

/** A variant that theory says does not matter: every part (or every part that it `keeps`) must still be certified. */
export interface MustHold<T, R, V> extends Variation<T, R, V> {
  readonly because: string;
  readonly keeps?: readonly string[];
  readonly budget?: Budget;
}

export interface Shown<T, R, V> extends Formula<T, R, V> {
  readonly value: string;
}

/** A premise made a variable. At each grid value the claim runs with one field replaced, on the same tasks. */
export interface Dial<T, R, V> {
  readonly of: string;
  readonly grid: readonly number[];
  readonly at: (value: number) => Variation<T, R, V>;
  /** The part whose margin is drawn; a claim with one part need not say. */
  readonly part?: string;
  /** What is drawn, and the theory's curve over it: mathjs sources, both averaged over tasks. */
  readonly measured: Shown<T, R, V>;
  readonly curve?: Shown<T, R, V>;
  readonly axis?: 'linear' | 'log';
}

/**
 * Numbers that the report tabulates beside the verdict: a row for each name that `where` gives, a column for each formula,
 * averaged over the trials of the claim itself. A relation is shown as the share of tasks on which it holds. Tables of
 * different claims that have one title are joined, with the claim and its verdict behind each row.
 */
export interface Table<T, R, V> {
  readonly title: string;
  /** What a row is, for example `regularizer`. */
  readonly of: string;
  /** mathjs sources by the head of their column. */
  readonly columns: Readonly<Record<string, string>>;
  readonly where: (trial: Trial<T, R, V>) => Readonly<Record<string, Quantities>>;
  readonly tex?: Readonly<Record<string, string>>;
  /** Two columns, one drawn against the other: a point for each row. */
  readonly drawn?: readonly [across: string, up: string];
}

export interface Claim<T = Any, R = Any, V = Any> {
  readonly title: string;
  /** The theorem in one sentence. */
  readonly statement: string;
  readonly talk: readonly Passage[];
  readonly marking: Marking;
  /** A true statement that limits or contradicts the talk. */
  readonly finding?: boolean;
  readonly sources: readonly Source[];
  /** One honest line: what this does not show. */
  readonly scope: string;
  readonly premises: Readonly<Record<string, Premise>>;
  readonly needs?: readonly Capability[];
  readonly forAll: Population<T>;
  readonly train: Runs<T>;
  readonly theory?: Theory<T, R>;
  readonly parts: Readonly<Record<string, Part<T, R, V>>>;
  readonly controls: {
    readonly mustFail: Readonly<Record<string, MustFail<T, R, V>>>;
    readonly mustHold?: Readonly<Record<string, MustHold<T, R, V>>>;
  };
  readonly dial?: Dial<T, R, V>;
  readonly table?: Table<T, R, V>;
  /** Of a run's self-control alone: models that stay when others of their name are put in the place of ours. */
  readonly own?: Readonly<Record<string, Model>>;
}

/** What a claim file writes; the types of what was trained and predicted follow from `train` and `theory`. */
export interface ClaimText<T, Tr extends Runs<T>, Th extends Theory<T, TrainedBy<Tr>> | undefined> extends Omit<
  Claim<T, TrainedBy<Tr>, AnswersOf<Th>>,
  'train' | 'theory' | 'own'
> {
  readonly train: Tr;
  readonly theory?: Th;
}
