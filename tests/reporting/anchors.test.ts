import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchored } from '../../src/reporting/anchors.js';
import { heading, said, section, strong, type Block } from '../../src/reporting/block.js';

/** Ids of places in a document, of sections first. */
const ids = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => [
    ...('id' in block && block.id !== undefined ? [block.id] : []),
    ...(block.is === 'heading' && block.at && !block.at.opens ? [block.at.id] : []),
    ...('blocks' in block ? ids(block.blocks) : []),
  ]);

const formula: Block = { is: 'formula', formula: { code: 'a' }, caption: [] };

describe('anchors', () => {
  test('are made of what a heading says and where it stands; one that opens a section is found at that', () => {
    const blocks = anchored([
      heading(1, 'The title'),
      section('claim', [heading(2, said('A claim')), formula, heading(3, 'Why ', strong('not?')), formula], 'mine'),
      heading(2, 'Why not'),
    ]);
    expect(blocks[0]).not.toHaveProperty('at');
    const [opens, first, why, second] = (blocks[1] as Block & { is: 'section' }).blocks;
    expect(opens).toMatchObject({ at: { id: 'mine', opens: true } });
    expect([first, second]).toMatchObject([{ id: 'mine.part' }, { id: 'mine.part-2' }]);
    expect(why).toMatchObject({ at: { id: 'mine.why-not' } });
    expect(blocks[2]).toMatchObject({ at: { id: 'why-not' } });
  });

  test('no two are the same, whatever is said', () => {
    const words = fc.constantFrom('a', 'A', 'b', '?', '!', 'a-2', 'x.a', 'é');
    const block: fc.Arbitrary<Block> = fc.oneof(
      words.map((text) => heading(2, text)),
      words.map((text) => heading(3, text)),
      fc.constant(formula),
    );
    const document = fc
      .array(
        fc.oneof(
          block,
          fc.array(block).map((inner) => section('passage', inner)),
        ),
      )
      .chain((blocks) =>
        fc
          .uniqueArray(words, { maxLength: 3 })
          .map((of) => [...blocks, ...of.map((id) => section('claim', blocks, id))]),
      );
    fc.assert(
      fc.property(document, (blocks) => {
        const all = ids(anchored(blocks));
        expect(new Set(all).size).toBe(all.length);
        expect(all).not.toContain('');
      }),
    );
  });
});
