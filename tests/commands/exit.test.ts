import { expect, test } from 'vitest';
import { worse, type ExitCode } from '../../src/commands/exit.js';

const CODES: readonly ExitCode[] = [0, 1, 3, 4];

test('of a run and what changed since its baseline, what is certified worse comes first, then the worse of both', () => {
  const table = CODES.map((run) => CODES.map((change) => worse(run, change)));
  expect(table).toEqual([
    // What changed: 0, 1, 3, 4; the run itself downwards.
    [0, 1, 3, 4],
    [1, 1, 3, 1],
    [3, 1, 3, 3],
    [4, 1, 3, 4],
  ]);
});
