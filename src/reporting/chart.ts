/** A dial: means over tasks with their intervals, the theory's curve over them, and the boundary of validity. */
import type { DialReport } from '../engine/report.js';
import { markup, type Markup } from './markup.js';
import { short } from './number.js';
import { axis, BOTTOM, framed, HEIGHT, LEFT, n, RIGHT, TOP, WIDTH, type Kind } from './plot.js';

/** @param id makes the ids inside the drawing unique in its page; @returns '' where there is nothing to draw */
export function chart(dial: DialReport, id: string): Markup | '' {
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
  const edges = dial.boundary && [x.at(dial.boundary.holdsAt), x.at(dial.boundary.failsAt)].sort((a, b) => a - b);
  const beneath = edges
    ? markup`<rect class="boundary" x="${n(edges[0]!)}" y="${TOP}" width="${n(edges[1]! - edges[0]!)}" height="${HEIGHT - BOTTOM - TOP}" fill="#888" fill-opacity="0.12"/>`
    : '';
  const curve = points.filter((point) => point.curve !== undefined && Number.isFinite(point.curve));
  const line =
    curve.length > 1
      ? markup`<polyline class="curve" fill="none" stroke="#b45309" stroke-width="2" points="${curve
          .map((point) => `${n(x.at(point.at))},${n(y.at(point.curve!))}`)
          .join(' ')}"/>`
      : '';
  const drawn = points.map((point) => {
    const { low, high, mean } = point.measured;
    const [px, top, bottom] = [x.at(point.at), y.at(high), y.at(kind === 'log' && low <= 0 ? least / 30 : low)];
    const state = point.holding === point.trials ? 'holding' : point.failing > point.trials / 2 ? 'failing' : 'between';
    const told = `${dial.of} ${short(point.at)}: ${short(mean, 4)} [${short(low, 4)}, ${short(high, 4)}]; ${point.holding} of ${point.trials} tasks hold`;
    const bars = `M${n(px)},${n(top)}V${n(bottom)}M${n(px - 4)},${n(top)}h8M${n(px - 4)},${n(bottom)}h8`;
    return markup`<g class="point ${state}"><title>${told}</title><path d="${bars}" fill="none" stroke="#1d4ed8" stroke-width="1.5"/><circle cx="${n(px)}" cy="${n(y.at(mean))}" r="4.5" stroke="#1d4ed8" stroke-width="2" fill="${state === 'holding' ? '#1d4ed8' : '#fff'}"/></g>`;
  });
  const title =
    `Means over ${points[0]!.trials} tasks with 98% intervals along ${dial.of}` +
    (line ? "; the line is the theory's curve" : '') +
    (edges ? "; the claim's validity ends in the shaded interval" : '');
  return framed({
    id,
    title,
    across: { ...x, name: dial.of },
    up: y,
    beneath,
    over: [...(line ? [line] : []), ...drawn],
  });
}
