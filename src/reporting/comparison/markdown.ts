/** A comparison as a comment on a change: what is worse, lost or open first, with its tasks; the rest folded away. */
import type { Compared, ComparedClaim } from './compared.js';
import { conclusion, MEANS, shared, summary } from './sentences.js';
import { shown } from './shown.js';

/** Text in a table or a sentence: nothing in it is markup. */
const plain = (text: string) => text.replace(/[\\`*_{}[\]<>|#~]/g, '\\$&').replace(/\s*\n\s*/g, ' ');

/** A block of code whose fence is longer than any in it. */
function fenced(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, text, fence];
}

const table = (claims: readonly ComparedClaim[]) => [
  '| claim | change | what is known |',
  '| --- | --- | --- |',
  ...claims.map((claim) => `| ${plain(claim.id)} | ${plain(claim.word)} | ${plain(summary(claim).join('; '))} |`),
];

export function comparedMarkdown(all: Compared): string {
  const { claims, notes, weight } = all;
  const together = shared(all);
  const grave = claims.filter((claim) => claim.weight !== 'fine');
  const rest = claims.filter((claim) => claim.weight === 'fine');
  const out = [
    `### claimcheck: ${MEANS[weight]}`,
    '',
    ...[...notes, ...[...together].map(([sentence, count]) => `${count} claims: ${sentence}`)].map(
      (note) => `> ${plain(note)}\n`,
    ),
  ];
  if (grave.length > 0) out.push(...table(grave), '');
  for (const claim of grave) {
    const told = claim.sentences.filter((sentence) => !together.has(sentence));
    const exhibits = shown(claim, all);
    if (told.length + exhibits.length === 0) continue;
    out.push(`#### ${plain(claim.id)}`, '', ...told.map((sentence) => `- ${plain(sentence)}`), '');
    for (const { sentence, task, commands } of exhibits) {
      out.push(`${plain(sentence)}`, '');
      if (task) out.push(...fenced(task), '');
      out.push(...fenced(commands.map(({ label, command }) => `# ${label}\n${command}`).join('\n')), '');
    }
  }
  if (rest.length > 0)
    out.push(
      `<details><summary>${rest.length} of ${claims.length} claims</summary>`,
      '',
      ...table(rest),
      '',
      '</details>',
      '',
    );
  out.push(...conclusion(all).map((sentence) => `${plain(sentence)}  `));
  return out.join('\n').trimEnd();
}
