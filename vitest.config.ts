import { defineConfig } from 'vitest/config';

const here = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      // As one file, not as the hundreds of a package.
      { find: /^\.\/mathjs\.js$/, replacement: here('dist/src/numerics/mathjs.js') },
      { find: /^claimcheck$/, replacement: here('src/index.ts') },
      { find: /^claimcheck\/(models|tasks|oracles)\/(.*)$/, replacement: here('$1/$2.ts') },
      { find: /^claimcheck\/properties\/(.*)$/, replacement: here('oracles/measures/$1.ts') },
      { find: /^claimcheck\/(.*)$/, replacement: here('src/$1.ts') },
    ],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
