/**
 * The faults as tests: in CI with one of their subjects, and so often as it says with `npm run reliability`, which
 * writes what it saw into reports/reliability.json and docs/reliability.md.
 */
import { afterAll, describe, expect, test } from 'vitest';
import type { Calm, Fault } from './fault.js';
import { enter, row, type Row } from './page.js';
import type { Subject } from './subject.js';
import { calm, disturbed, type Ended } from './tally.js';

/** Seconds that the faults of a section may take; those for which there is no time are tried less often. */
const SECONDS = Number(process.env['RELIABILITY'] ?? 0);
const SEED = Number(process.env['RELIABILITY_SEED'] ?? Date.now() % 1e6);
/** Runs at a time: alone, where it is measured when they go on. */
const LANES = SECONDS > 0 ? 1 : 2;
const LONGEST = (SECONDS + 900) * 1000;

const peaces = new Map<Subject, Promise<Calm>>();
function inPeace(subject: Subject): Promise<Calm> {
  if (!peaces.has(subject)) peaces.set(subject, calm(subject));
  return peaces.get(subject)!;
}

/** The subjects with which a fault is tried: all, or the one whose turn it is. */
const chosen = ({ of }: Fault, k: number) => (SECONDS > 0 ? of : [of[(SEED + k) % of.length]!]);

/** @param share how many of the faults each run of the tests tries: others the next time */
export function reliability(section: string, all: readonly Fault[], share = all.length): void {
  const faults = SECONDS > 0 ? all : all.filter((_, k) => (k + SEED) % all.length < share);
  const cells = faults.flatMap((fault, k) => chosen(fault, k).map((subject) => ({ fault, subject })));
  const rows: (Row | undefined)[] = cells.map(() => undefined);
  const start = performance.now();
  let begun = 0;

  async function cell(k: number): Promise<void> {
    const { fault, subject } = cells[k]!;
    const now = performance.now();
    const end = now + (start + SECONDS * 1000 - now) / (cells.length - begun++);
    const peace = await inPeace(subject);
    const runs: Ended[] = [];
    while (runs.length < (fault.least ?? 1) || (runs.length < fault.times && performance.now() < end))
      runs.push(await disturbed(fault, subject, peace, SEED + 1000 * k + runs.length));
    rows[k] = row(fault.what, subject.name, runs);
    if (SECONDS > 0) console.log(JSON.stringify(rows[k]));
    for (const { agrees, lost, said } of runs)
      expect({ agrees, lost, said }).toEqual({ agrees: true, lost: 0, said: '' });
  }
  const lanes = Array.from({ length: LANES }, () => Promise.resolve());

  describe.concurrent(`faults of ${section} (RELIABILITY_SEED=${SEED})`, () => {
    for (const [k, { fault, subject }] of cells.entries()) {
      const lacks = fault.lacks === undefined ? '' : ` (not tried: this machine lacks ${fault.lacks})`;
      test(
        `${fault.what}: ${subject.name}${lacks}`,
        async () => {
          if (fault.lacks !== undefined) return;
          const lane = k % LANES;
          const mine = lanes[lane]!.then(() => cell(k));
          lanes[lane] = mine.catch(() => {});
          await mine;
        },
        LONGEST,
      );
    }
  });
  afterAll(() => {
    if (SECONDS > 0) enter(section, { seed: SEED, rows: rows.filter((each) => each !== undefined) });
  });
}
