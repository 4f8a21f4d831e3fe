/** Ids for the places of a document that a reader may want to point at: its headings and formulas. */
import type { Block, Text } from './block.js';

const spoken = (text: Text): string => {
  if (typeof text === 'string') return text;
  if (Array.isArray(text)) return (text as readonly Text[]).map(spoken).join('');
  const [first] = Object.values(text as object) as [Text];
  return spoken(first);
};

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

/** @returns the same blocks, in which each heading and each formula has an id that no other has */
export function anchored(all: readonly Block[]): Block[] {
  const taken = new Set<string>();
  const free = (wanted: string): string => {
    let id = wanted;
    for (let k = 2; taken.has(id); k++) id = `${wanted}-${k}`;
    taken.add(id);
    return id;
  };
  const walk = (blocks: readonly Block[], within: string, opens = false): Block[] =>
    blocks.map((block, k): Block => {
      const prefix = within === '' ? '' : `${within}.`;
      if (block.is === 'heading' && block.depth > 1 && !block.at) {
        if (opens && k === 0) return { ...block, at: { id: within, opens: true } };
        return { ...block, at: { id: free(prefix + (slug(spoken(block.text)) || 'place')) } };
      }
      if (block.is === 'formula') return { ...block, id: free(`${prefix}part`) };
      if (block.is === 'drawing') taken.add(block.id);
      if (block.is === 'section')
        return { ...block, blocks: walk(block.blocks, block.id ?? within, block.id !== undefined) };
      return 'blocks' in block ? { ...block, blocks: walk(block.blocks, within) } : block;
    });
  const ids = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.is === 'section' && block.id !== undefined) taken.add(block.id);
      if (block.is === 'heading' && block.at) taken.add(block.at.id);
      if ('blocks' in block) ids(block.blocks);
    }
  };
  ids(all);
  return walk(all, '');
}
