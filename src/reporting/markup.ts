/**
 * HTML, SVG and MathML that are escaped by construction. The literal parts of a `markup` template are marks; its holes are
 * text, unless they are markup themselves. Which they are is known by type and again at run time: the brand is a symbol that
 * leaves this file in no other way, so that no string, and nothing read from a file, passes for markup. Where no escaping
 * helps (a name of an attribute, a script, the scheme of an address) a hole is refused.
 */

const TEXT: unique symbol = Symbol('markup');

export interface Markup {
  readonly [TEXT]: string;
}

/** In a tag: what is undefined or false is left out, what is true has no value. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Lists stand one after another. */
export type Hole = string | number | Markup | Attributes | readonly Hole[];

type Place = 'text' | 'tag' | 'raw' | { readonly name: string; readonly begins: string };

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => ENTITY[mark]!);

const isMarkup = (hole: unknown): hole is Markup =>
  typeof hole === 'object' && hole !== null && Object.hasOwn(hole, TEXT);

const refused = (hole: unknown, where: string, wanted: string): never => {
  throw new TypeError(`${JSON.stringify(hole)} stands ${where}; expected ${wanted}`);
};

/** What a link may lead to: a place in the page, a file in a folder beside it, another page, or data. */
const ADDRESS = /^(#|[\w-]+\/|https:\/\/|data:(text\/csv|application\/json)[;,])/;

function value(name: string, begins: string, hole: string | number): string {
  if (/^on|^style$|^srcdoc$/i.test(name)) refused(hole, `in the attribute ${name}`, 'no hole there');
  if (/^(xlink:)?href$|^src$|^action$|^formaction$/i.test(name) && !ADDRESS.test(begins + hole))
    refused(
      begins + hole,
      `in the attribute ${name}`,
      'an address that begins with #, a folder, https:// or data:text/csv',
    );
  return escaped(String(hole));
}

const attributes = (all: Attributes): string =>
  Object.entries(all)
    .filter(([, given]) => given !== undefined && given !== false)
    .map(([name, given]) => {
      if (!/^[a-z][a-z:-]*$/i.test(name)) refused(name, 'in a tag', 'the name of an attribute');
      return given === true ? ` ${name}` : ` ${name}="${value(name, '', given as string | number)}"`;
    })
    .join('');

function filled(place: Place, hole: Hole): string {
  if (Array.isArray(hole) && place !== 'tag') return hole.map((each: Hole) => filled(place, each)).join('');
  if (place === 'tag')
    return typeof hole !== 'object' || Array.isArray(hole) || isMarkup(hole)
      ? refused(hole, 'in a tag', 'attributes by name')
      : attributes(hole as Attributes);
  if (isMarkup(hole)) return typeof place === 'object' ? refused(hole, `in ${place.name}`, 'a text') : hole[TEXT];
  if (typeof hole !== 'string' && typeof hole !== 'number') return refused(hole, 'in a text', 'a text or markup');
  if (place === 'raw') return refused(hole, 'in a script or a style', 'markup');
  return place === 'text' ? escaped(String(hole)) : value(place.name, place.begins, hole);
}

/** Where a hole stands that comes after these marks. */
function placeAfter(marks: string): Place {
  const within = /<[a-z](?:[^<>"]|"[^"]*")*\s([\w:-]+)="([^"]*)$/i.exec(marks);
  if (within) return { name: within[1]!, begins: within[2]! };
  if (/<(script|style)\b[^>]*>(?:(?!<\/\1)[^])*$/i.test(marks)) return 'raw';
  if (/<[/!?]?$/.test(marks)) return refused(marks, 'before a name', 'the name of an element');
  if (!/<[a-z/!?](?:[^<>"]|"[^"]*")*$/i.test(marks)) return 'text';
  return /[=']$/.test(marks) ? refused(marks, 'before a value', 'quotes around it') : 'tag';
}

const known = new WeakMap<TemplateStringsArray, readonly Place[]>();

function placesOf(marks: TemplateStringsArray): readonly Place[] {
  let places = known.get(marks);
  if (!places) {
    places = marks.slice(0, -1).map((_, k) => placeAfter(marks.slice(0, k + 1).join('')));
    known.set(marks, places);
  }
  return places;
}

/** @throws TypeError for a hole that cannot stand where it does */
export function markup(marks: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  const places = placesOf(marks);
  return { [TEXT]: marks[0]! + holes.map((hole, k) => filled(places[k]!, hole) + marks[k + 1]!).join('') };
}

/**
 * The only other way to make markup: of what is known to be such, a constant of ours or the text of a library that escapes.
 * tests/reporting/markup.test.ts lists who may call it.
 */
export const trusted = (text: string): Markup => ({ [TEXT]: text });

/** The text of markup, to be written into a file. */
export const written = (shown: Markup | ''): string => (shown === '' ? '' : shown[TEXT]);
