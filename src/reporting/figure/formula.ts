/** A formula on one line of text, for an axis: read from the MathML that KaTeX gives. */
import katex from 'katex';
import type { Run } from './ink.js';

interface Node {
  readonly name: string;
  readonly upright: boolean;
  readonly inner: (Node | string)[];
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#x27': "'" };
const unescaped = (text: string) => text.replace(/&(\w+|#x27);/g, (all, name: string) => ENTITIES[name] ?? all);

/** The elements of well-formed MathML. */
function tree(xml: string): Node {
  const root: Node = { name: '', upright: false, inner: [] };
  const open = [root];
  for (const [, closing, name, attributes, text] of xml.matchAll(/<(\/?)([a-z]+)([^>]*)>|([^<]+)/g)) {
    if (text !== undefined) open.at(-1)!.inner.push(unescaped(text));
    else if (closing) open.pop();
    else {
      const node: Node = { name: name!, upright: attributes!.includes('mathvariant="normal"'), inner: [] };
      open.at(-1)!.inner.push(node);
      if (!attributes!.endsWith('/')) open.push(node);
    }
  }
  return root;
}

/** What cannot stand on a line. */
class Tall extends Error {}

const BINARY = new Set('+−=≤≥<>∈∉→');
/** Words that a space parts from what follows. */
const WORDS = new Set('min max sup inf lim tr log ln exp'.split(' '));

const said = (runs: readonly Run[]) => runs.map(({ text }) => text).join('');

/** In brackets where it is a sum or a quotient; beneath a stroke also where it has several factors. */
function bracketed(runs: readonly Run[], beneath: boolean): Run[] {
  // An upright word is no factor.
  const plain = (run: Run) => (run.italic ? run.text : run.text.replace(/\p{L}/gu, ''));
  let line = runs.map((run) => (run.at === undefined ? plain(run) : '')).join('');
  for (let before = ''; before !== line;) {
    before = line;
    line = line.replace(/\([^()]*\)|‖[^‖]*‖|\|[^|]*\|/g, '');
  }
  const factors = line.match(/\p{L}|[\d.]+/gu) ?? [];
  const open = / [+−/] |^−/.test(line) || (beneath && (factors.length > 1 || line.includes('/')));
  return open ? [{ text: '(' }, ...runs, { text: ')' }] : [...runs];
}

const moved = (runs: readonly Run[], at: 'up' | 'down'): Run[] =>
  runs.map((run) => ({ ...run, text: run.text.replace(/ /g, ''), at }));

/** What a word is parted from what follows by stands after its scripts. */
function scripted(base: readonly Run[], scripts: readonly Run[]): Run[] {
  const last = base.at(-1);
  if (!last?.text.endsWith(' ')) return [...base, ...scripts];
  return [...base.slice(0, -1), { ...last, text: last.text.trimEnd() }, ...scripts, { text: ' ' }];
}

function read(node: Node | string): Run[] {
  if (typeof node === 'string') return [{ text: node }];
  const parts = node.inner.filter((each): each is Node => typeof each !== 'string');
  const part = (k: number) => read(parts[k]!);
  switch (node.name) {
    case 'annotation':
      return [];
    case 'mi': {
      const text = node.inner.join('');
      if (WORDS.has(text)) return [{ text: `${text} ` }];
      return [{ text, ...([...text].length === 1 && !node.upright && { italic: true }) }];
    }
    case 'mo': {
      const text = node.inner.join('').replace(/[\u2061-\u2064]/g, '').replace('⋅', '·').replace('∣', '|').replace('∥', '‖').replace('∗', '*'); // prettier-ignore
      return text === '' ? [] : [{ text: BINARY.has(text) ? ` ${text} ` : text }];
    }
    case 'msub':
    case 'munder':
      return scripted(part(0), moved(part(1), 'down'));
    case 'msup':
      return scripted(part(0), moved(part(1), 'up'));
    case 'msubsup':
      return scripted(part(0), [...moved(part(1), 'down'), ...moved(part(2), 'up')]);
    case 'mfrac':
      return [...bracketed(part(0), false), { text: ' / ' }, ...bracketed(part(1), true)];
    case 'msqrt':
      return [{ text: '√(' }, ...node.inner.flatMap(read), { text: ')' }];
    case 'mover': {
      const accent = { '^': '\u0302', '‾': '\u0304', '˜': '\u0303' }[said(part(1))];
      const base = part(0);
      if (accent === undefined || base.length !== 1 || [...base[0]!.text].length !== 1) throw new Tall();
      return [{ ...base[0]!, accent }];
    }
    case 'mtext':
    case 'mn':
    case 'mrow':
    case 'mstyle':
    case 'math':
    case 'semantics':
    case 'span':
    case '':
      return node.inner.flatMap(read);
    case 'mspace':
      return [{ text: ' ' }];
    default:
      throw new Tall();
  }
}

/** A sign before a term is not parted from it. */
const signed = (text: string, first: boolean): string =>
  text.replace(first ? /(?<=^|[(|‖,]) − /g : /(?<=[(|‖,]) − /g, '−');

/** Neighbours that are alike are one. */
const joined = (runs: readonly Run[]): Run[] =>
  runs.reduce<Run[]>((all, run) => {
    const last = all.at(-1);
    const alike = last && last.at === run.at && last.italic === run.italic && last.accent === undefined;
    if (alike) all[all.length - 1] = { ...run, text: last.text + run.text };
    else all.push(run);
    return all;
  }, []);

/** @returns undefined for what cannot be read, or would not stand on one line */
export function onLine(tex: string): Run[] | undefined {
  try {
    const shown = katex.renderToString(tex, { output: 'mathml', throwOnError: true, strict: 'ignore' });
    return joined(read(tree(shown))).map((run, k) => ({ ...run, text: signed(run.text, k === 0) }));
  } catch {
    return undefined;
  }
}
