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

/**
 * @param values finite, and positive where the axis is logarithmic; at least one
 * @param from the position of the least value, @param to that of the greatest, in the units of the drawing
 */
export function scale(kind: Kind, values: readonly number[], from: number, to: number): Scale {
  const log = kind === 'log';
  const along = log ? decade : (value: number) => value;
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high)
    [low, high] = log ? [low / 2, high * 2] : [low - (Math.abs(low) || 1), high + (Math.abs(high) || 1)];
  // What is small beside what is greatest is seen against zero.
  if (!log && low > 0 && low < high / 3) low = 0;
  const [a, b] = [along(low), along(high)];
  const pad = 0.05 * (b - a);
  const first = low === 0 && !log ? a : a - pad;
  const last = high === 0 && !log ? b : b + pad;
  return {
    kind,
    at: (v) => {
      const share = (along(log ? Math.max(v, Number.MIN_VALUE) : v) - first) / (last - first);
      return from + Math.min(1, Math.max(0, share)) * (to - from);
    },
    ticks: log ? decades(first, last) : round(first, last),
  };
}

/** Powers of ten, thinned to about six; 1-2-5 where the axis spans little. */
function decades(a: number, b: number): number[] {
  const [first, last] = [Math.ceil(a - 1e-9), Math.floor(b + 1e-9)];
  const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, k) => from + k);
  const inside = (tick: number) => decade(tick) >= a - 1e-9 && decade(tick) <= b + 1e-9;
  if (last - first < 2)
    return span(Math.floor(a), Math.floor(b))
      .flatMap((e) => [1, 2, 5].map((m) => Number(`${m}e${e}`)))
      .filter(inside);
  const every = Math.ceil((last - first) / 6);
  return span(first, last)
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
