/** The front page says what was found only where it was, and looks right whatever was run. */
import { describe, expect, test } from 'vitest';
import { always } from '../../../src/criteria.js';
import type { Passage } from '../../../src/claim.js';
import type { ClaimReport, Report, Verdict } from '../../../src/engine/report.js';
import type { Block } from '../../../src/reporting/block.js';
import { FOUND } from '../../../src/reporting/found.js';
import { bounded, front } from '../../../src/reporting/report/front.js';
import { TALK } from '../../../src/reporting/talk.js';
import { leaves } from '../laws.js';
import { claimReport, sample } from '../sample.js';
import { asHtml, everywhere } from '../shown.js';

const PASSAGES = Object.keys(TALK) as Passage[];

const VERDICTS: readonly Verdict[] = ['holds', 'fails', 'undecided', 'vacuous', 'error', 'not applicable'];
const judged = new Map(VERDICTS.map((verdict) => [verdict, claimReport('any', verdict, always(), () => 1)]));
const claim = (id: string, talk: readonly Passage[], verdict: Verdict = 'holds'): ClaimReport => ({
  ...judged.get(verdict)!,
  id,
  talk,
  title: `Title of ${id}`,
  statement: `Statement of ${id}.`,
  finding: PASSAGES.some((passage) => FOUND[passage].reach.by.includes(id)),
});

/** A claim for each name that a sentence rests on, with the passages that it serves. */
const full = (): ClaimReport[] => {
  const talk = new Map<string, Passage[]>();
  for (const passage of PASSAGES)
    for (const id of new Set([...FOUND[passage].found.by, ...FOUND[passage].reach.by]))
      talk.set(id, [...(talk.get(id) ?? []), passage]);
  return [...talk].map(([id, passages]) => claim(id, passages));
};

/** All of a report that the front page looks at. */
const only = (claims: readonly ClaimReport[]) => ({ content: { claims } }) as Report;

const said = (report: Report): string =>
  leaves(front(report, new Map()), { read: String, nesting: () => [], draws: true }).join('\n');
const points = (report: Report): Map<string, string> =>
  new Map(
    front(report, new Map())
      .flatMap((block) => (block.is === 'section' ? block.blocks : []))
      .flatMap((block): [string, string][] =>
        block.is === 'section' && block.of === 'point'
          ? [[block.id!, leaves(block.blocks, { read: String, nesting: () => [], draws: true }).join('\n')]]
          : [],
      ),
  );

