/** Every training case in rounds, all contenders in turn in each. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Build } from './build.js';
import { cases, type Case } from './cases.js';
import { modules, type Modules } from './modules.js';
import { cPeers, pythonPeers, type Peer } from './peers.js';
import { tfjs } from './tfjs.js';

export interface Row {
  readonly contender: string;
  /** Steps per processor second, in each round. */
  readonly speeds: readonly number[];
  /** The loss after the first steps: 100, of networks 20, of decompositions 2. */
  readonly loss: number;
}

export interface How {
  readonly folder: string;
  readonly python: string;
  /** Part of the name of a case or claim. */
  readonly only: string;
  readonly rounds: number;
  /** Of one measurement. */
  readonly seconds: number;
}

/** A build as contenders, one for each kind of kernels that it offers and this machine can run. */
function ours(build: Modules, kinds: readonly string[], name: (kind: string) => string): Peer[] {
  const use = (kind: string) => build.useKernels(kind as Parameters<Modules['useKernels']>[0]);
  const able = (kind: string) => {
    try {
      use(kind);
      return true;
    } catch (error) {
      process.stderr.write(`${kind} is left out: ${(error as Error).message}\n`);
      return false;
    }
  };
  return kinds.filter(able).map((kind) => ({
    name: name(kind),
    run: async (each, _file, steps) => {
      use(kind);
      return each.run(build, steps);
    },
    close: () => {},
  }));
}

async function compare(each: Case, peers: readonly Peer[], { folder, rounds, seconds: long }: How): Promise<Row[]> {
  const file = join(folder, 'data');
  writeFileSync(file, new Uint8Array(each.data.buffer));
  const few = each.kind === 'eigen' || each.kind === 'ridge' ? 2 : each.kind === 'network' ? 20 : 100;
  const able: { peer: Peer; steps: number; loss: number; speeds: number[] }[] = [];
  for (const peer of peers) {
    const first = await peer.run(each, file, few);
    if (!first) continue;
    let steps = few;
    for (let { seconds } = first; seconds < long / 2;) {
      steps = Math.ceil(steps * Math.min(20, Math.max(1.5, long / Math.max(seconds, 1e-4))));
      seconds = (await peer.run(each, file, steps))!.seconds;
    }
    able.push({ peer, steps, loss: first.loss, speeds: [] });
  }
  for (let round = 0; round < rounds; round++)
    for (const { peer, steps, speeds } of able) speeds.push(steps / (await peer.run(each, file, steps))!.seconds);
  return able.map(({ peer, loss, speeds }) => ({ contender: peer.name, speeds, loss }));
}

export async function training(after: Build, before: Build | undefined, how: How): Promise<Record<string, Row[]>> {
  const peers = [
    ...ours(await modules(after.folder), after.kernels, (kind) => kind),
    ...(before ? ours(await modules(before.folder), ['wasm'], () => 'before') : []),
    ...cPeers(how.folder),
    ...pythonPeers(how.python),
    tfjs,
  ];
  const measured: Record<string, Row[]> = {};
  for (const each of cases()) {
    if (!each.name.includes(how.only)) continue;
    measured[each.name] = await compare(each, peers, how);
    process.stderr.write(`${each.name}\n`);
  }
  for (const peer of peers) peer.close();
  return measured;
}
