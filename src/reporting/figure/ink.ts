/** What a drawing is made of, whatever it is written as: lines, bands, discs and lines of text, each in an ink. */

export type Place = readonly [x: number, y: number];

/** A piece of a line of text. */
export interface Run {
  readonly text: string;
  readonly italic?: boolean;
  /** Above the line, or below it, and smaller. */
  readonly at?: 'up' | 'down';
  /** Set above the text, like a hat. */
  readonly accent?: string;
}

export interface Paint {
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly fill?: string;
}

/** Black on white, told apart without colour: what a page does with the same names is in its style sheet. */
export const INK = {
  grid: { stroke: '#ddd', width: 1 },
  axis: { stroke: '#000', width: 1 },
  boundary: { fill: '#ececec' },
  prediction: { stroke: '#000', width: 2 },
  bound: { stroke: '#000', width: 2, dash: [9, 4] },
  rival: { stroke: '#000', width: 2, dash: [2, 4] },
  bar: { stroke: '#000', width: 1.5 },
  holds: { stroke: '#000', width: 1.75, fill: '#000' },
  fails: { stroke: '#000', width: 1.75, fill: '#fff' },
  open: { stroke: '#000', width: 1.75, fill: '#fff' },
  dot: { fill: '#000' },
  tick: { fill: '#333' },
  name: { fill: '#000' },
  label: { fill: '#000' },
} as const satisfies Record<string, Paint>;
export type Ink = keyof typeof INK;

export type Shape =
  | { readonly is: 'path'; readonly ink: Ink; readonly lines: readonly (readonly Place[])[] }
  | { readonly is: 'disc'; readonly ink: Ink; readonly at: Place; readonly r: number }
  | { readonly is: 'band'; readonly ink: Ink; readonly from: Place; readonly to: Place }
  | {
      readonly is: 'text';
      readonly ink: Ink;
      readonly at: Place;
      readonly anchor: Anchor;
      readonly runs: readonly Run[];
    }
  /** What belongs together, and what it says where a reader points at it. */
  | { readonly is: 'group'; readonly says: string; readonly shapes: readonly Shape[] };
export type Anchor = 'start' | 'middle' | 'end';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Of its text, in units of the drawing. */
  readonly size: number;
  readonly title: string;
  /** What is seen in it, in a sentence. */
  readonly about: string;
  readonly shapes: readonly Shape[];
}

/** Of a text that is raised or lowered: its size, and how far, as shares of the size of the line. */
export const SCRIPT = { size: 0.75, up: 0.36, down: 0.2 } as const;

/** How wide letters of a wide sans serif are, as shares of their size: what has room in it has room in others. */
const NARROW = /[iljt.,:;'|!()[\]/ ∣∥‖\u0027]/;
const WIDE = /[mwMW%@∑−+=<>≤≥×–]/;
const letter = (c: string) =>
  /\p{M}|[\u2061-\u2064]/u.test(c) ? 0 : NARROW.test(c) ? 0.36 : WIDE.test(c) ? 0.88 : /[A-Z]/.test(c) ? 0.7 : 0.62;

/** The width of a line of text, about. */
export const widthOf = (runs: readonly Run[], size: number): number =>
  runs.reduce(
    (sum, { text, at }) => sum + (at ? SCRIPT.size : 1) * size * [...text].reduce((all, c) => all + letter(c), 0),
    0,
  );

/** Its beginning, where the whole has no room. */
export function fitted(runs: readonly Run[], size: number, room: number): readonly Run[] {
  if (widthOf(runs, size) <= room) return runs;
  const kept: Run[] = [];
  for (const run of runs)
    for (const c of run.text) {
      if (widthOf([...kept, { ...run, text: `${c}…` }], size) > room) return [...kept, { text: '…' }];
      kept.push({ ...run, text: c });
    }
  return kept;
}
