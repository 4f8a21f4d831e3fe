/**
 * What a run publishes. `content` is hashed and recomputable bit for bit; `envelope` says where, when and by what it
 * was made. The id is the SHA-256 of the canonical JSON (RFC 8785) of the content.
 */
import type { Criterion, CurveKind, Margin, Marking, Passage, Premise, Source } from '../claim.js';
import type { Level } from '../statistics/levels.js';
import type { Decision, PartOutcome } from '../statistics/outcome.js';
import type { Adjusted, Joint } from '../statistics/multiplicity.js';
import type { CapBias } from '../statistics/cap-bias.js';
import type { Summary } from '../statistics/evidence.js';
import type { Role } from './arm.js';

export type Verdict = 'holds' | 'fails' | 'vacuous' | 'undecided' | 'error' | 'not applicable';

/** What one part was, and what it was accepted by. */
export interface PartReport {
  readonly accept: Criterion;
  /** The mathjs source of the statement and its TeX, where the property is a formula. */
  readonly source?: string;
  readonly tex?: string;
  readonly given?: string;
  /** For an exact law: what its cap does to the mean. */
  readonly capBias?: CapBias;
}

/** One arm: the claim itself or one of its controls. */
export interface ArmReport {
  readonly name: string;
  readonly role: Role;
  readonly because?: string;
  /** For a mustFail control: the part it must break, and the share of tasks where theory says that it is below half. */
  readonly breaks?: string;
  readonly seldom?: { readonly share: number; readonly because: string };
  /** What the arm came to, part by part. */
  readonly parts: Readonly<Record<string, { readonly decision: Decision; readonly evidence: Summary }>>;
  /** Trials counted, gradient steps in them, and the digest over their digests in index order. */
  readonly trials: number;
  readonly steps: number;
  readonly digest: string;
  /** Of the claim itself: its trials one by one, which `verify` recomputes and `compare` pairs. */
  readonly outcomes?: readonly TrialOutcome[];
}

/** One trial as it counted: its digest, and per part the margins, or why there are none. */
export interface TrialOutcome {
  readonly digest: string;
  readonly parts: Readonly<Record<string, readonly Margin[] | Exclude<PartOutcome['state'], 'finished'>>>;
}

/** One point of a dial: means over tasks with a 98% interval, and the share of tasks whose margin is certified. */
export interface DialPoint {
  readonly at: number;
  readonly trials: number;
  readonly unfinished: number;
  readonly measured: { readonly mean: number; readonly low: number; readonly high: number };
  readonly curve?: number;
  readonly margin: { readonly mean: number; readonly low: number; readonly high: number };
  readonly holding: number;
  readonly failing: number;
}

export interface DialReport {
  readonly of: string;
  readonly axis: 'linear' | 'log';
  readonly part: string;
  readonly measured: { readonly source?: string; readonly tex?: string };
  readonly curve?: { readonly kind?: CurveKind; readonly source?: string; readonly tex?: string };
  readonly points: readonly DialPoint[];
  /** The grid interval between the last value at which every task held and the first at which most failed. */
  readonly boundary?: { readonly holdsAt: number; readonly failsAt: number };
}

/** The mean over the trials of the claim itself, with a 98% interval; of a relation the share of tasks on which it holds. */
export interface TableReport {
  readonly title: string;
  readonly of: string;
  readonly trials: number;
  readonly columns: readonly {
    readonly name: string;
    readonly source: string;
    readonly tex: string;
    readonly kind: 'mean' | 'share';
  }[];
  readonly rows: readonly {
    readonly name: string;
    readonly values: readonly { readonly mean: number; readonly low: number; readonly high: number }[];
  }[];
  readonly drawn?: readonly [across: string, up: string];
}

/** The search for a task that violates what is claimed of all (climb.ts). That it finds none is no evidence. */
export interface AdversaryReport {
  readonly climbs: number;
  /** Tasks trained on, and those of them that gave a margin of the part that was followed. */
  readonly trainings: number;
  readonly counted: number;
  /** Gradient steps in them, and the digest over the climbs' digests in index order. */
  readonly steps: number;
  readonly digest: string;
  /** Part by part, the least slack among the tasks on which the climbs ended, and the climb that ended there. */
  readonly smallest: Readonly<
    Record<string, { readonly slack: number; readonly error: number; readonly climb: number }>
  >;
  /** What it refuted: the climb ended on a certified counterexample of that part. */
  readonly refuted?: { readonly part: string; readonly climb: number };
}

/** The smallest task found that still fails, by value. */
export interface Counterexample {
  readonly part: string;
  /** The adversary found it, on the climb that `trial` numbers; else it is a trial of the claim itself. */
  readonly foundBy?: 'adversary';
  readonly trial: number;
  readonly task: unknown;
  readonly slack: number;
  readonly error: number;
  readonly evaluations: number;
  readonly shrunk: number;
}

/** A model that a claim trains. */
export interface TrainedModel {
  readonly name: string;
  readonly digest: string;
  /** The user put it in the place of the shipped one. */
  readonly instead?: boolean;
  /** Its last bits depend on the machine. */
  readonly reproducible?: 'statistically';
  /** What computes it where that is not this package. */
  readonly computedBy?: string;
}

