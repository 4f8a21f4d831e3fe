/** Which shard measures what: a function of the units and their number alone, so that every machine deals alike. */
import type { Unit } from './unit.js';

const key = ({ claim, arms: [arm], block }: Unit) => [claim, arm, block?.from ?? 0] as const;

function before(one: Unit, other: Unit): number {
  if (one.weight !== other.weight) return other.weight - one.weight;
  const [a, b] = [key(one), key(other)];
  for (const [k, value] of a.entries()) if (value !== b[k]) return value! < b[k]! ? -1 : 1;
  return 0;
}

/** The heaviest first, each to the shard that has least so far; of an arm a shard has one block at most. */
export function deal(units: readonly Unit[], shards: number): Unit[][] {
  const hands = Array.from({ length: shards }, () => ({ load: 0, units: [] as Unit[], arms: new Set<string>() }));
  for (const unit of [...units].sort(before)) {
    const arm = JSON.stringify([unit.claim, unit.arms[0]]);
    let to: (typeof hands)[number] | undefined;
    for (const hand of hands) if (!hand.arms.has(arm) && (!to || hand.load < to.load)) to = hand;
    to!.load += unit.weight;
    to!.units.push(unit);
    to!.arms.add(arm);
  }
  return hands.map(({ units: own }) => own);
}
