/** Python and R as they are on this machine. Where one is missing, the tests that need it fail and say how to install it. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from '../commands/shell.js';

export const clients = join(root, 'clients');

/** Where `import claimcheck` is found; one thread, as two processes of one bit. */
export const environment = {
  PYTHONPATH: [clients, ...(process.env['PYTHONPATH'] ? [process.env['PYTHONPATH']] : [])].join(delimiter),
  PYTHONDONTWRITEBYTECODE: '1',
  OPENBLAS_NUM_THREADS: '1',
};

const WANTED = {
  python3: 'python3 and numpy (apt-get install python3 python3-numpy)',
  Rscript: 'R with jsonlite (apt-get install r-base-core r-cran-jsonlite)',
};

/** What a program prints when it runs `code`, given `input`. @throws Error where it is missing or fails */
export function ran(program: keyof typeof WANTED, code: string, input = '', args: readonly string[] = []): string {
  const { error, status, stdout, stderr } = spawnSync(program, [program === 'python3' ? '-c' : '-e', code, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...environment },
  });
  if (error) throw new Error(`${program} is not installed; these tests need ${WANTED[program]}`);
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}
