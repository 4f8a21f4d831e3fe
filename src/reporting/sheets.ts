/**
 * The tables of a report as CSV, a row for each thing that was measured and numbers to the last bit: the shortest decimals that
 * read back to the same float64. What is not known is empty.
 */
import type { ClaimReport, Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { own } from '../form/own.js';
import { csv } from './csv.js';
import { inOrder } from './order.js';
import { beside } from './printed.js';
import { armOf, broken, criterion, label, outcome, reason, trialsOf } from './sentences.js';
import { tablesOf } from './tables.js';

type Cell = string | number | undefined;
type Sheet = (claims: readonly ClaimReport[], report: Report) => readonly (readonly Cell[])[];

const yes = (it: boolean): string => (it ? 'true' : 'false');
const known = (value: number | null | undefined): number | undefined => value ?? undefined;

const claims: Sheet = (all, { envelope }) => [
  [
    'claim',
    'title',
    'verdict',
    'talk',
    'marking',
    'finding',
    'sequel',
    'statement',
    'scope',
    'trials',
    'seconds',
    'seed',
    'why',
  ],
  ...all.map((claim) => [
    ...[claim.id, claim.title, claim.verdict, claim.talk.join(' '), claim.marking, yes(claim.finding)],
    yes(claim.sequel === true),
    ...[claim.statement, claim.scope, trialsOf(claim), own(envelope.claimSeconds, claim.id), claim.seed],
    claim.because.join(' '),
  ]),
];

/** A row for each quantity that was estimated; of a part without any one row all the same. */
const parts: Sheet = (all) => [
  [
    ...[
      'claim',
      'part',
      'formula',
      'criterion',
      'decision',
      'quantity',
      'estimate',
      'low',
      'high',
      'alpha',
      'tasks',
      'budget',
    ],
    ...[
      'drawn',
      'successes',
      'violations',
      'in doubt',
      'not a number',
      'unfinished',
      'diverged',
      'missed',
      'log e holds',
    ],
    ...['log e fails', 'estimand'],
  ],
  ...all.flatMap((claim) =>
    Object.entries(claim.parts).flatMap(([name, { source, accept }]) => {
      const head = [claim.id, name, source, criterion(accept)];
      const judged = armOf(claim, 'claim')?.parts[name];
      if (!judged) return [head];
      const { quantities, alpha, n, budget, drawn, counts, logE, estimand } = judged.evidence;
      return quantities.map(({ name: quantity, estimate, interval: [low, high] }): Cell[] => [
        ...[...head, judged.decision, quantity, known(estimate), low, high, alpha, n, budget, drawn, counts.successes],
        ...[counts.violations, counts.inDoubt, counts.notANumber, counts.unfinished, counts.diverged, counts.gated],
        ...[known(logE.holds), known(logE.fails), estimand],
      ]);
    }),
  ),
];

/** The two sides of every relation. */
const sides: Sheet = (all) => [
  ['claim', 'part', 'relation', 'side', 'formula', 'tasks', 'mean', 'low', 'high', 'least', 'most', 'error'],
  ...all.flatMap((claim) =>
    Object.entries(claim.parts).flatMap(([name, { sides: related = [] }]) =>
      related.flatMap(({ relation, tasks, ...both }) =>
        (['left', 'right'] as const).map((which) => {
          const { source, mean, low, high, least, most, error } = both[which];
          return [claim.id, name, relation, which, source, tasks, mean, low, high, least, most, error];
        }),
      ),
    ),
  ),
];

const controls: Sheet = (all) => [
  ['claim', 'control', 'must', 'breaks', 'outcome', 'broken', 'tasks', 'steps', 'because'],
  ...all.flatMap((claim) =>
    claim.arms
      .filter(({ role }) => role === 'mustFail' || role === 'mustHold')
      .map((arm) => [
        ...[claim.id, label(arm), arm.role === 'mustFail' ? 'fail' : 'hold', arm.breaks, outcome(arm)],
        ...[broken(arm) === '' ? undefined : arm.parts[arm.breaks!]!.evidence.counts.violations, arm.trials, arm.steps],
        reason(arm),
      ]),
  ),
];

const dials: Sheet = (all) => [
  [
    ...[
      'claim',
      'along',
      'part',
      'at',
      'measured',
      'low',
      'high',
      'curve',
      'curve is',
      'margin',
      'margin low',
      'margin high',
    ],
    ...['judged', 'tasks', 'unfinished', 'missed', 'holding', 'failing'],
  ],
  ...all.flatMap(({ id, dial }) =>
    (dial?.points ?? []).map(
      ({ at, measured, curve, margin, judged, trials, unfinished, missed, holding, failing }) => [
        ...[id, dial!.of, dial!.part, at, measured.mean, measured.low, measured.high, curve, dial!.curve?.kind],
        ...[margin.mean, margin.low, margin.high, judged, trials, unfinished, missed, holding, failing],
      ],
    ),
  ),
];

/** The cells of all tables, a row for each. */
const tables: Sheet = (all) => [
  ['table', 'of', 'row', 'claim', 'column', 'is', 'formula', 'tasks', 'mean', 'low', 'high'],
  ...tablesOf(all).flatMap(({ title, of, columns, rows }) =>
    rows.flatMap(({ name, claim, trials, values }) =>
      values.map(({ mean, low, high }, k) => {
        const { name: column, kind, source } = columns[k]!;
        return [title, of, name, claim.id, column, kind, source, trials, mean, low, high];
      }),
    ),
  ),
];

const printed: Sheet = (all) => [
  [
    'printed',
    'source',
    'where',
    'is',
    'it says',
    'here',
    'low',
    'high',
    'ratio',
    'ratio low',
    'ratio high',
    'claim',
    'verdict',
    'differs',
  ],
  ...beside(all).map(({ printed: said, source, where, is, stated, found, ratio, by, differs }) => [
    ...[typeof said === 'string' ? said : said.tex, source, where, is, stated, found.mean, found.low, found.high],
    ...[ratio?.mean, ratio?.low, ratio?.high, by.id, by.verdict, differs],
  ]),
];

const SHEETS: Readonly<Record<string, Sheet>> = { claims, parts, sides, controls, dials, tables, printed };

export const FILES = Object.keys(SHEETS).map((name) => `tables/${name}.csv`);

/** Every row as wide as the head. */
const square = ([head, ...rows]: ReturnType<Sheet>): (readonly Cell[])[] => [
  head!,
  ...rows.map((row) => head!.map((_, k) => row[k])),
];

export function sheets(published: Report): Record<string, string> {
  const report = whole(published);
  const all = inOrder(report.content.claims);
  return Object.fromEntries(
    Object.entries(SHEETS).map(([name, sheet]) => [`tables/${name}.csv`, csv(square(sheet(all, report)))]),
  );
}
