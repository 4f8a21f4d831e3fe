/** The exact operating characteristic of a yes/no criterion, for planning and for every report. */
import { pow } from '../numerics/elementary.js';
import { operatingCharacteristic, type Boundaries } from './binary.js';
import type { Power } from './summary.js';

/** Shares are searched on a grid of this many steps. */
const STEPS = 10_000;

/** The smallest k in 0 .. STEPS at which the rising predicate is true, or null. */
function first(isTrue: (k: number) => boolean): number | null {
  if (!isTrue(STEPS)) return null;
  let low = -1;
  let high = STEPS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const known = new WeakMap<object, WeakMap<object, Power>>();

/** P(holds), P(fails), E[n] at certainty and at the boundary, and the shares with 90% power, to 1e-4. */
export function sharePower(b: Boundaries): Power {
  const cached = known.get(b.hold)?.get(b.fail);
  if (cached) return cached;
  const at = (k: number) => operatingCharacteristic(b, k / STEPS);
  const up = first((k) => at(k).holds >= 0.9);
  const down = first((k) => at(STEPS - k).fails >= 0.9);
  const power: Power = {
    at: [operatingCharacteristic(b, 1), operatingCharacteristic(b, b.p0)],
    holds90: up === null ? null : up / STEPS,
    fails90: down === null ? null : (STEPS - down) / STEPS,
  };
  if (!known.has(b.hold)) known.set(b.hold, new WeakMap());
  known.get(b.hold)!.set(b.fail, power);
  return power;
}

/** The same for `always`: it fails at the first violation and holds after N successes. */
export function alwaysPower(N: number): Power {
  const at = (p: number) => {
    const holds = pow(p, N);
    return { p, holds, fails: 1 - holds, undecided: 0, trials: p === 1 ? N : (1 - holds) / (1 - p) };
  };
  return { at: [at(1), at(0.95)], holds90: pow(0.9, 1 / N), fails90: pow(0.1, 1 / N) };
}
