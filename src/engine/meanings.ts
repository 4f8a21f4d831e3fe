/**
 * What the names in a claim's formulas mean, in the words of its file: the source text of each measure and of each question
 * to theory. A function's text is its own characters, whatever Node runs it; those of a claim are as esbuild, whose version
 * is fixed, left them when it took the types out. Blanks are made one, so that line ends do not count.
 */
import type { Claim } from '../claim.js';
import type { ClaimReport } from './report.js';
import { typeset } from './typeset.js';

const LONGEST = 400;

/** `{ runs: runs2 }`: what would hide another name of its file has a number from esbuild. */
const RENAMED = /\b(\w+): (\1\d+)\b/g;

/** The source text of a function on one line. */
export function textOf(of: unknown): string {
  const written = typeof of === 'function' ? Function.prototype.toString.call(of).replace(/\s+/g, ' ') : String(of);
  const text = [...written.matchAll(RENAMED)].reduce(
    (rest, [all, name, renamed]) => rest.replace(all, name!).replace(new RegExp(`\\b${renamed}\\b`, 'g'), name!),
    written,
  );
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text;
}

/** A question that is the task itself says nothing. */
const ITSELF = '({ task }) => task';

export function meanings({
  symbols,
  theory,
}: Pick<Claim, 'symbols' | 'theory'>): Pick<ClaimReport, 'symbols' | 'theory'> {
  return {
    symbols: Object.fromEntries(
      Object.entries(symbols).map(([name, { tex, measure }]) => [
        name,
        { tex: (tex ?? typeset(name)).trim(), is: textOf(measure) },
      ]),
    ),
    theory: Object.fromEntries(
      Object.entries(theory).map(([name, [oracle, question]]) => {
        const asked = textOf(question);
        return [name, { oracle: oracle.name, ...(asked !== ITSELF && { asked }) }];
      }),
    ),
  };
}