describe('the front page', () => {
  test('has every passage in order, with what was found, how far it reaches, and its claims as sentences', () => {
    const claims = full();
    const all = points(only(claims));
    expect([...all.keys()]).toEqual(PASSAGES);
    for (const passage of PASSAGES) {
      const text = all.get(passage)!;
      const { found, reach } = FOUND[passage];
      for (const each of [TALK[passage], found.says, reach.says]) expect(text).toContain(each);
      const own = claims.filter(({ talk }) => talk.includes(passage));
      expect(text).toContain(own.length === 1 ? 'its claim holds' : `its ${own.length} claims hold`);
      for (const { id, statement } of own) {
        expect(text).toContain(statement);
        expect(text).not.toContain(`\n${id}\n`);
      }
      expect(text.includes('A boundary: how far the passage reaches.')).toBe(reach.by.length > 0);
    }
  });

  test('tells what came after the talk from what it says, with a verdict of its own', () => {
    const sources = [{ key: 'even2023diagonal', where: 'the abstract' }];
    const later = { ...claim('later', ['T4'], 'fails'), sources, sequel: true };
    const text = points(only([...full(), later])).get('T4')!;
    const [before, since] = text.split('Since then.');
    expect(before).toBe(`${points(only(full())).get('T4')!}\n`);
    expect(since).toContain('its claim fails');
    expect(since).toContain(later.statement);
    expect(since).toContain('even2023diagonal');
    expect(said(only([...full(), later]))).toContain('1 claim says what came after it');
    expect(said(only(full()))).not.toContain('came after');
  });

  test('has a passage that only what came after it is about', () => {
    const text = points(only([{ ...claim('later', ['T4']), sequel: true }])).get('T4')!;
    expect(text).toContain(TALK.T4);
    expect(text).toContain('Since then.');
    expect(text).not.toContain(FOUND.T4.found.says);
    expect(text).not.toContain('claims hold');
  });

  test.each(PASSAGES.flatMap((passage) => FOUND[passage].found.by.map((id) => [passage, id] as const)))(
    '%s says nothing of what it rests on %s for, where that does not hold or is not there',
    (passage, id) => {
      const { found } = FOUND[passage];
      for (const verdict of VERDICTS.slice(1)) {
        const text = points(only(full().map((each) => (each.id === id ? claim(id, each.talk, verdict) : each))));
        expect(text.get(passage)).not.toContain(found.says);
        expect(text.get(passage)).toContain(`Title of ${id}: ${verdict}`.replaceAll(': ', '\n: \n'));
      }
      const rest = points(only(full().filter((each) => each.id !== id)));
      expect(rest.get(passage) ?? '').not.toContain(found.says);
      const other = full().map((each) =>
        each.id === id ? { ...each, models: each.models.map((model) => ({ ...model, instead: true })) } : each,
      );
      expect(points(only(other)).get(passage)).not.toContain(found.says);
      expect(points(only(other)).get(passage)).toContain('Another diagonal-network stood in the place of ours.');
    },
  );

  test('a boundary is said only where its claims hold; what is left open, wherever a claim leaves it open', () => {
    for (const passage of PASSAGES) {
      const { reach } = FOUND[passage];
      const [first] = reach.by;
      const claims = full().map((each) => (each.id === first ? claim(first!, each.talk, 'undecided') : each));
      expect(points(only(claims)).get(passage)!.includes(reach.says)).toBe(first === undefined);
    }
  });

  test('what the shipped claims leave open is not said of claims of others', () => {
    for (const passage of PASSAGES) {
      const mine = [claim('mine', [passage])];
      expect(points(only(mine)).get(passage)).not.toContain(FOUND[passage].reach.says);
      expect(bounded(mine)).toEqual([]);
    }
  });

  test.each([
    ['holds', 'its claim holds'],
    ['fails', 'its claim fails'],
    ['vacuous', 'its claim is vacuous'],
    ['undecided', 'its claim is undecided'],
    ['error', 'its claim could not be evaluated'],
    ['not applicable', 'its claim is not applicable'],
  ] as const)('of one claim that is %s it says: %s', (verdict, said) => {
    expect(points(only([claim('mine', ['T5'], verdict)])).get('T5')).toContain(said);
  });

  test('T3 has the bend that remains beside it, whatever the verdicts', () => {
    for (const verdict of ['holds', 'fails', 'undecided'] as const)
      for (const text of everywhere(sample([claim('noise-linearizes-large-steps', ['T3', 'T4'], verdict)])).slice(0, 3))
        expect(text).toContain('about a quarter of the bend remains');
  });

  test('of three claims it names the other passages in one line', () => {
    const few = ['T2', 'T7', 'T7'].map((passage, k) => claim(`mine-${k}`, [passage as Passage]));
    const text = said(only(few));
    expect([...points(only(few)).keys()]).toEqual(['T2', 'T7']);
    expect(text).toContain('No claim of this report is about T1, T3, T4, T5, T6, T8, T9, T10,');
    expect(text).toContain('its claim holds');
    expect(text).toContain('its 2 claims hold');
    expect(text).not.toContain(FOUND.T7.found.says);
    expect(text).toContain('What was judged here holds;');
  });

  test('is not there where no claim is about the talk', () => {
    const mine = sample([claim('mine', [])]);
    expect(front(mine, new Map())).toEqual([]);
    expect(asHtml(mine)).not.toContain('Tengyu Ma');
    expect(said(only([claim('mine', []), claim('other', ['T1'])]))).toContain('1 more claim is about something else.');
  });

  test('the figure of a passage is that of the claim that stands for it, else of the first that has one', () => {
    const drawings = (report: Report) =>
      front(report, new Map())
        .flatMap((block) => (block.is === 'section' ? block.blocks : []))
        .flatMap((block) => (block.is === 'section' ? block.blocks : []))
        .flatMap((block: Block) => (block.is === 'sketch' ? [block.to] : []));
    const { figure } = FOUND.T1;
    expect(drawings(only([claim('a', ['T1']), claim(figure, ['T1'])]))).toEqual([`dial-${figure}`]);
    expect(drawings(only([claim('a', ['T1']), claim('b', ['T1'])]))).toEqual(['dial-a']);
    const { dial: _, ...bare } = claim('a', ['T1']);
    expect(drawings(only([bare]))).toEqual(['scatter-which-sign-wins']);
    const { table: __, ...neither } = bare;
    expect(drawings(only([neither]))).toEqual([]);
  });
});
