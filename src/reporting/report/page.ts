/** The report as one document, from report.json alone. */
import type { ClaimReport, Report } from '../../engine/report.js';
import { whole } from '../../engine/whole.js';
import type { Bibliography } from '../bibliography.js';
import { anchored } from '../anchors.js';
import {
  code,
  heading,
  link,
  list,
  note,
  paragraph,
  said,
  section,
  type Block,
  type Document,
  type Phrase,
  type Text,
} from '../block.js';
import { bibtex, cited, references } from '../citation.js';
import { shortId } from '../id.js';
import { grouped, duration } from '../number.js';
import { byPassage, inOrder } from '../order.js';
import { allTrials } from '../sentences.js';
import { headline, joint, redraws, seedOf } from '../suite.js';
import { tablesOf } from '../tables.js';
import { unnamed } from '../suite.js';
import { reportAgain, tableAgain } from './again.js';
import { claimSection } from './claim.js';
import { contents } from './contents.js';
import { tabulated } from './figures.js';
import { front } from './front.js';
import { minute } from './minute.js';
import { passageSection } from './passage.js';
import { printed } from './printed.js';
import { jointly, meanings, verdicts } from './verdicts.js';

/** What a reader must know before anything else. */
export const BLIND = 'The deliberately false self-control was not refuted: nothing here can be trusted.';

function warnings({ id, content, envelope }: Report, published: Report): string[] {
  const { incomplete, notes = [] } = envelope;
  return [
    ...(incomplete ? [`This run is incomplete (${incomplete}); it has no report id and cannot be cited.`] : []),
    ...(id === null && !incomplete ? [`${unnamed(published)} It cannot be cited.`] : []),
    ...(content.selfControl.verdict !== 'fails' && !incomplete ? [BLIND] : []),
    ...notes,
  ];
}

export const workers = ({ workers: count }: Report['envelope']) => `${count} ${count === 1 ? 'worker' : 'workers'}`;

const head = (report: Report, published: Report): Block[] => {
  const { id, content, envelope } = report;
  const trials = allTrials(content.claims);
  const resumed = envelope.trials < trials ? `, for ${grouped(envelope.trials)} of them` : '';
  return [
    heading(1, headline(report)),
    { is: 'paragraph', text: said([joint(report), redraws(report)].filter(Boolean).join(' ')), as: 'lede' },
    ...warnings(report, published).map((text) => note(paragraph(text))),
    {
      is: 'facts',
      entries: [
        ['Report', id === null ? 'no id' : code(shortId(id))],
        ['Level', `${content.level}, risk ${content.joint.risk}`],
        ['Seed', seedOf(content)],
        ['Trials', grouped(trials)],
        ['Time', `${duration(envelope.seconds)} on ${workers(envelope)}${resumed}`],
        ['Made', envelope.started.slice(0, 10)],
      ],
    },
  ];
};

function made({ id, content, envelope }: Report): Block {
  const { version, commit, command, node, machine, kernels, packages, started } = envelope;
  const { verdict, trials } = content.selfControl;
  const entries: [string, Text][] = [
    ['Report', id === null ? 'no id' : code(id)],
    ...(command ? [['Command', code(command)] as [string, Text]] : []),
    ['Self-control', `a deliberately false claim came out as ${verdict} after ${trials} trials`],
    ['claimcheck', version + (commit ? `, commit ${commit}` : '')],
    ['Node', node],
    ['Machine', `${machine.cpu}, ${machine.cores} cores, ${machine.platform} ${machine.arch}`],
    ['Kernels', kernels],
    [
      'Packages',
      Object.entries(packages)
        .map((each) => each.join(' '))
        .join(', '),
    ],
    ['Started', started],
  ];
  return { is: 'facts', entries };
}

const placed = (block: Block, id: string): Block => (block.is === 'section' ? { ...block, id } : block);

/** A reader may look for claims by what they came to and how they stand to the talk. */
const chosen = (block: Block, { verdict, talk, marking, finding, sequel }: ClaimReport): Block =>
  block.is === 'section'
    ? {
        ...block,
        marks: {
          verdict,
          talk: talk.join(' ') || 'none',
          marking: [sequel ? 'sequel' : marking, ...(finding ? ['boundary'] : [])].join(' '),
        },
      }
    : block;

const titled = ({ id, title }: ClaimReport): Phrase => link(id, said(title));

/**
 * @param works the bibliography that source keys refer to
 * @param path of report.json, seen from where the run was asked for
 */
export function page(published: Report, works: Bibliography, path = 'reports/latest/report.json'): Document {
  const report = whole(published);
  const { claims } = report.content;
  const citation = cited(report)?.map(bibtex).join('\n\n') ?? null;
  const blocks = anchored([
    section('main', [
      ...minute(report, path),
      ...front(report, works),
      section('verdicts', [heading(2, 'All claims'), verdicts(report, titled), meanings(report)], 'verdicts'),
      ...tablesOf(inOrder(claims)).flatMap((joined, k) => [
        tabulated(joined, k, claims),
        ...tableAgain(joined, report, path),
      ]),
      ...printed(claims, works),
      ...byPassage(claims).flatMap(({ passage, claims: own }) => [
        ...(passage ? [placed(passageSection(passage, own), `claims-on-${passage}`)] : []),
        ...own.map((claim) => chosen(claimSection(claim, report, works, path), claim)),
      ]),
    ]),
    section('foot', [
      heading(2, 'How sure, and of how many'),
      jointly(report),
      heading(2, 'How it was made'),
      made(report),
      ...reportAgain(report, path),
      ...(citation === null
        ? []
        : [
            { is: 'heading', depth: 2, text: 'To cite it', at: { id: 'cite' } } as const,
            { is: 'listing', text: citation, language: 'bibtex' } as const,
          ]),
      heading(2, 'Sources'),
      list(references(claims, works)),
    ]),
  ]);
  return {
    title: headline(report),
    blocks: [section('head', head(report, published)), ...contents(blocks), ...blocks],
  };
}
