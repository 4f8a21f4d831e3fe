/**
 * The adversary on maps whose heights are known: a task is a place, its slack the height there. What is above 0 everywhere
 * it must never refute; what is below 0 on few places it should find where there is a slope, and where there is none it is
 * worth as many draws.
 */
import fc from 'fast-check';
import type { Claim, Model, Population, Stopped } from '../../src/claim.js';
import { claim } from '../../src/define.js';
import { run } from '../../src/run.js';
import { adversaryArms } from '../../src/engine/arm.js';
import { climb, TRAININGS } from '../../src/engine/climb.js';
import { CLIMBS } from '../../src/statistics/levels.js';
import { sign } from '../../src/statistics/outcome.js';
import { agrees } from './limit.js';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly seed: number;
}

const SIDE = 1000;
const map: Population<Place> = {
  name: 'map',
  version: 1,
  arbitrary: fc.record({
    x: fc.integer({ min: 0, max: SIDE - 1 }),
    y: fc.integer({ min: 0, max: SIDE - 1 }),
    seed: fc.integer({ min: 0, max: 0x7fffffff }),
  }),
};

interface Terrain {
  readonly name: string;
  /** The share of tasks that violate the claim. */
  readonly share: number;
  readonly height: (place: Place) => number;
  readonly error?: number;
  readonly stopped?: (place: Place) => Stopped;
  /** Of all searches, at least this share should refute; absent for a needle: as many as chance. */
  readonly atLeast?: number;
}

const away = ({ x, y }: Place) => Math.hypot(x - 700, y - 300);
/** The radius of a circle with that share of the map. */
const radius = (share: number) => Math.sqrt((share * SIDE * SIDE) / Math.PI);
/** Uniform on 0 .. 2^32 - 1, and unrelated at neighbours: the finalizer of MurmurHash3 after each number. */
const scattered = ({ x, y, seed }: Place): number =>
  [x, y, seed].reduce((hash, number) => {
    let h = Math.imul(hash ^ number, 0x9e3779b1);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  }, 0x5bd1e995);

const TERRAINS: readonly Terrain[] = [
  { name: 'true of all tasks: a valley that ends above 0', share: 0, height: (at) => away(at) + 1e-9 },
  { name: 'true of all tasks: a plain', share: 0, height: () => 1e-9 },
  { name: 'below 0, but within the error', share: 0, height: (at) => away(at) - 100, error: 100 },
  {
    name: 'below 0, but not a number, diverged or unfinished there',
    share: 0,
    height: (at) => (away(at) > 300 ? 1 : at.seed % 3 === 0 ? NaN : -1),
    stopped: (at) => (away(at) > 300 || at.seed % 3 === 0 ? 'exact' : at.seed % 3 === 1 ? 'diverged' : 'budget'),
  },
  { name: 'false, with a slope', share: 1e-2, height: (at) => away(at) - radius(1e-2), atLeast: 0.99 },
  { name: 'false, with a slope', share: 1e-3, height: (at) => away(at) - radius(1e-3), atLeast: 0.9 },
  { name: 'false, with a slope', share: 1e-4, height: (at) => away(at) - radius(1e-4), atLeast: 0.5 },
  { name: 'false, without any slope', share: 1e-2, height: (at) => (scattered(at) < 1e-2 * 2 ** 32 ? -1 : 1) },
  { name: 'false, without any slope', share: 1e-3, height: (at) => (scattered(at) < 1e-3 * 2 ** 32 ? -1 : 1) },
];

const walker = ({ height, stopped = () => 'exact' }: Terrain): Model<Place> => ({
  name: 'walker',
  capabilities: [],
  train: (place) => ({
    parameters: { height: Float64Array.of(height(place)) },
    predict: () => new Float64Array(0),
    steps: 1,
    stopped: stopped(place),
  }),
});

const above = (terrain: Terrain): Claim =>
  claim({
    title: 'All of the map is above 0',
    statement: 'All of the map is above 0.',
    ours: [],
    sources: {},
    scope: 'A map.',
    premises: {},
    forAll: map,
    train: run(walker(terrain), {}),
    symbols: { height: ({ run }) => ({ value: run.parameters['height']![0]!, error: terrain.error ?? 0 }) },
    parts: {
      above: {
        holds: 'height >= 0',
        unless: {
          below: { because: 'the opposite', holds: 'height <= 0' },
          flooded: { because: 'a flood', holds: 'height >= 1e9' },
        },
      },
    },
  });

export interface MeasuredSearch {
  readonly name: string;
  readonly share: number;
  readonly searches: number;
  readonly refuted: number;
  /** The probability that as many tasks, drawn, hold a violation. */
  readonly chance: number;
  readonly alarm: string | null;
}

/** Searches of level standard. */
export function searches(replications: number): MeasuredSearch[] {
  const climbs = Array.from({ length: CLIMBS.standard }, (_, index) => index);
  return TERRAINS.map((terrain) => {
    const [arm] = adversaryArms(above(terrain));
    const models = new Map([['walker', walker(terrain) as Model]]);
    const finds = (seed: string) =>
      climbs.some((trial) => {
        const name = { suiteSeed: seed, claim: terrain.name, arm: 'adversary', trial };
        const margins = climb(arm!, name, models).reached?.outcome.parts['above']!.margins ?? [];
        return margins.some((margin) => sign(margin) === 'violation');
      });
    const { name, share, atLeast } = terrain;
    let refuted = 0;
    for (let r = 0; r < replications; r++) if (finds(String(r))) refuted++;
    const chance = 1 - (1 - share) ** (TRAININGS * climbs.length);
    const alarm =
      share === 0
        ? refuted > 0
          ? `${refuted} true claims refuted`
          : null
        : atLeast !== undefined
          ? refuted < atLeast * replications
            ? 'found too rarely'
            : null
          : agrees(refuted, replications, chance)
            ? null
            : 'not as often as chance';
    return { name, share, searches: replications, refuted, chance, alarm };
  });
}
