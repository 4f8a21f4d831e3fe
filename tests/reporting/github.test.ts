import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compared } from '../../src/reporting/comparison/compared.js';
import { annotations } from '../../src/reporting/github.js';
import { claimReport, everyVerdict, sample } from './sample.js';
import { always } from '../../src/criteria.js';

const PATH = 'reports/latest/report.json';
const nowhere = () => undefined;

/** As the runner reads a line: https://docs.github.com/actions, "Workflow commands". */
function read(line: string) {
  const [, word, list, text] = /^::([a-z]+) (.*?)::(.*)$/s.exec(line)!;
  const message = (s: string) => s.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%');
  const property = (s: string) => message(s.replace(/%3A/g, ':').replace(/%2C/g, ','));
  const properties = Object.fromEntries(
    list!.split(',').map((each) => {
      const at = each.indexOf('=');
      return [each.slice(0, at), property(each.slice(at + 1))];
    }),
  );
  return { word, properties, text: message(text!) };
}

test('one line for what does not hold, by how grave it is', () => {
  const all = annotations(sample(), PATH, (id, part) => ({
    file: `claims/${id}.ts`,
    line: part === 'the part' ? 7 : 1,
  })).map(read);
  expect(all.map(({ word, properties }) => `${word} ${properties['title']}`).sort()).toEqual([
    'error broken: error',
    'error failing: fails',
    'error vacuous: vacuous',
    'notice elsewhere: not applicable',
    'warning open: undecided',
  ]);
  const failing = all.find(({ properties }) => properties['title'] === 'failing: fails')!;
  expect(failing.properties).toMatchObject({ file: 'claims/failing.ts', line: '7' });
  expect(failing.text).toBe(
    `because fails is what it is\nNext: see the counterexample\nnpx claimcheck replay ${PATH} failing`,
  );
});

test('a report of claims that hold says nothing', () => {
  expect(annotations(sample(everyVerdict().slice(0, 2)), PATH, nowhere)).toEqual([]);
});

test('whatever is in a text is read back as it stands, on one line', () => {
  const piece = fc.constantFrom(',', ':', '::', '%', '%0A', '%25', '=', '\r\n', '\n::error::', 'a', ' ', '”');
  const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, (why, file) => {
      const failing = { ...claimReport('failing', 'fails', always(), () => -1), because: [why] };
      const [line, ...more] = annotations(sample([failing]), PATH, () => ({ file, line: 3 }));
      expect(more).toEqual([]);
      expect(line).not.toMatch(/[\r\n]/);
      const { properties, text: said } = read(line!);
      expect(properties).toEqual({ file, line: '3', title: 'failing: fails' });
      expect(said.startsWith(`${why}\n`)).toBe(true);
    }),
  );
});

test('with a baseline, one line for what does not hold or is worse, and none for what is as it was', () => {
  const named = (id: string, verdict: 'holds' | 'fails', slack: number) =>
    claimReport(id, verdict, always(), () => slack);
  const holds = (id: string) => named(id, 'holds', 1);
  const base = sample([holds('as it was'), holds('gone'), holds('lost'), named('red', 'fails', -1)]);
  const head = sample([holds('as it was'), named('lost', 'fails', -1), holds('new'), named('red', 'fails', -1)]);
  const change = compared({ path: 'b.json', report: base }, { path: PATH, report: head });
  const all = annotations(head, PATH, (id) => (id === 'gone' ? undefined : { file: `${id}.ts`, line: 2 }), change).map(
    read,
  );
  expect(all.map(({ word, properties: { title, file } }) => [word, title, file]).sort()).toEqual([
    ['error', 'lost: fails, changed worse', 'lost.ts'],
    ['error', 'red: fails, identical', 'red.ts'],
    ['warning', 'gone: removed', undefined],
  ]);
  expect(all.find(({ properties }) => properties['file'] === 'lost.ts')!.text).toMatch(
    /^because fails is what it is\nNext: [\s\S]*\nAgainst b\.json: changed worse; holds -> fails; /,
  );
});
