/** Which known names a misspelt one may have meant. */
import levenshtein from 'fastest-levenshtein';

/** @returns the known names within a third of the letters (at least two), nearest first; case does not count */
export function nearest(name: string, known: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  return known
    .map((each) => ({ each, away: levenshtein.distance(wanted, each.toLowerCase()) }))
    .filter(({ each, away }) => away <= Math.max(2, Math.floor(each.length / 3)) && away < each.length)
    .sort((a, b) => a.away - b.away || (a.each < b.each ? -1 : 1))
    .map(({ each }) => each);
}
