/**
 * A thread that keeps the processes of one program for another thread, which waits for the answers (bridge.ts): one that
 * trains, and a witness, which is asked the same again. Each is started when it is first asked, and again after it ended.
 */
import { BroadcastChannel, workerData, type MessagePort } from 'node:worker_threads';
import { Slip } from '../form/field.js';
import { OVER, sharePlaces } from './children.js';
import { Peer } from './peer.js';
import { predictionsFrom, saidFrom, slopeFrom, trainedFrom, type Said } from './said.js';

/** Seconds that a program may take to start and to load its libraries. */
const STARTING = 120;

export interface Hosted {
  readonly words: readonly string[];
  readonly clients: string;
  /** The parameters of `initialize`, as JSON. */
  readonly about: string;
  readonly places: Int32Array;
  readonly port: MessagePort;
  /** What it said when it was first started, where it was. */
  readonly said: Said | undefined;
  /** Counts the answers. */
  readonly answered: Int32Array;
}

export interface Call {
  readonly call: number;
  readonly method: 'initialize' | 'train' | 'predict' | 'gradient';
  readonly whom: 'first' | 'witness';
  /** As JSON. */
  readonly params: string;
  /** Of how many trials. */
  readonly count: number;
  /** Seconds. */
  readonly limit: number;
}

export type Answer = { readonly call: number } & ({ readonly value: unknown } | { readonly error: string });

const { words, clients, about, said, places, port, answered } = workerData as Hosted;
sharePlaces(places);

const peers = new Map<Call['whom'], Promise<Peer>>();
let first = said;

const identity = ({ name, version, libraries = {}, capabilities, reproducible }: Said) =>
  JSON.stringify([name, version, Object.entries(libraries).sort(), capabilities, reproducible]);

/** @throws Error where it does not start, or is another program than before */
async function started(): Promise<Peer> {
  const peer = new Peer(words, clients);
  try {
    first = same(saidFrom(await peer.request('initialize', about, STARTING)));
    return peer;
  } catch (error) {
    await peer.close();
    throw error instanceof Slip ? named(error) : error;
  }
}

const named = (error: Error) => new Error(`the program "${words.join(' ')}": ${error.message}`, { cause: error });

function same(now: Said): Said {
  if (first && identity(now) !== identity(first))
    throw new Error(
      `the program "${words.join(' ')}" says other things of itself than when it was first started: ${identity(now)}, ` +
        `and before ${identity(first)}; expected the same name, versions and capabilities`,
    );
  return now;
}

async function peer(whom: Call['whom']): Promise<Peer> {
  const known = peers.get(whom);
  if (known) {
    const is = await known.catch(() => undefined);
    if (is?.alive) return is;
  }
  const fresh = started();
  peers.set(whom, fresh);
  return fresh;
}

const READ = {
  train: trainedFrom,
  predict: predictionsFrom,
  gradient: slopeFrom,
};

async function answer({ method, whom, params, count, limit }: Call): Promise<unknown> {
  const asked = await peer(whom);
  if (method === 'initialize') return first;
  const value = await asked.request(method, params, limit);
  try {
    return READ[method](value, count);
  } catch (error) {
    throw named(error as Error);
  }
}

port.on('message', (call: Call) => {
  void answer(call).then(
    (value) => reply({ call: call.call, value }),
    (error: unknown) => reply({ call: call.call, error: error instanceof Error ? error.message : String(error) }),
  );
});

function reply(message: Answer): void {
  port.postMessage(message);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}

const over = new BroadcastChannel(OVER);
over.onmessage = () => {
  for (const each of peers.values()) void each.then((is) => is.close()).catch(() => {});
  peers.clear();
};
