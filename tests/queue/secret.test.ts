/** A password of Redis opens it, and is seen nowhere: not in what is printed or written, nor among the processes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claimcheck, scratch } from '../commands/shell.js';
import { dismiss, party, peace, report, runArgs, WORKER } from './parties.js';
import { freePort, missing, redis, server, type Redis } from './redis.js';

const SECRET = 'hush/hush@10%';
const written = encodeURIComponent(SECRET);

let at: Redis;
beforeAll(async () => {
  if (server) at = await redis(['--requirepass', SECRET]);
});
afterAll(() => at?.end());
afterEach(dismiss);

/** All that a folder holds. */
const files = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
const arguments_ = (pid: number): string =>
  existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
const hides = (text: string): void => {
  expect(text).not.toContain('hush');
};

describe.skipIf(!server)(`a password${missing}`, () => {
  const url = (password = written) => at.url.replace('//', `//:${password}@`);

  test('in the environment or the flag works, and stands nowhere', async () => {
    const out = join(scratch(), 'queued');
    const run = party([...runArgs(out)], { CLAIMCHECK_QUEUE: url() });
    await run.says(/no worker is at redis:\/\/:\*\*\*@127.*CLAIMCHECK_QUEUE in its environment/);
    const worker = party([...WORKER, '--queue', url()]);
    await worker.says(/run [0-9a-f]{8}: working/);
    hides(arguments_(run.pid));
    hides(arguments_(worker.pid));
    const { code, stdout, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    worker.kill('SIGTERM');
    const ended = await worker.ended;
    expect(ended.code).toBe(0);
    for (const text of [stdout, stderr, ended.stdout, ended.stderr, files(out)]) hides(text);
    expect(report(out).id).toBe(await peace());
  });

  test('is not in the command that continues a run', async () => {
    const run = party([...runArgs(join(scratch(), 'queued')), '--queue', url()]);
    await run.says(/no worker is at/);
    run.kill('SIGINT');
    const { stdout, stderr } = await run.ended;
    expect(stdout).toMatch(/To continue: npx claimcheck run holding .* --queue "\$CLAIMCHECK_QUEUE" --resume/);
    hides(stdout + stderr);
  });

  test.each([
    ['that is wrong', 'hushhush', /WRONGPASS/],
    ['that is none', '', /NOAUTH/],
  ])('%s ends a run and a worker at once, with 3', async (_, password, why) => {
    const queue = ['--queue', password === '' ? at.url : url(password)];
    const ran = await claimcheck([...runArgs(join(scratch(), 'queued')), ...queue]);
    const worked = await claimcheck([...WORKER, ...queue]);
    for (const { code, stdout, stderr } of [ran, worked]) {
      expect(code, stderr).toBe(3);
      expect(stderr).toMatch(/claimcheck: the Redis at redis:\S+ cannot be used: /);
      expect(stderr).toMatch(why);
      hides(stdout + stderr);
    }
  });

  test('in what is no URL is not repeated', async () => {
    for (const bad of [
      `redis:/:${written}@host`,
      `http://:${written}@host`,
      `redis://:${written}@host/x`,
      `${written}`,
    ])
      for (const args of [runArgs(join(scratch(), 'queued')), WORKER]) {
        const { code, stderr } = await claimcheck([...args, '--queue', bad]);
        expect(code).toBe(2);
        expect(stderr).toMatch(/claimcheck: invalid --queue; expected redis:\/\/HOST:PORT, or rediss:\/\/ for TLS/);
        hides(stderr);
      }
  });
});

const openssl = spawnSync('openssl', ['version']).status === 0;
const encrypts = server !== undefined && openssl;
describe.skipIf(!encrypts)(`TLS${missing}${openssl ? '' : ' (no openssl here)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'queue-tls-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];

  test('is spoken to an authority of one’s own, and refused where nobody knows it', async () => {
    const config = join(folder, 'openssl.cnf');
    writeFileSync(
      config,
      '[req]\ndistinguished_name=n\nx509_extensions=x\n[n]\n[x]\nsubjectAltName=IP:127.0.0.1\nbasicConstraints=CA:TRUE\n',
    );
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=127.0.0.1', '-config', config], { encoding: 'utf8' }); // prettier-ignore
    expect(made.status, made.stderr).toBe(0);
    const port = await freePort();
    const tls = await redis(
      [
        '--port',
        '0',
        '--tls-port',
        String(port),
        '--tls-cert-file',
        certificate,
        '--tls-key-file',
        key,
        '--tls-auth-clients',
        'no',
      ],
      port,
    );
    try {
      const queue = ['--queue', `rediss://127.0.0.1:${port}`];
      const stranger = await claimcheck([...WORKER, ...queue]);
      expect(stranger.code).toBe(3);
      expect(stranger.stderr).toMatch(/the Redis at rediss:\S+ cannot be used: .*certificate/);
      const env = { NODE_EXTRA_CA_CERTS: certificate };
      const out = join(scratch(), 'queued');
      party([...WORKER, ...queue], env);
      const { code, stderr } = await party([...runArgs(out), ...queue], env).ended;
      expect(code, stderr).toBe(0);
      expect(report(out).id).toBe(await peace());
    } finally {
      await tls.end();
    }
  });
});
