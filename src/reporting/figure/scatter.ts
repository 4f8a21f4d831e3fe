/** Two columns of a table, a point for each row with its number beside it; rows that would lie on one another share a point. */
import { numbered, type JoinedRow, type JoinedTable } from '../tables.js';
import { discs, words } from './dial.js';
import { beside, type Box } from './label.js';
import { frame, HEIGHT, marks, room, SIZE, WIDTH, type Room } from './frame.js';
import { fitted, widthOf, type Drawing, type Shape } from './ink.js';
import { drawable, scale, type Scale } from './scale.js';

/** Nearer than this two rows are one point. */
const NEAR = 9;
const R = 4.5;

/** 1, 2, 3, 5 -> 1–3, 5 */
function spans(rows: readonly number[]): string {
  const out: [number, number][] = [];
  for (const row of rows) {
    const last = out.at(-1);
    if (last && last[1] === row - 1) last[1] = row;
    else out.push([row, row]);
  }
  return out.map(([a, b]) => (a === b ? numbered(a) : `${numbered(a)}–${numbered(b)}`)).join(', ');
}

interface Row {
  readonly k: number;
  readonly x: number;
  readonly y: number;
  readonly judged: JoinedRow['judged'];
}

/** Those that have a place. */
export function shownRows(table: JoinedTable): Row[] {
  const [across, up] = (table.drawn ?? []).map((name) => table.columns.findIndex((column) => column.name === name));
  if (across === undefined || up === undefined) return [];
  return table.rows
    .map(({ values, judged }, k) => ({ k, x: values[across]!.mean, y: values[up]!.mean, judged }))
    .filter(({ x, y }) => drawable(x) && drawable(y));
}

interface Point extends Omit<Row, 'k'> {
  readonly rows: readonly number[];
}

function pointsOf(rows: readonly Row[], across: Scale, up: Scale): Point[] {
  const points: (Omit<Row, 'k'> & { readonly rows: number[] })[] = [];
  for (const { k, judged, ...row } of rows) {
    const [x, y] = [across.at(row.x), up.at(row.y)];
    const near = (point: Point) => Math.abs(point.x - x) < NEAR && Math.abs(point.y - y) < NEAR;
    const same = points.find((point) => point.judged === judged && near(point));
    if (same) same.rows.push(k);
    else points.push({ x, y, judged, rows: [k] });
  }
  return points;
}

const DISC = (x: number, y: number, r: number): Box => ({
  x: x - r - 1,
  y: y - r - 1,
  width: 2 * r + 2,
  height: 2 * r + 2,
});

/** The points, each with the numbers of its rows where there is room for them. */
function content(table: JoinedTable, points: readonly Point[], r: number, space?: Room): Shape[] {
  const taken = points.map(({ x, y }) => DISC(x, y, r));
  return points.map(({ x, y, judged, rows }): Shape => {
    const runs = [{ text: spans(rows) }];
    const size = { width: widthOf(runs, SIZE), height: SIZE };
    const label = space && beside([[x, y]], taken, size, space);
    if (label) taken.push({ x: label[0] - size.width / 2, y: label[1] + 3 - SIZE, ...size });
    return {
      is: 'group',
      says: rows.map((k) => table.rows[k]!.name).join(', '),
      shapes: [
        ...discs(judged, [x, y], r),
        ...(label ? [{ is: 'text', ink: 'tick', at: label, anchor: 'middle', runs } as const] : []),
      ],
    };
  });
}

const about = ({ drawn, of }: JoinedTable) => `${drawn![1]} against ${drawn![0]}, a point for each ${of}.`;

const name = (of: string) => fitted(words(of), SIZE, WIDTH - 80);

/** @returns nothing for a table that draws nothing */
export function scatterDrawing(table: JoinedTable): Drawing | undefined {
  const rows = shownRows(table);
  if (rows.length === 0) return undefined;
  const [xs, ys] = [rows.map(({ x }) => x), rows.map(({ y }) => y)];
  const space = room(marks(scale('linear', ys, 0, 1)));
  const across = scale('linear', xs, space.left + 8, space.right - 8);
  const up = scale('linear', ys, space.foot - 8, space.top + 8);
  const [x, y] = table.drawn!;
  return {
    width: WIDTH,
    height: HEIGHT,
    size: SIZE,
    title: table.title,
    about: about(table),
    shapes: [
      ...frame({ room: space, across, up, names: { across: name(x), up: name(y) } }),
      ...content(table, pointsOf(rows, across, up), R, space),
    ],
  };
}

const SMALL: Room = { left: 10, right: 210, top: 10, foot: 98 };

export function smallScatter(table: JoinedTable): Drawing | undefined {
  const rows = shownRows(table);
  if (rows.length === 0) return undefined;
  const { left, right, top, foot } = SMALL;
  const across = scale('linear', rows.map(({ x }) => x), left + 4, right); // prettier-ignore
  const up = scale('linear', rows.map(({ y }) => y), foot - 4, top); // prettier-ignore
  return {
    width: 220,
    height: 120,
    size: 13,
    title: table.title,
    about: about(table),
    shapes: [
      { is: 'path', ink: 'axis', lines: [[[left, top], [left, foot], [right, foot]]] }, // prettier-ignore
      ...content(table, pointsOf(rows, across, up), 3),
      {
        is: 'text',
        ink: 'name',
        at: [(left + right) / 2, foot + 15],
        anchor: 'middle',
        runs: fitted(words(table.drawn![0]), 13, right - left),
      },
    ],
  };
}
