/** What is said of a comparison, in every rendering, and the shape of its JSON. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { always, equivalent, forMost, monotone, onAverage, scalesAs } from '../../src/criteria.js';
import type { Criterion, Margin } from '../../src/claim.js';
import type { ClaimReport, Report, TrialOutcome, Verdict } from '../../src/engine/report.js';
import { compared, type Compared } from '../../src/reporting/comparison/compared.js';
import { against } from '../../src/reporting/comparison/against.js';
import { CHANGES, filesOf } from '../../src/reporting/comparison/files.js';
import { comparison } from '../../src/reporting/comparison/page.js';
import { movement } from '../../src/reporting/comparison/sentences.js';
import { whyNot } from '../../src/reporting/comparison/tested.js';
import { render } from '../../src/reporting/format.js';
import { markdown } from '../../src/reporting/formats/markdown.js';
import { terminal } from '../../src/reporting/formats/terminal.js';
import { json } from '../../src/reporting/json.js';
import { quoted, words } from '../../src/form/shell.js';
import { documented, expectShape } from '../shape.js';
import { claimReport, everyVerdict, sample } from './sample.js';

const colors = picocolors.createColors(false);
const between = (base: Report, head: Report) =>
  compared({ path: 'base/report.json', report: base }, { path: "the head's/report.json", report: head });
const inLines = (all: Compared) => render(terminal({ width: 200, colors }), comparison(all));
const asComment = (all: Compared) => render(markdown, { ...comparison(all), depth: 3 });
const onTerminal = (...of: Parameters<typeof between>) => inLines(between(...of));

/** A claim with so many tasks, whose margins are given; its digests differ between `side`s. */
function claim(
  id: string,
  verdict: Verdict,
  accept: Criterion,
  side: string,
  margins: (i: number) => Margin[],
  n = 120,
): ClaimReport {
  const made = claimReport(id, verdict, always(), () => 1);
  const outcomes = Array.from({ length: n }, (_, i): TrialOutcome => ({
    digest: `${side}${i}`,
    parts: { 'the part': margins(i) },
  }));
  const parts = { 'the part': { ...made.parts['the part']!, accept } };
  return { ...made, parts, arms: made.arms.map((arm) => (arm.role === 'claim' ? { ...arm, outcomes } : arm)) };
}
const of = (slack: number, error = 0): Margin => ({ slack, error });
/** One claim in two reports. */
const both = (accept: Criterion, before: (i: number) => Margin[], after: (i: number) => Margin[], n?: number) =>
  between(sample([claim('c', 'holds', accept, 'a', before, n)]), sample([claim('c', 'holds', accept, 'b', after, n)]))
    .claims[0]!;

describe('unchanged is never said without what is', () => {
  const up = (i: number) => [of(1 + (i % 5))];
  test('passes, and that margins moved', () => {
    const by = (shift: number) => both(forMost({ allBut: 0.1 }), up, (i) => [of(up(i)[0]!.slack + shift)]);
    expect(by(1e-9).word).toBe('passes unchanged');
    expect(by(0.29).word).toBe('passes unchanged');
    expect(by(0.31).word).toBe('passes unchanged, margins moved');
    const far = by(23);
    expect(far.word).toBe('passes unchanged, margins moved');
    expect(far.weight).toBe('fine');
    expect(far.sentences).toEqual([
      '"the part": 0 of 120 tasks lost, 0 won: the share that passes is unchanged within 10%, at risk 0.01',
    ]);
    expect(far.parts['the part']!.moved).toEqual({ median: 23 / 3, most: 23 / 3, unit: 'their size' });
  });
  test('a mean, and that margins moved', () => {
    const sides = (by: number) =>
      both(
        onAverage({ atLeast: 0.1, cap: 1 }),
        () => [of(0.5)],
        (i) => [of(0.5 + (i % 2 === 0 ? by : -by))],
      );
    expect(sides(0.001).word).toBe('mean unchanged');
    expect(sides(0.05).word).toBe('mean unchanged, margins moved');
    expect(sides(0.05).sentences.join()).toMatch(/the mean over 120 tasks is unchanged within 0\.1, at risk 0\.01/);
  });
  test('in no rendering is the bare word a cell or a count', () => {
    const base = sample([
      claim('c', 'holds', forMost({ allBut: 0.1 }), 'a', up),
      claim('d', 'holds', onAverage({ atLeast: 0.1, cap: 1 }), 'a', () => [of(0.5)]),
    ]);
    const head = sample([
      claim('c', 'holds', forMost({ allBut: 0.1 }), 'b', (i) => [of(24 + (i % 5))]),
      claim('d', 'holds', onAverage({ atLeast: 0.1, cap: 1 }), 'b', () => [of(0.5)]),
    ]);
    const text = onTerminal(base, head);
    expect(text).toMatch(
      /^c +passes unchanged, margins moved {2}still holds; 120 paired tasks; margins moved by 7\.7 of their size at the median/m,
    );
    expect(text).toMatch(/^d +mean unchanged {19}still holds; 120 paired tasks; the same margins$/m);
    expect(text).toContain('1 mean unchanged, 1 passes unchanged, margins moved.');
    for (const rendered of [text, asComment(between(base, head))])
      expect(rendered).not.toMatch(/(^|\| |\*\*|\d )unchanged\b/m);
  });
});

