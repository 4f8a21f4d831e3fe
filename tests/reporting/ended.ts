/** A report whose every free text ends with marks: whatever is in them, they stay text. They only write a marker. */
import { schema, type Report } from '../../src/engine/report.js';
import { reportId } from '../../src/reporting/id.js';
import { json } from '../../src/reporting/json.js';

const MARK = 'document.documentElement.dataset.marked=1';
export const HOSTILE = [
  `<img src=x onerror="${MARK}">`,
  `"><script>${MARK}</script>`,
  `</style></script><svg onload=${MARK}>`,
  `' onmouseover='${MARK}' x='`,
  `</textarea><!-- --!><a href="javascript:${MARK}">x</a>`,
  `&lt;b&gt;&#60;i&#62; ]]> \${${MARK}} {{${MARK}}}`,
  '\\href{javascript:0}{x} \\url{x} \\input{x} $x$ %',
  '\u202e\u0007\ufeff\u2028.',
];
/** As long, and without marks. */
export const TAME = HOSTILE.map((text) => ' x'.repeat(text.length / 2));

type Ending = (text: string) => string;

function mapped(value: unknown, ending: Ending): unknown {
  if (typeof value === 'string') return ending(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, ending));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [ending(key), mapped(field, ending)]));
}

const texts = (value: unknown, out = new Set<string>()): Set<string> => (
  mapped(value, (text) => (out.add(text), text)),
  out
);

/** The same text gets the same ending wherever it stands, so that what refers to it still does. */
export function ended(report: Report, endings: readonly string[]): Report {
  const plain = JSON.parse(json(report)) as Report;
  const wrong = new Map<string, string>();
  // Of trials there are many, and no text in them is another.
  const slim = JSON.parse(
    JSON.stringify(plain, (key, field: unknown) => (key === 'outcomes' ? undefined : field)),
  ) as Report;
  let count = 0;
  const isFree = (text: string): boolean => {
    const told = schema.safeParse(mapped(slim, (each) => (each === text ? `${each} ` : each)));
    return told.success;
  };
  for (const text of texts(slim)) if (isFree(text)) wrong.set(text, `${text} ${endings[count++ % endings.length]}`);
  const changed = mapped(plain, (text) => wrong.get(text) ?? text) as Report;
  return { ...changed, id: changed.id === null ? null : reportId(changed.content) };
}
