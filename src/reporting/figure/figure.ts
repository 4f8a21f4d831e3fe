/** The figures of a report: what each shows, its id and its number. */
import type { ClaimReport } from '../../engine/report.js';
import type { Drawn } from '../block.js';
import type { Markup } from '../markup.js';
import { inOrder } from '../order.js';
import { sameTable, tablesOf } from '../tables.js';
import { dialDrawing, shownPoints, smallDial } from './dial.js';
import type { Drawing } from './ink.js';
import { scatterDrawing, shownRows, smallScatter } from './scatter.js';
import { inPage } from './svg.js';

export interface Figure {
  /** Its anchor in a page and, with an ending, the name of its files. */
  readonly id: string;
  /** From 1, in the order of the page. */
  readonly number: number;
  readonly title: string;
  readonly of: Drawn;
  /** The claims that it shows. */
  readonly claims: readonly ClaimReport[];
}

/** What may stand in the name of a file and in an anchor. */
const safe = (text: string): string =>
  text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'figure'; // prettier-ignore

/** Nothing where there is nothing to draw. */
export const drawingOf = (of: Drawn): Drawing | undefined =>
  'dial' in of ? dialDrawing(of.dial) : scatterDrawing(of.table);

/** @param id makes the ids inside the drawing unique in its page; @returns '' where there is nothing to draw */
const placed = (drawing: Drawing | undefined, id: string): Markup | '' => (drawing ? inPage(drawing, id) : '');

/** A figure in a page: 400 x 260, for 343 pixels and more. */
export const drawn = (of: Drawn, id: string): Markup | '' => placed(drawingOf(of), id);

/** The same at a glance, 220 x 120; it says in its title what it shows. */
export const small = (of: Drawn, id: string): Markup | '' =>
  placed('dial' in of ? smallDial(of.dial) : smallScatter(of.table), id);

function found(claims: readonly ClaimReport[]): Figure[] {
  const ordered = inOrder(claims);
  const all: Omit<Figure, 'id' | 'number'>[] = [
    ...tablesOf(ordered).map((table) => ({
      title: table.title,
      of: { table },
      claims: [...new Set(table.rows.map((row) => row.claim))],
    })),
    ...ordered.flatMap((claim) =>
      claim.dial
        ? [{ title: `${claim.title}, along ${claim.dial.of}`, of: { dial: claim.dial }, claims: [claim] }]
        : [],
    ),
  ];
  const taken = new Set<string>();
  return all
    .filter(({ of }) => ('dial' in of ? shownPoints(of.dial) : shownRows(of.table)).length > 0)
    .map((figure, k) => {
      const name = 'dial' in figure.of ? `dial-${safe(figure.claims[0]!.id)}` : `scatter-${safe(figure.title)}`;
      let id = name;
      for (let twin = 2; taken.has(id); twin++) id = `${name}-${twin}`;
      taken.add(id);
      return { ...figure, id, number: k + 1 };
    });
}

const known = new WeakMap<readonly ClaimReport[], readonly Figure[]>();

/** In the order of the page: tables, then the dials of claims in the order of the talk. */
export function figuresOf(claims: readonly ClaimReport[]): readonly Figure[] {
  const figures = known.get(claims) ?? found(claims);
  known.set(claims, figures);
  return figures;
}

/** The figure of that dial or table, unless there is nothing in it to draw. */
export const figureOf = (claims: readonly ClaimReport[], what: Drawn): Figure | undefined =>
  figuresOf(claims).find(({ of }) =>
    'dial' in what ? 'dial' in of && of.dial === what.dial : 'table' in of && sameTable(of.table, what.table),
  );