describe('where the tasks leave it open the verdicts may tell', () => {
  const word = (before: Verdict, after: Verdict) =>
    between(
      sample([claim('c', before, always(), 'a', () => [of(1)], 2)]),
      sample([claim('c', after, always(), 'b', () => [of(1)], 2)]),
    ).claims[0]!.word;
  test.each([
    ['holds', 'fails', 'verdict lost'],
    ['holds', 'vacuous', 'verdict lost'],
    ['holds', 'error', 'not evaluated'],
    ['undecided', 'not applicable', 'not evaluated'],
    ['fails', 'holds', 'verdict gained'],
    ['holds', 'holds', 'cannot tell'],
    ['holds', 'undecided', 'cannot tell'],
    ['undecided', 'fails', 'cannot tell'],
  ] as const)('%s -> %s: %s', (before, after, told) => expect(word(before, after)).toBe(told));
});

describe('laws of means compare what they claim, with infinities and errors as verdicts have them', () => {
  const sizes = [1, 2, 4, 8, 16, 32];
  const curve = (power: number, bend = 0) => sizes.map((t, k) => of(Math.exp(power * Math.log(t) + bend * k * k)));
  const change = (accept: Criterion, before: Margin[], after: Margin[]) =>
    both(
      accept,
      () => before,
      () => after,
    ).change;
  test('a larger margin, a smaller deviation, a slope and a curvature nearer to the law are better', () => {
    const mean = onAverage({ atLeast: 0.1, cap: 1 });
    const equal = equivalent({ margin: 0.1, cap: 1 });
    const scales = scalesAs({ exponent: -1, within: 0.1, sizes });
    const steps = monotone({ within: 0.1, cap: 1, steps: 2 });
    for (const [accept, worse, better] of [
      [mean, [of(0.2)], [of(0.8)]],
      [mean, [of(NaN)], [of(0.8)]],
      [equal, [of(-0.8)], [of(0.1)]],
      [equal, [of(Infinity)], [of(-0.1)]],
      [equal, [of(-Infinity)], [of(0.1)]],
      [steps, [of(0.5), of(-0.5)], [of(0.2), of(0.1)]],
      [scales, curve(-1.4), curve(-1)],
      [scales, curve(-1, 0.02), curve(-1)],
      [scales, [...curve(-1).slice(1), of(Infinity)], curve(-1)],
    ] as [Criterion, Margin[], Margin[]][]) {
      expect(change(accept, worse, better), JSON.stringify(accept)).toBe('changed better');
      expect(change(accept, better, worse), JSON.stringify(accept)).toBe('changed worse');
    }
  });
  test('a deviation that changes its sign moved, though it is as far from the law', () => {
    const accept = equivalent({ margin: 0.1, cap: 1 });
    const found = both(
      accept,
      () => [of(0.05)],
      () => [of(-0.05)],
    );
    expect(found.word).toBe('mean unchanged, margins moved');
    expect(found.parts['the part']!.moved!.median).toBeCloseTo(1, 12);
  });
  test('what lies within its error is not certified', () => {
    const accept = onAverage({ atLeast: 0.1, cap: 1 });
    expect(
      both(
        accept,
        () => [of(0.8)],
        () => [of(0.2)],
      ).change,
    ).toBe('changed worse');
    expect(
      both(
        accept,
        () => [of(0.8, 0.4)],
        () => [of(0.2, 0.4)],
      ).change,
    ).toBe('cannot tell');
  });
  test('the deepest fall is shown, and of several margins the one that fell', () => {
    const accept = monotone({ within: 0.1, cap: 1, steps: 3 });
    const found = both(
      accept,
      () => [of(0.5), of(0.4), of(0.6)],
      (i) => [of(0.5), of(0.4), of(i === 9 ? -0.9 : -0.2)],
    );
    expect(found.exhibit).toMatchObject({ part: 'the part', trial: 9, margin: 2 });
  });
});

