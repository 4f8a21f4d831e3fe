/** The rule with no more than so many steps in any of its phases, as a training that costs little. */
import type { Any } from '../../claim.js';

const COUNTS = ['steps', 'budget', 'averaged'];

export function short(rule: Any, most: number): Any {
  if (typeof rule !== 'object' || rule === null || ArrayBuffer.isView(rule)) return rule;
  if (Array.isArray(rule)) return rule.map((item) => short(item, most) as unknown);
  return Object.fromEntries(
    Object.entries(rule as object).map(([field, value]: [string, unknown]) => [
      field,
      COUNTS.includes(field) && typeof value === 'number' ? Math.min(value, most) : (short(value, most) as unknown),
    ]),
  );
}
