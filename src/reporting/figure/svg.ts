/** A drawing as SVG: in a page its inks are the page's, by class; alone it is black on white. */
import { markup, written, type Attributes, type Markup } from '../markup.js';
import { INK, SCRIPT, type Drawing, type Ink, type Paint, type Run, type Shape } from './ink.js';

/** At most a tenth of a unit. */
const n = (x: number) => Number(x.toFixed(1)) || 0;

type Painted = (ink: Ink) => Attributes;

const byClass: Painted = (ink) => ({ class: ink });
const byItself: Painted = (ink) => {
  const { stroke, width, dash, fill = 'none' }: Paint = INK[ink];
  return { fill, stroke, 'stroke-width': width, 'stroke-dasharray': dash?.join(' ') };
};

/** Raised and lowered by shifts that are taken back, since not every reader knows baseline-shift. */
function line(runs: readonly Run[], size: number): Markup[] {
  let shift = 0;
  return runs.map(({ text, italic, at, accent = '' }) => {
    const wanted = at === undefined ? 0 : (at === 'up' ? -SCRIPT.up : SCRIPT.down) * size;
    const dy = n(wanted - shift) || undefined;
    shift = wanted;
    const marks = { dy, 'font-size': at && n(SCRIPT.size * size), 'font-style': italic && 'italic' };
    return dy || at || italic ? markup`<tspan${marks}>${text + accent}</tspan>` : markup`${text + accent}`;
  });
}

function shape(it: Shape, size: number, painted: Painted): Markup {
  switch (it.is) {
    case 'path': {
      const d = it.lines.map((each) => `M${each.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}`).join('');
      return markup`<path${{ ...painted(it.ink), d }}/>`;
    }
    case 'disc':
      return markup`<circle${{ ...painted(it.ink), cx: n(it.at[0]), cy: n(it.at[1]), r: it.r }}/>`;
    case 'band': {
      const [[x, y], [right, foot]] = [it.from, it.to];
      return markup`<rect${{ ...painted(it.ink), x: n(x), y: n(y), width: n(right - x), height: n(foot - y) }}/>`;
    }
    case 'text': {
      const anchor = it.anchor === 'start' ? undefined : it.anchor;
      const marks = { ...painted(it.ink), x: n(it.at[0]), y: n(it.at[1]), 'text-anchor': anchor };
      return markup`<text${marks}>${line(it.runs, size)}</text>`;
    }
    case 'group':
      return markup`<g><title>${it.says}</title>${it.shapes.map((each) => shape(each, size, painted))}</g>`;
  }
}

const shapes = ({ shapes: all, size }: Drawing, painted: Painted) => all.map((each) => shape(each, size, painted));
const box = ({ width, height, size }: Drawing): Attributes => ({
  xmlns: 'http://www.w3.org/2000/svg',
  viewBox: `0 0 ${width} ${height}`,
  role: 'img',
  'font-size': size,
});

/** @param id makes the ids inside the drawing unique in its page */
export const inPage = (drawing: Drawing, id: string): Markup =>
  markup`<svg${{ ...box(drawing), 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-about` }}><title id="${id}-title">${drawing.title}</title><desc id="${id}-about">${drawing.about}</desc>${shapes(drawing, byClass)}</svg>`;

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
/** What no XML may contain. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** A file of its own. */
export function alone(drawing: Drawing): string {
  const { width, height, title, about } = drawing;
  const marks = { ...box(drawing), width, height, 'font-family': FONT };
  const shown = markup`<svg${marks}><title>${title}</title><desc>${about}</desc><rect${{ width, height, fill: '#fff' }}/>${shapes(drawing, byItself)}</svg>\n`;
  return written(shown).replace(ILLEGAL, '\ufffd');
}
