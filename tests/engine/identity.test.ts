/** What a claim's digest and its registered seed depend on, and what they do not. */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundle } from '../../src/engine/bundle.js';
import { loadClaim, modulesIn, shippedClaims, type FoundClaim } from '../../src/engine/discover.js';
import { claimIdentity, isBeacon, registeredSeed } from '../../src/engine/identity.js';
import { plan } from '../../src/engine/plan.js';
import { tossing } from '../fixtures/coins.js';
import { scratch } from '../commands/shell.js';

/** The tasks that these claims are judged on for ever: who changes one of the numbers draws them anew. */
const SEEDS: Readonly<Record<string, string>> = {
  'small-init-is-min-l1': '11577214626157343315',
  'label-noise-is-weighted-l1': '1408560910162129304',
  'depth-sharpens-l1': '7983285378730884899',
  'optimal-ridge-monotone-in-size': '4329099079580928212',
  'occam-finite-class': '17998561241379435633',
  'map-is-not-bayes': '9936015067651609663',
  'wide-weights-move-less': '16854198781016177104',
};

describe('the registered seed', () => {
  test('of a shipped claim does not move', async () => {
    const found = new Map<string, FoundClaim>();
    for (const file of await modulesIn(shippedClaims)) {
      const each = await loadClaim(file);
      if ('why' in each) throw new Error(`${file} ${each.why}`);
      found.set(each.id, each);
    }
    for (const [id, seed] of Object.entries(SEEDS)) expect(registeredSeed(found.get(id)!.words), id).toBe(seed);
    const seeds = [...found.values()].map(({ words }) => registeredSeed(words));
    expect(new Set(seeds).size).toBe(found.size);
  });

  test('is the first 64 bits of the digest of the words, or of that digest and a beacon', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest();
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, beacon) => {
        const words = sha256(text).toString('hex');
        expect(registeredSeed(words)).toBe(sha256(text).readBigUInt64BE().toString());
        const lit = sha256(`${words}\u001f${beacon}`).readBigUInt64BE().toString();
        expect(registeredSeed(words, beacon)).toBe(lit);
      }),
    );
  });

  test('takes a beacon alone where it is registered', () => {
    const found = { claim: tossing(1), words: 'a'.repeat(64), digest: 'd' } as unknown as FoundClaim;
    const seed = (asked: { seed: string; beacon?: string }) => plan(found, { ...asked, models: new Map() }).seed;
    const registered = seed({ seed: 'registered' });
    expect(registered).toBe(registeredSeed(found.words));
    const lit = ['round 1', 'round 2'].map((beacon) => seed({ seed: 'registered', beacon }));
    expect(new Set([registered, ...lit]).size).toBe(3);
    expect(seed({ seed: '7', beacon: 'round 1' })).toBe('7');
  });

  test.each([
    ['1', true],
    ['round 5291 of drand', true],
    ['~'.repeat(256), true],
    ['', false],
    [' ', false],
    ['a ', false],
    ['~'.repeat(257), false],
    ['tab\there', false],
    ['line\nbreak', false],
    ['ü', false],
  ])('beacon %j: %s', (value, good) => {
    expect(isBeacon(value)).toBe(good);
  });
});

describe('a user’s claim', () => {
  const home = scratch();
  const write = (name: string, text: string) => {
    mkdirSync(join(home, 'lib'), { recursive: true });
    writeFileSync(join(home, name), text);
    return join(home, name);
  };
  const file = write(
    'mine.ts',
    `import { kendall } from 'claimcheck/properties/kendall'; import { h } from './lib/h.js';
export default [kendall, h, new URL('./data.csv', import.meta.url)];`,
  );
  write('lib/h.ts', 'export const h = 1;');
  write('data.csv', '1,2\n');
  const identity = async (claim = tossing(1)) => claimIdentity(claim, file, (await bundle(file)).made);

  test('is its file, its helpers, its data, and what it uses of the package', async () => {
    expect(Object.keys((await identity()).files)).toEqual(
      expect.arrayContaining(['./mine.ts', './lib/h.ts', './data.csv', 'claimcheck/oracles/measures/kendall.ts']),
    );
  });

  test.each(['mine.ts', 'lib/h.ts', 'data.csv'])('an edit of %s draws new tasks', async (name) => {
    const before = await identity();
    appendFileSync(join(home, name), '\n');
    const after = await identity();
    expect(after.words).not.toBe(before.words);
    expect(after.digest).not.toBe(before.digest);
  });

  test('so does another version of its population, which is no file', async () => {
    const claim = tossing(1);
    const raised = { ...claim, forAll: { ...claim.forAll, version: claim.forAll.version + 1 } };
    const [before, after] = [await identity(claim), await identity(raised)];
    expect(after.words).not.toBe(before.words);
    expect(after.digest).toBe(before.digest);
  });

  test('what the package ships is no word of it: the words of a file alone make the seed', async () => {
    const alone = write('alone.ts', `import 'claimcheck/properties/kendall'; export default 1;\n`);
    const plain = write('plain.ts', `import 'claimcheck/properties/kendall'; export default 1;\n`);
    const one = claimIdentity(tossing(1), alone, (await bundle(alone)).made);
    const other = claimIdentity(tossing(1), plain);
    expect(Object.keys(one.files)).toContain('claimcheck/oracles/measures/kendall.ts');
    expect(Object.keys(other.files)).not.toContain('claimcheck/oracles/measures/kendall.ts');
    expect(one.words).toBe(other.words);
  });
});
