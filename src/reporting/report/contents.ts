/** What stands where in a report: its parts, and in them the passages of the talk. Claims are found by the table of verdicts. */
import { joined, link, list, section, type Block, type Phrase, type Text } from '../block.js';

const words = (text: Text): Phrase[] => (Array.isArray(text) ? [...(text as readonly Phrase[])] : [text as Phrase]);

const PARTS = new Set(['main', 'foot', 'front', 'verdicts', 'table']);

/** @param anchored whose headings have ids */
export function contents(anchored: readonly Block[]): Block[] {
  const entries = anchored.flatMap(function entry(block): Text[] {
    if (block.is === 'heading' && block.depth === 2 && block.at) return [link(block.at.id, ...words(block.text))];
    if (block.is !== 'section' || !PARTS.has(block.of)) return [];
    const [first, ...more] = block.blocks.flatMap(entry);
    const points = block.blocks.flatMap(({ ...each }) =>
      each.is === 'section' && each.of === 'point' ? [each.id!] : [],
    );
    if (first === undefined) return [];
    const below = joined(
      points.map((id): Phrase => link(id, id)),
      ' ',
    );
    return [points.length > 0 ? [...words(first), ' ', ...below] : first, ...more];
  });
  return entries.length === 0 ? [] : [section('contents', [list(entries)])];
}
