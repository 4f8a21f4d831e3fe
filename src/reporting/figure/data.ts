/** The numbers that a figure draws, as CSV. */
import type { DialReport } from '../../engine/report.js';
import type { Drawn } from '../block.js';
import { csv } from '../csv.js';
import type { JoinedTable } from '../tables.js';

const dial = ({ points, curve }: DialReport): string =>
  csv([
    ['at', 'mean', 'low', 'high', curve?.kind ?? 'curve', 'judged', 'trials', 'unfinished', 'missed', 'holding', 'failing', 'margin', 'margin low', 'margin high'], // prettier-ignore
    ...points.map((point) => [
      ...[point.at, point.measured.mean, point.measured.low, point.measured.high, point.curve, point.judged],
      ...[point.trials, point.unfinished, point.missed, point.holding, point.failing],
      ...[point.margin.mean, point.margin.low, point.margin.high],
    ]),
  ]);

const table = ({ of, columns, rows }: JoinedTable): string =>
  csv([
    [of, ...columns.flatMap(({ name }) => [name, `${name}, low`, `${name}, high`]), 'tasks', 'claim', 'verdict'],
    ...rows.map(({ name, values, trials, claim }) => [
      name,
      ...values.flatMap(({ mean, low, high }) => [mean, low, high]),
      ...[trials, claim.id, claim.verdict],
    ]),
  ]);

/** With a head, a row for each point or each row of the table; means with their 98% intervals. */
export const dataOf = (of: Drawn): string => ('dial' in of ? dial(of.dial) : table(of.table));
