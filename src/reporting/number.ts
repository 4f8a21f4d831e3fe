/** Numbers for readers: few digits, no locale. Values that matter bit for bit are in report.json. */

import { short } from '../statistics/sentence.js';

export { percent, short } from '../statistics/sentence.js';

const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789-'].map((c, i) => [c, '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'[i]!]),
);

export const powerOfTen = (exponent: number): string => `10${[...String(exponent)].map((c) => RAISED[c]!).join('')}`;

/** The same with a typographic power of ten and minus sign, for pages: 1.2 × 10⁻⁶. */
export function typeset(x: number, count = 3): string {
  const [mantissa, exponent] = short(x, count).split('e') as [string, string?];
  const signed = mantissa.replace('-', '−').replace('Infinity', '∞');
  if (exponent === undefined) return signed;
  const power = powerOfTen(Number(exponent));
  return mantissa === '1' ? power : mantissa === '-1' ? `−${power}` : `${signed} × ${power}`;
}

/** 12 -> 12, 1234567 -> 1 234 567 with narrow no-break spaces. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** 0.4 -> 0.4 s, 75 -> 1 min 15 s. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
