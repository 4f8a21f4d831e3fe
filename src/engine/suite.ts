/** What may be said of all claims of a run together. */
import { claimLogE, holm, joint } from '../statistics/multiplicity.js';
import type { ClaimReport, Content } from './report.js';

/** The joint sentence, and the Holm list beside the raw verdicts; claims that do not apply are in neither. */
export function suite(claims: readonly ClaimReport[], alpha: number): Pick<Content, 'joint' | 'holm'> {
  const registered = claims.filter(({ verdict }) => verdict !== 'not applicable');
  const logEs = registered.map(({ arms }) => {
    const claim = arms.find(({ role }) => role === 'claim');
    return claimLogE(
      Object.values(claim?.parts ?? {}).map(({ evidence }) => evidence),
      'holdsMax',
    );
  });
  const adjusted = holm(logEs, alpha);
  const laws = new Set(registered.flatMap(({ parts }) => Object.values(parts).map(({ accept }) => accept.law)));
  return {
    joint: joint(Object.fromEntries(registered.map(({ id, verdict }) => [id, verdict])), laws, alpha),
    holm: Object.fromEntries(registered.map(({ id }, i) => [id, adjusted[i]!])),
  };
}
