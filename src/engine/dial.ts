/** The dial of a claim: what its tasks come to at each point, and between which points the claim stops to hold. */
import type { Claim } from '../claim.js';
import { expression } from '../numerics/expression.js';
import { evidence } from '../statistics/evidence.js';
import { sign } from '../statistics/outcome.js';
import type { Arm } from './arm.js';
import type { DialPoint, DialReport } from './report.js';
import { spread } from './spread.js';
import type { TrialRecord } from './trial.js';
import { texOf, typeset } from './typeset.js';

/** One-sided, as the 98% intervals that are drawn. */
const ALPHA = 0.01;

/** What the criterion of the part says of these tasks. */
function judged({ claim, parts: [part] }: Arm, records: readonly TrialRecord[]): DialPoint['judged'] {
  if (records.length === 0) return 'open';
  const judge = evidence(claim.parts[part!]!.accept, { role: 'claim', alpha: ALPHA, budget: records.length });
  for (const { parts } of records) judge.add(parts[part!]!);
  return judge.decision === 'holds' || judge.decision === 'fails' ? judge.decision : 'open';
}

export function dialPoint(arm: Arm, records: readonly TrialRecord[]): DialPoint {
  const outcome = ({ parts }: TrialRecord) => parts[arm.parts[0]!]!;
  // Where the part's premise on the outcome is not met there is nothing to draw.
  const met = records.filter((record) => outcome(record).state !== 'gated');
  const finished = met.filter((record) => record.shown !== undefined && outcome(record).state === 'finished');
  const margins = finished.map((record) => outcome(record).margins[0]!);
  const curves = finished.flatMap(({ shown }) => (shown!.curve === undefined ? [] : [shown!.curve]));
  return {
    at: arm.at!,
    trials: records.length,
    unfinished: met.length - finished.length,
    missed: records.length - met.length,
    judged: judged(arm, met),
    measured: spread(finished.map((record) => record.shown!.measured)),
    ...(curves.length > 0 && { curve: spread(curves).mean }),
    margin: spread(margins.map((margin) => margin.slack)),
    holding: margins.filter((margin) => sign(margin) === 'success').length,
    failing: margins.filter((margin) => sign(margin) === 'violation').length,
  };
}

/** The change from holding to failing, or back, where there is one alone; what is open lies between. */
function boundary(points: readonly DialPoint[]): DialReport['boundary'] {
  const clear = points.filter((point) => point.judged !== 'open');
  const changes = clear.flatMap((point, i) => (i > 0 && clear[i - 1]!.judged !== point.judged ? [i] : []));
  if (changes.length !== 1) return undefined;
  const [before, after] = [clear[changes[0]! - 1]!, clear[changes[0]!]!];
  const [holds, fails] = before.judged === 'holds' ? [before, after] : [after, before];
  return { holdsAt: holds.at, failsAt: fails.at };
}

/** TeX of what is turned, where its name is made of symbols and letters and not of words. */
function across({ dial, symbols }: Claim): DialReport['across'] {
  const name = dial!.turns;
  try {
    const known = expression(name).symbols.every((each) => {
      const tex = symbols[each]?.tex ?? typeset(each).trim();
      return !tex.startsWith('\\mathrm');
    });
    return known ? { name, tex: typeset(name, texOf({ symbols })).trim() } : { name };
  } catch {
    return { name }; // No formula: words.
  }
}

export function dialReport(claim: Claim, measured: readonly DialPoint[]): DialReport | undefined {
  const { dial } = claim;
  if (!dial || measured.length === 0) return undefined;
  const points = [...measured].sort((a, b) => a.at - b.at);
  const shown = (source: string) => ({ source, tex: typeset(source, texOf(claim)) });
  const between = boundary(points);
  return {
    of: dial.turns,
    across: across(claim),
    axis: dial.axis,
    part: dial.part,
    measured: shown(dial.measured),
    ...(dial.curve && { curve: { kind: dial.curve.kind, ...shown(dial.curve.of) } }),
    points,
    ...(between && { boundary: between }),
  };
}
