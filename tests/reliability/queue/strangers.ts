import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, scratch } from '../../commands/shell.js';
import type { Fault } from '../fault.js';
import type { Job } from '../job.js';
import { typescript } from '../subject.js';
import { until } from '../until.js';
import { onQueue } from './site.js';

/** This package, as if it were another version. */
function other(): string {
  const home = join(scratch(), 'other');
  mkdirSync(home);
  for (const name of ['dist', 'src', 'claims', 'tasks', 'models', 'oracles', 'clients'])
    cpSync(join(root, name), join(home, name), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
  writeFileSync(join(home, 'package.json'), JSON.stringify({ ...about, version: '0.0.9' }));
  return join(home, 'src', 'main.mjs');
}

/** The claim, with a word more. */
function edited(): string {
  const home = join(scratch(), 'edited');
  mkdirSync(home);
  const claim = readFileSync(join(root, 'tests', 'fixtures', 'reliability', 'draws.ts'), 'utf8');
  writeFileSync(join(home, 'draws.ts'), claim.replace('A size is a size', 'A size is its size'));
  return home;
}

const hold = ({ out }: Job) => `${out}.hold`;
const only = { of: [typescript], times: 5 };

export const STRANGERS: readonly Fault[] = [
  onQueue(
    'a worker of another version of claimcheck comes, and one with another claim of that name',
    async ({ job, site, run }) => {
      // The trials wait until both were there.
      writeFileSync(hold(job), '');
      const both = [site.worker({}, undefined, other()), site.worker({}, ['--claims', edited()])];
      const refuse = () => both.every(({ said }) => /is not worked for/.test(said()));
      await until('both to do nothing', () => run.over() || refuse());
      rmSync(hold(job));
      both.forEach((each) => each.kill('SIGKILL'));
      return 2;
    },
    ({ job }) => ({ workers: [{ DRAWS_HOLD: hold(job) }, { DRAWS_HOLD: hold(job) }] }),
    only,
  ),
];
