import { describe, expect, test } from 'vitest';
import { render } from '../../../src/reporting/format.js';
import { markdown } from '../../../src/reporting/formats/markdown.js';
import { formatLaws } from '../laws.js';

/** Lines without the marks of quotations, with what stands in fences taken apart. */
function split(text: string): { readonly fenced: string[]; readonly open: boolean; readonly lines: string[] } {
  const lines: string[] = [];
  const fenced: string[] = [];
  let fence: { readonly ticks: string; readonly quoted: string } | undefined;
  for (const whole of text.split('\n')) {
    const quoted = fence?.quoted ?? /^(?:> ?)*/.exec(whole)![0];
    const line = whole.slice(quoted.length);
    const ticks = /^(```+)\w*$/.exec(line)?.[1];
    if (!fence && ticks) fence = { ticks, quoted };
    else if (fence && line === fence.ticks) fence = undefined;
    else if (!fence) lines.push(line);
    else {
      lines.push(`\0${fenced.length}\0`);
      fenced.push(line);
    }
  }
  return { fenced, open: fence !== undefined, lines };
}

/** An escaped character, a piece of code, a formula, or a mark. */
const TOKEN =
  /\\([\s\S])|(`+)([^`]|[^`][\s\S]*?[^`])\2(?!`)|\$\$?((?:[^$\\]|\\.)+)\$\$?|<\/?(?:details|summary|code)>|&#124;|\*\*|[*_~[\]<>]|\||^#+ |^- /g;

function read(text: string): string {
  const { fenced, lines } = split(text);
  return lines
    .filter(
      (line, k) =>
        !(lines[k - 1]?.startsWith('| ') && !lines[k - 2]?.startsWith('| ') && /^\|(?: (?:---|--:) \|)+$/.test(line)),
    )
    .map((line) =>
      line
        .replace(TOKEN, (mark: string, escaped?: string, _?: string, code?: string, tex?: string) =>
          mark === '&#124;' ? '|' : (escaped ?? code ?? tex ?? ''),
        )
        .replace(/\0(\d+)\0/g, (_, k: string) => fenced[Number(k)]!),
    )
    .join('\n');
}

function nesting(text: string): string[] {
  const { open, lines } = split(text);
  const wrong = open ? ['a fence'] : [];
  const folds: string[] = [];
  for (const line of lines) {
    const marks = [...line.matchAll(TOKEN)].map(([mark]) => mark);
    if (marks.filter((mark) => mark === '**').length % 2 === 1) wrong.push(line);
    for (const mark of marks.filter((each) => each.startsWith('<')))
      if (!mark.startsWith('</')) folds.push(mark.slice(1));
      else if (folds.pop() !== mark.slice(2)) wrong.push(line);
  }
  // A bar ends a cell even in code, unless it is escaped.
  const cells = (line: string) => line.replace(/\\./g, '').split('|').length;
  lines.forEach((line, k) => {
    if (line.startsWith('| ') && lines[k + 1]?.startsWith('| ') && cells(line) !== cells(lines[k + 1]!))
      wrong.push(line);
  });
  return [...wrong, ...folds];
}

formatLaws('markdown', markdown, {
  read,
  nesting,
  tex: (tex) => tex.replace(/\|/g, '\\vert '),
});

describe('markdown', () => {
  test('a number with a point, or a dash, at the beginning makes no list', () => {
    const lines = ['1. a', '- b', '+ c', '2) d'].map((text) => ({ is: 'paragraph', text }) as const);
    expect(render(markdown, { title: '', blocks: lines })).toBe('1\\. a\n\n\\- b\n\n\\+ c\n\n2\\) d\n');
  });

  test('a title is as deep as it is told', () => {
    const heading = { is: 'heading', depth: 1, text: 'a' } as const;
    expect(render(markdown, { title: '', depth: 3, blocks: [heading] })).toBe('### a\n');
  });
});
