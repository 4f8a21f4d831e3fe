/** A dial: means over tasks with their intervals, the theory's curve over them, and the boundary of validity. */
import type { DialPoint, DialReport } from '../../engine/report.js';
import { short } from '../number.js';
import { prose } from '../prose.js';
import { onLine } from './formula.js';
import { frame, HEIGHT, marks, room, SIZE, WIDTH, type Room } from './frame.js';
import { fitted, widthOf, type Drawing, type Place, type Run, type Shape } from './ink.js';
import { along, beside, type Box } from './label.js';
import { drawable, scale, type Kind, type Scale } from './scale.js';

/** What lies in a sentence of a claim, on a line. */
export const words = (text: string): Run[] =>
  prose(text).map(({ at, text: shown }) => ({ text: shown, ...(at !== 'line' && { at }) }));

/** A formula on a line where it fits; its source where not. */
export function named({ tex, source = '' }: DialReport['measured'], most: number): readonly Run[] {
  const runs = tex === undefined ? undefined : onLine(tex);
  return runs && widthOf(runs, SIZE) <= most ? runs : fitted([{ text: source }], SIZE, most);
}

export const shownPoints = (dial: DialReport): DialPoint[] =>
  dial.points.filter(({ at, measured }) => drawable(at) && drawable(measured.mean));

interface Axes {
  readonly across: Scale;
  readonly up: Scale;
}

function axes(dial: DialReport, { left, right, top, foot }: Room): Axes {
  const points = shownPoints(dial);
  const shown = points
    .flatMap(({ measured, curve }) => [measured.mean, ...(curve === undefined ? [] : [curve])])
    .filter(drawable);
  const least = Math.min(...shown);
  const ends = points.flatMap(({ measured: { low, high } }) => [low, high]).filter(drawable);
  // Against zero where an interval reaches it, unless the means lie far apart.
  const far = ends.some((value) => value <= 0) ? 300 : 30;
  const kind: Kind = least > 0 && Math.max(...shown) > far * least ? 'log' : 'linear';
  // An interval that reaches down to zero must not stretch a logarithmic axis for ever.
  const reached = kind === 'log' ? ends.filter((value) => value > least / 10) : ends;
  if (kind === 'log' && ends.some((value) => value <= 0)) reached.push(least / 3);
  const at = points.map((point) => point.at);
  const across = dial.axis === 'log' && Math.min(...at) > 0 ? 'log' : 'linear';
  return { across: scale(across, at, left + 8, right - 8), up: scale(kind, [...shown, ...reached], foot, top) };
}

/** The curve in pieces: where it is no number it has a gap. */
const curves = (points: readonly DialPoint[], { across, up }: Axes): Place[][] =>
  points
    .reduce<Place[][]>(
      (all, { at, curve }) => {
        if (curve === undefined || !drawable(curve)) return [...all, []];
        all.at(-1)!.push([across.at(at), up.at(curve)]);
        return all;
      },
      [[]],
    )
    .filter((line) => line.length > 1);

const R = 4.5;

/** Filled, hollow, or with a dot. */
export const discs = (judged: DialPoint['judged'], at: Place, r: number): Shape[] => [
  { is: 'disc', ink: judged, at, r },
  ...(judged === 'open' ? [{ is: 'disc', ink: 'dot', at, r: r / 3 } as const] : []),
];

/** A mean with its interval; where that reaches below a logarithmic axis, it ends in an arrow. */
function mark(point: DialPoint, { across, up }: Axes, foot: number, r: number): Shape[] {
  const { mean, low, high } = point.measured;
  const [x, y] = [across.at(point.at), up.at(mean)];
  const below = up.kind === 'log' && low <= 0;
  const [top, bottom] = [drawable(high) ? up.at(high) : y, below ? foot - 2 : drawable(low) ? up.at(low) : y];
  const rise = below ? 1.5 * r : 0;
  const end: Place[] = [[x - r, bottom - rise], [x, bottom], [x + r, bottom - rise]]; // prettier-ignore
  const { judged } = point;
  return [
    { is: 'path', ink: 'bar', lines: [[[x, top], [x, bottom]], [[x - r, top], [x + r, top]], end] }, // prettier-ignore
    ...discs(judged, [x, y], r),
  ];
}

export const JUDGED = { holds: 'it holds', fails: 'it fails', open: 'open' } as const;

/** So many tasks are behind the mean. */
export const counted = ({ trials, unfinished, missed }: DialPoint): number => trials - unfinished - missed;

/** What a reader is told who points at a mark. */
function says(of: string, point: DialPoint): string {
  const { at, measured, holding, judged } = point;
  const [mean, low, high] = [measured.mean, measured.low, measured.high].map((value) => short(value, 4));
  return `${of} ${short(at, 6)}: ${mean} [${low}, ${high}]; ${holding} of ${counted(point)} tasks hold: ${JUDGED[judged]}`;
}

