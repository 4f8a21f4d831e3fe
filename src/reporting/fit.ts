/** How wide the columns of a table are where a line has room for so many letters. */
import type { Column } from './block.js';

/** Letters of a column: what it would like to have, and the least with which it can do. */
export interface Need {
  readonly natural: number;
  readonly least: number;
}

/**
 * Columns are left out as they say; what room is then left goes to those that want more, each in proportion.
 * @param gap letters between two columns
 * @returns letters; undefined for a column that is left out
 */
export function fit(
  columns: readonly Column[],
  needs: readonly Need[],
  room: number,
  gap: number,
): (number | undefined)[] {
  const kept = new Set(columns.keys());
  const used = () => [...kept].reduce((sum, k) => sum + needs[k]!.least + gap, -gap);
  const order = [...columns.keys()].filter((k) => columns[k]!.leave !== undefined);
  for (const k of order.sort((a, b) => columns[a]!.leave! - columns[b]!.leave!)) if (used() > room) kept.delete(k);
  const left = Math.max(0, room - used());
  const wants = [...kept].reduce((sum, k) => sum + needs[k]!.natural - needs[k]!.least, 0);
  const share = wants === 0 ? 0 : Math.min(1, left / wants);
  return needs.map(({ natural, least }, k) =>
    kept.has(k) ? least + Math.floor(share * (natural - least)) : undefined,
  );
}
