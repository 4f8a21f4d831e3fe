/** Who runs it: who says so, or git does. Never the login of the machine. */
import { execFileSync } from 'node:child_process';
import { refuse } from './usage.js';

/** What git calls its user, where it is installed and was told. */
function inGit(): string[] {
  try {
    const name = execFileSync('git', ['config', 'user.name'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return name.trim() === '' ? [] : [name.trim()];
  } catch {
    return [];
  }
}

/** @param said names as BibTeX reads them: `Ada Lovelace`, `de la Fuente, Ana`, `{Institute of Things}` */
export function authors(said: readonly string[]): string[] {
  for (const name of said)
    if (!/[\p{L}\p{N}]/u.test(name) || /[\p{Cc}]/u.test(name))
      refuse('--author', name, 'the name of a person or, in braces, of an institution');
  return said.length > 0 ? said.map((name) => name.trim()) : inGit();
}
