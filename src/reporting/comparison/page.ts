/** A comparison as one document: what is worse, lost or open first, with its tasks; the rest folded away. */
import type { Weight } from '../../engine/transition.js';
import {
  folded,
  heading,
  list,
  note,
  paragraph,
  section,
  table,
  type Block,
  type Document,
  type Tone,
} from '../block.js';
import type { Compared, ComparedClaim } from './compared.js';
import { shown } from './shown.js';
import { conclusion, MEANS, shared, summary } from './together.js';

const TONE: Readonly<Record<Weight, Tone>> = { worse: 'bad', lost: 'bad', open: 'doubt', fine: 'none' };
const toneOf = ({ word, weight }: ComparedClaim): Tone =>
  word === 'changed better' && weight === 'fine' ? 'good' : TONE[weight];

/** The claims of a comparison in a table. */
export const overview = (claims: readonly ComparedClaim[]): Block[] =>
  claims.length === 0
    ? []
    : [
        table(
          ['Claim', 'Change', { head: 'What is known', wide: true }],
          claims.map((claim) => [claim.id, { badge: claim.word, tone: toneOf(claim) }, summary(claim).join('; ')]),
        ),
      ];

/** @param together sentences that are said once of several claims */
function details(claim: ComparedClaim, all: Compared, together: ReadonlyMap<string, number>): Block[] {
  const told = claim.sentences.filter((sentence) => !together.has(sentence));
  const inner = [...(told.length > 0 ? [list(told)] : []), ...shown(claim, all)];
  return inner.length === 0 ? [] : [section('claim', [heading(2, claim.id), ...inner])];
}

export function comparison(all: Compared): Document {
  const { claims, notes, weight } = all;
  const together = shared(all);
  const grave = claims.filter((claim) => claim.weight !== 'fine');
  const rest = claims.filter((claim) => claim.weight === 'fine');
  const title = `claimcheck: ${MEANS[weight]}`;
  return {
    title,
    blocks: [
      section('head', [
        heading(1, title),
        ...[...notes, ...[...together].map(([sentence, count]) => `${count} claims: ${sentence}`)].map((text) =>
          note(paragraph(text)),
        ),
      ]),
      section('main', [
        ...overview(grave),
        ...grave.flatMap((claim) => details(claim, all, together)),
        ...(rest.length > 0
          ? [
              folded(
                `${rest.length} of ${claims.length} claims`,
                ...overview(rest),
                ...rest.flatMap((claim) => details(claim, all, together)),
              ),
            ]
          : []),
        ...conclusion(all).map((sentence) => paragraph(sentence)),
      ]),
    ],
  };
}