describe('what is worse or lost', () => {
  const good = (i: number) => [of(1 + (i % 5))];
  const base = sample([claim('all', 'holds', always(), 'a', good), claim('gone', 'holds', always(), 'a', good)], {
    command: 'npx claimcheck run --claims mine',
    commit: 'a'.repeat(40),
  });
  const failing = claim('all', 'fails', always(), 'b', (i) => [of(i === 17 ? -0.25 : 1 + (i % 5), 1e-9)], 18);
  const refuted: ClaimReport = {
    ...failing,
    arms: failing.arms.map((arm) =>
      arm.role === 'claim'
        ? { ...arm, parts: { 'the part': { ...arm.parts['the part']!, decision: 'fails' as const } } }
        : arm,
    ),
  };
  const head = sample([refuted], {
    command: "npx claimcheck run --claims mine --model 'ridge=it'\\''s mine.ts'",
    commit: 'b'.repeat(40),
  });
  const all = between(base, head);
  const text = inLines(all);

  test('comes with the task, both margins, and a command for each report', () => {
    expect(text).toMatch(/^all +changed worse {2}holds -> fails; 18 paired tasks/m);
    expect(text).toContain(
      '- what held is refuted by a certified counterexample to "the part", which has no risk of error',
    );
    expect(text).toContain(
      '- "the part": a task that passed is certified to violate it now, which has no risk of error',
    );
    expect(text).toContain(
      'task 17 under "the part"; before: passes, slack 3 ± 0; after: violates it, slack -0.25 ± 1e-9',
    );
    expect(text).toContain(
      `  # base (at commit aaaaaaaaaaaa)\n  npx claimcheck replay base/report.json all 17 --claims mine\n`,
    );
    expect(text).toContain(
      "  # head\n  npx claimcheck replay 'the head'\\''s/report.json' all 17 --claims mine --model 'ridge=it'\\''s mine.ts'\n",
    );
    expect(text).toContain("  # head\n  npx claimcheck replay 'the head'\\''s/report.json' all --claims mine");
    expect(text).toMatch(
      /the smallest task found that violates "the part" \(task 0, shrunk 3 times\): slack -1 ± 1e-9/,
    );
  });
  test('a missing claim is named, and the exit code is that of the most serious', () => {
    expect(text).toMatch(/^gone +removed +holds -> absent$/m);
    expect(all.claims.map(({ weight }) => weight)).toEqual(['worse', 'open']);
    expect(all.exit).toBe(1);
    expect(text).toMatch(/Exit code 1: something is certified worse, or what held no longer does\.$/);
  });
  test('a comment has it in front, the rest folded away, and no markup of the claims', () => {
    const odd = sample([{ ...refuted, id: 'a|b' }, claim('z', 'holds', always(), 'a', good)]);
    const before = sample([claim('a|b', 'holds', always(), 'a', good), claim('z', 'holds', always(), 'a', good)]);
    const comment = asComment(between(before, odd));
    expect(comment).toMatch(/^### claimcheck: something is certified worse/);
    expect(comment).toMatch(/^\| a\\\|b \| \*\*changed worse\*\* \| holds -\\> fails; /m);
    expect(comment.indexOf('a\\|b')).toBeLessThan(comment.indexOf('<details><summary>1 of 2 claims</summary>'));
    expect(comment).toContain("```bash\n# base\nnpx claimcheck replay base/report.json 'a|b' 17\n```");
  });
});

test('sentences that several claims share are said once', () => {
  const at = (seed: string) => {
    const claims = everyVerdict().map((each) => ({ ...each, seed }));
    return { ...sample(), content: { ...sample().content, seed, claims } };
  };
  const text = onTerminal(at('1'), at('7'));
  const sentence = 'the two reports drew other tasks (seeds 1 and 7): run both with the same --seed';
  expect(text.split(sentence)).toHaveLength(2);
  expect(text).toMatch(/^ *7 claims: the two reports drew other tasks/m);
});

test('an incomplete report, a blind one, and two without claims say so', () => {
  const [holding] = everyVerdict();
  expect(onTerminal(sample([holding!]), sample([holding!], { incomplete: 'budget' }))).toContain(
    'head is incomplete (budget): claims that it did not come to are missing',
  );
  const blind = sample([holding!]);
  const unseeing = { ...blind, content: { ...blind.content, selfControl: { verdict: 'holds' as const, trials: 12 } } };
  expect(onTerminal(unseeing, blind)).toContain('self-control of base was not refuted');
  expect(between(sample([]), sample([])).exit).toBe(4);
  expect(onTerminal(sample([]), sample([]))).toMatch(/nothing was compared\.\nExit code 4/);
});

describe('words of a shell', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '=', ' ', "'", '"', '\\', '$', '*', '\n', 'é') })),
        (list) => {
          expect(words(list.map(quoted).join(' '))).toEqual(list);
        },
      ),
    );
  });
  test('are what a shell takes them for', () => {
    expect(quoted("it's a $HOME")).toBe("'it'\\''s a $HOME'");
    expect(quoted('')).toBe("''");
    expect(quoted('a/b=c')).toBe('a/b=c');
  });
});

