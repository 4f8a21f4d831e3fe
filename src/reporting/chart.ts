/**
 * A dial as one SVG: means over tasks with their intervals, the theory's curve over them, and the boundary of validity.
 * Colors come from the page's style sheet by class; without one the drawing is black on white.
 */
import type { DialReport } from '../engine/report.js';
import { powerOfTen, short, typeset } from './number.js';

export const WIDTH = 640;
export const HEIGHT = 300;
export const LEFT = 76;
export const RIGHT = 16;
export const TOP = 16;
export const BOTTOM = 48;

type Kind = 'linear' | 'log';

interface Axis {
  readonly kind: Kind;
  /** The position in pixels; what lies outside of the domain is put on its edge. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

const decade = (value: number) => Math.log10(value);

export function axis(kind: Kind, values: readonly number[], from: number, to: number): Axis {
  const scale = kind === 'log' ? decade : (value: number) => value;
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (low === high) [low, high] = kind === 'log' ? [low / 2, high * 2] : [low - 1, high + 1];
  if (kind === 'linear' && low > 0 && low < high / 3) low = 0;
  const [a, b] = [scale(low), scale(high)];
  const pad = 0.05 * (b - a);
  const bottom = low === 0 && kind === 'linear' ? a : a - pad;
  const at = (value: number) => {
    const share = (scale(kind === 'log' ? Math.max(value, 1e-300) : value) - bottom) / (b + pad - bottom);
    return from + Math.min(1, Math.max(0, share)) * (to - from);
  };
  return { kind, at, ticks: kind === 'log' ? decades(bottom, b + pad) : round(bottom, b + pad) };
}

/** Powers of ten, thinned to about seven; 1-2-5 where the axis spans little. */
function decades(a: number, b: number): number[] {
  const [first, last] = [Math.ceil(a - 1e-9), Math.floor(b + 1e-9)];
  if (last - first < 1) {
    const base = Math.floor(a);
    return [base, base + 1]
      .flatMap((e) => [1, 2, 5].map((m) => Number(`${m}e${e}`)))
      .filter((tick) => decade(tick) >= a && decade(tick) <= b);
  }
  const every = Math.max(1, Math.ceil((last - first) / 7));
  return Array.from({ length: last - first + 1 }, (_, k) => first + k)
    .filter((e) => e % every === 0)
    .map((e) => Number(`1e${e}`));
}

/** About five round numbers. */
function round(a: number, b: number): number[] {
  const rough = (b - a) / 5;
  const base = Number(`1e${Math.floor(decade(rough))}`);
  const step = [1, 2, 5, 10].map((m) => m * base).find((size) => size >= rough * 0.99)!;
  const first = Math.ceil(a / step - 1e-9);
  const count = Math.floor(b / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** On a logarithmic axis powers of ten are written as such. */
function mark(tick: number, kind: Kind): string {
  const exponent = Math.round(decade(tick));
  return kind === 'log' && exponent !== 0 && exponent !== 1 && Number(`1e${exponent}`) === tick
    ? powerOfTen(exponent)
    : typeset(tick);
}

export const n = (x: number) => x.toFixed(1);
export const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** @param id makes the ids inside the drawing unique in its page */
export function chart(dial: DialReport, id: string): string {
  const points = dial.points.filter(({ measured }) => Number.isFinite(measured.mean));
  if (points.length === 0) return '';
  const shown = points.flatMap(({ measured, curve }) => [measured.mean, ...(curve === undefined ? [] : [curve])]);
  const positive = shown.every((value) => value > 0);
  const kind: Kind = positive && Math.max(...shown) > 30 * Math.min(...shown) ? 'log' : 'linear';
  const ends = points.flatMap(({ measured: { low, high } }) =>
    kind === 'log' ? [low, high].filter((v) => v > 0) : [low, high],
  );
  const least = Math.min(...shown);
  // An interval that reaches down to zero must not stretch a logarithmic axis for ever.
  const x = axis(
    dial.axis,
    dial.points.map(({ at }) => at),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = axis(kind, [...shown, ...ends.filter((v) => kind === 'linear' || v > least / 30)], HEIGHT - BOTTOM, TOP);
  const parts: string[] = [];
  if (dial.boundary) {
    const [a, b] = [x.at(dial.boundary.holdsAt), x.at(dial.boundary.failsAt)].sort((p, q) => p - q) as [number, number];
    parts.push(
      `<rect class="boundary" x="${n(a)}" y="${TOP}" width="${n(b - a)}" height="${HEIGHT - BOTTOM - TOP}" fill="#888" fill-opacity="0.12"/>`,
    );
  }
  for (const tick of y.ticks)
    parts.push(
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${n(y.at(tick))}" y2="${n(y.at(tick))}" stroke="#ccc"/>` +
        `<text class="tick" x="${LEFT - 8}" y="${n(y.at(tick) + 4)}" text-anchor="end">${mark(tick, y.kind)}</text>`,
    );
  for (const tick of x.ticks)
    parts.push(
      `<line class="grid" x1="${n(x.at(tick))}" x2="${n(x.at(tick))}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM + 5}" stroke="#ccc"/>` +
        `<text class="tick" x="${n(x.at(tick))}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${mark(tick, x.kind)}</text>`,
    );
  parts.push(
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}" stroke="#444"/>`,
    `<text class="label" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escape(dial.of)}</text>`,
  );
  const curve = points.filter((point) => point.curve !== undefined && Number.isFinite(point.curve));
  if (curve.length > 1)
    parts.push(
      `<polyline class="curve" fill="none" stroke="#b45309" stroke-width="2" points="${curve
        .map((point) => `${n(x.at(point.at))},${n(y.at(point.curve!))}`)
        .join(' ')}"/>`,
    );
  for (const point of points) {
    const { low, high, mean } = point.measured;
    const [px, top, bottom] = [x.at(point.at), y.at(high), y.at(kind === 'log' && low <= 0 ? least / 30 : low)];
    const state = point.holding === point.trials ? 'holding' : point.failing > point.trials / 2 ? 'failing' : 'between';
    parts.push(
      `<g class="point ${state}"><title>${escape(dial.of)} ${short(point.at)}: ${short(mean, 4)} [${short(low, 4)}, ${short(high, 4)}]; ` +
        `${point.holding} of ${point.trials} tasks hold</title>` +
        `<path d="M${n(px)},${n(top)}V${n(bottom)}M${n(px - 4)},${n(top)}h8M${n(px - 4)},${n(bottom)}h8" fill="none" stroke="#1d4ed8" stroke-width="1.5"/>` +
        `<circle cx="${n(px)}" cy="${n(y.at(mean))}" r="4.5" stroke="#1d4ed8" stroke-width="2" fill="${state === 'holding' ? '#1d4ed8' : '#fff'}"/></g>`,
    );
  }
  const said =
    `Means over ${points[0]!.trials} tasks with 98% intervals along ${dial.of}` +
    (curve.length > 1 ? "; the line is the theory's curve" : '') +
    (dial.boundary ? `; the claim's validity ends in the shaded interval` : '');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" ` +
    `font-family="system-ui, sans-serif" font-size="12"><title id="${id}-title">${escape(said)}.</title>${parts.join('')}</svg>`
  );
}
