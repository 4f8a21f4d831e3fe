/**
 * junit.xml, for whatever shows the tests of a continuous integration: a test case per claim, since verdicts are of claims and
 * not of their parts. It keeps to what the schemas of Jenkins and of Ant have in common.
 */
import type { Report } from '../engine/report.js';
import { against } from './comparison/against.js';
import type { Compared, ComparedClaim } from './comparison/compared.js';
import { MEANS } from './comparison/together.js';
import { headline, joint } from './suite.js';
import { told, type Told } from './told.js';
import { whole } from '../engine/whole.js';

/** What XML cannot say is shown as a replacement character; line breaks in attributes are kept by their number. */
const escape = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`);

const element = (name: string, attributes: Readonly<Record<string, string>>, inner = ''): string => {
  const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  return `<${name}${all.join('')}${inner === '' ? '/>' : `>${inner}</${name}>`}`;
};

/** Plain decimals: an exponent is no time. */
const seconds = (value: number): string => value.toFixed(3);

function outcome({ verdict, why, command, parts }: Told): string {
  if (verdict === 'holds') return '';
  const lines = [
    ...parts.map((part) => `not certified: “${part}”`),
    ...why,
    ...(command === undefined ? [] : [command]),
  ];
  const text = lines.join('\n');
  if (verdict === 'not applicable') return `<skipped>${escape(text)}</skipped>`;
  const [first = verdict] = why;
  return element(verdict === 'error' ? 'error' : 'failure', { message: first, type: verdict }, escape(text));
}

function became(claim: ComparedClaim, all: Compared): string {
  const { weight, word } = claim;
  if (weight === 'fine') return '';
  const lines = against(claim, all);
  const attributes = { message: lines[0]!, type: word };
  return element(weight === 'lost' ? 'error' : 'failure', attributes, escape(lines.join('\n')));
}

const testcase = (name: string, time: number, inner: string): string =>
  element('testcase', { classname: 'claimcheck', name, time: seconds(time) }, inner);

interface Suite {
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly string[];
  readonly says: string;
}

function testsuite({ attributes, properties, cases, says }: Suite): string {
  const told = Object.entries(properties).map(([name, value]) => element('property', { name, value }));
  const inner = [
    `<properties>${told.join('')}</properties>`,
    ...cases,
    `<system-out>${escape(says)}</system-out>`,
    '<system-err></system-err>',
  ];
  return element('testsuite', attributes, `\n${inner.join('\n')}\n`);
}

/**
 * @param path of report.json, for the commands in it
 * @param change since a baseline: a suite of its own, in which what is fine passes
 */
export function junit(published: Report, path: string, change?: Compared): string {
  const report = whole(published);
  const { id, content, envelope } = report;
  const all = told(published, path);
  const count = (...verdicts: readonly string[]) =>
    String(all.filter(({ verdict }) => verdicts.includes(verdict)).length);
  const totals = {
    tests: String(all.length),
    failures: count('fails', 'vacuous', 'undecided'),
    errors: count('error'),
    time: seconds(envelope.seconds),
  };
  const properties = {
    report: id ?? 'no id',
    level: content.level,
    seed: content.seed,
    version: envelope.version,
    ...(envelope.commit && { commit: envelope.commit }),
    ...(envelope.command && { command: envelope.command }),
  };
  // Ant's schema has no place for a time zone: UTC, and not what was run on.
  const made = { package: 'claimcheck', timestamp: envelope.started.slice(0, 19), hostname: 'localhost' };
  const suites = [
    testsuite({
      attributes: { name: 'claimcheck', id: '0', ...made, ...totals },
      properties,
      cases: all.map((each) => testcase(each.id, each.seconds, outcome(each))),
      says: `${headline(report)}. ${joint(report)}`,
    }),
  ];
  if (change) {
    const { base, claims, weight, notes } = change;
    const weighing = (...weights: readonly string[]) =>
      String(claims.filter((each) => weights.includes(each.weight)).length);
    suites.push(
      testsuite({
        attributes: {
          ...{ name: 'claimcheck against a baseline', id: '1', ...made },
          ...{ tests: String(claims.length), failures: weighing('worse', 'open'), errors: weighing('lost') },
          time: seconds(0),
        },
        properties: { baseline: base.path, report: base.id ?? 'no id' },
        cases: claims.map((claim) => testcase(claim.id, 0, became(claim, change))),
        says: [...notes, `${MEANS[weight]}.`].join('\n'),
      }),
    );
  }
  const lines = ['<testsuites>', ...suites, '</testsuites>'];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`;
}
