/**
 * Several reports, by when they were made: the verdict of every claim in each, and from one to the next what changed. What is
 * said of a step is what `compare` says of the two.
 */
import type { Report, Verdict } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { own } from '../form/own.js';
import { code, folded, heading, list, numbers, paragraph, section, table } from './block.js';
import type { Block, Column, Document, Text } from './block.js';
import { compared, told, type Compared, type Placed, type Told } from './comparison/compared.js';
import { overview } from './comparison/page.js';
import { shared } from './comparison/together.js';
import { shortId } from './id.js';
import { inOrder } from './order.js';
import { badge } from './report/verdicts.js';
import { brokenClaims, headline } from './suite.js';

interface Version extends Told {
  readonly started: string;
  readonly version: string;
  readonly headline: string;
}

export interface History {
  readonly schema: 1;
  /** The oldest first. */
  readonly reports: readonly Version[];
  /** In the order of the talk; null where a report has no verdict of it. */
  readonly claims: readonly { readonly id: string; readonly verdicts: readonly (Verdict | null)[] }[];
  /** From each report to the next. */
  readonly steps: readonly Compared[];
}

function verdictsOf(report: Report): Record<string, Verdict> {
  const { content, envelope } = whole(report);
  const judged = inOrder(content.claims).map(({ id, verdict }) => [id, verdict]);
  return Object.fromEntries([...judged, ...brokenClaims({ content, envelope }).map(([id]) => [id, 'error'])]);
}

export function history(placed: readonly Placed[]): History {
  const time = ({ report }: Placed) => Date.parse(report.envelope.started);
  const all = [...placed].sort((a, b) => time(a) - time(b));
  const verdicts = all.map(({ report }) => verdictsOf(report));
  // The latest report has the order; what is no longer in it comes after.
  const ids = [...new Set([...verdicts].reverse().flatMap((each) => Object.keys(each)))];
  return {
    schema: 1,
    reports: all.map((each) => {
      const { started, version } = each.report.envelope;
      return { ...told(each), started, version, headline: headline(whole(each.report)) };
    }),
    claims: ids.map((id) => ({ id, verdicts: verdicts.map((each) => own(each, id) ?? null) })),
    steps: all.slice(1).map((head, k) => compared(all[k]!, head)),
  };
}

const day = ({ started }: Version): string => started.slice(0, 10);
/** A report as it is numbered, from 1. */
const named = (k: number): string => String(k + 1);

const reportsTable = (reports: readonly Version[]): Block =>
  table(
    [
      numbers('#'),
      'Made',
      'Report',
      { head: 'Found', wide: true },
      'Level',
      { head: 'Seed', leave: 2 },
      { head: 'By', leave: 3 },
      { head: 'File', leave: 1 },
    ],
    reports.map((each, k): Text[] => [
      named(k),
      day(each),
      each.id === null ? 'no id' : code(shortId(each.id)),
      each.headline,
      each.level,
      each.seed,
      `claimcheck ${each.version}${each.commit === null ? '' : `, commit ${each.commit.slice(0, 12)}`}`,
      code(each.path),
    ]),
  );

function verdictsTable(claims: History['claims'], reports: readonly Version[]): Block {
  // Where there is no room the oldest are left out first.
  const heads = reports.map((_, k): Column => ({ head: named(k), ...(k + 1 < reports.length && { leave: k }) }));
  return table(
    ['Claim', ...heads],
    claims.map(({ id, verdicts }): Text[] => [id, ...verdicts.map((each) => (each === null ? '–' : badge(each)))]),
  );
}

function stepSection(step: Compared, k: number, head: Version): Block {
  const moved = step.claims.filter(({ change }) => change !== 'identical');
  const together = shared(step);
  const sentences = [
    ...step.notes,
    ...[...together].map(([sentence, count]) => `${count} claims: ${sentence}`),
    ...moved.flatMap(({ id, sentences: told }) =>
      told.filter((each) => !together.has(each)).map((each) => `${id}: ${each}`),
    ),
  ];
  const files = moved.flatMap(({ id, modelsChanged, oraclesChanged, filesChanged }) => {
    const changed = [...new Set([...modelsChanged, ...oraclesChanged, ...filesChanged])];
    return changed.length === 0 ? [] : [`${id}: ${changed.join(', ')}`];
  });
  return section('claim', [
    heading(2, `From ${named(k)} to ${named(k + 1)}, made ${day(head)}`),
    ...(moved.length === 0 ? [paragraph('Every claim is identical.')] : overview(moved)),
    ...(sentences.length > 0 ? [folded('How surely, and what sets them apart', list(sentences))] : []),
    ...(files.length > 0 ? [folded('What changed of what they are made of', list(files))] : []),
  ]);
}

/** A history as one document. */
export function chronicle({ reports, claims, steps }: History): Document {
  const moved = claims.filter(({ verdicts }) => new Set(verdicts).size > 1);
  const still = claims.filter((claim) => !moved.includes(claim));
  const found = moved.length === 0 ? 'every verdict is the same in all' : `${moved.length} not the same in all`;
  const title = `${claims.length} claims in ${reports.length} reports: ${found}`;
  const span = `From ${day(reports[0]!)} to ${day(reports.at(-1)!)}.`;
  return {
    title,
    blocks: [
      section('head', [heading(1, title), { is: 'paragraph', text: span, as: 'lede' }]),
      section('main', [
        heading(2, 'Reports'),
        reportsTable(reports),
        heading(2, 'Verdicts'),
        ...(moved.length > 0 ? [verdictsTable(moved, reports)] : []),
        ...(still.length > 0 ? [folded(`${still.length} with one verdict in all`, verdictsTable(still, reports))] : []),
        ...steps.map((step, k) => stepSection(step, k, reports[k + 1]!)),
      ]),
    ],
  };
}
