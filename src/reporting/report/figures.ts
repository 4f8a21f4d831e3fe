/** What is drawn or tabulated: the dial of a claim, and the tables that claims share. */
import type { ClaimReport, DialReport, PartReport } from '../../engine/report.js';
import { heading, numbers, said, section, strong, table, type Block, type Phrase, type Text } from '../block.js';
import { counted } from '../figure/dial.js';
import { figureOf } from '../figure/figure.js';
import { typeset } from '../number.js';
import { criterion } from '../sentences.js';
import { entry, numbered, type JoinedTable } from '../tables.js';
import { formulaOf } from './parts.js';
import { badge } from './verdicts.js';

/** What the curve over a dial is, and how it is drawn. */
const CURVE = {
  prediction: ['solid', 'what theory predicts'],
  bound: ['dashed', 'a bound by theory'],
  rival: ['dotted', 'what another theory says'],
} as const;

/** From the least to the greatest. */
const between = (counts: readonly number[]): string => {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least} to ${most}`;
};

/** What the marks mean, of those alone that are there. */
function legend({ points, part }: DialReport, { accept }: PartReport): Phrase[] {
  const there = (judged: string) => points.some((point) => point.judged === judged);
  const meanings = [
    ...(there('holds') ? ['filled, it certifies it'] : []),
    ...(there('fails') ? ['hollow, it refutes it'] : []),
    ...(there('open') ? ['with a dot, so few tasks decide neither'] : []),
  ].join('; ');
  return [` Marks are judged by the criterion of “`, said(part), `” (${criterion(accept)}): ${meanings}.`];
}

function missing({ points }: DialReport): string {
  const sum = (of: (point: DialReport['points'][number]) => number) =>
    points.reduce((all, point) => all + of(point), 0);
  const [missed, unfinished] = [sum((point) => point.missed), sum((point) => point.unfinished)];
  const out = [...(missed > 0 ? [`${missed} that miss its premise`] : []), ...(unfinished > 0 ? [`${unfinished} that did not finish`] : [])]; // prettier-ignore
  return out.length === 0 ? '' : ` Tasks left out: ${out.join(', ')}.`;
}

function caption(dial: DialReport, part: PartReport, number: number): Phrase[] {
  const { of, measured, curve, points, boundary } = dial;
  const [line, what] = CURVE[curve?.kind ?? 'prediction'];
  return [
    strong(`Figure ${number}.`),
    ' ',
    formulaOf(measured),
    ` along `,
    said(of),
    `: means over ${between(points.map(counted))} tasks with 98% intervals.`,
    ...(curve ? [` The ${line} line is ${what}: `, formulaOf(curve), '.'] : []),
    ...legend(dial, part),
    ...(boundary
      ? [` Shaded: it holds at ${typeset(boundary.holdsAt)} and fails at ${typeset(boundary.failsAt)}.`]
      : []),
    missing(dial),
  ];
}

/** Nothing for a claim without a dial. */
export function dialled(claim: ClaimReport, all: readonly ClaimReport[]): Block[] {
  const { dial } = claim;
  if (!dial) return [];
  const { of, part, curve, points } = dial;
  const rows = points.map((point): Text[] => [
    typeset(point.at),
    `${typeset(point.measured.mean, 4)} [${typeset(point.measured.low, 4)}, ${typeset(point.measured.high, 4)}]`,
    point.curve === undefined ? '–' : typeset(point.curve, 4),
    `${point.holding} of ${counted(point)}`,
    String(point.failing),
    point.judged,
  ]);
  const list = table(
    [of, 'Measured', curve?.kind === 'bound' ? 'Bound' : 'Theory', 'Holding', 'Failing', 'Judged'].map(numbers),
    rows,
  );
  const figure = figureOf(all, { dial });
  return [
    heading(3, 'Along ', said(of)),
    figure
      ? {
          is: 'drawing',
          of: figure.of,
          id: figure.id,
          caption: caption(dial, claim.parts[part]!, figure.number),
          instead: [list],
        }
      : list,
  ];
}

/** A table with the claim and the verdict behind each row, and its figure. */
export function tabulated(joined: JoinedTable, k: number, all: readonly ClaimReport[]): Block {
  const { title, of, columns, rows, drawn } = joined;
  const share = columns.find(({ kind }) => kind === 'share');
  const list = rows.map(({ claim, trials, name, values }, row): Text[] => [
    numbered(row),
    said(name),
    ...values.map((value, column) => entry(columns[column]!.kind, value, trials)),
    { to: claim.id },
    badge(claim.verdict),
  ]);
  const legend = columns.flatMap(({ name, tex }): Phrase[] => [said(name), ': ', { tex }, '. ']);
  const figure = figureOf(all, { table: joined });
  const drawing = (
    across: string,
    up: string,
    { id, number }: { readonly id: string; readonly number: number },
  ): Block => ({
    is: 'drawing',
    of: { table: joined },
    id,
    caption: [
      strong(`Figure ${number}.`),
      ' ',
      said(up),
      ' against ',
      said(across),
      ', a point for each ',
      said(of),
      ', numbered as in the table.',
      ...(share
        ? [
            ' “',
            said(share.name),
            '”: filled, on every task or by the criterion of its claim; hollow, on none; with a dot, on some.',
          ]
        : []),
    ],
    instead: [],
  });
  return section(
    'table',
    [
      heading(2, said(title)),
      table([numbers(''), of, ...columns.map(({ name }) => numbers(name)), 'Claim', 'Its verdict'], list),
      { is: 'paragraph', text: [...legend, 'Means over the tasks of each claim, with 98% intervals.'], as: 'aside' },
      ...(drawn && figure ? [drawing(...drawn, figure)] : []),
    ],
    `table-${k + 1}`,
  );
}
