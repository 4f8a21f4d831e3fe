/** Every training case in rounds, all contenders in turn in each. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Build } from './build.js';
import { cases, type Case } from './cases.js';
import { buildPeer, cPeers, pythonPeers, type Peer } from './peers.js';
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
    ...after.kernels.map((kind) => buildPeer(kind, after.folder, kind)),
    ...(before ? [buildPeer('before', before.folder, 'wasm')] : []),
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
