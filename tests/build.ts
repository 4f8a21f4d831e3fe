import { build } from '../src/build.mjs';

/** Tests that start the command or worker threads need `dist/`; everything else runs from source. */
export default async function setup(): Promise<void> {
  await build();
}
