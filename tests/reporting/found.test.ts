/** Each sentence about a passage was read against the claims that it rests on, in the words that they have now. */
import { describe, expect, test } from 'vitest';
import type { Passage } from '../../src/claim.js';
import { choose } from '../../src/commands/choose.js';
import { FOUND } from '../../src/reporting/found.js';
import { TALK } from '../../src/reporting/talk.js';

const { found } = await choose([]);
const claims = new Map(found.map(({ id, claim }) => [id, claim]));
const all = Object.entries(FOUND) as [Passage, (typeof FOUND)[Passage]][];

describe('what was found of a passage', () => {
  test.each(all)('%s rests on claims that serve it, its boundary on those that mark one', (passage, of) => {
    expect(of.found.by.length).toBeGreaterThan(0);
    for (const id of [...of.found.by, ...of.reach.by, of.figure]) expect(claims.get(id)?.talk, id).toContain(passage);
    for (const id of of.found.by) expect(claims.get(id)!.finding, id).toBeFalsy();
    for (const id of [...of.found.by, ...of.reach.by]) expect(claims.get(id)!.sequel, id).toBeFalsy();
    for (const id of of.reach.by) expect(claims.get(id)!.finding, id).toBe(true);
    expect(claims.get(of.figure)).toSatisfy((claim) => 'dial' in (claim as object));
    for (const { says } of [of.found, of.reach]) {
      expect(says).toMatch(/^[A-Z].*[.]$/);
      expect(says).not.toMatch(/contradict|prove/i);
    }
  });

  test('every claim that marks a boundary of the talk is in that of a passage', () => {
    const marking = found.filter(({ claim }) => claim.finding && !claim.sequel).map(({ id }) => id);
    expect(all.flatMap(([, { reach }]) => reach.by).sort()).toEqual(marking.sort());
  });

  test('is true of the claims as they are worded: whoever changes one reads it again', async () => {
    const quoted = (by: readonly string[]) =>
      by.map((id) => {
        const { statement, scope } = claims.get(id)!;
        return `- ${id}: ${statement}\n  (${scope})\n`;
      });
    const text = all.flatMap(([passage, of]) => [
      `## ${passage}\n\nThe talk: ${TALK[passage]}\n`,
      `Found: ${of.found.says}\n`,
      ...quoted(of.found.by),
      `\nReach: ${of.reach.says}\n`,
      ...(of.reach.by.length > 0 ? quoted(of.reach.by) : ['- not a sentence about a claim that holds\n']),
    ]);
    await expect(
      `# What was found of each passage, and the claims that say so\n\n${text.join('\n')}`,
    ).toMatchFileSnapshot('../golden/found.md');
  });
});

test('T3 never stands without the bend that remains', () => {
  expect(FOUND.T3.reach).toMatchObject({ by: [] });
  expect(FOUND.T3.reach.says).toMatch(/about a quarter of the bend remains/);
});
