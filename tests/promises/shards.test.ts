/** A run in shards is the run: its report has the same id, and what is missing or contradictory is said, not guessed. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readLedger } from '../../src/engine/ledger.js';
import { readReport } from '../../src/reporting/schema.js';
import { toLine } from '../../src/engine/journal.js';
import type { Manifest } from '../../src/commands/manifest.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';
import { claimFile, command } from '../program/trained.js';

const home = scratch();
const CLAIMS = ['holding', 'failing', 'vacuous', '--claims', fixtures];
const ASKED = [...CLAIMS, '--level', 'quick'];
const at = (name: string) => join(home, name);
const idOf = (name: string) => readReport(join(at(name), 'report.json')).id;
const read = (name: string, file = 'journal.ndjson') => readFileSync(join(at(name), file), 'utf8');
const manifest = (name: string) => JSON.parse(read(name, 'shard.json')) as Manifest;

const shard = (name: string, which: string, ...more: string[]) =>
  claimcheck(['run', ...ASKED, '--shard', which, '--out', at(name), ...more]);
const merge = (names: readonly string[], out: string, ...more: string[]) =>
  claimcheck(['merge', ...names.map(at), '--claims', fixtures, '--out', at(out), ...more]);
/** The command that a line of the output ends with. */
const commandIn = (out: string, line: RegExp): string[] =>
  new RegExp(`${line.source}.*?npx claimcheck (.*)$`, 'm').exec(out)![1]!.split(' ');

/** A copy of a shard's folder. */
function copied(name: string, change: (folder: string) => void = () => {}): string {
  const copy = `${name}-${readdirSync(home).length}`;
  cpSync(at(name), at(copy), { recursive: true });
  change(at(copy));
  return copy;
}
const edited = (name: string, change: Partial<Manifest>) =>
  copied(name, (folder) => writeFileSync(join(folder, 'shard.json'), JSON.stringify({ ...manifest(name), ...change })));

