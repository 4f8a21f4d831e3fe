/** What became of a claim against a baseline, line by line, for whatever shows text alone. */
import type { Text } from '../block.js';
import type { Compared, ComparedClaim } from './compared.js';
import { shown } from './shown.js';
import { summary } from './together.js';

const plain = (text: Text): string =>
  [text]
    .flat()
    .filter((phrase) => typeof phrase === 'string')
    .join('');

/** The first line says all; what it is known by, the task that shows it and the commands that look at it follow. */
export const against = (claim: ComparedClaim, all: Compared): string[] => [
  `Against ${all.base.path}: ${[claim.word, ...summary(claim)].join('; ')}`,
  ...claim.sentences,
  ...shown(claim, all).flatMap((block) => ('text' in block ? [plain(block.text)] : [])),
];
