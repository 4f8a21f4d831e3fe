/** What every drawing stands in: two axes with their names and ticks. */
import { typeset } from '../number.js';
import { widthOf, type Place, type Run, type Shape } from './ink.js';
import type { Scale } from './scale.js';

/** In units of the drawing; a phone shows 400 of them on about 343 pixels, so that text of 13 is of 11 pixels there. */
export const WIDTH = 400;
export const HEIGHT = 260;
export const SIZE = 13;
const RIGHT = 14;
const TOP = 30;
const BOTTOM = 44;

export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly foot: number;
}

/** A number as it stands on an axis: 1.2 x 10 with the power raised. */
function tick(value: number, digits: number): Run[] {
  const [, mantissa, power] = /^(.*?)(?:10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?$/.exec(typeset(value, digits))!;
  if (power === undefined) return [{ text: mantissa! }];
  const raised = [...power].map((c) => '0123456789−'['⁰¹²³⁴⁵⁶⁷⁸⁹⁻'.indexOf(c)]!).join('');
  return [{ text: `${mantissa}10` }, { text: raised, at: 'up' }];
}

/** Where some would be long, powers of ten are written as such; no two look the same. */
export function marks({ kind, ticks }: Pick<Scale, 'kind' | 'ticks'>, digits = 4): Run[][] {
  const far = kind === 'log' && ticks.some((value) => value < 1e-3 || value >= 1e5);
  const all = ticks.map((value): Run[] => {
    const exponent = Math.round(Math.log10(value));
    if (!far || exponent === 0 || exponent === 1 || Number(`1e${exponent}`) !== value) return tick(value, digits);
    return [{ text: '10' }, { text: String(exponent).replace('-', '−'), at: 'up' }];
  });
  const distinct = new Set(all.map((runs) => runs.map(({ text }) => text).join(' '))).size === all.length;
  return distinct || digits >= 12 ? all : marks({ kind, ticks }, digits + 2);
}

/** The room that is left by the numbers beside the axis that stands. */
export const room = (beside: readonly (readonly Run[])[]): Room => ({
  left: Math.ceil(Math.max(20, ...beside.map((runs) => widthOf(runs, SIZE)))) + 12,
  right: WIDTH - RIGHT,
  top: TOP,
  foot: HEIGHT - BOTTOM,
});

/** Every k-th of what is written along a line, with the least k for which none touches the next. */
export function thinned(places: readonly number[], labels: readonly (readonly Run[])[]): number[] {
  const all = places.map((_, i) => i).sort((i, j) => places[i]! - places[j]!);
  const reach = (i: number) => widthOf(labels[i]!, SIZE) / 2 + 4;
  for (let every = 1; every < all.length; every++) {
    const kept = all.filter((_, k) => k % every === 0);
    if (kept.every((i, k) => k === 0 || places[kept[k - 1]!]! + reach(kept[k - 1]!) <= places[i]! - reach(i)))
      return kept;
  }
  return all.slice(0, 1);
}

interface Framed {
  readonly room: Room;
  readonly across: Scale;
  readonly up: Scale;
  /** What is written along each axis. */
  readonly names: { readonly across: readonly Run[]; readonly up: readonly Run[] };
  /** The values that are marked on the axis that lies; without them round ones. */
  readonly at?: readonly number[];
}

/** The grid with what is written on it. */
export function frame({ room: { left, right, foot }, across, up, names, at = across.ticks }: Framed): Shape[] {
  const grid: Shape[] = up.ticks.map((value) => {
    const y = up.at(value);
    return { is: 'path', ink: value === 0 ? 'axis' : 'grid', lines: [[[left, y], [right, y]]] }; // prettier-ignore
  });
  const beside = marks(up).map((runs, k): Shape => ({
    is: 'text',
    ink: 'tick',
    at: [left - 8, up.at(up.ticks[k]!) + 4.5],
    anchor: 'end',
    runs,
  }));
  const labels = marks({ kind: across.kind, ticks: at });
  const places = at.map((value) => across.at(value));
  // What would be cut at the edge stands a little aside.
  const aside = labels.map((runs, k) => {
    const half = widthOf(runs, SIZE) / 2;
    return Math.min(WIDTH - half, Math.max(half, places[k]!));
  });
  const below = thinned(aside, labels).map((k): Shape => ({
    is: 'text',
    ink: 'tick',
    at: [aside[k]!, foot + 19],
    anchor: 'middle',
    runs: labels[k]!,
  }));
  const feet = places.map((x): Place[] => [[x, foot], [x, foot + 5]]); // prettier-ignore
  return [
    ...grid,
    { is: 'path', ink: 'axis', lines: [[[left, foot], [right, foot]], ...feet] }, // prettier-ignore
    ...beside,
    ...below,
    { is: 'text', ink: 'name', at: [(left + right) / 2, HEIGHT - 7], anchor: 'middle', runs: names.across },
    { is: 'text', ink: 'name', at: [4, 16], anchor: 'start', runs: names.up },
  ];
}
