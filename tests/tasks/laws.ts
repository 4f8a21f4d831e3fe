/**
 * The laws that every population keeps, whatever its tasks are about: call `laws(population)` for one of your own.
 * A law that is broken is a sentence that says where.
 */
import fc from 'fast-check';
import { test } from 'vitest';
import type { Any, Population } from '../../src/claim.js';
import { draw, simpler } from '../../src/engine/draw.js';
import { fingerprint } from '../../src/engine/fingerprint.js';
import { change } from '../../src/engine/lend.js';
import { generator, streamState } from '../../src/numerics/stream.js';

type Subject = Population<Any>;

const DRAWS = 10;
/** Draws by which a population is known well enough to say that a task is none of its own. */
const WELL = 80;
/** What is looked at of the ways to shrink a task, and after how many steps shrinking must have ended. */
const [CANDIDATES, STEPS] = [3, 200];

const name = (trial: number) => ({ suiteSeed: 'laws', claim: 'population', arm: 'claim', trial });
const counted = ({ list }: Subject, most: number) => Math.min(most, list?.length ?? most);
const drawn = (of: Subject, trial: number): Any => draw(of, name(trial)).task;
const tasks = (of: Subject, most = DRAWS): Any[] => Array.from({ length: counted(of, most) }, (_, k) => drawn(of, k));

function broken(sentence: string): never {
  throw new Error(sentence);
}

/** The leaves of plain data by their paths; the items of a list have one path, since its length may differ. */
function* leaves(value: unknown, path: string): Generator<readonly [path: string, leaf: unknown]> {
  if (Array.isArray(value)) {
    yield [`${path}.length`, value.length];
    for (const item of value) yield* leaves(item, `${path}[]`);
  } else if (ArrayBuffer.isView(value)) yield [path, value];
  else if (typeof value === 'object' && value !== null)
    for (const [field, item] of Object.entries(value)) yield* leaves(item, `${path}.${field}`);
  else yield [path, value];
}

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value));

function expectPlain(value: unknown, path: string, seen: Set<object>): void {
  if (typeof value === 'number' && !Number.isFinite(value)) broken(`${path} is ${value}; expected a finite number`);
  if (['number', 'string', 'boolean'].includes(typeof value) || value === null) return;
  if (typeof value !== 'object') broken(`${path} is a ${typeof value}; expected plain data or a typed array`);
  if (seen.has(value)) return;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    const at = (value as Float64Array).findIndex((entry) => !Number.isFinite(Number(entry)));
    if (at >= 0) broken(`${path}[${at}] is ${(value as Float64Array)[at]}; expected a finite number`);
  } else if (Array.isArray(value)) value.forEach((item, k) => expectPlain(item, `${path}[${k}]`, seen));
  else if (!isPlain(value)) broken(`${path} is a ${value.constructor?.name}; expected plain data or a typed array`);
  else for (const [field, item] of Object.entries(value)) expectPlain(item, `${path}.${field}`, seen);
}

/** A matrix has as many numbers as its rows and columns say. */
function expectShapes(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  const { rows, cols, data } = value as { rows?: unknown; cols?: unknown; data?: Float64Array };
  if (typeof rows === 'number' && typeof cols === 'number' && data?.length !== rows * cols)
    broken(`${path} is ${rows} x ${cols} and has ${data?.length} entries`);
  for (const [field, item] of Object.entries(value)) expectShapes(item, `${path}.${field}`);
}

/** What many draws have in common: the leaves, the words, and of whole numbers the least and the largest. */
function hull(all: readonly Any[]) {
  const seen = new Map<
    string,
    { kinds: Set<string>; words: Set<unknown>; whole: boolean; count: number; min: number; max: number }
  >();
  for (const task of all)
    for (const [path, leaf] of leaves(task, 'task')) {
      const known = seen.get(path) ?? {
        kinds: new Set(),
        words: new Set(),
        whole: true,
        count: 0,
        min: Infinity,
        max: -Infinity,
      };
      known.kinds.add(kind(leaf));
      known.count++;
      if (typeof leaf === 'string') known.words.add(leaf);
      if (typeof leaf === 'number') {
        known.whole &&= Number.isInteger(leaf);
        known.min = Math.min(known.min, leaf);
        known.max = Math.max(known.max, leaf);
      }
      seen.set(path, known);
    }
  return seen;
}

/** Whole numbers may lie a little beyond those that were drawn, and anywhere where few draws have any. */
function expectInside(task: unknown, known: ReturnType<typeof hull>): void {
  for (const [path, leaf] of leaves(task, 'task')) {
    const its = known.get(path);
    if (!its?.kinds.has(kind(leaf))) broken(`a shrunk task has a ${kind(leaf)} at ${path}; no draw has`);
    if (typeof leaf === 'string' && !its.words.has(leaf))
      broken(`a shrunk task says "${leaf}" at ${path}; no draw does`);
    const beyond = its.count < WELL ? Infinity : Math.floor((its.max - its.min) / 5);
    if (typeof leaf === 'number' && its.whole && (leaf < its.min - beyond || leaf > its.max + beyond))
      broken(`a shrunk task has ${path} = ${leaf}; draws have ${its.min} to ${its.max}`);
  }
}
const kind = (leaf: unknown) => (ArrayBuffer.isView(leaf) ? leaf.constructor.name : typeof leaf);

