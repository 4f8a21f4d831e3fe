/** A drawing as SVG: in a page its inks are the page's, by class; alone it is black on white. */
import { INK, SCRIPT, type Drawing, type Ink, type Paint, type Run, type Shape } from './ink.js';

const escape = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
/** At most a tenth of a unit. */
const n = (x: number) => String(Number(x.toFixed(1)) || 0);

type Painted = (ink: Ink) => string;

const byClass: Painted = (ink) => ` class="${ink}"`;
const byItself: Painted = (ink) => {
  const { stroke = 'none', width, dash, fill = 'none' }: Paint = INK[ink];
  return (
    ` fill="${fill}"` +
    (stroke === 'none' ? '' : ` stroke="${stroke}" stroke-width="${width}"`) +
    (dash ? ` stroke-dasharray="${dash.join(' ')}"` : '')
  );
};

/** Raised and lowered by shifts that are taken back, since not every reader knows baseline-shift. */
function text(runs: readonly Run[], size: number): string {
  let shift = 0;
  return runs
    .map(({ text, italic, at, accent = '' }) => {
      const wanted = at === undefined ? 0 : (at === 'up' ? -SCRIPT.up : SCRIPT.down) * size;
      const dy = wanted - shift;
      shift = wanted;
      const marks =
        (Math.abs(dy) < 0.05 ? '' : ` dy="${n(dy)}"`) +
        (at ? ` font-size="${n(SCRIPT.size * size)}"` : '') +
        (italic ? ' font-style="italic"' : '');
      const shown = escape(text + accent);
      return marks === '' ? shown : `<tspan${marks}>${shown}</tspan>`;
    })
    .join('');
}

function shape(it: Shape, size: number, painted: Painted): string {
  switch (it.is) {
    case 'path': {
      const d = it.lines.map((line) => `M${line.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}`).join('');
      return `<path${painted(it.ink)} d="${d}"/>`;
    }
    case 'disc':
      return `<circle${painted(it.ink)} cx="${n(it.at[0])}" cy="${n(it.at[1])}" r="${it.r}"/>`;
    case 'band': {
      const [[x, y], [right, foot]] = [it.from, it.to];
      return `<rect${painted(it.ink)} x="${n(x)}" y="${n(y)}" width="${n(right - x)}" height="${n(foot - y)}"/>`;
    }
    case 'text': {
      const anchor = it.anchor === 'start' ? '' : ` text-anchor="${it.anchor}"`;
      return `<text${painted(it.ink)} x="${n(it.at[0])}" y="${n(it.at[1])}"${anchor}>${text(it.runs, size)}</text>`;
    }
    case 'group':
      return `<g><title>${escape(it.says)}</title>${it.shapes.map((each) => shape(each, size, painted)).join('')}</g>`;
  }
}

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

function element(
  { width, height, size, title, about, shapes }: Drawing,
  painted: Painted,
  head: string,
  marks: string,
) {
  const inner = shapes.map((each) => shape(each, size, painted)).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"${marks} font-size="${size}">` +
    `<title${head && ` id="${head}-title"`}>${escape(title)}</title><desc${head && ` id="${head}-about"`}>${escape(about)}</desc>${inner}</svg>`
  );
}

/** @param id makes the ids inside the drawing unique in its page */
export const inPage = (drawing: Drawing, id: string): string =>
  element(
    drawing,
    byClass,
    escape(id),
    ` aria-labelledby="${escape(id)}-title" aria-describedby="${escape(id)}-about"`,
  );

/** A file of its own. */
export function alone(drawing: Drawing): string {
  const paper = `<rect width="${drawing.width}" height="${drawing.height}" fill="#fff"/>`;
  const marks = ` width="${drawing.width}" height="${drawing.height}" font-family="${FONT}"`;
  return `${element(drawing, byItself, '', marks).replace('</desc>', `</desc>${paper}`)}\n`;
}
