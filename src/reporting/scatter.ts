/** Two columns of a table, a point for each row with its number beside it; rows that would lie on one another share a point. */
import { markup, type Markup } from './markup.js';
import { axis, BOTTOM, framed, HEIGHT, LEFT, n, RIGHT, TOP, WIDTH } from './plot.js';
import { numbered, type JoinedTable } from './tables.js';

/** Nearer than this, in pixels, two rows are one point. */
const NEAR = 9;

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

/** @param id makes the ids inside the drawing unique in its page; @returns '' for a table that draws nothing */
export function scatter(table: JoinedTable, id: string): Markup | '' {
  if (!table.drawn) return '';
  const [across, up] = table.drawn.map((name) => table.columns.findIndex((column) => column.name === name)) as [
    number,
    number,
  ];
  const share = table.columns.findIndex(({ kind }) => kind === 'share');
  const rows = table.rows
    .map(({ values }, k) => ({ k, x: values[across]!.mean, y: values[up]!.mean, true: values[share]?.mean === 1 }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (rows.length === 0) return '';
  const along = axis(
    'linear',
    rows.map(({ x }) => x),
    LEFT,
    WIDTH - RIGHT - 60,
  );
  const height = axis(
    'linear',
    rows.map(({ y }) => y),
    HEIGHT - BOTTOM,
    TOP + 8,
  );
  const points: { readonly x: number; readonly y: number; readonly true: boolean; readonly rows: number[] }[] = [];
  for (const row of rows) {
    const [x, y] = [along.at(row.x), height.at(row.y)];
    const same = points.find(
      (point) => Math.abs(point.x - x) < NEAR && Math.abs(point.y - y) < NEAR && point.true === row.true,
    );
    if (same) same.rows.push(row.k);
    else points.push({ x, y, true: row.true, rows: [row.k] });
  }
  const drawn = points.map(
    (point) =>
      markup`<g class="point ${point.true ? 'holding' : 'failing'}"><title>${point.rows.map((k) => table.rows[k]!.name).join(', ')}</title><circle cx="${n(point.x)}" cy="${n(point.y)}" r="4.5" stroke="#1d4ed8" stroke-width="2" fill="${point.true ? '#1d4ed8' : '#fff'}"/><text class="tick" x="${n(point.x + 9)}" y="${n(point.y - 6)}">${spans(point.rows)}</text></g>`,
  );
  const [x, y] = table.drawn;
  return framed({
    id,
    title: `${table.title}: ${y} against ${x}, a point for each ${table.of}`,
    across: { ...along, name: x },
    up: { ...height, name: y },
    over: drawn,
  });
}
