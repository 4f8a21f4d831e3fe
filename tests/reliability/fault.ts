/** A fault that is injected into a run at a moment that is drawn, and what became of the run. */
import type { Stream } from '../../src/claim.js';
import type { Job, Process } from './job.js';
import type { Subject } from './subject.js';
import { until } from './until.js';

/** A run that nobody disturbed. */
export interface Calm {
  readonly id: string | null;
  readonly lines: number;
  readonly trainings: ReadonlyMap<string, number>;
}

export interface Case {
  readonly job: Job;
  readonly calm: Calm;
  readonly chance: Stream;
}

export interface Hit {
  /** How often the fault was injected. */
  readonly faults: number;
  /** The trials that were on disk, whole, when the last of them was over. */
  readonly kept: ReadonlySet<string>;
  /** Seconds from the end of the fault to the next trial on disk, where the run itself went on. */
  readonly pause?: number;
}

export interface Fault {
  /** As the table says it. */
  readonly what: string;
  readonly of: readonly Subject[];
  /** What it needs and this machine lacks. */
  readonly lacks?: string | undefined;
  /** How many runs `npm run reliability` disturbs with each subject, if there is time. */
  readonly times: number;
  /** How many the tests disturb (default 1). */
  readonly least?: number;
  /** Leaves a finished run, or one to be resumed. @returns undefined where it was over before the fault came */
  readonly disturb: (given: Case) => Promise<Hit | undefined>;
  /** When the report is finished and looked at. */
  readonly after?: (given: Case) => void | Promise<void>;
  /** More flags of the run, which change nothing of its report. */
  readonly flags?: readonly string[];
}

/** The journal's line at which it comes: any but the last ones, after which there is nothing left to disturb. */
export const moment = ({ calm, chance }: Case): number => chance.integer(calm.lines - 5);

/** Seconds until there are more trials on disk than there were, or the run is over. */
export async function goesOn(job: Job, run: Process, than = job.lines()): Promise<number> {
  const since = performance.now();
  await until('another trial', () => run.over() || job.lines() > than);
  return (performance.now() - since) / 1000;
}