/** What is written beside a curve. */
export const CALLED = { prediction: 'prediction', bound: 'bound', rival: 'rival' } as const;

/** What lies on the grid: the band, the curve and the points. */
function content(dial: DialReport, at: Axes, { top, foot }: Room, r: number): Shape[] {
  const points = shownPoints(dial);
  const { boundary, curve } = dial;
  const ends = boundary ? [boundary.holdsAt, boundary.failsAt].filter(drawable) : [];
  const [a, b] = ends.length === 2 ? ends.map(at.across.at).sort((x, y) => x - y) : [];
  const lines = curves(points, at);
  return [
    ...(a === undefined ? [] : [{ is: 'band', ink: 'boundary', from: [a, top], to: [b!, foot] } as const]),
    ...(lines.length > 0 ? [{ is: 'path', ink: curve?.kind ?? 'prediction', lines } as const] : []),
    ...points.map((point) => ({ is: 'group', says: says(dial.of, point), shapes: mark(point, at, foot, r) }) as const),
  ];
}

function labelled(dial: DialReport, at: Axes, space: Room): Shape[] {
  const lines = curves(shownPoints(dial), at);
  if (lines.length === 0) return [];
  const text = CALLED[dial.curve?.kind ?? 'prediction'];
  const runs = [{ text }];
  const taken = shownPoints(dial).map(({ at: x, measured: { mean, low, high } }): Box => {
    const [top, bottom] = [at.up.at(drawable(high) ? high : mean) - R, at.up.at(drawable(low) ? low : mean) + R];
    return { x: at.across.at(x) - R - 1, y: top, width: 2 * R + 2, height: bottom - top };
  });
  const place = beside(lines.flatMap(along), taken, { width: widthOf(runs, SIZE), height: SIZE }, space);
  return [{ is: 'text', ink: 'label', at: place, anchor: 'middle', runs }];
}

/** @returns what is drawn, in a few words */
const titleOf = ({ of, part }: DialReport): string => `Along ${of}: ${part}`;

/** What is drawn, in a sentence for who does not see it. */
function about(dial: DialReport): string {
  const points = shownPoints(dial);
  const kind = dial.curve ? `; the line is the ${CALLED[dial.curve.kind ?? 'prediction']}` : '';
  return (
    `Means over ${points[0]!.trials} tasks with 98% intervals at ${points.length} values of ${dial.of}` +
    `${kind}${dial.boundary ? '; the boundary lies in the shaded interval' : ''}.`
  );
}

/** @returns nothing where there is nothing to draw */
export function dialDrawing(dial: DialReport): Drawing | undefined {
  const points = shownPoints(dial);
  if (points.length === 0) return undefined;
  const space = room(marks(axes(dial, room([])).up));
  const at = axes(dial, space);
  const { name, tex } = dial.across;
  const symbol = tex === undefined ? undefined : onLine(tex);
  const names = {
    across: fitted(symbol ?? words(name), SIZE, space.right - space.left),
    up: named(dial.measured, WIDTH - 12),
  };
  const [beneath, over] = [content(dial, at, space, R), labelled(dial, at, space)];
  const band = beneath.filter(({ is }) => is === 'band');
  return {
    width: WIDTH,
    height: HEIGHT,
    size: SIZE,
    title: titleOf(dial),
    about: about(dial),
    shapes: [
      ...band,
      ...frame({ room: space, ...at, names, at: points.map((point) => point.at) }),
      ...beneath.filter(({ is }) => is !== 'band'),
      ...over,
    ],
  };
}

const SMALL: Room = { left: 8, right: 212, top: 8, foot: 98 };

/** The same at a glance: a frame, the ends of the axis that lies, and what it turns. */
export function smallDial(dial: DialReport): Drawing | undefined {
  const points = shownPoints(dial);
  if (points.length === 0) return undefined;
  const at = axes(dial, SMALL);
  const { left, right, foot } = SMALL;
  const ends = [points[0]!, points.at(-1)!].map((point) => point.at);
  const below = marks({ kind: at.across.kind, ticks: ends });
  const [first, last] = [below[0]!, below[1]!];
  const [from, to] = [left + widthOf(first, 13) + 8, right - widthOf(last, 13) - 8];
  const [middle, of] = [(from + to) / 2, fitted(words(dial.of), 13, to - from)];
  return {
    width: 220,
    height: 120,
    size: 13,
    title: titleOf(dial),
    about: about(dial),
    shapes: [
      ...content(dial, at, SMALL, 3),
      { is: 'path', ink: 'axis', lines: [[[left, foot], [right, foot]]] }, // prettier-ignore
      { is: 'text', ink: 'tick', at: [left, foot + 15], anchor: 'start', runs: first },
      { is: 'text', ink: 'name', at: [middle, foot + 15], anchor: 'middle', runs: of },
      { is: 'text', ink: 'tick', at: [right, foot + 15], anchor: 'end', runs: last },
    ],
  };
}
