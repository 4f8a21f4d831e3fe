#!/usr/bin/env node
import { build } from './build.mjs';

try {
  await build();
} catch (error) {
  process.stderr.write(`claimcheck: the sources do not compile: ${error instanceof Error ? error.message : error}\n`);
  process.exit(2);
}
// A reader that closes the pipe early (head, less) has seen enough.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
const { main } = await import('../dist/src/cli.js');
await main(process.argv);
