/** Claims in the order of the talk: by the first passage that they serve, and in it what limits the passage beside the rest. */
import type { Passage } from '../claim.js';
import type { ClaimReport } from '../engine/report.js';

const place = ({ talk: [first] }: ClaimReport): number => (first === undefined ? Infinity : Number(first.slice(1)));

const standing = ({ finding, sequel }: ClaimReport): number => (sequel ? 2 : 0) + (finding ? 1 : 0);

/** The talk's own before its boundaries, and both before what came after it. */
export const byStanding = (claims: readonly ClaimReport[]): ClaimReport[] =>
  claims.toSorted((a, b) => standing(a) - standing(b));

export interface Group {
  /** Undefined for claims that serve none. */
  readonly passage: Passage | undefined;
  /** Findings after the rest, what came after the talk at the end; otherwise in the order given. */
  readonly claims: readonly ClaimReport[];
}

export function byPassage(claims: readonly ClaimReport[]): Group[] {
  const groups = new Map<number, ClaimReport[]>();
  for (const claim of claims) groups.set(place(claim), [...(groups.get(place(claim)) ?? []), claim]);
  return [...groups]
    .sort(([a], [b]) => (a === b ? 0 : a - b))
    .map(([, own]) => ({
      passage: own[0]!.talk[0],
      claims: byStanding(own),
    }));
}

export const inOrder = (claims: readonly ClaimReport[]): ClaimReport[] =>
  byPassage(claims).flatMap((group) => group.claims);
