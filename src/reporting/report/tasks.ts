/** Single tasks that a reader may look at: those that violate a part, else the nearest to it; and the counterexample. */
import type { ClaimReport, Report } from '../../engine/report.js';
import { beyond, outcomesOf } from '../../engine/sample.js';
import { command, heading, numbers, paragraph, said, table, type Block, type Text } from '../block.js';
import { typeset } from '../number.js';
import { replayCommand } from '../replay.js';
import { origin } from '../sentences.js';
import { lines } from '../value.js';

interface Seen {
  readonly part: string;
  readonly trial: number;
  readonly slack: number;
  readonly error: number;
  readonly word: 'violates it' | 'nearest';
}

/** Of each part that asks every task the violating ones that are on record, or the one of least slack. */
function seen({ arms }: ClaimReport): Seen[] {
  const own = arms.find(({ role }) => role === 'claim');
  const margin = (part: string, trial: number) => {
    const found = own!.outcomes?.[trial]?.parts[part];
    return typeof found === 'object' && found.length === 1 ? found[0] : undefined;
  };
  return Object.entries(own?.parts ?? {}).flatMap(([part, { evidence }]): Seen[] => {
    const violating = evidence.violating.flatMap((trial) => {
      const of = margin(part, trial);
      return of ? [{ part, trial, ...of, word: 'violates it' as const }] : [];
    });
    if (violating.length > 0) return violating;
    let least: Seen | undefined;
    for (const trial of (own!.outcomes ?? []).keys()) {
      const of = margin(part, trial);
      if (of && Number.isFinite(of.slack) && !(of.slack - of.error >= (least ? least.slack - least.error : Infinity)))
        least = { part, trial, ...of, word: 'nearest' };
    }
    return least ? [least] : [];
  });
}

/** @param path of report.json */
export function nearest(claim: ClaimReport, report: Report, path: string): Block[] {
  const all = seen(claim);
  if (all.length === 0) return [];
  const rows = all.map(({ part, trial, slack, error, word }): Text[] => [
    said(part),
    word,
    String(trial),
    typeset(slack, 4),
    typeset(error),
  ]);
  return [
    {
      is: 'folded',
      summary: all.some(({ word }) => word === 'violates it')
        ? 'Tasks that violate a part'
        : `Tasks nearest to a violation${beyond(claim) > 0 ? `, of the first ${outcomesOf(claim).length}` : ''}`,
      blocks: [
        table(['Part', 'The task', numbers('Trial'), numbers('Slack'), numbers('Error')], rows),
        paragraph('Any trial is looked at again by its number, for example:'),
        command(replayCommand(report, path, claim.id, all[0]!.trial)),
      ],
    },
  ];
}

const SIGN = { '<': '<', '<=': '≤', '>': '>', '>=': '≥', '==': '=' } as const;

export function counterexample(claim: ClaimReport, report: Report, path: string): Block[] {
  const { counterexample: found } = claim;
  if (!found) return [];
  const { shrunk, evaluations, part, slack, error, task, sides } = found;
  const text = lines(task).replace(/^\n/, '');
  const rows = sides.flatMap(({ relation, left, right }): Text[][] => [
    [{ tex: left.tex }, typeset(left.value, 6), typeset(left.error)],
    [[`asked to be ${SIGN[relation]} `, { tex: right.tex }], typeset(right.value, 6), typeset(right.error)],
  ]);
  return [
    heading(3, 'Counterexample'),
    paragraph(
      `${origin(found)}, shrunk ${shrunk} times in ${evaluations} evaluations, violates “${part}”: ` +
        `slack ${typeset(slack, 4)}, error ${typeset(error)}.`,
    ),
    ...(rows.length > 0 ? [table(['Side', numbers('Value'), numbers('Error')], rows)] : []),
    { is: 'folded', summary: 'The task, by value', blocks: [{ is: 'listing', text, language: 'text' }], open: true },
    // The advice beside the verdict has it where the verdict is that it fails.
    ...(claim.verdict === 'fails' ? [] : [command(replayCommand(report, path, claim.id))]),
  ];
}
