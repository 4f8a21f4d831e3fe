/** The result of a job: a line that says who worked, and the records as lines of the journal. */
import { fromLine, toLine } from '../engine/journal.js';
import type { Done, Job } from '../engine/measure.js';
import type { TrialRecord } from '../engine/trial.js';
import { head, issue, json, record, said } from './message.js';

/** The most bytes of a result. */
export const LARGEST = 32 << 20;

export const resultText = (worker: string, { records, ms }: Done): string =>
  `${JSON.stringify({ worker, ms })}\n${records.map(toLine).join('')}`;

/** What was asked, as far as a record must agree with it. */
export interface Expected {
  readonly job: Job;
  readonly seed: string;
  /** The parts that the arm measures. */
  readonly parts: readonly string[];
  readonly climbs: boolean;
}

function fault(line: string, index: number, { job, seed, parts, climbs }: Expected): TrialRecord | string {
  const found = fromLine(line);
  if (!found) return 'a line has another checksum, or holds no trial';
  const read = record.safeParse(found);
  if (!read.success) return issue(read.error);
  for (const [field, is, expected] of [
    ['claim', found.claim, job.claim],
    ['arm', found.arm, job.arm],
    ['index', found.index, index],
    ['seed', found.seed, seed],
  ] as const)
    if (is !== expected) return said(`${field} is ${JSON.stringify(is)}; expected ${JSON.stringify(expected)}`);
  if (found.error !== undefined) return found;
  if (found.digest === '') return 'a trial has no digest';
  if (climbs !== (found.climb !== undefined)) return climbs ? 'it is no climb' : 'it is a climb';
  const measured = Object.keys(found.parts);
  // A climb that reached no task has measured nothing.
  if ((climbs && measured.length === 0) || measured.join('\n') === parts.join('\n')) return found;
  return said(`parts are ${measured.join(', ') || 'none'}; expected ${parts.join(', ')}`);
}

/** What a result is taken for. */
export type Taken = { readonly worker: string } & (
  { readonly done: Done } | { /** Why it is none of what was asked. */ readonly why: string }
);

/** @returns the records, where they are those of the job */
export function taken(text: string, expected: Expected): Taken {
  if (text.length > LARGEST) return { worker: 'unknown', why: `it has more than ${LARGEST >> 20} MB` };
  const [first, ...lines] = text.split('\n');
  const parsed = json(first!);
  if (typeof parsed === 'string') return { worker: 'unknown', why: parsed.replace('it', 'its first line') };
  const sender = head.safeParse(parsed.value);
  if (!sender.success) return { worker: 'unknown', why: issue(sender.error) };
  const { worker, ms } = sender.data;
  const { from, to } = expected.job;
  if (lines.pop() !== '') return { worker, why: 'its last line is not whole' };
  if (lines.length !== to - from) return { worker, why: `it has ${lines.length} trials; expected ${to - from}` };
  const records: TrialRecord[] = [];
  for (const [k, line] of lines.entries()) {
    const found = fault(line, from + k, expected);
    if (typeof found === 'string') return { worker, why: found };
    records.push(found);
  }
  return { worker, done: { records, ms } };
}
