/** The front page: which talk, and its passages in order, each with what was found of it and how far it reaches. */
import type { Passage } from '../../claim.js';
import type { ClaimReport, Report } from '../../engine/report.js';
import {
  folded,
  heading,
  joined,
  link,
  list,
  paragraph,
  said,
  section,
  strong,
  type Block,
  type Phrase,
  type Text,
  type Tone,
} from '../block.js';
import { cite, type Bibliography } from '../bibliography.js';
import { FOUND, type Sentence } from '../found.js';
import { figuresOf, type Figure } from '../figure/figure.js';
import { byStanding, inOrder } from '../order.js';
import { HEDGES, LEFT_OUT, TALK, WHICH } from '../talk.js';
import { badge } from './verdicts.js';

const PASSAGES = Object.keys(TALK) as Passage[];

/** Claims that serve a passage, first or among others, findings after the rest and what came after the talk at the end. */
export const serving = (passage: Passage, claims: readonly ClaimReport[]): ClaimReport[] =>
  byStanding(inOrder(claims).filter(({ talk }) => talk.includes(passage)));

const ours = ({ verdict, models }: ClaimReport): boolean =>
  verdict === 'holds' && !models.some(({ instead }) => instead);

/** Whether all that a sentence rests on holds in this very report, of the models that it was written of. */
export function upheld({ by }: Sentence, claims: readonly ClaimReport[]): boolean {
  const holding = new Set(claims.filter(ours).map(({ id }) => id));
  return by.every((id) => holding.has(id));
}

/** Whether its boundary is certified here; or, of what is left open, whether a claim is here that leaves it open. */
const reaches = (passage: Passage, claims: readonly ClaimReport[]): boolean => {
  const { found, reach } = FOUND[passage];
  return reach.by.length > 0 ? upheld(reach, claims) : claims.some(({ id }) => found.by.includes(id));
};

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** What its verdict says of a claim. */
const IS: Readonly<Record<ClaimReport['verdict'], string>> = {
  holds: 'holds',
  fails: 'fails',
  vacuous: 'is vacuous',
  undecided: 'is undecided',
  error: 'could not be evaluated',
  'not applicable': 'is not applicable',
};

/** The verdicts on a passage: never a bare word, which would be read as one on the passage. */
function verdictOn(claims: readonly ClaimReport[]): Phrase {
  const holding = claims.filter(({ verdict }) => verdict === 'holds').length;
  const bad = claims.some(({ verdict }) => verdict === 'fails' || verdict === 'error');
  const tone: Tone = holding === claims.length ? 'good' : bad ? 'bad' : 'doubt';
  const word =
    claims.length === 1
      ? `its claim ${IS[claims[0]!.verdict]}`
      : holding === claims.length
        ? `its ${claims.length} claims hold`
        : `${holding} of ${claims.length} claims ${holding === 1 ? 'holds' : 'hold'}`;
  return { badge: word, tone };
}

/** What the verdicts say where the sentence of what was found does not apply. */
export function happened(claims: readonly ClaimReport[]): Text {
  const others = [
    ...new Set(claims.flatMap(({ models }) => models.filter(({ instead }) => instead).map(({ name }) => name))),
  ];
  const whose = others.length > 0 ? `Another ${others.join(' and ')} stood in the place of ours. ` : '';
  const open = claims.filter(({ verdict }) => verdict !== 'holds');
  if (open.length === 0)
    return `${whose}What was judged here holds; what is found of the passage rests on more than that, and is not said.`;
  const told = open.map((claim): Phrase => ({ strong: [said(claim.title), ': ', claim.verdict] }));
  return [
    `${whose}What is found of the passage is not said here: not all that it rests on holds. `,
    ...joined(told, '; '),
    '.',
  ];
}

const MARKED = { says: 'stated', implies: 'implied', ours: 'ours' } as const;

/** How many claims are stated in the talk, follow from it, or are our reading. */
export const markings = (claims: readonly ClaimReport[]): string =>
  (Object.keys(MARKED) as (keyof typeof MARKED)[])
    .flatMap((marking) => {
      const count = claims.filter((claim) => claim.marking === marking).length;
      return count === 0 ? [] : [`${count} ${MARKED[marking]}`];
    })
    .join(', ');

const hedge = (passage: Passage): string => {
  const words = HEDGES[passage];
  return words ? `hedged: ${words.map((word) => `“${word}”`).join(', ')}` : 'said without a hedge';
};

/** The figure of the claim that stands for the passage, or of the first that has one. */
function pictured(passage: Passage, claims: readonly ClaimReport[], figures: readonly Figure[]): Block[] {
  const { figure } = FOUND[passage];
  const [first] = [...claims.filter(({ id }) => id === figure), ...claims].flatMap((claim) => [
    ...figures.filter(({ of, claims: shown }) => 'dial' in of && shown.includes(claim)),
    ...figures.filter(({ of, claims: shown }) => 'table' in of && shown.includes(claim)),
  ]);
  return first
    ? [{ is: 'sketch', of: first.of, id: `sketch-${passage}`, to: first.id, caption: said(first.title) }]
    : [];
}

