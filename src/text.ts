/**
 * What a claim file writes, and what its functions look at. The types follow from `forAll`, `train` and `theory`, so that a
 * misspelt run, part, symbol, field of a rule or number of an oracle is an error where it is written; form/claim.ts says the
 * same in a sentence to whoever has no compiler.
 */
import type {
  Any,
  Budget,
  Capability,
  Certified,
  Criterion,
  CurveKind,
  Marking,
  Oracle,
  Passage,
  Population,
  Quantity,
  Run,
  Streams,
  Trained,
} from './claim.js';
import type { Along } from './run.js';

// ------------------------------------------------------------------------------------------------- what was trained

/** A run, or several by name, or families of them. */
export type RunsText<T> = Run<T> | { readonly [name: string]: Run<T> | Along<Run<T>> };
type IsOne<Tr> = Tr extends { readonly model: Any } ? true : false;
type Named<Tr> = IsOne<Tr> extends true ? { readonly model: Tr } : Tr;
type Families<Tr> = { [name in keyof Tr]: Tr[name] extends Along<Any> ? name : never }[keyof Tr] & string;
/** Runs by name, families, and members of them. */
type Names<Tr> = IsOne<Tr> extends true ? never : (keyof Tr & string) | `${Families<Tr>} ${number}`;

type RuleBy<R> = R extends Run<Any, infer Rule, Any, Any> ? Rule : never;
type ParametersBy<R> = R extends Run<Any, Any, infer P, Any> ? P : never;
type FactsBy<R> = R extends Run<Any, Any, Any, infer F> ? F : never;

interface End extends Pick<Trained, 'predict' | 'steps' | 'stopped'> {
  /** All of them by name, whatever the model declares. */
  readonly parameters: Trained['parameters'];
}
/** What a run ended with: its parameters and facts by name, its predictions and its rule. */
export type Ended<Rule, P extends string, F extends string> = End & { readonly rule: Rule } & {
  readonly [parameter in P]: Float64Array;
} & { readonly [fact in F]: number };
/** What a run of that kind ends with: `Of<typeof mirror>`. */
export type Of<W> = W extends (...given: Any) => infer R ? EndOf<R> : EndOf<W>;
type EndOf<R> = Ended<RuleBy<R>, ParametersBy<R>, FactsBy<R>>;
/** Of independent copies each, and the means of their parameters. */
interface Copies<R> {
  readonly each: readonly EndOf<R>[];
  readonly mean: { readonly [parameter in ParametersBy<R>]: Float64Array };
}
/** Of a family each in order, the one at a place, and the one before it. */
interface Members<R> {
  readonly each: readonly EndOf<R>[];
  readonly at: (place: number) => EndOf<R>;
  readonly before: (place: number) => EndOf<R>;
}
type SeenOf<R> = R extends Along<infer M> ? Members<M> : R extends { readonly times: number } ? Copies<R> : EndOf<R>;

type MemberOf<R> = R extends Along<infer M> ? M : R;
type Member<Tr> = MemberOf<Named<Tr>[keyof Named<Tr>]>;
type RuleIn<Tr> = RuleBy<Member<Tr>>;

/** What a question to an oracle looks at. `run` and `rule` are those of the run that a part looks at. */
export interface About<T = Any, Tr = Any> {
  readonly task: T;
  readonly run: [Member<Tr>] extends [{ readonly times: number }]
    ? Copies<Member<Tr>>
    : Ended<RuleIn<Tr>, ParametersBy<Member<Tr>>, FactsBy<Member<Tr>>>;
  readonly rule: RuleIn<Tr>;
  readonly runs: { readonly [name in keyof Named<Tr>]: SeenOf<Named<Tr>[name]> };
  readonly streams: Streams;
}

// ------------------------------------------------------------------------------------------------- what theory answers

/** Oracles by name. */
export type Oracles = { readonly [name: string]: Oracle<Any, Any> };
type QuestionTo<O> = O extends Oracle<infer Q, Any> ? Q : never;
type ValueOf<O> = O extends Oracle<Any, infer V> ? V : never;
/** An oracle asked about the task itself, or with its question. */
type Asking<T, Tr, O> = (O & Oracle<T, Any>) | readonly [oracle: O, question: (about: About<T, Tr>) => QuestionTo<O>];

/**
 * A certified answer: its fields by name, the numbers among them with the error of the answer. `value` is without; `known`
 * is for a number that moves no more than the answer does, or `factor` times as much.
 */
export type Answer<V> = Certified<V> & { readonly known: (value: number, factor?: number) => Quantity } & (V extends
    number | readonly Any[] | Float64Array
    ? unknown
    : { readonly [field in keyof V]: V[field] extends number ? Quantity : V[field] });

/** What a measure looks at; `at` is one of the numbers that its part ranges over. */
export interface Trial<T = Any, Tr = Any, Th = Any> extends About<T, Tr> {
  readonly theory: { readonly [name in keyof Th]: Answer<ValueOf<Th[name]>> };
  readonly at: number;
}

type Measure<T, Tr, Th> = (about: Trial<T, Tr, Th>) => Quantity;
/** A measure, with its TeX or without. */
type SymbolText<T, Tr, Th> = Measure<T, Tr, Th> | readonly [tex: string, measure: Measure<T, Tr, Th>];

// ------------------------------------------------------------------------------------------------- names in a formula

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
// prettier-ignore
type Letter = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm' | 'n' | 'o' | 'p' | 'q' | 'r' |
  's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z';
