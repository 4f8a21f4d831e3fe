/** What a claim is about, in words and numbers: the tasks, what is trained on them and by which rule, what its names mean. */
import type { ClaimReport, RunReport } from '../../engine/report.js';
import {
  code,
  folded,
  heading,
  list,
  paragraph,
  said,
  strong,
  table,
  type Block,
  type Phrase,
  type Text,
} from '../block.js';
import { percent } from '../number.js';

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '').replaceAll('"', '').replaceAll(',', ', ');

/** A run, or the runs of a family: what is the same in all once, what differs one after the other. */
interface Line {
  readonly name: string;
  readonly runs: readonly RunReport[];
}

function linesOf(runs: ClaimReport['runs']): Line[] {
  const found = new Map<string, Line>();
  for (const [name, run] of Object.entries(runs)) {
    const key = run.member ? `family ${run.member.of} of ${run.model}` : `run ${name}`;
    const { name: before = run.member?.of ?? name, runs: all = [] } = found.get(key) ?? {};
    found.set(key, { name: before, runs: [...all, run] });
  }
  return [...found.values()].map(({ name, runs: all }) => {
    const places = all.map(({ member }) => member?.place ?? '').join(', ');
    return { name: all[0]!.member ? `${name} ${places}` : name, runs: all };
  });
}

/** One value where all are the same, else all of them. */
const together = (values: readonly string[]): string => (new Set(values).size === 1 ? values[0]! : values.join(', '));

function ruleOf({ runs }: Line): string {
  const names = [...new Set(runs.flatMap(({ rule = {} }) => Object.keys(rule)))];
  if (names.length === 0) return runs[0]!.rule ? 'no field' : 'depends on the task';
  return names
    .map((name) => {
      const values = runs.map(({ rule = {} }) => (Object.hasOwn(rule, name) ? shown(rule[name]) : 'unset'));
      const first = runs.some(({ varies }) => varies.includes(name)) ? ' (on the first task)' : '';
      return `${name} = ${together(values)}${first}`;
    })
    .join('; ');
}

function sightOf({ runs }: Line): string {
  const seen = together(runs.map(({ sees = 'the task' }) => sees));
  const [{ times, copy }] = runs as [RunReport];
  const many = times !== undefined ? `; ${times} independent copies` : copy !== undefined ? `; copy ${copy}` : '';
  return `${seen}${many}`;
}

/** The population: what a task is, one of them, and the cases that it must hold. */
export function population({ population: of, coverage = {} }: ClaimReport): Block[] {
  const { name, about, example } = of;
  const covered = Object.entries(coverage).map(([what, { share, atLeast, decision }]): Text => [
    said(what),
    `: ${percent(share)} of the tasks (at least ${percent(atLeast)}: ${decision})`,
  ]);
  return [
    heading(3, 'For all'),
    paragraph(
      strong(said(name)),
      ': ',
      said(about ?? 'the population does not say what a task is.'),
      ...(example === undefined ? [] : [' The first task: ', said(example), '.']),
    ),
    ...(covered.length > 0 ? [paragraph('Coverage of the population:'), list(covered)] : []),
  ];
}

/** What is trained, by which rule; folded what the models' sources say of themselves and of the fields. */
export function training({ runs, models }: ClaimReport): Block[] {
  const lines = linesOf(runs);
  if (lines.length === 0) return [];
  const rows = lines.map((line): Text[] => [
    code(line.name),
    line.runs[0]!.model,
    said(ruleOf(line)),
    said(sightOf(line)),
  ]);
  const words = models.flatMap(({ name, about, fields = {} }): Block[] => {
    const told = Object.entries(fields).map(([field, what]): Text => [code(field), ': ', said(what)]);
    return [
      ...(about === undefined ? [] : [paragraph(strong(name), ': ', said(about))]),
      ...(told.length > 0 ? [list(told)] : []),
    ];
  });
  return [
    heading(3, 'Trained'),
    table(['Run', 'Model', { head: 'Rule', wide: true }, { head: 'Sees', wide: true, leave: 1 }], rows),
    ...(words.length > 0 ? [folded('What the models and the words of their rules are', ...words)] : []),
  ];
}

/** Without what it takes apart: `({ run }) => norm1(run.beta)` is `norm1(run.beta)`. */
const body = (text: string): string => text.replace(/^\((?:\{[^()]*\})?\) => (?!\{)/, '');

/** What each name in a formula stands for, and what theory is asked. */
export function names({ symbols, theory }: ClaimReport): Block[] {
  const rows = Object.entries(symbols).map(([name, { tex, is }]): Text[] => [{ tex }, code(name), code(body(is))]);
  if (rows.length === 0) return [];
  const asked = Object.entries(theory).map(([name, { oracle, asked: question }]): Text => {
    const what: Phrase[] = question === undefined ? [' of the task'] : [' of ', code(body(question))];
    return [code(`theory.${name}`), `: the answer of ${oracle}`, ...what];
  });
  return [
    folded(
      'What every symbol means',
      table(['Symbol', 'Name', { head: 'Is', wide: true }], rows),
      ...(asked.length > 0 ? [list(asked)] : []),
    ),
  ];
}
