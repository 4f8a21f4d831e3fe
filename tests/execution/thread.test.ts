import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { expect, test, vi } from 'vitest';
import { workers } from '../../src/execution/workers.js';

const { opened } = vi.hoisted(() => ({ opened: [] as { readonly filename: string }[] }));
vi.mock('piscina', () => ({
  Piscina: class {
    constructor(options: { readonly filename: string }) {
      opened.push(options);
    }
    on() {}
    destroy() {}
  },
}));

/** By `require`, that is, which is what piscina tries first; an ES module would be loaded so, too (src/execution/thread.cjs). */
test('what a thread runs first is no ES module', async () => {
  await workers([], new Map(), { threads: 1, watchdog: 1 }).close();
  const [{ filename }] = opened as [(typeof opened)[number]];
  expect(extname(filename)).toBe('.cjs');
  expect(existsSync(filename)).toBe(true);
});
