/** What is drawn or tabulated: the dial of a claim, and the tables that claims share. */
import type { DialReport } from '../../engine/report.js';
import { heading, numbers, paragraph, said, section, table, type Block, type Phrase, type Text } from '../block.js';
import { typeset } from '../number.js';
import { entry, numbered, type JoinedTable } from '../tables.js';
import { formulaOf } from './parts.js';
import { badge } from './verdicts.js';

/** What the curve over a dial is. */
const CURVE = {
  prediction: 'what theory predicts',
  bound: 'a bound by theory',
  rival: 'what another theory says',
} as const;

export function dialled(dial: DialReport, id: string): Block[] {
  const { of, part, measured, curve, points, boundary } = dial;
  const rows = points.map((point): Text[] => [
    typeset(point.at),
    `${typeset(point.measured.mean, 4)} [${typeset(point.measured.low, 4)}, ${typeset(point.measured.high, 4)}]`,
    point.curve === undefined ? '–' : typeset(point.curve, 4),
    `${point.holding} of ${point.trials}`,
    String(point.failing),
  ]);
  const means: Phrase[] = [formulaOf(measured), `: means over ${points[0]?.trials ?? 0} tasks with 98% intervals`];
  const theory: Phrase[] = curve ? [`; ${CURVE[curve.kind ?? 'prediction']}: `, formulaOf(curve)] : [];
  const caption = [
    'Points: measured',
    ...(curve ? [`; line: ${CURVE[curve.kind ?? 'prediction']}`] : []),
    '. Filled: every task satisfies “',
    said(part),
    ...(boundary ? ['”. Shaded: where the boundary lies.'] : ['”.']),
  ];
  return [
    heading(3, 'Along ', said(of)),
    paragraph(...means, ...theory, '.'),
    {
      is: 'drawing',
      of: { dial },
      id: `dial-${id}`,
      caption,
      instead: [
        table([of, 'Measured', curve?.kind === 'bound' ? 'Bound' : 'Theory', 'Holding', 'Failing'].map(numbers), rows),
      ],
    },
    ...(boundary
      ? [
          paragraph(
            `Every task holds at ${typeset(boundary.holdsAt)}; most fail at ${typeset(boundary.failsAt)}: the boundary lies between.`,
          ),
        ]
      : []),
  ];
}

/** A table with the claim and the verdict behind each row, and its figure. */
export function tabulated(joined: JoinedTable, k: number): Block {
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
  const drawing = (across: string, up: string): Block => ({
    is: 'drawing',
    of: { table: joined },
    id: `figure-${k + 1}`,
    caption: [
      said(up),
      ' against ',
      said(across),
      ', a point for each ',
      said(of),
      ', numbered as in the table.',
      ...(share ? [' Filled: ', said(share.name), ' on every task.'] : []),
    ],
    instead: [],
  });
  return section(
    'table',
    [
      heading(2, said(title)),
      table([numbers(''), of, ...columns.map(({ name }) => numbers(name)), 'Claim', 'Its verdict'], list),
      { is: 'paragraph', text: [...legend, 'Means over the tasks of each claim, with 98% intervals.'], as: 'aside' },
      ...(drawn ? [drawing(...drawn)] : []),
    ],
    `table-${k + 1}`,
  );
}
