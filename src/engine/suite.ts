/** What may be said of all claims of a run together; those that do not apply are not among them. */
import { joint } from '../statistics/multiplicity.js';
import type { ClaimReport, Content } from './report.js';

export function suite(claims: readonly ClaimReport[], alpha: number): Pick<Content, 'joint'> {
  const registered = claims.filter(({ verdict }) => verdict !== 'not applicable');
  const laws = new Set(registered.flatMap(({ parts }) => Object.values(parts).map(({ accept }) => accept.law)));
  return { joint: joint(Object.fromEntries(registered.map(({ id, verdict }) => [id, verdict])), laws, alpha) };
}
