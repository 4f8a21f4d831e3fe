/** Float64 against 60-digit arithmetic: what an ulp is, and how far a result is off. */
import { all, create } from 'mathjs';
import type { BigNumber } from 'mathjs';

export const wide = create(all!, { number: 'BigNumber', precision: 60 });

/** x exactly (up to 60 digits): mathjs itself would take the shortest decimal for it. */
export function exactly(x: number): BigNumber {
  let mantissa = x;
  let exponent = 0;
  while (!Number.isInteger(mantissa)) {
    const step = Math.abs(mantissa) < 1e-280 ? 537 : 1;
    mantissa *= step === 537 ? 2 ** 537 : 2;
    exponent += step;
  }
  return wide.bignumber(BigInt(mantissa).toString()).div(wide.bignumber(2).pow(exponent)) as BigNumber;
}

/** The distance from |x| to the next larger float64, for finite x; subnormals included. */
export function ulp(x: number): number {
  const bits = new BigUint64Array(new Float64Array([Math.abs(x)]).buffer);
  const next = new Float64Array(BigUint64Array.of(bits[0]! + 1n).buffer)[0]!;
  return Number.isFinite(next) ? next - Math.abs(x) : 2 ** 971;
}

/** |y - exact| in units in the last place of the exact value; 0 or Infinity where the exact value overflows. */
export function ulps(y: number, exact: BigNumber): number {
  const nearest = Number(exact.toString());
  if (!Number.isFinite(nearest)) return y === nearest ? 0 : Infinity;
  if (!Number.isFinite(y)) return Infinity;
  const rest = Number(exact.minus(exactly(nearest)).toString());
  return Math.abs(y - nearest - rest) / ulp(nearest);
}
