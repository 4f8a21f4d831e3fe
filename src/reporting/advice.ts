/** What to do next about a claim that does not hold, and the command that does it. */
import type { ClaimReport, Report } from '../engine/report.js';
import { advice as budget } from '../statistics/advice.js';
import { lawOf } from '../statistics/criterion.js';
import type { Summary } from '../statistics/evidence.js';
import { replayCommand } from './replay.js';
import { armOf } from './sentences.js';

/** What to do next, and the command that does it. */
export interface Advice {
  readonly say: string;
  readonly command?: string;
}

/** What to do about a verdict other than `holds`. `path` is that of report.json. */
export function advice(claim: ClaimReport, report: Pick<Report, 'envelope'>, path: string): Advice {
  const look = (say: string, trial?: number, arm?: string) => ({
    say,
    command: replayCommand(report, path, claim.id, trial, arm),
  });
  switch (claim.verdict) {
    case 'fails':
      if (claim.adversary?.refuted && !claim.counterexample)
        return look('look at where it ended', claim.adversary.refuted.climb, 'adversary');
      return claim.counterexample
        ? look('see the counterexample')
        : look('look at a violating trial', firstViolation(claim) ?? 0);
    case 'vacuous':
      return { say: 'the claim needs a sharper property, or the control is no falsehood; until then it says nothing' };
    case 'undecided': {
      const ties = Object.values(armOf(claim, 'claim')?.parts ?? {}).some(({ evidence: { counts } }) => counts.ties);
      if (ties)
        return {
          say: 'both sides are equal to the last bit on some tasks: write a tolerance, for example a <= b + 1e-9 * c with c the size of b',
        };
      const open = Object.values(armOf(claim, 'claim')?.parts ?? {}).flatMap(({ evidence: e }) =>
        lawOf(e).exact ? e.unsettled : [],
      );
      if (open.length > 0) return look('look at a task that is not settled', open[0]);
      return { say: decidedBy(claim) };
    }
    case 'error':
      return { say: 'correct what it names and run again' };
    case 'not applicable':
      return { say: 'give it a model with that capability, or leave it out' };
    case 'holds':
      return { say: '' };
  }
}

/** What would decide an undecided claim: of several open parts, its own before those of controls, the hardest. */
function decidedBy(claim: ClaimReport): string {
  const hard = ({ wouldNeed }: Summary) => wouldNeed?.more ?? Infinity;
  const open = claim.arms
    .filter(({ role }) => role !== 'mustFail')
    .flatMap((arm) =>
      Object.entries(arm.parts)
        .filter(([, { decision }]) => decision === 'undecided')
        .map(([part, { evidence: summary }]) => ({ arm, part, summary })),
    )
    .sort(
      (a, b) => Number(a.arm.role !== 'claim') - Number(b.arm.role !== 'claim') || hard(b.summary) - hard(a.summary),
    );
  const [hardest] = open;
  if (!hardest) return 'see which control or case of the population is open, and give it more tasks in its file';
  const { arm, part, summary } = hardest;
  const where = arm.role === 'claim' ? '' : `${arm.name}, `;
  const told = where !== '' || Object.keys(arm.parts).length > 1 ? `${where}part "${part}": ` : '';
  return told + budget(claim.parts[part]!.accept, summary);
}

const firstViolation = (claim: ClaimReport): number | undefined =>
  Object.values(armOf(claim, 'claim')?.parts ?? {}).flatMap((part) => part.evidence.violating)[0];