beforeAll(async () => {
  const whole = await claimcheck(['run', ...ASKED, '--out', at('whole')]);
  expect(whole.code, whole.stderr).toBe(1);
  for (const k of [1, 2, 3]) {
    const { code, stdout, stderr } = await shard(`s${k}`, `${k}/3`);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Shard ${k}/3 is measured: \\d+ trials of \\d+ arms of \\d claims\\.$`, 'm'));
    // No report, and nothing of what the claims come to.
    expect(readdirSync(at(`s${k}`)).sort()).toEqual(['journal.ndjson', 'journal.origin', 'shard.json']);
    expect(stdout + stderr).not.toMatch(/holds|fails/);
  }
}, 180_000);

describe('merged', () => {
  test('in any order, one of them twice, it has the id of the whole run, and its exit code', async () => {
    const { code, stdout, stderr } = await merge(['s3', 's1', 's2', 's1'], 'merged');
    expect(code, stderr).toBe(1);
    expect(idOf('merged')).toBe(idOf('whole'));
    expect(stderr).toContain(`"${at('s1')}" was given twice and counts once`);
    expect(stdout).toContain(`Report ${idOf('whole')}`);
    // It is a report like others: it says how it is made again, and verifies.
    const { envelope } = readReport(join(at('merged'), 'report.json'));
    expect(envelope.command).toBe(readReport(join(at('whole'), 'report.json')).envelope.command);
    expect(envelope.notes!.join()).toMatch(/^measured in 3 shards, on linux|^measured in 3 shards, on /);
    expect(envelope.trials).toBe([1, 2, 3].reduce((sum, k) => sum + manifest(`s${k}`).parts[0]!.trials, 0));

    // Two at a time, and once more into the same folder: the same journal.
    expect((await merge(['s2', 's3'], 'two')).code).toBe(4);
    expect((await merge(['s1', 'two'], 'three')).code).toBe(1);
    expect(read('three')).toBe(read('merged'));
    expect((await merge(['s1'], 'two')).code).toBe(1);
    expect(read('two')).toBe(read('merged'));
    expect(idOf('two')).toBe(idOf('whole'));
    expect(readdirSync(at('two')).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  }, 120_000);

  test('without one of them it says how many trials of what are missing, and the command that measures them here', async () => {
    const { code, stdout } = await merge(['s1', 's3'], 'part');
    expect(code).toBe(4);
    expect(stdout).toMatch(/^Missing: \d+ to \d+ trials of \d+ arms\.$/m);
    expect(stdout).toMatch(/^ {2}\w+, control:[\w ]+: 1 to 80 trials from trial 0 on$/m);
    expect(stdout).toMatch(/^Not among the folders: shard 2\/3\.$/m);
    expect(existsSync(join(at('part'), 'report.json'))).toBe(false);
    const lines = () => read('part').split('\n').length;
    const before = lines();
    const done = await claimcheck(commandIn(stdout, /^To measure what is missing here: /));
    expect(done.code, done.stderr).toBe(1);
    expect(idOf('part')).toBe(idOf('whole'));
    expect(lines()).toBeGreaterThan(before);
  }, 60_000);

  test('what is cut into blocks by --at-least, with an adversary that waits for nobody', async () => {
    const asked = ['tossing', '--claims', at('coins'), '--level', 'quick', '--at-least', '150'];
    mkdirSync(at('coins'));
    const text = readFileSync(claimFile, 'utf8');
    writeFileSync(join(at('coins'), 'tossing.ts'), text);
    const whole = await claimcheck(['run', ...asked, '--out', at('long')]);
    expect(whole.code, whole.stderr + whole.stdout).toBe(0);
    for (const k of [1, 2])
      expect((await claimcheck(['run', ...asked, '--shard', `${k}/2`, '--out', at(`l${k}`)])).code).toBe(0);
    const own = (name: string) =>
      read(name)
        .split('\n')
        .filter((line) => line.includes('"claim":"tossing","arm":"claim"')).length;
    expect([own('l1'), own('l2')]).toEqual([75, 75]);
    const merged = await claimcheck(['merge', at('l1'), at('l2'), '--claims', at('coins'), '--out', at('longer')]);
    expect(merged.code, merged.stderr).toBe(0);
    expect(idOf('longer')).toBe(idOf('long'));
    expect(readReport(join(at('longer'), 'report.json')).content.claims[0]!.adversary!.climbs).toBe(1);

    // And without the other block, from where on.
    const half = await claimcheck(['merge', at('l2'), '--claims', at('coins'), '--out', at('half')]);
    expect(half.stdout).toMatch(/^ {2}tossing, claim: 75 trials from trial (?:0|75) on$/m);
  }, 120_000);

  test('with a program in the place of a model', async () => {
    const model = ['--model', `steady=${command()}`];
    const asked = ['sizes', '--claims', join(claimFile, '..'), '--level', 'quick', ...model];
    expect((await claimcheck(['run', ...asked, '--out', at('program')])).code).toBe(0);
    for (const k of [1, 2])
      expect((await claimcheck(['run', ...asked, '--shard', `${k}/2`, '--out', at(`p${k}`)])).code).toBe(0);
    const own = ['--claims', join(claimFile, '..'), '--out', at('programs')];
    const merged = await claimcheck(['merge', at('p1'), at('p2'), ...own, ...model]);
    expect(merged.code, merged.stderr).toBe(0);
    expect(idOf('programs')).toBe(idOf('program'));
    const other = await claimcheck(['merge', at('p1'), at('p2'), ...own]);
    expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/cannot be merged here: .*steady/)]);
  }, 120_000);
});

describe('a shard that was interrupted', () => {
  test('goes on with --resume, also where nothing was begun, and until then is named by the merge', async () => {
    const cut = await shard('cut', '3/3', '--budget', '0.01', '--resume');
    expect(cut.code, cut.stderr).toBe(4);
    expect(cut.stdout).toMatch(/^Shard 3\/3 is incomplete/m);
    expect(manifest('cut').parts[0]!.finished).toBe(false);
    const merged = await merge(['s1', 's2', 'cut'], 'incomplete');
    expect(merged.code).toBe(4);
    const again = commandIn(merged.stdout, /^Shard 3\/3 was not finished\. To continue it: /);
    expect(again).toEqual(commandIn(cut.stdout, /^To continue: /));
    const done = await claimcheck(again);
    expect(done.code, done.stderr).toBe(0);
    expect(manifest('cut').parts[0]).toMatchObject({
      finished: true,
      shard: 3,
      workers: manifest('s3').parts[0]!.workers,
    });
    expect((await merge(['s1', 's2', 'cut'], 'incomplete')).code).toBe(1);
    expect(idOf('incomplete')).toBe(idOf('whole'));
  }, 60_000);

  test.each<[string, () => Promise<{ code: number | null; stderr: string }>, RegExp]>([
    ['by another shard', () => shard('s1', '2/3', '--resume'), /shard 1\/3 is there, and this is shard 2\/3/],
    [
      'with another level',
      () => shard('s1', '1/3', '--level', 'standard', '--seed', '1', '--resume'),
      /the level is quick in it and standard in this run/,
    ],
    [
      'by a whole run',
      () => claimcheck(['run', ...ASKED, '--out', at('s1'), '--resume']),
      /it is shard 1\/3; continue it with --shard 1\/3 --resume, or merge/,
    ],
    ['over a report', () => shard('whole', '1/3'), /has a report in it, and a shard writes none/],
  ])('is not continued %s', async (_, ran, said) => {
    const before = read('s1');
    const { code, stderr } = await ran();
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
    expect(read('s1')).toBe(before);
  });
});

describe('what cannot be merged is refused in one sentence', () => {
  test.each<[string, () => string[], RegExp]>([
    ['a folder that is not there', () => ['s1', 'nowhere'], /there is no folder ".*nowhere"; expected one that/],
    ['an empty folder', () => (mkdirSync(at('empty'), { recursive: true }), ['empty']), /"\S+empty" holds no shard/],
    ['a whole run', () => ['s1', 'whole'], /"\S+whole" is the folder of a whole run, which has its report/],
    [
      'another number of shards',
      () => ['s1', edited('s2', { of: 4 })],
      /"\S+s1" and "\S+s2-\d+" are no shards of one run: the number of shards is 3 in "\S+s1" and 4 in "\S+s2-\d+"/,
    ],
    ['another level', () => ['s1', edited('s2', { level: 'paper' })], /the level is quick in "\S+s1" and paper in "/],
    ['another seed', () => ['s1', edited('s2', { seed: '7' })], /the seed is 1 in "\S+" and 7 in "/],
    [
      'another version',
      () => ['s1', edited('s2', { version: '0.0.9' })],
      /the version of claimcheck is \S+ in "\S+" and 0\.0\.9 in "/,
    ],
    ['other code', () => ['s1', edited('s2', { origin: '0' })], /the code of claimcheck in "\S+" is another than in "/],
    [
      'another claim',
      () => ['s1', edited('s2', { claims: { ...manifest('s2').claims, holding: '0' } })],
      /the claim holding in "\S+" is another than in "/,
    ],
    [
      'a claim more',
      () => ['s1', edited('s2', { claims: { ...manifest('s2').claims, more: '0' } })],
      /the claim more is not there in "\S+" and there in "/,
    ],
    [
      'another model',
      () => ['s1', edited('s2', { models: { ...manifest('s2').models, 'diagonal-network': '0' } })],
      /the model diagonal-network in "\S+" is another than in "/,
    ],
    [
      'another machine that computes',
      () => ['s1', edited('s2', { computedBy: { ridge: 'a GPU' } })],
      /what computes the model ridge is "none" in "\S+" and "a GPU" in "/,
    ],
    ['without dials', () => ['s1', edited('s2', { dials: false })], /--no-dials is not said in "\S+" and said in "/],
    [
      'a manifest that is torn',
      () => ['s1', copied('s2', (folder) => writeFileSync(join(folder, 'shard.json'), '{"schema":1,'))],
      /shard\.json is not JSON; expected what/,
    ],
    [
      'a manifest of more trials than can be summed',
      () => ['s1', edited('s2', { parts: manifest('s2').parts.map((part) => ({ ...part, trials: 9e15 })) })],
      /shard\.json has no proper "parts"; expected what/,
    ],
    [
      'a manifest of later days',
      () => ['s1', edited('s2', { schema: 2 as 1 })],
      /shard\.json is of schema 2, and this claimcheck reads 1/,
    ],
    [
      'a manifest that is another thing',
      () => ['s1', edited('s2', { parts: [] })],
      /shard\.json has 0 shards; expected/,
    ],
  ])('%s', async (_, names, said) => {
    const { code, stdout, stderr } = await merge(names(), 'refused');
    expect([code, stdout, stderr.trim().split('\n').length, stderr]).toEqual([2, '', 1, expect.stringMatching(said)]);
    expect(existsSync(at('refused'))).toBe(false);
  });

  test('into the folder of a shard, and claims that are not here', async () => {
    const into = await merge(['s1', 's2'], 's3');
    expect([into.code, into.stderr]).toEqual([
      2,
      expect.stringMatching(/s3" is a shard's folder; name another with --out/),
    ]);
    const elsewhere = await claimcheck(['merge', at('s1'), '--out', at('refused')]);
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      2,
      expect.stringMatching(
        /the claim "\w+" of "\S+s1" is not among the shipped ones; name the directory of its file with --claims/,
      ),
    ]);
  });

  test('shards whose claims were all edited since', async () => {
    const old = [1, 2, 3].map((k) => edited(`s${k}`, { claims: { ...manifest(`s${k}`).claims, holding: '0' } }));
    const { code, stderr } = await merge(old, 'refused');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/cannot be merged here: the claim holding in "\S+" is another than in this place/),
    ]);
  });

  test.each([
    '--shard 0/3',
    '--shard 4/3',
    '--shard 3',
    '--shard 1/0',
    '--shard 1/3 --format json',
    '--shard 1/3 --author Ada',
    '--shard 1/3 --ledger mine.ndjson',
  ])('run %s', async (words) => {
    const { code, stderr } = await claimcheck(['run', 'holding', '--claims', fixtures, ...words.split(' ')]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^claimcheck: invalid --\w+ ".*"; expected .*\n$/)]);
  });
});

describe('a journal that is not what it was', () => {
  const lines = (folder: string) => readFileSync(join(folder, 'journal.ndjson'), 'utf8').split('\n').slice(0, -1);
  const write = (folder: string, all: readonly string[]) =>
    writeFileSync(join(folder, 'journal.ndjson'), all.map((line) => `${line}\n`).join(''));

  test('damaged lines are left out, and their trials are missing', async () => {
    const torn = copied('s2', (folder) => {
      const all = lines(folder);
      write(
        folder,
        all.map((line, k) => (k === 1 ? line.slice(0, 50) : line)),
      );
    });
    const { code, stdout, stderr } = await merge(['s1', torn, 's3'], 'damaged');
    expect(code, stdout).toBe(4);
    expect(stderr).toMatch(/1 damaged line of \S+journal\.ndjson \(2\) left out/);
    expect(stdout).toMatch(/^Missing: /m);
    // Where another shard has them, nothing is missing.
    expect((await merge([torn, 's2'], 'damaged')).code).toBe(1);
    expect(idOf('damaged')).toBe(idOf('whole'));
  }, 60_000);

  test('two outcomes of one trial are named with their folders, and nothing is written', async () => {
    const changed = copied('s2', (folder) => {
      const all = lines(folder);
      const record = JSON.parse(all[0]!.slice(9)) as Parameters<typeof toLine>[0];
      write(folder, [toLine({ ...record, steps: record.steps + 1 }).trimEnd(), ...all.slice(1)]);
    });
    const { code, stderr } = await merge(['s2', changed, 's1'], 'contradictory');
    expect(code).toBe(3);
    expect(stderr).toMatch(
      new RegExp(
        `"${at('s2')}" and "${at(changed)}" have two different outcomes of \\S+, .+, trial \\d+\\. .*run that shard again`,
      ),
    );
    expect(readdirSync(at('contradictory'))).toEqual([]);
  });

  test('lines of another version of the claim count for nothing', async () => {
    const older = copied('s2', (folder) => {
      const all = lines(folder);
      const record = JSON.parse(all[0]!.slice(9)) as Parameters<typeof toLine>[0];
      write(folder, [...all, toLine({ ...record, by: 'another', digest: 'another' }).trimEnd()]);
    });
    const { code, stderr } = await merge(['s1', older, 's3'], 'older');
    expect(code).toBe(1);
    expect(stderr).toContain('1 lines of other versions');
    expect(idOf('older')).toBe(idOf('whole'));
  }, 30_000);
});

describe('an error in a shard', () => {
  test("is told at once, and is the claim's in the merged report, as in the whole run", async () => {
    const asked = ['holding', 'throwing', '--claims', fixtures, '--level', 'quick'];
    expect((await claimcheck(['run', ...asked, '--out', at('error')])).code).toBe(3);
    const codes: (number | null)[] = [];
    for (const k of [1, 2]) {
      const ran = await claimcheck(['run', ...asked, '--shard', `${k}/2`, '--out', at(`e${k}`)]);
      codes.push(ran.code);
      if (ran.code === 3) expect(ran.stdout).toMatch(/^✗ throwing: .*trial 0: /m);
    }
    expect(codes).toContain(3);
    const merged = await merge(['e2', 'e1'], 'errors');
    expect(merged.code).toBe(3);
    const [one, other] = ['error', 'errors'].map((name) => readReport(join(at(name), 'report.json')));
    expect(other!.content).toEqual(one!.content);
    expect([one!.id, other!.id]).toEqual([null, null]);
  }, 60_000);
});

describe('what is entered and compared', () => {
  test('registered draws are entered once, by the merge; and a baseline is compared with', async () => {
    const mine = at('mine');
    mkdirSync(mine);
    cpSync(join(fixtures, 'holding.ts'), join(mine, 'mine.ts'));
    const asked = ['mine', '--claims', mine, '--level', 'quick', '--seed', 'registered'];
    const baseline = await claimcheck(['run', ...asked, '--no-ledger', '--out', at('baseline')]);
    expect(baseline.code, baseline.stderr).toBe(0);
    const path = join(at('baseline'), 'report.json');
    const ledger = join(mine, 'ledger.ndjson');
    for (const k of [1, 2])
      expect(
        (await claimcheck(['run', '--claims', mine, '--baseline', path, '--shard', `${k}/2`, '--out', at(`b${k}`)]))
          .code,
      ).toBe(0);
    expect(existsSync(ledger)).toBe(false);
    const args = [
      'merge',
      at('b1'),
      at('b2'),
      '--claims',
      mine,
      '--baseline',
      path,
      '--author',
      'Ada Lovelace',
      '--format',
      'junit',
    ];
    const { code, stdout, stderr } = await claimcheck([...args, '--out', at('compared')]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^mine +identical /m);
    expect(idOf('compared')).toBe(idOf('baseline'));
    expect(readReport(join(at('compared'), 'report.json')).envelope.authors).toEqual(['Ada Lovelace']);
    expect(readdirSync(at('compared'))).toContain('junit.xml');
    expect(readLedger(ledger).entries).toHaveLength(1);
    expect((await claimcheck([...args, '--out', at('compared')])).code).toBe(0);
    expect(readLedger(ledger).entries).toHaveLength(1);

    // The claim is edited: its shards have the tasks of the baseline, which the merge must be told.
    writeFileSync(
      join(mine, 'mine.ts'),
      readFileSync(join(mine, 'mine.ts'), 'utf8').replace(/far from the data/g, 'away from the data'),
    );
    for (const k of [1, 2])
      expect(
        (await claimcheck(['run', '--claims', mine, '--baseline', path, '--shard', `${k}/2`, '--out', at(`c${k}`)]))
          .code,
      ).toBe(0);
    const without = await claimcheck(['merge', at('c1'), at('c2'), '--claims', mine, '--out', at('edited')]);
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringMatching(/has the tasks of a baseline; name that report with --baseline FILE/),
    ]);
    const told = await claimcheck([
      'merge',
      at('c1'),
      at('c2'),
      '--claims',
      mine,
      '--baseline',
      path,
      '--out',
      at('edited'),
    ]);
    expect(told.code, told.stderr).toBe(0);
    expect(readReport(join(at('edited'), 'report.json')).content.seed).toBe('baseline');
    expect(readLedger(ledger).entries).toHaveLength(1);
  }, 180_000);
});
