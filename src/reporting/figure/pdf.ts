/**
 * A drawing as PDF, to stand in a paper: its letters are those of KaTeX, which are TeX's, embedded as far as they are used. The
 * same drawing gives the same bytes: there is no date in it, and no id that is drawn.
 */
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { INK, type Drawing, type Paint, type Shape } from './ink.js';
import { lettersOf, open, type Letters } from './letters.js';

/** A unit of a drawing is a pixel, of which there are 96 to the inch; a page has 72 points. */
const POINT = 0.75;

type Page = InstanceType<typeof PDFDocument>;

function text(page: Page, { at: [x, y], anchor, runs, ink }: Shape & { is: 'text' }, size: number): void {
  const { fill }: Paint = INK[ink];
  const put = ({ font, size: own, rise }: Letters, shown: string, left: number) =>
    page
      .font(font, own)
      .fillColor(fill!)
      .text(shown, left, y - rise, { baseline: 'alphabetic', lineBreak: false });
  const widthOf = ({ font, size: own }: Letters, shown: string) => page.font(font, own).widthOfString(shown);
  const all = runs.flatMap((run) => lettersOf(run, size)).map((each) => ({ ...each, width: widthOf(each, each.text) }));
  const width = all.reduce((sum, each) => sum + (each.over ? 0 : each.width), 0);
  let left = x - (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2);
  for (const each of all) {
    if (each.over === undefined) put(each, each.text, left);
    else put(each, each.text, left - (widthOf(each.over, each.over.text) + each.width) / 2 + 0.06 * each.size);
    if (each.over === undefined) left += each.width;
  }
}

function paint(page: Page, { stroke, width = 1, dash, fill }: Paint): void {
  if (stroke !== undefined) page.lineWidth(width).strokeColor(stroke);
  if (dash) page.dash(dash[0]!, { space: dash[1]! });
  if (fill !== undefined && stroke !== undefined) page.fillAndStroke(fill, stroke);
  else if (fill !== undefined) page.fill(fill);
  else page.stroke();
  if (dash) page.undash();
}

function draw(page: Page, it: Shape, size: number): void {
  switch (it.is) {
    case 'path':
      for (const line of it.lines) line.forEach(([x, y], k) => (k === 0 ? page.moveTo(x, y) : page.lineTo(x, y)));
      return paint(page, INK[it.ink]);
    case 'disc':
      page.circle(it.at[0], it.at[1], it.r);
      return paint(page, INK[it.ink]);
    case 'band':
      page.rect(it.from[0], it.from[1], it.to[0] - it.from[0], it.to[1] - it.from[1]);
      return paint(page, INK[it.ink]);
    case 'text':
      return text(page, it, size);
    case 'group':
      return it.shapes.forEach((each) => draw(page, each, size));
  }
}

/** @returns the bytes of a file of one page */
export async function pdf({ width, height, size, title, about, shapes }: Drawing): Promise<Buffer> {
  const [none, info] = [new Date(0), { Title: title, Subject: about, Creator: 'claimcheck' }];
  // Version 1.3 has no XMP, into which pdfkit writes titles without escaping them.
  const options = { size: [width * POINT, height * POINT] as [number, number], margin: 0, pdfVersion: '1.3' } as const;
  const page = new PDFDocument({ ...options, info: { ...info, CreationDate: none } });
  // It makes the id of the file of the date that it is told, and would write that.
  Object.defineProperty(page.info, 'CreationDate', { value: none, enumerable: false });
  for (const [name, bytes] of open()) page.registerFont(name, bytes);
  page.scale(POINT);
  for (const each of shapes) draw(page, each, size);
  const bytes = buffer(page);
  page.end();
  return bytes;
}