export interface ClaimReport {
  readonly id: string;
  /** Of everything that decides its outcomes (closure.ts), and of its author's words, which the registered seed is made of. */
  readonly digest: string;
  readonly words: string;
  readonly title: string;
  readonly statement: string;
  readonly talk: readonly Passage[];
  readonly marking: Marking;
  readonly finding: boolean;
  readonly sources: readonly Source[];
  readonly scope: string;
  readonly premises: Readonly<Record<string, Premise>>;
  readonly population: { readonly name: string; readonly version: number };
  readonly models: readonly TrainedModel[];
  readonly oracles: readonly { readonly name: string; readonly version: number }[];
  /** The suite seed that this claim ran under. */
  readonly seed: string;
  readonly verdict: Verdict;
  readonly because: readonly string[];
  readonly parts: Readonly<Record<string, PartReport>>;
  readonly arms: readonly ArmReport[];
  readonly coverage?: Readonly<
    Record<string, { readonly share: number; readonly atLeast: number; readonly decision: Decision }>
  >;
  readonly dial?: DialReport;
  readonly table?: TableReport;
  readonly adversary?: AdversaryReport;
  readonly counterexample?: Counterexample;
}

export interface Content {
  readonly schema: 1;
  readonly suite: 'claimcheck';
  readonly level: Level;
  /** `registered`: each claim runs under the first 64 bits of the digest of its words. */
  readonly seed: string;
  /** The value that was mixed into every registered seed. */
  readonly beacon?: string;
  /** Tasks per claim that were asked for at least, to be compared; those after a verdict decide nothing. */
  readonly atLeast?: number;
  readonly selfControl: { readonly verdict: Verdict; readonly trials: number };
  readonly claims: readonly ClaimReport[];
  /** "All m claims hold", whose joint error needs no correction; and the Holm list beside the raw verdicts. */
  readonly joint: Joint;
  readonly holm: Readonly<Record<string, Adjusted>>;
}

export interface Approximate {
  readonly claims: readonly ClaimReport[];
  /** Of all claims of the run, those of the content included. */
  readonly joint: Joint;
  readonly holm: Readonly<Record<string, Adjusted>>;
}

/** A seeded fault that touches a claim and is not caught. */
export interface SurvivingFault {
  /** The model or oracle that has it. */
  readonly of: string;
  readonly fault: string;
  readonly what: string;
  /** Why it cannot be seen, where that is known. */
  readonly because?: string;
}

/** How many seeded faults of its models and oracles a claim kills, and the smallest wrong constant that it sees. */
export interface CaughtFaults {
  /** Faults and harmless variants that touch the claim: with them some trained parameter or margin differs. */
  readonly faults: number;
  readonly killed: number;
  readonly harmless: number;
  readonly held: number;
  /** Faults and harmless variants that leave its first tasks bit-identical; they are not counted above. */
  readonly untouched: number;
  readonly minimumDetectable: Readonly<Record<string, number>>;
  readonly surviving: readonly SurvivingFault[];
}

/** One registered seed of a claim, and what every run under it gave. */
export interface Draw {
  readonly seed: string;
  readonly beacon?: string;
  /** What changed since the draw before: files, populations, oracles, the beacon. */
  readonly changed: readonly string[];
  readonly gave: readonly {
    readonly level: Level;
    readonly verdict: Exclude<Verdict, 'not applicable'>;
    readonly date: string;
    readonly digest: string;
    /** Models that were replaced, with their digests. */
    readonly instead?: Readonly<Record<string, string>>;
  }[];
}

export interface Envelope {
  readonly started: string;
  readonly seconds: number;
  readonly claimSeconds: Readonly<Record<string, number>>;
  readonly trials: number;
  readonly machine: { readonly platform: string; readonly arch: string; readonly cpu: string; readonly cores: number };
  readonly node: string;
  readonly version: string;
  readonly commit?: string;
  /** What gives this content again, as typed in a shell. */
  readonly command?: string;
  readonly workers: number;
  readonly kernels: 'wasm' | 'reference';
  readonly packages: Readonly<Record<string, string>>;
  /** Errors by claim, word for word; outside the hash because messages hold paths. */
  readonly errors: Readonly<Record<string, readonly string[]>>;
  /**
   * By name the first digits of the digest of every file that the claims and models of the run are made of, and the
   * versions of other packages. What is shipped is `claimcheck/...`; a user's files are named from the folder of the
   * claim, as in `./data.csv`, or of the model, as in `ridge=./mine.ts`.
   */
  readonly files: Readonly<Record<string, string>>;
  /** Of each claim those among them that are its author's. */
  readonly own: Readonly<Record<string, readonly string[]>>;
  /** The registered draws of each claim so far, this one included, as the ledger has them. */
  readonly draws?: Readonly<Record<string, readonly Draw[]>>;
  /** What seeded faults each claim catches, where they were measured for these very versions (reports/mutation.json). */
  readonly mutation?: Readonly<Record<string, CaughtFaults>>;
  /** Why the run is incomplete, if it is: such a report has no id and can be resumed. */
  readonly incomplete?: 'interrupted' | 'budget';
  readonly notes?: readonly string[];
}

export interface Report {
  /** SHA-256 of the canonical JSON of `content`; null where the run is incomplete, a claim could not be evaluated, or
   *  no claim is reproducible bit for bit. */
  readonly id: string | null;
  readonly content: Content;
  /** Claims that train what is reproducible only statistically: outside the id, to be compared within tolerances. */
  readonly approximate?: Approximate;
  readonly envelope: Envelope;
}