export const LAWS: Readonly<Record<string, (of: Subject) => void>> = {
  'has a name and a whole version': ({ name, version }) => {
    if (typeof name !== 'string' || name.trim() === '') broken(`the name is ${JSON.stringify(name)}; expected words`);
    if (!Number.isInteger(version) || version < 0) broken(`the version is ${version}; expected a whole number`);
  },

  'draws the same task for the same name, bit for bit': (of) => {
    for (let k = 0; k < counted(of, DRAWS); k++) {
      const found = change(drawn(of, k), drawn(of, k));
      if (found) broken(`task ${k} drawn again differs at ${found.at}: a draw may depend on its stream alone`);
    }
  },

  'draws plain data and typed arrays of finite numbers, matrices as large as they say': (of) => {
    tasks(of).forEach((task) => {
      expectPlain(task, 'task', new Set());
      expectShapes(task, 'task');
    });
  },

  'draws more than one task': (of) => {
    if (of.list) return;
    if (new Set(tasks(of, 5).map(fingerprint)).size < 2) broken('five draws are one task; expected a population');
  },

  'shrinks to tasks of its own, the same ones each time, and ends': (of) => {
    if (of.list) return;
    const known = hull(tasks(of, WELL));
    for (const trial of [0, 1]) {
      let at = draw(of, name(trial));
      for (let step = 0; ; step++) {
        if (step === STEPS) broken(`shrinking takes more than ${STEPS} steps; expected that it ends`);
        const candidates = [...take(simpler(of, at), CANDIDATES)];
        for (const { task } of candidates) {
          expectPlain(task, 'task', new Set());
          expectShapes(task, 'task');
          expectInside(task, known);
        }
        const again = [...take(simpler(of, at), 1)][0];
        if (candidates.length === 0) break;
        if (change(candidates[0]!.task, again?.task)) broken('shrinking again gives other tasks');
        at = candidates[0]!;
      }
    }
  },

  'meets its covers': (of) => {
    for (const [label, { when, atLeast }] of Object.entries(of.covers ?? {})) {
      const all = tasks(of, WELL);
      const share = all.filter((task) => when(task)).length / all.length;
      // Four standard deviations of a share.
      if (share < atLeast - 4 * Math.sqrt((atLeast * (1 - atLeast)) / all.length))
        broken(`${share} of the draws have "${label}"; expected at least ${atLeast}`);
    }
  },

  'draws the tasks of the population whose tasks it changes': (of) => {
    const base = of.drawsOf;
    if (!base) return;
    for (let k = 0; k < counted(of, DRAWS); k++) {
      const [own, other] = [drawn(of, k), drawn(base, k)];
      if (!Object.keys(own).some((field) => fingerprint(own[field]) === fingerprint(other[field])))
        broken(`task ${k} has no field of task ${k} of "${base.name}": they are not paired`);
      if (words(of, k) !== words(base, k))
        broken(`task ${k} takes ${words(of, k)} random words, that of "${base.name}" ${words(base, k)}`);
    }
  },

  'draws what it lists': (of) => {
    if (!of.list) return;
    if (of.list.length === 0) broken('the list is empty');
    const listed = new Set(of.list.map((task) => fingerprint(task)));
    if (listed.size < of.list.length) broken('a task is listed twice');
    for (let k = 0; k < DRAWS; k++) {
      const { value } = of.arbitrary.generate(new fc.Random(generator(streamState(name(k), 'task'))), undefined);
      if (!listed.has(fingerprint(value))) broken(`draw ${k} is not in the list`);
    }
  },
};

function* take<V>(from: Iterable<V>, count: number): Generator<V> {
  for (const each of from) {
    if (count-- <= 0) return;
    yield each;
  }
}

/** How many random words a draw takes. */
function words({ arbitrary }: Subject, trial: number): number {
  let count = 0;
  const counting = (source: ReturnType<typeof generator>): typeof source & { jump: () => void } => ({
    clone: () => counting(source.clone()),
    next: () => {
      count++;
      return source.next();
    },
    // A generator without a jump is cloned by fast-check.
    jump: () => (source as typeof source & { jump: () => void }).jump(),
    getState: () => source.getState(),
  });
  arbitrary.generate(new fc.Random(counting(generator(streamState(name(trial), 'task')))), undefined);
  return count;
}

export function laws(of: Subject, label = of.name): void {
  test(label, () => {
    for (const [law, holds] of Object.entries(LAWS))
      try {
        holds(of);
      } catch (error) {
        throw new Error(`${label}: a population ${law}; ${(error as Error).message}`, { cause: error });
      }
  });
}
