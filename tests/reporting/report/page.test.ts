/** What a report says, in every format. */
import { describe, expect, test } from 'vitest';
import { schema, type ClaimReport, type Draw, type Report } from '../../../src/engine/report.js';
import { always } from '../../../src/criteria.js';
import { json } from '../../../src/reporting/json.js';
import { grouped, percent, short, typeset } from '../../../src/reporting/number.js';
import { page } from '../../../src/reporting/report/page.js';
import { allTrials, searched } from '../../../src/reporting/sentences.js';
import { headline, joint } from '../../../src/reporting/suite.js';
import { leaves } from '../laws.js';
import { claimReport, everyVerdict, holding, sample } from '../sample.js';
import { asHtml, asMarkdown, everywhere, onTerminal, works } from '../shown.js';

/** All that is said, as plain text. */
const said = (report: Report) =>
  leaves(page(report, works).blocks, { read: String, nesting: () => [], draws: true }).join('\n');

describe('the report', () => {
  test('counts the trials that were judged, and of a run that was resumed says for how many its time is', () => {
    const counted = allTrials(sample().content.claims);
    expect(counted).toBeGreaterThan(7);
    for (const trials of [7, counted, counted + 7]) {
      const text = said(sample(everyVerdict(), { trials }));
      expect(text).toContain(`${grouped(counted)} trials were computed`);
      expect(text.includes(', for 7 of them')).toBe(trials === 7);
    }
  });

  test('says every number that a reader may want, of every claim', () => {
    const report = sample();
    const text = said(report);
    const has = (...numbers: readonly (string | number)[]) => {
      for (const number of numbers) expect(text).toContain(String(number));
    };
    for (const claim of report.content.claims) {
      has(`What this does not show\n${claim.scope}`, `${claim.statement}\n`);
      has(claim.seed, claim.digest, claim.words, claim.population.version, ...claim.because);
      for (const arm of claim.arms) {
        has(arm.digest, arm.trials);
        for (const { evidence } of Object.values(arm.parts)) {
          has(evidence.n, evidence.because.slice(1));
          if (arm.role !== 'claim') continue;
          has(evidence.estimand, `${evidence.n} of ${evidence.budget}`, typeset(evidence.logE.holds ?? 0));
          for (const { estimate, interval } of evidence.quantities)
            has(typeset(estimate!), `[${interval.map((end) => typeset(end)).join(', ')}]`);
        }
      }
      for (const point of claim.dial?.points ?? []) {
        const { mean, low, high } = point.measured;
        has(
          typeset(point.at),
          `${typeset(mean, 4)} [${typeset(low, 4)}, ${typeset(high, 4)}]`,
          typeset(point.curve!, 4),
        );
        has(`${point.holding} of ${point.trials}`, point.failing);
      }
      for (const { share, atLeast } of Object.values(claim.coverage ?? {})) has(percent(share), percent(atLeast));
      const { counterexample: found, adversary } = claim;
      if (found) has(typeset(found.slack, 4), typeset(found.error), found.evaluations, found.shrunk, 'NaN', '-0');
      if (adversary) has(adversary.digest, short(adversary.smallest['the part']!.slack), adversary.trainings);
    }
    has(
      report.content.selfControl.trials,
      report.envelope.machine.cpu,
      report.envelope.started,
      '15.2.0',
      'commit abc',
    );
  });

  test.each(['html', 'markdown', 'latex', 'terminal'].map((name, k) => [name, k] as const))(
    'in %s says each verdict, the joint sentence and the reasons',
    (_, k) => {
      const read = (text: string) => text.replace(/\\allowbreak\{\}/g, '');
      const text = read(everywhere(sample())[k]!);
      for (const { id, verdict, because } of everyVerdict())
        for (const each of [id, verdict, ...because]) expect(text).toContain(each);
      expect(text).toContain('2 of 6 claims hold');
      expect(everywhere(holding())[k]).toContain('All 2 claims hold');
    },
  );

  test('an incomplete run never says that all claims hold', () => {
    for (const text of everywhere(sample(everyVerdict().slice(0, 2), { incomplete: 'interrupted' }))) {
      expect(text).not.toContain('All 2 claims hold');
      expect(text).toMatch(/incomplete/i);
    }
  });

  test('a self-control that was not refuted is the first that is said', () => {
    const report = holding();
    const blind = { ...report, content: { ...report.content, selfControl: { verdict: 'holds' as const, trials: 1 } } };
    for (const text of everywhere(blind)) expect(text).toContain('self-control was not refuted');
    for (const text of everywhere(report)) expect(text).not.toContain('self-control was not refuted');
  });

  test('a claim file that could not be loaded is an error in the table and in the sentence', () => {
    const errors = { mine: ['mine.ts has no default export'] };
    for (const text of everywhere({ ...sample(everyVerdict().slice(0, 2), { errors }), id: null })) {
      expect(text).toContain('mine');
      expect(text).toContain('has no default export');
      expect(text).not.toContain('All 2 claims hold');
    }
    for (const text of everywhere({ ...sample([], { errors }), id: null })) {
      expect(text).toContain('One file could not be evaluated.');
      expect(text).not.toContain('0 of 0');
      expect(text).not.toContain('of 1 claim hold');
    }
  });

  test('more than a few reasons are folded away, and counted', () => {
    const [claim] = everyVerdict().slice(2, 3);
    const because = Array.from({ length: 7 }, (_, k) => `reason ${k}`);
    const report = sample([{ ...claim!, because }]);
    expect(asHtml(report)).toContain('<summary>3 more</summary>');
    expect(said(report)).toContain('reason 6');
    expect(onTerminal(report)).toContain('and 3 more sentences in the report');
    expect(onTerminal(report)).not.toContain('reason 4');
  });

  test('a claim that cannot be shown costs its own section and no other', () => {
    const [good, other] = holding().content.claims as [ClaimReport, ClaimReport];
    const text = said(sample([good, { ...other, premises: null as never }]));
    expect(text).toContain('This claim could not be shown');
    expect(text).toContain(good.digest);
  });
});

