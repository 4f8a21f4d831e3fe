/**
 * Two columns of a table as one SVG, a point for each row with the row's number beside it; rows that would lie on one
 * another share a point. Colors come from the page's style sheet by class; without one the drawing is black on white.
 */
import { axis, BOTTOM, escape, HEIGHT, LEFT, n, RIGHT, TOP, WIDTH } from './chart.js';
import { typeset } from './number.js';
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
export function scatter(table: JoinedTable, id: string): string {
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
  const lines = [
    ...height.ticks.map(
      (tick) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${n(height.at(tick))}" y2="${n(height.at(tick))}" stroke="#ccc"/>` +
        `<text class="tick" x="${LEFT - 8}" y="${n(height.at(tick) + 4)}" text-anchor="end">${typeset(tick)}</text>`,
    ),
    ...along.ticks.map(
      (tick) =>
        `<line class="grid" x1="${n(along.at(tick))}" x2="${n(along.at(tick))}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM + 5}" stroke="#ccc"/>` +
        `<text class="tick" x="${n(along.at(tick))}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${typeset(tick)}</text>`,
    ),
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}" stroke="#444"/>`,
    `<text class="label" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escape(table.drawn[0])}</text>`,
    `<text class="label" x="16" y="${(TOP + HEIGHT - BOTTOM) / 2}" text-anchor="middle" transform="rotate(-90 16 ${(TOP + HEIGHT - BOTTOM) / 2})">${escape(table.drawn[1])}</text>`,
  ];
  const drawn = points.map(
    (point) =>
      `<g class="point ${point.true ? 'holding' : 'failing'}"><title>${escape(point.rows.map((k) => table.rows[k]!.name).join(', '))}</title>` +
      `<circle cx="${n(point.x)}" cy="${n(point.y)}" r="4.5" stroke="#1d4ed8" stroke-width="2" fill="${point.true ? '#1d4ed8' : '#fff'}"/>` +
      `<text class="tick" x="${n(point.x + 9)}" y="${n(point.y - 6)}">${spans(point.rows)}</text></g>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" ` +
    `font-family="system-ui, sans-serif" font-size="12"><title id="${id}-title">${escape(`${table.title}: ${table.drawn[1]} against ${table.drawn[0]}, a point for each ${table.of}`)}.</title>` +
    `${lines.join('')}${drawn.join('')}</svg>`
  );
}
