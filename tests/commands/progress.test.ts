import { expect, test, vi } from 'vitest';
import { progress } from '../../src/commands/progress.js';
import type { RunEvent } from '../../src/engine/event.js';

test('progress in a pipe is one plain line per decided claim', async () => {
  let printed = '';
  const show = await progress(2, { write: (text) => (printed += text) });
  const events: RunEvent[] = [
    { kind: 'planned', claims: 2, arms: 9 },
    { kind: 'trials', claim: 'a', arm: 'claim', count: 30, total: 30 },
    { kind: 'verdict', claim: 'a', verdict: 'holds', seconds: 1 },
    { kind: 'note', text: 'a note' },
    { kind: 'verdict', claim: 'b', verdict: 'fails', seconds: 1 },
  ];
  events.forEach(show.on);
  show.end();
  expect(printed).toMatch(
    /^✓ \[1\/2\] a: holds \(30 trained, .* s\)\na note\n✗ \[2\/2\] b: fails \(30 trained, .* s\)\n$/,
  );
});

test('progress on a terminal of no width is that of a pipe: nothing there can be cleared', async () => {
  vi.stubEnv('CI', undefined);
  vi.stubEnv('TERM', 'xterm');
  let printed = '';
  const show = await progress(1, { isTTY: true, columns: 0, write: (text) => (printed += text) });
  show.on({ kind: 'verdict', claim: 'a', verdict: 'holds', seconds: 1 });
  show.end();
  vi.unstubAllEnvs();
  expect(printed).toContain('[1/1] a: holds (0 trained');
});
