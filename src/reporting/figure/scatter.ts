/** Two columns of a table, a point for each row with its number beside it; rows that would lie on one another share a point. */
import { numbered, type JoinedTable } from '../tables.js';
import { words } from './dial.js';
import { frame, HEIGHT, marks, room, SIZE, WIDTH, type Room } from './frame.js';
import { fitted, widthOf, type Drawing, type Shape } from './ink.js';
import { scale, type Scale } from './scale.js';

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
  readonly filled: boolean;
}

function rowsOf(table: JoinedTable): Row[] {
  const [across, up] = (table.drawn ?? []).map((name) => table.columns.findIndex((column) => column.name === name));
  if (across === undefined || up === undefined) return [];
  const share = table.columns.findIndex(({ kind }) => kind === 'share');
  return table.rows
    .map(({ values }, k) => ({ k, x: values[across]!.mean, y: values[up]!.mean, filled: values[share]?.mean === 1 }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
}

interface Point extends Omit<Row, 'k'> {
  readonly rows: readonly number[];
}

function pointsOf(rows: readonly Row[], across: Scale, up: Scale): Point[] {
  const points: (Omit<Row, 'k'> & { readonly rows: number[] })[] = [];
  for (const { k, filled, ...row } of rows) {
    const [x, y] = [across.at(row.x), up.at(row.y)];
    const near = (point: Point) => Math.abs(point.x - x) < NEAR && Math.abs(point.y - y) < NEAR;
    const same = points.find((point) => point.filled === filled && near(point));
    if (same) same.rows.push(k);
    else points.push({ x, y, filled, rows: [k] });
  }
  return points;
}

function content(table: JoinedTable, points: readonly Point[], r: number, labels: boolean, { right }: Room): Shape[] {
  return points.map(({ x, y, filled, rows }): Shape => {
    const runs = [{ text: spans(rows) }];
    const end = x + r + 4 + widthOf(runs, SIZE) > right;
    return {
      is: 'group',
      says: rows.map((k) => table.rows[k]!.name).join(', '),
      shapes: [
        { is: 'disc', ink: filled ? 'holds' : 'fails', at: [x, y], r },
        ...(labels
          ? [{ is: 'text', ink: 'tick', at: [end ? x - r - 4 : x + r + 4, y - 5], anchor: end ? 'end' : 'start', runs } as const] // prettier-ignore
          : []),
      ],
    };
  });
}

const about = ({ drawn, of }: JoinedTable) => `${drawn![1]} against ${drawn![0]}, a point for each ${of}.`;

const name = (of: string) => fitted(words(of), SIZE, WIDTH - 80);

/** @returns nothing for a table that draws nothing */
export function scatterDrawing(table: JoinedTable): Drawing | undefined {
  const rows = rowsOf(table);
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
      ...content(table, pointsOf(rows, across, up), R, true, space),
    ],
  };
}

const SMALL: Room = { left: 10, right: 210, top: 10, foot: 98 };

export function smallScatter(table: JoinedTable): Drawing | undefined {
  const rows = rowsOf(table);
  if (rows.length === 0) return undefined;
  const { left, right, top, foot } = SMALL;
  const across = scale('linear', rows.map(({ x }) => x), left + 4, right); // prettier-ignore
  const up = scale('linear', rows.map(({ y }) => y), foot - 4, top); // prettier-ignore
  return {
    width: 220,
    height: 120,
    size: 11,
    title: table.title,
    about: about(table),
    shapes: [
      { is: 'path', ink: 'axis', lines: [[[left, top], [left, foot], [right, foot]]] }, // prettier-ignore
      ...content(table, pointsOf(rows, across, up), 3, false, SMALL),
      {
        is: 'text',
        ink: 'name',
        at: [(left + right) / 2, foot + 15],
        anchor: 'middle',
        runs: fitted(words(table.drawn![0]), 11, right - left),
      },
    ],
  };
}
