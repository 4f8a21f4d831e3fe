import { defineConfig } from 'vitest/config';
import { CLOSED, SOURCES } from './tests/entries.js';

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** Tests run what is written, by the names that the package gives it. */
const entries = [...SOURCES].map(([name, source]) => ({
  find: new RegExp(`^(?!${CLOSED.join('|')})${name.replace('*', '(.+)')}$`),
  replacement: here(source.replace('*', '$1')),
}));

export default defineConfig({
  resolve: {
    alias: [
      // As one file, not as the hundreds of a package.
      { find: /^\.\/mathjs\.js$/, replacement: here('dist/src/numerics/mathjs.js') },
      ...entries,
    ],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