describe('the JSON', () => {
  const steps = monotone({ within: 0.1, cap: 1, steps: 2 });
  const reports = [
    [
      sample(
        [
          claim('a', 'holds', steps, 'a', () => [of(0.3), of(0.4)]),
          claim('b', 'holds', always(), 'a', () => [of(1)]),
          claim('gone', 'holds', always(), 'a', () => [of(1)]),
        ],
        { command: 'npx claimcheck run' },
      ),
      sample([
        claim('a', 'fails', steps, 'b', (i) => [of(i === 3 ? NaN : -0.5), of(Infinity)]),
        {
          ...claimReport('b', 'error', always(), () => 1),
          because: ['claim: trial 3: lost'],
          seed: '7',
          models: [{ name: 'other', digest: 'd'.repeat(64) }],
          oracles: [],
        },
      ]),
    ],
    [sample(), sample(undefined, { incomplete: 'budget' })],
    [
      sample([claim('none', 'undecided', always(), 'a', () => [], 0)]),
      sample([claim('none', 'holds', always(), 'b', () => [], 0)]),
    ],
    [sample(everyVerdict().slice(0, 2)), sample(everyVerdict().slice(1, 3))],
  ] as const;
  const files = (names: Record<string, string>) =>
    ({ ...sample(), envelope: { ...sample().envelope, files: names } }) as Report;

  test('has the fields that docs/compare.md says, each of its type, and no other', () => {
    const page = readFileSync(new URL('../../docs/compare.md', import.meta.url), 'utf8');
    const all = [...reports, [files({ a: '1' }), files({ a: '2' })] as const];
    const values = all.map(([base, head]) => JSON.parse(json(between(base, head))) as unknown);
    expect(documented(page).size).toBeGreaterThan(60);
    expectShape(values, documented(page));
  });
});

