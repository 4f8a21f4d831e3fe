/**
 * `node contender.js DIR KIND`: a build with one kind of kernels, in a process of its own, since loops that have run with two
 * kinds are compiled for both. Answers each line `CASE STEPS` (the place of a case) by processor seconds and loss.
 */
import { createInterface } from 'node:readline';
import { cases } from './cases.js';
import { modules, type Modules } from './modules.js';

const [, , folder, kind] = process.argv as [string, string, string, string];
const build = await modules(folder);
build.useKernels(kind as Parameters<Modules['useKernels']>[0]);
const all = cases();
for await (const line of createInterface({ input: process.stdin })) {
  const [place, steps] = line.split(' ').map(Number) as [number, number];
  const { seconds, loss } = all[place]!.run(build, steps);
  console.log(`${seconds} ${loss}`);
}
