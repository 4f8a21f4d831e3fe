/** The tables of a report: those of one title in different claims are one, with the claim behind each row. */
import type { ClaimReport, TableReport } from '../engine/report.js';
import { grouped, typeset } from './number.js';

export interface JoinedRow {
  readonly claim: ClaimReport;
  /** What its relation comes to, where it has one: on every task or certified by its claim, on none, or between. */
  readonly judged: 'holds' | 'fails' | 'open';
  readonly trials: number;
  readonly name: string;
  readonly values: TableReport['rows'][number]['values'];
}

/** Those of the same head are one. */
const keyOf = ({ title, of, columns }: Pick<TableReport, 'title' | 'of' | 'columns'>) =>
  JSON.stringify([title, of, columns]);
export const sameTable = (a: JoinedTable, b: JoinedTable): boolean => keyOf(a) === keyOf(b);

function judged({ parts, arms }: ClaimReport, columns: TableReport['columns'], values: JoinedRow['values']) {
  const share = columns.findIndex(({ kind }) => kind === 'share');
  const [part] = Object.entries(parts).find(([, { source }]) => source === columns[share]?.source) ?? [''];
  const certified = arms.find(({ role }) => role === 'claim')?.parts[part]?.decision === 'holds';
  const mean = values[share]?.mean;
  return certified || mean === 1 ? ('holds' as const) : mean === 0 ? ('fails' as const) : ('open' as const);
}

export interface JoinedTable extends Omit<TableReport, 'rows' | 'trials'> {
  /** In the order of the talk, so that rows stand where their claims do. */
  readonly rows: readonly JoinedRow[];
}

/** Tables whose columns differ are not joined, whatever their titles. */
export function tablesOf(claims: readonly ClaimReport[]): JoinedTable[] {
  const joined = new Map<string, JoinedTable>();
  for (const claim of claims) {
    const { table } = claim;
    if (!table || table.trials === 0) continue;
    const { trials, rows, ...head } = table;
    const key = keyOf(head);
    const before = joined.get(key) ?? { ...head, rows: [] };
    const own = rows.map((row): JoinedRow => ({
      claim,
      trials,
      ...row,
      judged: judged(claim, head.columns, row.values),
    }));
    joined.set(key, { ...before, rows: [...before.rows, ...own] });
  }
  return [...joined.values()];
}

/** What a cell says: a mean with its interval, or on how many tasks a relation holds. */
export function entry(
  kind: 'mean' | 'share',
  { mean, low, high }: JoinedRow['values'][number],
  trials: number,
): string {
  if (kind === 'share') return `${grouped(Math.round(mean * trials))} of ${grouped(trials)}`;
  return low === high ? typeset(mean) : `${typeset(mean)} [${typeset(low)}, ${typeset(high)}]`;
}

/** Row k, counted from 1, as it is numbered in the table and in its figure. */
export const numbered = (k: number): string => String(k + 1);
