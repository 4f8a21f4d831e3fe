/** The verdicts of a report in one table, and the list of those that hold with its joint error. */
import type { ClaimReport, Report, Verdict } from '../../engine/report.js';
import { own } from '../../form/own.js';
import { numbers, paragraph, strong, table, type Block, type Phrase, type Text, type Tone } from '../block.js';
import { grouped, typeset } from '../number.js';
import { inOrder } from '../order.js';
import { claimEvidence, controls, criteria, MEANING, trialsOf } from '../sentences.js';
import { brokenClaims } from '../suite.js';

const TONE: Readonly<Record<Verdict, Tone>> = {
  holds: 'good',
  fails: 'bad',
  error: 'bad',
  vacuous: 'doubt',
  undecided: 'doubt',
  'not applicable': 'none',
};
export const badge = (verdict: Verdict): Phrase => ({ badge: verdict, tone: TONE[verdict], means: MEANING[verdict] });

/** @param named what stands for a claim; by default its id, which commands take */
export function verdicts(report: Report, named = ({ id }: ClaimReport): Phrase => ({ to: id })): Block {
  const rows = inOrder(report.content.claims).map((claim): Text[] => [
    named(claim),
    badge(claim.verdict),
    claim.talk.join(' ') + (claim.finding ? ' (boundary)' : ''),
    criteria(claim),
    claim.arms.length > 0 ? claimEvidence(claim) : claim.because.join(' '),
    controls(claim),
    grouped(trialsOf(claim)),
    (own(report.envelope.claimSeconds, claim.id) ?? 0).toFixed(1),
  ]);
  const broken = brokenClaims(report).map(([id, why]): Text[] => [id, badge('error'), '', '', why, '', '', '']);
  return table(
    [
      'Claim',
      'Verdict',
      { head: 'Talk', leave: 3 },
      { head: 'Criterion', leave: 2 },
      { head: 'Evidence', leave: 6, wide: true },
      { head: 'Controls', leave: 5 },
      { ...numbers('Trials'), leave: 4 },
      { ...numbers('Seconds'), leave: 1 },
    ],
    [...rows, ...broken],
  );
}

/** What the verdicts that occur mean. */
export function meanings({ content }: Report): Block {
  const seen = [...new Set(content.claims.map(({ verdict }) => verdict))];
  const text = seen.flatMap((verdict) => [strong(verdict), `: ${MEANING[verdict]}. `]);
  return { is: 'paragraph', text, as: 'aside' };
}

export const jointly = ({ content }: Report): Block[] => [
  paragraph(
    "“All claims hold” needs no correction. A list of those that hold does: Holm's adjusted p-values, from the largest e-value of each claim.",
  ),
  table(
    ['Claim', numbers('p'), numbers('Adjusted'), `At risk ${content.joint.risk}`],
    Object.entries(content.holm).map(([id, { p, adjusted, holds }]) => [
      id,
      typeset(p),
      typeset(adjusted),
      holds ? 'holds' : '–',
    ]),
  ),
];