type WordCharacter = Letter | Uppercase<Letter> | Digit | '_' | '.';
type Name<W extends string> = W extends '' | 'and' | 'pi' | 'e' | `${Digit}${string}` | `.${string}` ? never : W;
/** The names in a formula that are not those of functions. */
type NamesIn<
  S extends string,
  W extends string = '',
  Found extends string = never,
> = S extends `${infer C}${infer Rest}`
  ? C extends WordCharacter
    ? NamesIn<Rest, `${W}${C}`, Found>
    : C extends '('
      ? NamesIn<Rest, '', Found>
      : NamesIn<Rest, '', Found | Name<W>>
  : Found | Name<W>;
/** The formula itself where every name in it is a symbol. */
type Formula<S extends string, Symbols> = [NamesIn<S>] extends [Symbols]
  ? S
  : string extends S
    ? S
    : { readonly 'no such symbol': Exclude<NamesIn<S>, Symbols> };

// ------------------------------------------------------------------------------------------------- parts and controls

interface RangeText<T, Tr, Th> {
  /** The run that it looks at, some of them one by one, or each. */
  readonly of?: Names<Tr> | readonly Names<Tr>[] | 'each';
  /** The numbers that measures are given as `at`, one by one. */
  readonly over?: readonly number[] | ((about: Trial<T, Tr, Th>) => readonly number[]);
}

interface VariationText<T, Tr, Th, S extends string> {
  readonly forAll?: Population<T>;
  readonly train?: IsOne<Tr> extends true
    ? Run<T>
    : { readonly [name in keyof Tr | `${Families<Tr>} ${number}`]?: Run<T> | Along<Run<T>> };
  /** Replaces these fields of the rule of every run. */
  readonly rule?: Partial<RuleIn<Tr>> | ((task: T) => Partial<RuleIn<Tr>>);
  readonly theory?: { readonly [name in keyof Th]?: Asking<T, Tr, Th[name]> };
  readonly symbols?: { readonly [name in S]?: SymbolText<T, Tr, Th> };
  readonly holds?: string;
}
interface FalsehoodText<T, Tr, Th, S extends string> extends VariationText<T, Tr, Th, S> {
  readonly because: string;
  readonly expects?: 'divergence';
  readonly seldom?: { readonly share: number; readonly because: string };
  readonly budget?: Budget;
  readonly expected?: number;
}
interface HarmlessText<T, Tr, Th, S extends string, P> extends VariationText<T, Tr, Th, S> {
  readonly because: string;
  readonly keeps?: readonly P[];
  readonly budget?: Budget;
}
interface PartText<T, Tr, Th, S extends string, H extends string> extends RangeText<T, Tr, Th> {
  readonly holds: H & Formula<H, S>;
  /** `always()` where it is left out. */
  readonly accept?: Criterion;
  readonly given?: { readonly premise: string; readonly met: (about: Trial<T, Tr, Th>) => boolean };
  /** The falsehoods that break this part, by name. */
  readonly unless?: { readonly [name: string]: FalsehoodText<T, Tr, Th, S> };
}

/** The control that violates the premise; it is met by construction. `true`: no control does. */
type PremiseText<C> = true | C | { readonly checked: true | C } | { readonly assumed: true | C };

/**
 * The passages of the talk that a claim is about, under whose words they are: the talk says it, implies it, or it is ours;
 * `[]` where it is about none.
 */
type TalkText = { [marking in Marking]: { readonly [one in marking]: readonly Passage[] } }[Marking];

/** A claim as one writes it. C are the names of its falsehoods, H the formulas of its parts, D and K those that are shown. */
export type ClaimText<
  T,
  Tr extends RunsText<T>,
  Th extends Oracles,
  S extends string,
  H extends Readonly<Record<string, string>>,
  C extends string,
  D extends string,
  K extends string,
> = TalkText & {
  readonly title: string;
  readonly statement: string;
  readonly finding?: boolean;
  /** Proved or refuted since the talk; then it is `ours`. */
  readonly sequel?: boolean;
  /** Works by their keys in `docs/references.bib`, with the place in each. */
  readonly sources: { readonly [key: string]: string };
  readonly scope: string;
  readonly premises: { readonly [premise: string]: PremiseText<NoInfer<C>> };
  readonly needs?: readonly Capability[];
  readonly forAll: Population<T>;
  readonly train: Tr;
  readonly theory?: { readonly [name in keyof Th]: Asking<T, Tr, Th[name]> };
  readonly symbols: { readonly [name in S]: SymbolText<T, Tr, Th> };
  readonly parts: { readonly [part in keyof H]: PartText<T, Tr, Th, S, H[part]> } & {
    readonly [part: string]: {
      readonly unless?: { readonly [control in C]?: unknown };
      readonly [field: string]: unknown;
    };
  };
  readonly harmless?: { readonly [name: string]: HarmlessText<T, Tr, Th, S, NoInfer<keyof H & string>> };
  readonly dial?: RangeText<T, Tr, Th> & {
    readonly turns: string;
    readonly grid: readonly number[];
    readonly at: (value: number) => VariationText<T, Tr, Th, S>;
    /** A claim with one part need not say. */
    readonly part?: NoInfer<keyof H & string>;
    readonly measured: D & Formula<D, S>;
    readonly curve?: { readonly [kind in CurveKind]?: D & Formula<D, S> };
    /** That along which the grid is more even, where it is left out. */
    readonly axis?: 'linear' | 'log';
  };
  readonly table?: {
    readonly title: string;
    readonly of: string;
    /** Runs, or runs by the names that their rows have. */
    readonly rows: readonly Names<Tr>[] | 'each' | { readonly [row: string]: Names<Tr> };
    readonly columns: { readonly [head: string]: K & Formula<K, S> };
    readonly drawn?: readonly [across: string, up: string];
  };
};
