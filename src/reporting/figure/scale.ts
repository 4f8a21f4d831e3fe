/** A scale: where a value lies on an axis, and which values are marked on it. */

export type Kind = 'linear' | 'log';

export interface Scale {
  readonly kind: Kind;
  /** The position; what lies outside of the domain is put on its edge. */
  readonly at: (value: number) => number;
  /** Round values inside the domain. */
  readonly ticks: readonly number[];
}

const decade = (value: number) => Math.log10(value);

/** What an axis can hold: nearer to the largest double the span of an axis would be infinite. */
export const drawable = (value: number): boolean => Math.abs(value) < 1e300;

/**
 * @param values drawable, and positive where the axis is logarithmic; at least one
 * @param from the position of the least value, @param to that of the greatest, in the units of the drawing
 */
export function scale(kind: Kind, values: readonly number[], from: number, to: number): Scale {
  const log = kind === 'log';
  const along = log ? (value: number) => decade(Math.max(value, Number.MIN_VALUE)) : (value: number) => value;
  let [a, b] = [along(Math.min(...values)), along(Math.max(...values))];
  // What is small beside what is greatest is seen against zero.
  if (!log && a > 0 && a < b / 3) a = 0;
  if (b - a <= 1e-12 * Math.abs(b))
    [a, b] = log ? [a - 0.3, b + 0.3] : [a - (Math.abs(a) || 1), b + (Math.abs(b) || 1)];
  const pad = 0.05 * (b - a);
  const first = a === 0 && !log ? a : a - pad;
  const last = b === 0 && !log ? b : b + pad;
  return {
    kind,
    at: (value) => from + Math.min(1, Math.max(0, (along(value) - first) / (last - first))) * (to - from),
    ticks: (log ? decades(first, last) : round(first, last)).filter((tick, k, all) => tick !== all[k - 1]),
  };
}

/** Powers of ten, thinned to about six; 1-2-5 where the axis spans little. */
function decades(a: number, b: number): number[] {
  const [first, last] = [Math.ceil(a - 1e-9), Math.floor(b + 1e-9)];
  const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, k) => from + k);
  const inside = (tick: number) => tick > 0 && decade(tick) >= a - 1e-9 && decade(tick) <= b + 1e-9;
  const every = Math.ceil((last - first) / 6);
  const powers =
    last - first < 2
      ? span(Math.floor(a), Math.floor(b)).flatMap((e) => [1, 2, 5].map((m) => Number(`${m}e${e}`)))
      : span(first, last)
          .filter((e) => e % every === 0)
          .map((e) => Number(`1e${e}`));
  return powers.filter(inside);
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
