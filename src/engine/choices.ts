/**
 * A task is a function of the choices that its arbitrary makes: whole numbers within bounds, asked of `fc.Random` one
 * after the other. Here they are written down, and made again with some of them given, so that whatever arbitrary a
 * population has, a task like another can be drawn: as in Hypothesis' choice sequences (MacIver and Donaldson, ECOOP 2020).
 */
import fc from 'fast-check';
import type { Stream } from '../claim.js';
import { generator, type State } from '../numerics/stream.js';

type Whole = number | bigint;

/** What was answered, and the bounds (included) within which it was asked for. */
export interface Choice {
  readonly min: Whole;
  readonly max: Whole;
  readonly value: Whole;
}

const clamped = <V extends Whole>(value: V, min: V, max: V): V => (value < min ? min : value > max ? max : value);

/** Answers what is given, moved into the bounds that are asked for, and draws the rest; `made` is what was answered. */
export class Choices extends fc.Random {
  readonly made: Choice[] = [];

  /** @param given by position; undefined: drawn */
  constructor(
    state: State,
    private readonly given: readonly (Whole | undefined)[] = [],
  ) {
    super(generator(state));
  }

  private answer<V extends Whole>(min: V, max: V, draw: () => V): V {
    const given = this.given[this.made.length];
    // A position at which another kind of number was asked for says nothing.
    const value = typeof given === typeof min ? clamped(given as V, min, max) : draw();
    this.made.push({ min, max, value });
    return value;
  }

  override nextInt(min = -0x80000000, max = 0x7fffffff): number {
    return this.answer(min, max, () => super.nextInt(min, max));
  }

  override nextBigInt(min: bigint, max: bigint): bigint {
    return this.answer(min, max, () => super.nextBigInt(min, max));
  }

  override next(bits: number): number {
    return this.nextInt(0, (1 << bits) - 1);
  }

  override nextBoolean(): boolean {
    return this.nextInt(0, 1) === 1;
  }

  override nextDouble(): number {
    const high = this.next(26);
    return (high * 134217728 + this.next(27)) / 9007199254740992;
  }

  /** What a clone answers is not written down here. */
  override clone(): Choices {
    return new Choices(this.getState() as unknown as State, this.given.slice(this.made.length));
  }
}

const bits = (span: bigint): number => span.toString(2).length;

/** Binary digits of the number of values that a choice had beside its own; 0: it had none. */
const width = ({ min, max }: Choice): number => (min === max ? 0 : bits(BigInt(max) - BigInt(min)));

/** A choice among more values than this is a seed or a real number: its ends are no more telling than the rest. */
const SMALL = 12;

/** The same choices, each small one moved to an end of its range with probability 1/2. */
export const towardsEnds = (made: readonly Choice[], stream: Stream): Whole[] =>
  made.map((choice) =>
    width(choice) > SMALL || stream.integer(2) === 0 ? choice.value : stream.integer(2) === 0 ? choice.min : choice.max,
  );

/** What is done to one choice: drawn anew, moved to an end of its range, or by so much. */
export interface Move {
  readonly at: number;
  readonly to: 'anew' | 'min' | 'max' | bigint;
}

/**
 * Which choice is changed, and how. Half of the time every choice is as likely, half of the time in proportion to its bits: a
 * seed has more to offer than a size. Distances are of any magnitude.
 * @returns undefined where there is nothing to choose
 */
export function anyMove(made: readonly Choice[], stream: Stream): Move | undefined {
  const flat = stream.integer(2) === 0;
  const weight = (k: number) => (flat ? Math.min(1, width(made[k]!)) : width(made[k]!));
  const total = made.reduce((sum, _, k) => sum + weight(k), 0);
  if (total === 0) return undefined;
  let rest = stream.uniform() * total;
  let at = 0;
  while (at < made.length - 1 && rest >= weight(at)) rest -= weight(at++);
  switch (stream.integer(3)) {
    case 0:
      return { at, to: 'anew' };
    case 1:
      return { at, to: stream.integer(2) === 0 ? 'min' : 'max' };
    default: {
      const distance = 1n << BigInt(stream.integer(width(made[at]!)));
      return { at, to: stream.integer(2) === 0 ? -distance : distance };
    }
  }
}

/** A distance that led lower is gone once more, twice as far; undefined for any other move. */
export const onwards = ({ at, to }: Move): Move | undefined =>
  typeof to === 'bigint' ? { at, to: 2n * to } : undefined;

/** The same choices with one of them changed; those after it are kept as far as their bounds allow. */
export function changed(made: readonly Choice[], { at, to }: Move): (Whole | undefined)[] {
  const { min, max, value } = made[at]!;
  const moved = (by: bigint): Whole => {
    const whole = clamped(BigInt(value) + by, BigInt(min), BigInt(max));
    return typeof value === 'bigint' ? whole : Number(whole);
  };
  const given = made.map((choice): Whole | undefined => choice.value);
  given[at] = to === 'anew' ? undefined : to === 'min' ? min : to === 'max' ? max : moved(to);
  return given;
}
