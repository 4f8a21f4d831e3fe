/** What a run says at its end: the verdicts, why one is no `holds` and what to do, and the sentence of the suite. */
import type { ClaimReport, Report } from '../../engine/report.js';
import { whole } from '../../engine/whole.js';
import {
  heading,
  list,
  note,
  paragraph,
  said,
  section,
  sentence,
  strong,
  type Block,
  type Document,
} from '../block.js';
import { shortId } from '../id.js';
import { duration } from '../number.js';
import { allTrials } from '../sentences.js';
import { allSearched, brokenClaims, draws, headline, joint, redraws, seedOf, unnamed } from '../suite.js';
import { MOST, next, reasons } from './claim.js';
import { BLIND, workers } from './page.js';
import { badge, verdicts } from './verdicts.js';

const more = (count: number, what: string): Block[] =>
  count > MOST ? [paragraph(`and ${count - MOST} more ${what} in the report`)] : [];

function open(claim: ClaimReport, report: Report, path: string): Block {
  const why = reasons(claim, report);
  return section('claim', [
    heading(2, claim.id, ': ', badge(claim.verdict)),
    note(list(why.slice(0, MOST).map(said)), ...more(why.length, 'sentences'), ...next(claim, report, path)),
  ]);
}

/** For example `608 trials (641 trained)`: an arm runs ahead of its verdict, and what a resumed run has it does not train. */
function trials({ content, envelope }: Report): string {
  const count = allTrials(content.claims);
  return `${count} trials${envelope.trials === count ? '' : ` (${envelope.trials} trained)`}`;
}

/** @param path of report.json, for the commands that are suggested */
export function brief(published: Report, path: string): Document {
  const report = whole(published);
  const { content, envelope, id } = report;
  const { claims } = content;
  const broken = brokenClaims(report);
  const drawn = claims.flatMap((claim) => {
    const told = draws(claim, report);
    return told ? [`${claim.id}: ${told}`] : [];
  });
  const notes = published.approximate ? (envelope.notes ?? []) : [];
  return {
    title: headline(report),
    blocks: [
      ...(claims.length + broken.length > 0 ? [verdicts(report)] : []),
      ...claims.filter(({ verdict }) => verdict !== 'holds').map((claim) => open(claim, report, path)),
      ...broken.map(([name, why]) => section('claim', [heading(2, name, ': ', badge('error')), note(paragraph(why))])),
      paragraph(strong(joint(report))),
      ...sentence(allSearched(claims)),
      ...sentence(redraws(report)),
      ...(drawn.length > 0 ? [note(list(drawn.slice(0, MOST)), ...more(drawn.length, 'claims'))] : []),
      ...(content.selfControl.verdict !== 'fails' && !envelope.incomplete
        ? [paragraph({ badge: BLIND, tone: 'bad' })]
        : []),
      paragraph(
        `Level ${content.level}, seed ${seedOf(content)}, ${trials(report)} in ${duration(envelope.seconds)} on ${workers(envelope)}.`,
      ),
      ...notes.map((text) => paragraph(`${text}.`)),
      paragraph(id === null ? { badge: unnamed(report), tone: 'doubt' } : `Report ${shortId(id)}${id.slice(12)}`),
    ],
  };
}
