/** Where a word about a curve stands: beside the curve, where nothing else is. */
import type { Place } from './ink.js';
import type { Room } from './frame.js';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/** Places along a line, a few units apart. */
export const along = (line: readonly Place[]): Place[] =>
  line.slice(1).flatMap(([x, y], k) => {
    const [a, b] = line[k]!;
    const steps = Math.max(1, Math.ceil(Math.hypot(x - a, y - b) / 3));
    return Array.from({ length: steps }, (_, i): Place => [a + ((x - a) * i) / steps, b + ((y - b) * i) / steps]);
  });

/** @returns the middle of the foot of the text: the first of the best places, from the right */
export function beside(
  path: readonly Place[],
  taken: readonly Box[],
  { width, height }: { readonly width: number; readonly height: number },
  { left, right, top, foot }: Room,
): Place {
  const all = [...taken, ...path.map(([x, y]): Box => ({ x: x - 1.5, y: y - 1.5, width: 3, height: 3 }))];
  const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
  const [x, y] = path.at(-1) ?? [left, top];
  // Where no place is free: at the end of the curve, inside of the drawing.
  const end: Place = [within(x, left + 2 + width / 2, right - width / 2), within(y, top + height, foot - 2)];
  let best: { readonly cost: number; readonly at: Place } = { cost: Infinity, at: end };
  for (const [x, y] of [...path].reverse())
    for (const gap of [5, 9, 14, 20])
      for (const [dx, dy] of [
        [0, -1],
        [0, 1],
        [1, 0],
        [-1, 0],
      ] as const) {
        // prettier-ignore
        const [mx, my] = [x + dx * (gap + width / 2), y + dy * (gap + height / 2)];
        const box: Box = { x: mx - width / 2, y: my - height / 2, width, height };
        if (box.x < left + 2 || box.x + width > right || box.y < top || box.y + height > foot - 2) continue;
        const cost = all.reduce((sum, each) => sum + overlap(box, each), 0) + gap / 10;
        if (cost < best.cost - 1e-9) best = { cost, at: [mx, box.y + height - 3] };
      }
  return best.at;
}
