/** Numbers as TeX: with the digits that their uncertainty leaves, or all that they have. */
import { short } from '../number.js';

const size = (x: number): number => Number(x.toExponential().split('e')[1]);

/** So many digits that the half of its interval has two; of what does not vary six. */
export function digitsOf(value: number, low?: number, high?: number): number {
  const half = low === undefined || high === undefined ? 0 : (high - low) / 2;
  if (!Number.isFinite(value) || !Number.isFinite(half) || half <= 1e-9 * Math.abs(value) || value === 0)
    return half > 0 ? 3 : 6;
  return Math.min(15, Math.max(2, size(value) - size(half) + 2));
}

/** In mathematics, whatever is around it. */
export function tex(x: number, count: number): string {
  const [mantissa, exponent] = short(x, count).split('e') as [string, string?];
  const number = mantissa.replace('Infinity', '\\infty').replace('NaN', '\\mathrm{NaN}');
  if (exponent === undefined) return `\\ensuremath{${number}}`;
  const power = `10^{${exponent}}`;
  return `\\ensuremath{${mantissa === '1' ? power : mantissa === '-1' ? `-${power}` : `${number}\\times ${power}`}}`;
}

/** The shortest decimals that read back to the same bits, as siunitx, pgf and TeX programs take them. */
export function exact(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  return Object.is(x, -0) ? '-0' : String(x).replace('Infinity', 'inf').replace('e+', 'e');
}