describe('what is known of the check itself', () => {
  test('from which share on it certifies and refutes', () => {
    const text = said(sample());
    const powers = everyVerdict().flatMap(({ arms }) =>
      Object.values(arms.find(({ role }) => role === 'claim')?.parts ?? {}).flatMap(
        ({ evidence }) => evidence.power ?? [],
      ),
    );
    expect(powers.length).toBeGreaterThan(2);
    expect(text).toContain('with probability 90% where the');
    for (const { holds90, fails90 } of powers)
      expect(text).toContain(
        `is at least ${percent(holds90!)}, and refutes with that probability where it is at most ${percent(fails90!)}.`,
      );
  });

  test('how sure one is of several at once stands in words, and a list never says less than the verdicts', () => {
    const list = 'as a list, the 2 that hold have a false discovery rate of at most 0.03';
    for (const text of everywhere(sample()))
      for (const each of ['Of 6 claims judged at risk 0.01 each, at most 0.06 are expected', list])
        expect(text).toContain(each);
    const foot = said(sample()).split('How sure, and of how many').at(-1);
    expect(foot).toContain('As a list, the 2 that hold have a false discovery rate of at most 0.03: 6 times 0.01 by 2');
    expect(foot).toContain('has probability at most 0.06, 0.006 at level paper.');
    for (const text of everywhere(holding())) expect(text).not.toContain('as a list');
    for (const text of everywhere(sample(everyVerdict(), { incomplete: 'interrupted' })))
      expect(text).not.toContain('false discovery');
  });
});

describe('registered draws', () => {
  const draw = (seed: string, verdict: 'holds' | 'fails', changed: readonly string[] = []): Draw => ({
    seed,
    changed,
    gave: [{ level: 'standard', verdict, date: '2026-11-20T09:00:00.000Z', digest: 'a'.repeat(64) }],
  });
  const [first] = holding().content.claims;
  const drawn = (list: readonly Draw[]) => sample([first!], { draws: { [first!.id]: list } });

  test('more than one stand in every format with what changed, and the risk is said to be that of one', () => {
    const report = drawn([draw('1', 'fails'), draw('2', 'holds', ['./a.ts', 'the beacon'])]);
    for (const text of everywhere(report)) {
      expect(text).toContain(
        '2 registered draws: fails at standard on 2026-11-20; after a change of ./a.ts, the beacon: holds',
      );
      expect(text).toContain('(up to 2 times): the risk is that of one draw, and is not spent over them.');
    }
    expect(schema.safeParse(JSON.parse(json(report))).success).toBe(true);
  });

  test('one is not worth a word', () => {
    for (const list of [[], [draw('1', 'holds')]])
      for (const text of everywhere(drawn(list))) expect(text).not.toMatch(/registered draw/);
  });
});

describe('the adversary', () => {
  test('its smallest slack, climb and trainings stand in every format', () => {
    const [claim] = everyVerdict();
    for (const text of everywhere(sample())) expect(text).toContain(searched(claim!));
  });

  test('what it refutes is said to be its own', () => {
    const [claim, , other] = everyVerdict();
    const failing: ClaimReport = {
      ...claim!,
      verdict: 'fails',
      adversary: { ...claim!.adversary!, refuted: { part: 'the part', climb: 3 } },
      counterexample: { ...other!.counterexample!, foundBy: 'adversary', trial: 3 },
    };
    const report = sample([failing, claimReport('finding', 'holds', always(), () => 1)]);
    for (const show of [asHtml, asMarkdown]) expect(show(report)).toContain('Climb 3 of the adversary, shrunk');
    expect(onTerminal(sample([claim!, { ...failing, id: 'other' }])).replace(/\s+/g, ' ')).toContain(
      'it searched 2 claims of all tasks with 800 trainings and refuted 1. That it finds no counterexample is no evidence.',
    );
  });
});

describe('a model in the place of ours', () => {
  const ours = claimReport('ours', 'holds', always(), () => 1);
  const models = ours.models.map((model) => ({ ...model, instead: true }));
  const other = sample([{ ...ours, models }]);

  test('is named in the first line of every format, so that nobody reads the verdict as one on ours', () => {
    expect(headline(sample([ours]))).toBe('The claim holds');
    expect(headline(other)).toBe('The claim holds of another diagonal-network');
    const told = 'In the place of "diagonal-network" stood another: this says nothing of ours.';
    expect(joint(sample([ours]))).not.toContain('another');
    expect(joint(other)).toContain(told);
    expect(asHtml(other)).toContain('<h1>The claim holds of another diagonal-network</h1>');
    expect(asHtml(other)).toContain(told.replace(/"/g, '&quot;'));
    expect(asMarkdown(other)).toMatch(/^# The claim holds of another diagonal-network\n/);
    expect(onTerminal(other).replace(/\s+/g, ' ')).toContain(told);
  });
});
