/** The verdicts of a report in one table, and at which risk they stand together. */
import type { ClaimReport, Report, Verdict } from '../../engine/report.js';
import { own } from '../../form/own.js';
import { ALPHA } from '../../statistics/levels.js';
import { numbers, paragraph, strong, table, type Block, type Phrase, type Text, type Tone } from '../block.js';
import { grouped, short } from '../number.js';
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

/** What a reader must not take for a verdict on the passage's own words. */
const beside = ({ finding, sequel }: ClaimReport): string => {
  const said = [...(sequel ? ['since then'] : []), ...(finding ? ['boundary'] : [])];
  return said.length > 0 ? ` (${said.join(', ')})` : '';
};

/** @param named what stands for a claim; by default its id, which commands take */
export function verdicts(report: Report, named = ({ id }: ClaimReport): Phrase => ({ to: id })): Block {
  const rows = inOrder(report.content.claims).map((claim): Text[] => [
    named(claim),
    badge(claim.verdict),
    claim.talk.join(' ') + beside(claim),
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

/** What may be said of several claims at once, and at which risk; which ones an incomplete run judged is a matter of time. */
export function jointly({ content, envelope }: Report): Block {
  const { claims, holding, risk, rate } = content.joint;
  const any = (alpha: number) => short(claims * alpha);
  const bounds = [
    ...(claims * risk < 1 ? [any(risk)] : []),
    ...(content.level === 'paper' ? [] : [`${any(ALPHA.paper)} at level paper`]),
  ];
  const together = [
    ...(rate < 1
      ? [
          `As a list, the ${holding} that hold have a false discovery rate of at most ${short(rate)}: ${claims} times ${risk} ` +
            `by ${holding}, however they depend on each other (e-BH, the e-value of each being 1/${risk}).`,
        ]
      : []),
    ...(claims * ALPHA.paper < 1
      ? [
          'That any claim at all is printed as holding although it is false has probability at most ' +
            `${bounds.join(', ')}.`,
        ]
      : []),
  ];
  const said = [
    `A claim that is false is printed as holding with probability at most ${risk}. That is the risk of each verdict by ` +
      'itself, and of the sentence that all hold, for which each had to be certified.',
    ...(claims > 1 && !envelope.incomplete ? together : []),
  ];
  return paragraph(said.join(' '));
}
