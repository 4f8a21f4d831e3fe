/**
 * The calibration lab: the whole verifier on outcomes of known truth. Writes reports/calibration.json and
 * docs/calibration.md; the same numbers on every machine (`npm run calibration`, under a minute).
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { boundaries, operatingCharacteristic } from '../src/statistics/binary.js';
import { evidence } from '../src/statistics/evidence.js';
import { anchors } from './calibration/anchors.js';
import { CELLS } from './calibration/cells.js';
import { exactly, explore } from './calibration/exactly.js';
import { FALSE_ALARM, limit } from './calibration/limit.js';
import { measure, type Measured } from './calibration/measure.js';
import { CHECKS, MUTANTS, REFERENCE } from './calibration/mutants.js';
import { page } from './calibration/page.js';
import { searches, type MeasuredSearch } from './calibration/searches.js';
import { verdicts, type MeasuredVerdict } from './calibration/verdicts.js';

export interface Exactness {
  readonly p0: number;
  readonly alpha: number;
  readonly N: number;
  readonly p: number;
  readonly holds: number;
  readonly fails: number;
  readonly trials: number;
  /** Largest difference between the judge taken as a black box and the operating characteristic that reports print. */
  readonly difference: number;
}

export interface Killed {
  readonly mutant: string;
  readonly by: string;
  readonly seen: string;
  /** The check raises an alarm about the mutant, and none about the real verifier. */
  readonly killed: boolean;
  /** What the real verifier shows in the same check. */
  readonly reference: string;
}

export interface Calibration {
  readonly replications: number;
  readonly alpha: number;
  readonly limit: number;
  readonly falseAlarm: number;
  readonly cells: readonly Measured[];
  readonly verdicts: readonly MeasuredVerdict[];
  /** The adversary, which is dear: a fortieth of the replications. */
  readonly searches: readonly MeasuredSearch[];
  readonly exact: readonly Exactness[];
  readonly mutants: readonly Killed[];
  /** What others decide by, for comparison. */
  readonly others: ReturnType<typeof anchors>;
  readonly alarms: number;
  /** SHA-256 of everything above. */
  readonly hash: string;
}

const EXACT = [
  { p0: 0.9, alpha: 0.01, N: 60, at: [1, 0.99, 0.95, 0.9, 0.7, 0.5] },
  { p0: 0.9, alpha: 0.05, N: 80, at: [1, 0.95, 0.9, 0.7] },
  { p0: 0.8, alpha: 0.01, N: 60, at: [1, 0.95, 0.8, 0.6] },
  { p0: 0.5, alpha: 0.01, N: 40, at: [0.9, 0.5, 0.3] },
  { p0: 0.5, alpha: 0.001, N: 60, at: [0.9, 0.5, 0.3] },
  { p0: 0.95, alpha: 0.01, N: 120, at: [1, 0.99, 0.95] },
] as const;

export function exactness(which: readonly (typeof EXACT)[number][] = EXACT): Exactness[] {
  return which.flatMap(({ p0, alpha, N, at }) => {
    const criterion = { law: 'forMost', allBut: 1 - p0 } as const;
    const tree = explore(() => evidence(criterion, { role: 'claim', alpha, budget: N }), N);
    const b = boundaries(p0, alpha, alpha, N);
    return at.map((p) => {
      const seen = exactly(tree, p);
      const told = operatingCharacteristic(b, p);
      const difference = Math.max(
        Math.abs(seen.holds - told.holds),
        Math.abs(seen.fails - told.fails),
        Math.abs(seen.trials - told.trials) / N,
      );
      return { p0, alpha, N, p, ...seen, difference };
    });
  });
}

export function mutants(replications: number): Killed[] {
  const real = Object.fromEntries(Object.entries(CHECKS).map(([by, check]) => [by, check(REFERENCE, replications)]));
  return MUTANTS.map(({ verifier, by }) => {
    const { seen, alarm } = CHECKS[by]!(verifier, replications);
    return { mutant: verifier.name, by, seen, killed: alarm && !real[by]!.alarm, reference: real[by]!.seen };
  });
}

export function calibrate(replications: number): Calibration {
  const found = {
    replications,
    alpha: 0.01,
    limit: limit(replications, 0.01),
    falseAlarm: FALSE_ALARM,
    cells: CELLS.map((cell) => measure(cell, replications)),
    verdicts: verdicts(replications),
    searches: searches(Math.ceil(replications / 40)),
    exact: exactness(),
    mutants: mutants(replications),
    others: anchors(),
  };
  const alarms =
    found.cells.filter(({ alarm }) => alarm !== null).length +
    found.verdicts.filter(({ alarm }) => alarm !== null).length +
    found.searches.filter(({ alarm }) => alarm !== null).length +
    found.exact.filter(({ difference }) => !(difference <= 1e-9)).length +
    found.mutants.filter(({ killed }) => !killed).length;
  const hash = createHash('sha256')
    .update(JSON.stringify({ ...found, alarms }))
    .digest('hex');
  return { ...found, alarms, hash };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const calibration = calibrate(2000);
  await writeFile('reports/calibration.json', `${JSON.stringify(calibration, null, 1)}\n`);
  await writeFile('docs/calibration.md', page(calibration));
  console.log(`${calibration.cells.length} cells, ${calibration.alarms} alarms, ${calibration.hash}`);
  process.exitCode = calibration.alarms === 0 ? 0 : 1;
}
