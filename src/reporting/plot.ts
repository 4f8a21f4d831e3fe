/** What every drawing stands in: axes with their ticks, and the frame of one SVG. */
import { markup, type Markup } from './markup.js';
import { powerOfTen, typeset } from './number.js';

export const WIDTH = 640;
export const HEIGHT = 300;
export const LEFT = 76;
export const RIGHT = 16;
export const TOP = 16;
export const BOTTOM = 48;

export type Kind = 'linear' | 'log';

export interface Axis {
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

interface Framed {
  /** Makes the ids inside the drawing unique in its page. */
  readonly id: string;
  readonly title: string;
  readonly across: Axis & { readonly name: string };
  readonly up: Axis & { readonly name?: string };
  /** Drawn beneath the grid, and over it. */
  readonly beneath?: Markup | '';
  readonly over: readonly Markup[];
}

/** A drawing in its frame. Colors come from the page's style sheet by class; without one it is black on white. */
export function framed({ id, title, across, up, beneath = '', over }: Framed): Markup {
  const [right, foot, middle] = [WIDTH - RIGHT, HEIGHT - BOTTOM, (TOP + HEIGHT - BOTTOM) / 2];
  const rows = up.ticks.map((tick) => {
    const y = up.at(tick);
    return markup`<line class="grid" x1="${LEFT}" x2="${right}" y1="${n(y)}" y2="${n(y)}" stroke="#ccc"/><text class="tick" x="${LEFT - 8}" y="${n(y + 4)}" text-anchor="end">${mark(tick, up.kind)}</text>`;
  });
  const columns = across.ticks.map((tick) => {
    const x = n(across.at(tick));
    return markup`<line class="grid" x1="${x}" x2="${x}" y1="${foot}" y2="${foot + 5}" stroke="#ccc"/><text class="tick" x="${x}" y="${foot + 20}" text-anchor="middle">${mark(tick, across.kind)}</text>`;
  });
  const names = markup`<line class="axis" x1="${LEFT}" x2="${right}" y1="${foot}" y2="${foot}" stroke="#444"/><text class="label" x="${(LEFT + right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${across.name}</text>`;
  const side =
    up.name === undefined
      ? ''
      : markup`<text class="label" x="16" y="${middle}" text-anchor="middle" transform="rotate(-90 16 ${middle})">${up.name}</text>`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" font-family="system-ui, sans-serif" font-size="12"><title id="${id}-title">${title}.</title>${beneath}${rows}${columns}${names}${side}${over}</svg>`;
}
