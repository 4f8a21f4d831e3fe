/** A user's project in which the package is installed: what `files` names, and nothing of the repository besides. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../commands/shell.js';

/** @param home an empty directory; its `npx` finds the commands of claimcheck and vitest */
export function install(home: string): void {
  const modules = join(home, 'node_modules');
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] };
  for (const name of [...files, 'package.json'])
    if (existsSync(join(root, name))) {
      mkdirSync(dirname(join(modules, 'claimcheck', name)), { recursive: true });
      cpSync(join(root, name), join(modules, 'claimcheck', name), { recursive: true });
    }
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  mkdirSync(join(modules, '.bin'));
  for (const [name, to] of [
    ['claimcheck', '../claimcheck/src/main.mjs'],
    ['vitest', '../vitest/vitest.mjs'],
  ])
    symlinkSync(to!, join(modules, '.bin', name!));
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
}
