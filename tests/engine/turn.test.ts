import { expect, test } from 'vitest';
import type { ArmFold } from '../../src/engine/fold.js';
import type { Planned } from '../../src/engine/job.js';
import { track, type Track } from '../../src/engine/track.js';
import { turn } from '../../src/engine/turn.js';

interface Told {
  readonly budget: number;
  readonly pace?: number;
  readonly inFlight?: number;
  readonly done?: boolean;
}

function arm(claim: Planned, { budget, pace, inFlight = 0, done = false }: Told): Track {
  const fold = {
    next: 1,
    budget: budget + 1,
    certain: 0,
    done,
    waits: false,
    arm: { name: 'claim' },
  } as unknown as ArmFold;
  return Object.assign(track(claim, fold), { pace, inFlight, submitted: 1 + inFlight });
}

/** The claims by name, each with its arms. @returns the claim that has the turn, and the place of the arm in it */
function taken(near: boolean, claims: Readonly<Record<string, readonly Told[]>>): string | undefined {
  const open = new Map(
    Object.entries(claims).map(([id, arms]) => {
      const claim = { id } as Planned;
      return [claim, arms.map((told) => arm(claim, told))] as const;
    }),
  );
  const next = turn(open, near, 4);
  return next && `${next.claim.id} ${open.get(next.claim)!.indexOf(next)}`;
}

test('one half of the places goes to the claim with the least left, the other to the longest arm', () => {
  const claims = {
    long: [{ budget: 100, pace: 10 }],
    short: [{ budget: 10, pace: 1 }],
    many: [
      { budget: 10, pace: 2 },
      { budget: 20, pace: 2 },
      { budget: 80, pace: 2, done: true },
    ],
  };
  expect(taken(true, claims)).toBe('short 0');
  expect(taken(false, claims)).toBe('long 0');
});

test('what has not been tried is taken for as slow as the rest of its claim, else as all others', () => {
  const claims = {
    slow: [{ budget: 1, pace: 50 }, { budget: 10 }],
    fast: [{ budget: 15, pace: 1 }],
    untried: [{ budget: 1 }],
  };
  expect(taken(true, claims)).toBe('fast 0');
  expect(taken(true, { ...claims, untried: [{ budget: 0.5 }] })).toBe('untried 0');
});

test('of the other half, what has not been tried may be the longest', () => {
  expect(taken(false, { known: [{ budget: 1e6, pace: 100 }], unknown: [{ budget: 1 }] })).toBe('unknown 0');
});

test.each([true, false])('an arm that nobody is at comes before one that runs ahead (near: %s)', (near) => {
  const busy = { budget: 50, pace: near ? 0.1 : 100, inFlight: 1 };
  expect(taken(near, { one: [busy], other: [{ budget: 60, pace: 1 }] })).toBe('other 0');
  expect(taken(near, { one: [busy], other: [{ budget: 60, pace: 1, done: true }] })).toBe('one 0');
  expect(taken(near, { one: [{ ...busy, done: true }] })).toBeUndefined();
});
