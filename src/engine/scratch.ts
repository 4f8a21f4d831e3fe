/** One folder for what this process writes for itself alone; it goes when the process ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;

export function scratch(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'claimcheck-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  return (folder = made);
}
