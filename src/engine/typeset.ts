/**
 * The TeX of a formula with the claim's own symbols in it: kept apart from the command before (`\leq R`, not `\leqR`), and
 * in parentheses where a sum becomes a factor or is subtracted.
 */
import type { Claim } from '../claim.js';
import { expression } from '../numerics/expression.js';

/** What stands between these is one thing, whatever signs it holds. */
const ENCLOSED = /\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\]|\\lVert.*?\\rVert|\\left\|.*?\\right\||\|[^|]*\|/g;

function isSum(tex: string): boolean {
  let rest = tex;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(ENCLOSED, 'x');
  }
  return /[^\s^_]\s*[+-]/.test(rest);
}

/** The TeX of a claim's symbols, by name. */
export const texOf = ({ symbols }: Pick<Claim, 'symbols'>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(symbols).flatMap(([name, { tex }]) => (tex === undefined ? [] : [[name, tex]])));

/** @param symbols TeX by the name that the formula has */
export function typeset(source: string, symbols: Readonly<Record<string, string>> = {}): string {
  const placed = Object.entries(symbols).map(([symbol, tex]) => {
    const name = symbol.replace(/[^\w]/g, '\\$&');
    const binds = new RegExp(`[*-]\\s*${name}\\b|\\b${name}\\s*[*^]`).test(source);
    if (binds && isSum(tex)) return [symbol, `\\left(${tex}\\right)`];
    return [symbol, /^[a-z]/i.test(tex) ? ` ${tex}` : tex];
  });
  const tex = expression(source).tex(
    Object.assign(Object.create(null), Object.fromEntries(placed)) as Record<string, string>,
  );
  // 1e-9 is a power of ten.
  return tex.replace(/(?<![\d.])1\\cdot(?=10\^)/g, '');
}
