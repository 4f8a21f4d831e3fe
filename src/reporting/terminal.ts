/** The report on a terminal: a table that fits the width, the sentence of the suite, and what to do next. */
import type { Report, Verdict } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { own } from '../form/own.js';
import type { Colors } from './colors.js';
import { shortId } from './id.js';
import { duration } from './number.js';
import {
  advice,
  allSearched,
  brokenClaims,
  claimEvidence,
  controls,
  criteria,
  draws,
  joint,
  redraws,
  seedOf,
  trialsOf,
} from './sentences.js';
import { unnamed } from './unnamed.js';

export interface TerminalOptions {
  readonly width: number;
  readonly colors: Colors;
  /** Where report.json is, for the commands that are suggested. */
  readonly path: string;
}

interface Column {
  readonly head: string;
  readonly cells: readonly string[];
  /** Columns are left out in this order where the width does not suffice; 0: never. */
  readonly leave: number;
  readonly right?: boolean;
}

/** Breaks at spaces; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const out: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    while (word.length > width) {
      const room = line === '' ? width : width - line.length - 1;
      if (room < 8 && line !== '') {
        out.push(line);
        line = '';
        continue;
      }
      out.push(line === '' ? word.slice(0, room) : `${line} ${word.slice(0, room)}`);
      word = word.slice(room);
      line = '';
    }
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      out.push(line);
      line = word;
    }
  }
  return line === '' && out.length > 0 ? out : [...out, line];
}

const paint = (verdict: Verdict, text: string, c: Colors): string =>
  verdict === 'holds'
    ? c.green(text)
    : verdict === 'fails' || verdict === 'error'
      ? c.red(text)
      : verdict === 'not applicable'
        ? c.dim(text)
        : c.yellow(text);

/** The narrowest that evidence may be, and the most sentences about one verdict. */
const SMALLEST = 24;
const MOST = 4;

/** @returns lines without a trailing line break */
export function terminal(published: Report, { width, colors: c, path }: TerminalOptions): string {
  const report = whole(published);
  const { content, envelope, id } = report;
  const { claims } = content;
  const broken = brokenClaims(report);
  const rows = [
    ...claims.map((claim) => ({
      id: claim.id,
      verdict: claim.verdict,
      talk: claim.talk.join(' ') + (claim.finding ? ' (finding)' : ''),
      criterion: criteria(claim),
      evidence:
        claim.verdict === 'error' || claim.verdict === 'not applicable'
          ? claim.because.join(' ')
          : claimEvidence(claim),
      controls: controls(claim),
      trials: String(trialsOf(claim)),
      seconds: (own(envelope.claimSeconds, claim.id) ?? 0).toFixed(1),
    })),
    ...broken.map(([name, why]) => ({
      id: name,
      verdict: 'error' as const,
      talk: '',
      criterion: '',
      evidence: why,
      controls: '',
      trials: '',
      seconds: '',
    })),
  ];
  const column = (head: string, field: keyof (typeof rows)[number], leave: number, right = false): Column => ({
    head,
    cells: rows.map((row) => row[field]),
    leave,
    right,
  });
  const natural = (col: Column) => Math.max(col.head.length, ...col.cells.map((cell) => cell.length));
  let columns = [
    column('claim', 'id', 0),
    column('talk', 'talk', 3),
    column('verdict', 'verdict', 0),
    column('criterion', 'criterion', 2),
    column('evidence', 'evidence', 6),
    column('controls', 'controls', 5),
    column('trials', 'trials', 4, true),
    column('s', 'seconds', 1, true),
  ];
  const fixed = () =>
    columns.filter((col) => col.head !== 'evidence').reduce((sum, col) => sum + natural(col) + 2, 0) +
    (columns.some((col) => col.head === 'evidence') ? SMALLEST : -2);
  while (fixed() > width && columns.some((col) => col.leave > 0)) {
    const first = Math.min(...columns.flatMap((col) => (col.leave > 0 ? [col.leave] : [])));
    columns = columns.filter((col) => col.leave !== first);
  }
  const room = Math.max(SMALLEST, width - (fixed() - SMALLEST));
  const widths = columns.map((col) => (col.head === 'evidence' ? Math.min(natural(col), room) : natural(col)));
  const pad = (text: string, k: number) => (columns[k]!.right ? text.padStart(widths[k]!) : text.padEnd(widths[k]!));
  const out: string[] = [];
  if (rows.length > 0) {
    out.push(
      c.dim(
        columns
          .map((col, k) => pad(col.head, k))
          .join('  ')
          .trimEnd(),
      ),
    );
    rows.forEach((row, r) => {
      const cells = columns.map((col, k) =>
        col.head === 'evidence' ? wrap(col.cells[r]!, widths[k]!) : [col.cells[r]!],
      );
      for (let line = 0; line < Math.max(...cells.map((cell) => cell.length)); line++)
        out.push(
          cells
            .map((cell, k) => {
              const text = pad(cell[line] ?? '', k);
              return columns[k]!.head === 'verdict'
                ? paint(row.verdict, text, c)
                : columns[k]!.head === 'claim'
                  ? c.bold(text)
                  : text;
            })
            .join('  ')
            .trimEnd(),
        );
    });
    out.push('');
  }
  for (const claim of claims) {
    if (claim.verdict === 'holds') continue;
    out.push(paint(claim.verdict, `${claim.id}: ${claim.verdict}`, c));
    const why = [...new Set([...claim.because, ...(own(envelope.errors, claim.id) ?? [])])];
    for (const sentence of why.slice(0, MOST)) out.push(...wrap(sentence, width - 2).map((line) => `  ${line}`));
    if (why.length > MOST) out.push(c.dim(`  and ${why.length - MOST} more sentences in the report`));
    const { say, command } = advice(claim, report, path);
    // A command stays on one line, whatever the width: it is there to be copied.
    out.push(...wrap(`-> ${say}${command === undefined ? '' : ':'}`, width - 2).map((line) => c.dim(`  ${line}`)));
    out.push(...(command === undefined ? [] : [c.dim(`     ${command}`)]), '');
  }
  for (const [name, why] of broken)
    out.push(c.red(`${name}: error`), ...wrap(why, width - 2).map((line) => `  ${line}`), '');
  out.push(...wrap(joint(report), width).map((line) => c.bold(line)));
  out.push(...wrap(allSearched(claims), width).filter((line) => line !== ''));
  const drawn = claims.flatMap((claim) => (draws(claim, report) ? [`${claim.id}: ${draws(claim, report)}`] : []));
  if (drawn.length > 0) out.push(...wrap(redraws(report), width));
  for (const line of drawn.slice(0, MOST)) out.push(...wrap(line, width - 2).map((each) => `  ${each}`));
  if (drawn.length > MOST) out.push(c.dim(`  and ${drawn.length - MOST} more claims in the report`));
  if (content.selfControl.verdict !== 'fails' && !envelope.incomplete)
    out.push(c.red('The deliberately false self-control was not refuted: nothing above can be trusted.'));
  out.push(
    ...wrap(
      `Level ${content.level}, seed ${seedOf(content)}, ${envelope.trials} trials in ${duration(envelope.seconds)} on ` +
        `${envelope.workers} ${envelope.workers === 1 ? 'worker' : 'workers'}.`,
      width,
    ),
    ...(published.approximate ? (envelope.notes ?? []).flatMap((note) => wrap(`${note}.`, width)) : []),
    id === null ? c.yellow(unnamed(report)) : `Report ${shortId(id)}${c.dim(id.slice(12))}`,
  );
  return out.join('\n');
}
