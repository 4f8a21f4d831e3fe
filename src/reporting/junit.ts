/**
 * junit.xml, for whatever shows the tests of a continuous integration: a test case per claim, since verdicts are of claims and
 * not of their parts. It keeps to what the schemas of Jenkins and of Ant have in common.
 */
import type { Report } from '../engine/report.js';
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

/** @param path of report.json, for the commands in it */
export function junit(published: Report, path: string): string {
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
  const cases = all.map((each) =>
    element('testcase', { classname: 'claimcheck', name: each.id, time: seconds(each.seconds) }, outcome(each)),
  );
  const inner = [
    `<properties>${Object.entries(properties)
      .map(([name, value]) => element('property', { name, value }))
      .join('')}</properties>`,
    ...cases,
    `<system-out>${escape(`${headline(report)}. ${joint(report)}`)}</system-out>`,
    '<system-err></system-err>',
  ];
  const suite = {
    name: 'claimcheck',
    package: 'claimcheck',
    id: '0',
    // Ant's schema has no place for a time zone: UTC, and not what was run on.
    timestamp: envelope.started.slice(0, 19),
    hostname: 'localhost',
    ...totals,
  };
  const lines = ['<testsuites>', element('testsuite', suite, `\n${inner.join('\n')}\n`), '</testsuites>'];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`;
}