/** What was found of the passage itself; empty where no claim is about its words. */
function found(
  passage: Passage,
  claims: readonly ClaimReport[],
  all: readonly ClaimReport[],
  figures: readonly Figure[],
): Block[] {
  if (claims.length === 0) return [];
  const { found, reach } = FOUND[passage];
  const certified = reach.by.length > 0;
  return [
    {
      is: 'paragraph',
      text: [verdictOn(claims), ` ${markings(claims)} · ${hedge(passage)}`],
      as: 'aside',
    },
    { is: 'paragraph', text: upheld(found, all) ? said(found.says) : happened(claims), as: 'found' },
    ...(reaches(passage, all)
      ? [
          {
            is: 'paragraph',
            text: [
              strong(certified ? 'A boundary: how far the passage reaches.' : 'Left open.'),
              ' ',
              said(reach.says),
            ],
            as: 'reach',
          } as const,
        ]
      : []),
    ...pictured(passage, claims, figures),
    folded(
      counted(claims.length, 'claim behind it', 'claims behind it'),
      list(
        claims.map((claim) => [
          badge(claim.verdict),
          ' ',
          link(claim.id, said(claim.statement)),
          ` (${MARKED[claim.marking]}${claim.finding ? '; a boundary' : ''})`,
        ]),
      ),
    ),
  ];
}

/** What was proved or refuted since, by whom, with a verdict of its own: none of it is the talk's. */
function since(claims: readonly ClaimReport[], works: Bibliography): Block[] {
  if (claims.length === 0) return [];
  return [
    paragraph(strong('Since then.'), ' ', verdictOn(claims)),
    list(
      claims.map((claim) => [
        badge(claim.verdict),
        ' ',
        link(claim.id, said(claim.statement)),
        ` ${[...claim.sources.map(({ key }) => cite(key, works)), ...(claim.finding ? ['a boundary'] : [])].join('; ')}`,
      ]),
    ),
  ];
}

function point(passage: Passage, all: readonly ClaimReport[], figures: readonly Figure[], works: Bibliography): Block {
  const claims = serving(passage, all);
  return section(
    'point',
    [
      heading(3, passage),
      { is: 'paragraph', text: TALK[passage], as: 'passage' },
      ...found(
        passage,
        claims.filter(({ sequel }) => !sequel),
        all,
        figures,
      ),
      ...since(
        claims.filter(({ sequel }) => sequel),
        works,
      ),
    ],
    passage,
  );
}

/** Passages on which a boundary is certified here, and T3, whose sentence says more than is certified. */
export const bounded = (claims: readonly ClaimReport[]): Passage[] =>
  PASSAGES.filter(
    (passage) =>
      serving(passage, claims).length > 0 &&
      (passage === 'T3' || FOUND[passage].reach.by.length > 0) &&
      reaches(passage, claims),
  );

/** @returns nothing where no claim is about the talk */
export function front({ content: { claims } }: Report, works: Bibliography): Block[] {
  const serve = claims.filter(({ talk }) => talk.length > 0);
  if (serve.length === 0) return [];
  const about = serve.filter(({ sequel }) => !sequel);
  const later = serve.length - about.length;
  const figures = figuresOf(claims);
  const told = PASSAGES.filter((passage) => serving(passage, claims).length > 0);
  const rest = PASSAGES.filter((passage) => !told.includes(passage));
  const findings = about.filter(({ finding }) => finding).length;
  const none = claims.length - serve.length;
  return [
    section(
      'front',
      [
        heading(2, 'The talk, passage by passage'),
        paragraph(WHICH),
        paragraph(
          `${counted(about.length, 'claim is', 'claims are')} about it: ${markings(about)}. “Stated” is what the report of the talk says, “implied” ` +
            'follows from that, and “ours” is our reading of what it points at. ' +
            (findings > 0
              ? `${counted(findings, 'claim marks a boundary', 'claims mark a boundary')}: how far a passage reaches. `
              : '') +
            (later > 0
              ? `${counted(later, 'claim says', 'claims say')} what came after it, under “since then”: works that sharpen, limit or turn a passage, which it could not state. `
              : '') +
            (none > 0 ? `${counted(none, 'more claim is', 'more claims are')} about something else.` : ''),
        ),
        ...told.map((passage) => point(passage, claims, figures, works)),
        ...(rest.length > 0 ? [paragraph(`No claim of this report is about ${rest.join(', ')}.`)] : []),
        heading(3, 'Left out of the talk, and why'),
        list(LEFT_OUT),
      ],
      'talk',
    ),
  ];
}
