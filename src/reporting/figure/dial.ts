/** A dial: means over tasks with their intervals, the theory's curve over them, and the boundary of validity. */
import type { DialPoint, DialReport } from '../../engine/report.js';
import { short } from '../number.js';
import { prose } from '../prose.js';
import { onLine } from './formula.js';
import { frame, HEIGHT, marks, room, SIZE, WIDTH, type Room } from './frame.js';
import { widthOf, type Drawing, type Place, type Run, type Shape } from './ink.js';
import { beside, type Box } from './label.js';
import { scale, type Kind, type Scale } from './scale.js';

type Judged = 'holds' | 'fails' | 'open';
export const judgedOf = ({ holding, failing, trials }: DialPoint): Judged =>
  holding === trials ? 'holds' : 2 * failing > trials ? 'fails' : 'open';

/** What lies in a sentence of a claim, on a line. */
export const words = (text: string): Run[] =>
  prose(text).map(({ at, text: shown }) => ({ text: shown, ...(at !== 'line' && { at }) }));

/** A formula on a line where it fits; its source where not. */
export function named({ tex, source = '' }: { readonly tex?: string; readonly source?: string }, most: number): Run[] {
  const runs = tex === undefined ? undefined : onLine(tex);
  return runs && widthOf(runs, SIZE) <= most ? runs : [{ text: source }];
}

export const shownPoints = (dial: DialReport): DialPoint[] =>
  dial.points.filter(({ at, measured }) => Number.isFinite(at) && Number.isFinite(measured.mean));

interface Axes {
  readonly across: Scale;
  readonly up: Scale;
}

function axes(dial: DialReport, { left, right, top, foot }: Room): Axes {
  const points = shownPoints(dial);
  const shown = points
    .flatMap(({ measured, curve }) => [measured.mean, ...(curve === undefined ? [] : [curve])])
    .filter(Number.isFinite);
  const kind: Kind = Math.min(...shown) > 0 && Math.max(...shown) > 30 * Math.min(...shown) ? 'log' : 'linear';
  const least = Math.min(...shown);
  const ends = points.flatMap(({ measured: { low, high } }) => [low, high]).filter(Number.isFinite);
  // An interval that reaches down to zero must not stretch a logarithmic axis for ever.
  const reached = kind === 'log' ? ends.filter((value) => value > least / 10) : ends;
  const at = points.map((point) => point.at);
  const across = dial.axis === 'log' && Math.min(...at) > 0 ? 'log' : 'linear';
  return { across: scale(across, at, left + 8, right - 8), up: scale(kind, [...shown, ...reached], foot, top) };
}

/** The curve in pieces: where it is no number it has a gap. */
const curves = (points: readonly DialPoint[], { across, up }: Axes): Place[][] =>
  points
    .reduce<Place[][]>(
      (all, { at, curve }) => {
        if (curve === undefined || !Number.isFinite(curve)) return [...all, []];
        all.at(-1)!.push([across.at(at), up.at(curve)]);
        return all;
      },
      [[]],
    )
    .filter((line) => line.length > 1);

const R = 4.5;

/** A mean with its interval; where that reaches below a logarithmic axis, it ends in an arrow. */
function mark(point: DialPoint, { across, up }: Axes, foot: number, r: number): Shape[] {
  const { mean, low, high } = point.measured;
  const [x, y] = [across.at(point.at), up.at(mean)];
  const below = up.kind === 'log' && low <= 0;
  const [top, bottom] = [Number.isFinite(high) ? up.at(high) : y, below ? foot : Number.isFinite(low) ? up.at(low) : y];
  const end = below
    ? ([[x - r, bottom - r], [x, bottom], [x + r, bottom - r]] as Place[]) // prettier-ignore
    : ([[x - r, bottom], [x + r, bottom]] as Place[]); // prettier-ignore
  const judged = judgedOf(point);
  return [
    { is: 'path', ink: 'bar', lines: [[[x, top], [x, bottom]], [[x - r, top], [x + r, top]], end] }, // prettier-ignore
    { is: 'disc', ink: judged, at: [x, y], r },
    ...(judged === 'open' ? [{ is: 'disc', ink: 'dot', at: [x, y], r: r / 3 } as const] : []),
  ];
}

export const says = (of: string, { at, measured: { mean, low, high }, holding, trials }: DialPoint): string =>
  `${of} ${short(at)}: ${short(mean, 4)} [${short(low, 4)}, ${short(high, 4)}]; ${holding} of ${trials} tasks hold`;

const CALLED = { prediction: 'prediction', bound: 'bound', rival: 'rival' } as const;

/** What lies on the grid: the band, the curve and the points. */
function content(dial: DialReport, at: Axes, { top, foot }: Room, r: number): Shape[] {
  const points = shownPoints(dial);
  const { boundary, curve } = dial;
  const [a, b] = boundary ? [at.across.at(boundary.holdsAt), at.across.at(boundary.failsAt)].sort((x, y) => x - y) : [];
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
  const taken = shownPoints(dial).map(({ at: x, measured: { low, high } }): Box => {
    const top = at.up.at(high) - R;
    return { x: at.across.at(x) - R - 1, y: top, width: 2 * R + 2, height: at.up.at(low) + R - top };
  });
  const place = beside(lines.flat(), taken, { width: widthOf(runs, SIZE), height: SIZE }, space);
  return [{ is: 'text', ink: 'label', at: place, anchor: 'middle', runs }];
}

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
export function dialDrawing(dial: DialReport, title: string): Drawing | undefined {
  const points = shownPoints(dial);
  if (points.length === 0) return undefined;
  const space = room(marks(axes(dial, room([])).up));
  const at = axes(dial, space);
  const names = { across: words(dial.of), up: named(dial.measured, WIDTH - 12) };
  const [beneath, over] = [content(dial, at, space, R), labelled(dial, at, space)];
  const band = beneath.filter(({ is }) => is === 'band');
  return {
    width: WIDTH,
    height: HEIGHT,
    size: SIZE,
    title,
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
export function smallDial(dial: DialReport, title: string): Drawing | undefined {
  const points = shownPoints(dial);
  if (points.length === 0) return undefined;
  const at = axes(dial, SMALL);
  const { left, right, foot } = SMALL;
  const ends = [points[0]!, points.at(-1)!].map((point) => point.at);
  const below = marks({ kind: at.across.kind, ticks: ends });
  const [first, of, last] = [below[0]!, words(dial.of), below[1]!];
  const room = right - left - widthOf(first, 11) - widthOf(last, 11) - 16;
  return {
    width: 220,
    height: 120,
    size: 11,
    title,
    about: about(dial),
    shapes: [
      ...content(dial, at, SMALL, 3),
      { is: 'path', ink: 'axis', lines: [[[left, foot], [right, foot]]] }, // prettier-ignore
      { is: 'text', ink: 'tick', at: [left, foot + 15], anchor: 'start', runs: first },
      ...(widthOf(of, 11) <= room
        ? [{ is: 'text', ink: 'name', at: [(left + right) / 2, foot + 15], anchor: 'middle', runs: of } as const]
        : []),
      { is: 'text', ink: 'tick', at: [right, foot + 15], anchor: 'end', runs: last },
    ],
  };
}
