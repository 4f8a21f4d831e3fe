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
  /** What a task is, for a reader who has this sentence alone: what is drawn, how, of which sizes and structure. */
  readonly about?: string;
  /**
   * Shapes and seeds are drawn and shrunk by fast-check; matrices are rebuilt from the drawn seed. Tasks are plain data and
   * typed arrays, or instances of classes without private members: whoever sees one may be given a copy of its fields.
   */
  readonly arbitrary: Arbitrary<T>;
  /** For `always.enumerated`: the finite list that replaces drawing. */
  readonly list?: readonly T[];
  /** For a population that changes fields of another's tasks: that other. Both draw the same tasks from one stream. */
  readonly drawsOf?: Population<T>;
  readonly covers?: Readonly<Record<string, { when(task: T): boolean; readonly atLeast: number }>>;
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

/** What a model's own training gives: it need not say how it predicts where the model says it for all (`predicts.at`). */
export type Ending = Omit<Trained, 'predict'> & Partial<Pick<Trained, 'predict'>>;

/** The loss at some parameters, and its derivative by those that are trained, under their names. */
export interface Sloped {
  readonly loss: number;
  readonly gradient: Trained['parameters'];
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

type Train<Q, E = Trained> = (task: Q, rule: Any, streams: Streams) => E;

/** Predictions that follow from parameters alone, as those of a linear model do. */
export interface Prediction<Q> {
  /** The rows that the task trains on. */
  readonly rows: (task: Q) => Matrix;
  /** The predictions at the rows of X, computed from sums of products; undefined where this rule has none. */
  readonly at?: (parameters: Trained['parameters'], X: Matrix, rule: Any) => Float64Array | undefined;
}

/**
 * What is trained: one model class. `faults` are wrong variants that a claim should catch, `harmless` must not matter.
 * Q is a task, R a rule, P the names of its parameters, F those of its facts.
 */
export interface Model<Q = Any, R = Any, P extends string = string, F extends string = string> {
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /**
   * `statistically`: another machine gives other last bits, so what it trains has no place in the hashed content. `on one
   * machine`: the bits are those of one installation, where two processes agree on them.
   */
  readonly reproducible?: 'bit for bit' | 'on one machine' | 'statistically';
  /** What computes it where that is not this package, for the report. */
  readonly computedBy?: string;
  /** What its rule may say (rule.ts); anything else is refused. Who takes this model's place is given the same rules. */
  readonly rule?: Field<R>;
  /** The length of each parameter that a claim may look at. Who takes this model's place has them too. */
  readonly shapes?: (task: Q, rule: Any) => { readonly [parameter in P]?: number };
  /** What each fact says that it reports, by name. */
  readonly facts?: { readonly [fact in F]: string };
  /** What `predict` must give, up to rounding. Who takes this model's place agrees with its own parameters. */
  readonly predicts?: Prediction<Q>;
  readonly train: Train<Q>;
  /** Of what it descends, at any parameters: compared with differences of its own loss (`claimcheck conform`). */
  readonly gradient?: (task: Q, rule: Any, parameters: Trained['parameters']) => Sloped;
  readonly faults?: Readonly<Record<string, Fault<Train<Q>>>>;
  readonly harmless?: Readonly<Record<string, Fault<Train<Q>>>>;
}

/** A model as its file writes it. */
export type ModelText<Q, R, P extends string, F extends string> = Omit<
  Model<Q, R, P, F>,
  'train' | 'faults' | 'harmless' | 'rule'
> & {
  readonly rule: Field<R>;
  readonly train: Train<Q, Ending>;
  readonly faults?: Readonly<Record<string, Fault<Train<Q, Ending>>>>;
  readonly harmless?: Readonly<Record<string, Fault<Train<Q, Ending>>>>;
};

/** One training: the model, its rule (possibly depending on the task), and what it sees of the task (run.ts). */
export interface Run<T = Any, R = Any, P extends string = string, F extends string = string> {
  readonly model: Model<Any, R, P, F>;
  readonly rule: R | ((task: T) => R);
  readonly on?: (task: T) => unknown;
  /** Its streams are children of the trial's, of this index: runs of different indices are independent. */
  readonly copy?: number;
  /** So many independent copies in the place of one. */
  readonly times?: number;
  /** Of a family of runs along numbers (run.ts): whose member it is, and where it stands. */
  readonly member?: { readonly of: string; readonly place: number };
  /** It stays where another model is put in the place of its own: the self-control of a run trains what we ship. */
  readonly fixed?: true;
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
  readonly answer: (question: Q) => Certified<V>;
  readonly faults?: Readonly<Record<string, Fault<(question: Q) => Certified<V>>>>;
  readonly harmless?: Readonly<Record<string, Fault<(question: Q) => Certified<V>>>>;
}

// ------------------------------------------------------------------------------------------------------ the claim

/** What a measure, a question and a premise look at (about.ts). */
export type Look<V> = (about: Any) => V;

/** An oracle and the question that it is asked. One that looks at `run` is asked for each run that a part looks at. */
export type Asked = readonly [oracle: Oracle<Any, Any>, question: Look<unknown>];

/** What a name in a formula stands for. */
export interface Measured {
  /** How it is typeset. */
  readonly tex?: string;
  readonly measure: Look<Quantity>;
}

/** The runs that a formula looks at one by one, and the numbers that its measures are given one by one (`at`). */
export interface Range {
  readonly of?: readonly string[];
  readonly over?: readonly number[] | Look<readonly number[]>;
}

/**
 * One named part of a claim. `holds` is a mathjs source: `a <= b` is measured by b - a, `a >= b` by a - b, a chain or
 * statements joined by `and` by the least of these (`always`, `forMost`, `median`), `a == b` by a - b (`equivalent`), and an
 * expression without a relation by its value (`onAverage`, `monotone`, `scalesAs`). No other pairing is accepted.
 * A range gives one margin per grid step (`monotone`), one size per grid value (`scalesAs`), else the worst counts.
 */
export interface Part extends Range {
  readonly holds: string;
  readonly accept: Criterion;
  /** A premise on the outcome; allowed with `always` alone. Tasks that miss it are counted and printed. */
  readonly given?: { readonly premise: string; readonly met: Look<boolean> };
}

/** The same claim with one field replaced. Runs, oracles and symbols are merged by name; a rule patches every run's. */
export interface Variation {
  readonly forAll?: Population<Any>;
  readonly train?: Readonly<Record<string, Run>>;
  readonly rule?: Rule | ((task: Any) => Rule);
  readonly theory?: Readonly<Record<string, Asked>>;
  readonly symbols?: Readonly<Record<string, Measured>>;
  readonly holds?: string;
}

/** A falsehood that the claim must refute: `breaks` names the part; nothing else counts as refutation. */
export interface MustFail extends Variation {
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
export interface MustHold extends Variation {
  readonly because: string;
  readonly keeps?: readonly string[];
  readonly budget?: Budget;
}

/** What the curve over a dial is: what theory says is measured, a bound of it, or what another theory says. */
export type CurveKind = 'prediction' | 'bound' | 'rival';

/** A premise made a variable. At each grid value the claim runs with one field replaced, on the same tasks. */
export interface Dial extends Range {
  /** What is turned. */
  readonly turns: string;
  readonly grid: readonly number[];
  readonly at: (value: number) => Variation;
  /** The part whose margin is drawn. */
  readonly part: string;
  /** What is drawn, and the curve over it: mathjs sources, both averaged over tasks. */
  readonly measured: string;
  readonly curve?: { readonly kind: CurveKind; readonly of: string };
  readonly axis: 'linear' | 'log';
}

/**
 * Numbers that the report tabulates beside the verdict: a row for each run, a column for each formula, averaged over the
 * trials of the claim itself. A relation is shown as the share of tasks on which it holds. Tables of different claims that
 * have one title are joined, with the claim and its verdict behind each row.
 */
export interface Table {
  readonly title: string;
  /** What a row is, for example `regularizer`. */
  readonly of: string;
  /** The run of each row, by the name that the row has. */
  readonly rows: Readonly<Record<string, string>>;
  /** mathjs sources by the head of their column. */
  readonly columns: Readonly<Record<string, string>>;
  /** Two columns, one drawn against the other: a point for each row. */
  readonly drawn?: readonly [across: string, up: string];
}

/** A claim as it was read: what `claim(...)` makes of the text that one writes (text.ts). */
export interface Claim {
  readonly title: string;
  /** The theorem in one sentence. */
  readonly statement: string;
  readonly talk: readonly Passage[];
  readonly marking: Marking;
  /** A true statement that shows how far a passage of the talk reaches. */
  readonly finding?: boolean;
  /** What came after the talk sharpens, limits or turns the passages. */
  readonly sequel?: boolean;
  readonly sources: readonly Source[];
  /** One honest line: what this does not show. */
  readonly scope: string;
  readonly premises: Readonly<Record<string, Premise>>;
  readonly needs?: readonly Capability[];
  readonly forAll: Population<Any>;
  readonly train: Readonly<Record<string, Run>>;
  readonly theory: Readonly<Record<string, Asked>>;
  readonly symbols: Readonly<Record<string, Measured>>;
  readonly parts: Readonly<Record<string, Part>>;
  readonly controls: {
    readonly mustFail: Readonly<Record<string, MustFail>>;
    readonly mustHold: Readonly<Record<string, MustHold>>;
  };
  readonly dial?: Dial;
  readonly table?: Table;
}