describe('identical', () => {
  const steady = (more: Partial<ClaimReport> = {}) => ({
    ...claim('c', 'holds', forMost({ allBut: 0.1 }), 'a', () => [of(1)]),
    ...more,
  });
  const moved = (made: ClaimReport): ClaimReport => ({
    ...made,
    arms: made.arms.map((arm) => (arm.role === 'claim' ? arm : { ...arm, digest: 'f'.repeat(64) })),
  });
  const wordOf = (head: Report) => between(sample([steady()]), head).claims[0]!;

  test('is said where every digest is the same, and of controls what moved', () => {
    expect(wordOf(sample([steady()]))).toMatchObject({ word: 'identical', controlsChanged: [], weight: 'fine' });
    const head = sample([moved(steady())]);
    const names = steady().arms.flatMap(({ role, name }) => (role === 'claim' ? [] : [name]));
    expect(names.length).toBeGreaterThan(0);
    const found = wordOf(head);
    expect(found).toMatchObject({ word: 'identical, controls moved', weight: 'fine' });
    expect([...found.controlsChanged]).toEqual([...names].sort());
    expect(onTerminal(sample([steady()]), head)).toContain(`not the same: ${[...names].sort().join(', ')}`);
  });

  test('nothing is said of controls at another level, which has other numbers of trials', () => {
    const head = sample([moved(steady())]);
    const quick = { ...head, content: { ...head.content, level: 'quick' as const } };
    expect(wordOf(quick)).toMatchObject({ word: 'identical', controlsChanged: [] });
  });

  test('one digest of another task is enough to take the word away', () => {
    const other = steady();
    const arms = other.arms.map((arm) =>
      arm.role === 'claim'
        ? { ...arm, outcomes: arm.outcomes!.map((each, i) => (i === 70 ? { ...each, digest: 'z' } : each)) }
        : arm,
    );
    expect(wordOf(sample([{ ...other, arms }])).word).toBe('passes unchanged');
  });
});

describe('of one claim, line by line', () => {
  const base = sample([claim('c', 'holds', forMost({ allBut: 0.1 }), 'a', () => [of(1)])]);
  const head = sample([claim('c', 'fails', forMost({ allBut: 0.1 }), 'b', () => [of(-1)])]);
  const all = between(base, head);
  const [worse] = all.claims;
  const command = 'npx claimcheck run c --baseline base/report.json';

  test('what became of it, how surely, on which task, and what looks at it', () => {
    const [first, ...rest] = against(worse!, all);
    expect(first).toBe(
      `Against base/report.json: changed worse; ${'holds -> fails; 120 paired tasks; '}${movement(worse!.parts)}`,
    );
    expect(rest.join('\n')).toMatch(/120 of 120 tasks lost, 0 won: more than chance allows/);
    expect(rest.join('\n')).toMatch(
      /^task 0 under "the part"; before: passes, slack 1 ± 0; after: violates it, slack -1 ± 0$/m,
    );
    for (const line of [worse!.replay.base, worse!.replay.head]) expect(rest.join('\n')).toContain(line);
  });

  test('a run that left no report is asked for again', () => {
    const lines = whyNot(worse!, all, command).join('\n');
    expect(lines).toContain(worse!.replay.base);
    expect(lines).not.toContain(worse!.replay.head);
    expect(lines).toContain(command);
    expect(whyNot(between(base, base).claims[0]!, all, command)).toEqual([]);
    const gone = between(base, sample([]));
    expect(whyNot(gone.claims[0]!, gone, command).join('\n')).not.toContain(command);
  });
});

test('files beside the report of the later run: each format that can show it, and none besides', async () => {
  const all = between(sample(), sample());
  const files = await filesOf(all, ['html', 'md', 'tex', 'json', 'csv', 'junit', 'github', 'figures']);
  expect(Object.keys(files).sort()).toEqual([...CHANGES].sort());
  expect(files['change.md']).toBe(render(markdown, comparison(all)));
  expect(JSON.parse(files['change.json'] as string)).toEqual(JSON.parse(json(all)));
  expect(await filesOf(all, ['csv'])).toEqual({});
});
