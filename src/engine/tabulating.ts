/** The table of a claim over trials that come one by one: the mean of every cell. */
import type { TableReport } from './report.js';
import { running, type Running } from './spread.js';
import type { Tabulated } from './trial.js';

export interface Tabulating {
  readonly add: (table: Tabulated) => void;
  /** @throws Error where two tasks gave other rows */
  readonly report: () => Pick<TableReport, 'trials' | 'rows'>;
}

export function tabulating(): Tabulating {
  const rows = new Map<string, Running[]>();
  let [trials, other] = [0, undefined as readonly string[] | undefined];
  return {
    add(table) {
      const names = Object.keys(table);
      if (trials++ === 0) for (const name of names) rows.set(name, table[name]!.map(running));
      if (names.length !== rows.size || [...rows.keys()].some((name, k) => names[k] !== name))
        return void (other ??= names);
      for (const [name, cells] of rows) cells.forEach((cell, k) => cell.add(table[name]![k]!));
    },
    report() {
      if (other)
        throw new Error(
          `table: where gives the rows ${JSON.stringify([...rows.keys()])} of one task and ${JSON.stringify(other)} of another; ` +
            'expected the same rows of every task',
        );
      return { trials, rows: [...rows].map(([name, cells]) => ({ name, values: cells.map((cell) => cell.spread()) })) };
    },
  };
}
