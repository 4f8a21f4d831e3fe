/** The package as a stranger gets it: `npm pack`, and the archive in an empty project. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './commands/shell.js';

/** As outside of a test runner, and without questions to the registry that nobody reads. */
export function outside(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST.*|NODE_ENV|CI|FORCE_COLOR|npm_.*|INIT_CWD)$/.test(name),
  );
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_prefer_offline: 'true' };
  return { ...Object.fromEntries(kept), NO_COLOR: '1', ...quiet };
}

let made: Promise<string> | undefined;

/** The archive, made in that folder; once in a file of tests. */
export const packed = (folder: string): Promise<string> => (made ??= pack(folder));

async function pack(folder: string): Promise<string> {
  const args = ['pack', '--json', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, env: outside(), maxBuffer: 2 ** 26 });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('\n[') + 1)) as [{ filename: string }];
  return join(folder, filename);
}

/** What npm says where its registry is out of reach. */
const OUT_OF_REACH = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/;
export const isOffline = (stderr: string): boolean => OUT_OF_REACH.test(stderr);

/** Every package of the checkout, or those alone that claimcheck itself needs. */
function beside(needed: boolean): string[] {
  if (!needed) return readdirSync(join(root, 'node_modules')).filter((name) => !/^(\.|claimcheck$)/.test(name));
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: true; readonly peer?: true }>>;
  };
  return Object.entries(packages).flatMap(([path, { dev, peer }]) => {
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    return name === undefined || dev || peer || !existsSync(join(root, path)) ? [] : [name];
  });
}

/** Without a registry: the archive is unpacked, and every other package is that of the checkout. */
export function installed(archive: string, project: string, { needed = false } = {}): void {
  const modules = join(project, 'node_modules');
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(join(modules, 'claimcheck'), { recursive: true });
  const { status, stderr } = spawnSync('tar', [
    '-xzf',
    archive,
    '-C',
    join(modules, 'claimcheck'),
    '--strip-components=1',
  ]);
  if (status !== 0) throw new Error(`tar could not unpack ${archive}: ${String(stderr)}`);
  for (const name of beside(needed)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  mkdirSync(join(modules, '.bin'));
  for (const name of needed ? [] : ['vitest', 'tsc'])
    symlinkSync(join(root, 'node_modules', '.bin', name), join(modules, '.bin', name));
  symlinkSync(join('..', 'claimcheck', 'src', 'main.mjs'), join(modules, '.bin', 'claimcheck'));
  if (!existsSync(join(modules, 'claimcheck', 'package.json'))) throw new Error(`${archive} has no package.json`);
}
