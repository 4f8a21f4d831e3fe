/** One claim in full. */
import type { ClaimReport, Report } from '../../engine/report.js';
import { errorsOf } from '../../engine/whole.js';
import {
  code,
  command,
  folded,
  heading,
  list,
  note,
  paragraph,
  said,
  section,
  strong,
  table,
  unshown,
  type Block,
  type Text,
} from '../block.js';
import { cite, type Bibliography } from '../bibliography.js';
import { advice } from '../advice.js';
import { marked, TALK } from '../talk.js';
import { claimAgain } from './again.js';
import { seeing } from './controls.js';
import { dialled } from './figures.js';
import { estimates, formulas } from './parts.js';
import { names, population, training } from './setting.js';
import { counterexample, nearest } from './tasks.js';
import { badge } from './verdicts.js';

/** How many sentences about one verdict stand in the open. */
export const MOST = 4;

export const reasons = ({ id, because }: ClaimReport, report: Report): string[] => [
  ...new Set([...because, ...errorsOf(report, id)]),
];

/** What to do next. */
export function next(claim: ClaimReport, report: Report, path: string): Block[] {
  const { say, command: line } = advice(claim, report, path);
  return line === undefined ? [paragraph(`Next: ${say}`)] : [paragraph(`Next: ${say}:`), command(line)];
}

function warning(claim: ClaimReport, report: Report, path: string): Block[] {
  if (claim.verdict === 'holds') return [];
  const why = reasons(claim, report).map(said);
  const rest = why.slice(MOST);
  const more = rest.length > 0 ? [folded(`${rest.length} more`, list(rest))] : [];
  return [note(list(why.slice(0, MOST)), ...more, ...next(claim, report, path))];
}

/** A model, what computed it, and what was shown of its bits where they are not those of every machine. */
function named({ name, computedBy, reproducible }: ClaimReport['models'][number]): string {
  const shown = {
    'on one machine': 'bit for bit the same in two processes of one machine',
    statistically: 'reproducible only statistically',
  };
  const told = [computedBy, reproducible && shown[reproducible]].filter(Boolean);
  return told.length > 0 ? `${name} (${told.join('; ')})` : name;
}

function identity(claim: ClaimReport): Block {
  const { id, digest, words, seed, population: of, models, oracles, arms, adversary } = claim;
  return folded(
    'Versions and digests',
    table(
      ['', 'Name', 'Identity'],
      [
        ['population', of.name, `version ${of.version}`],
        ...models.map((model): Text[] => [
          model.instead ? 'model, replaced by the user' : 'model',
          named(model),
          code(model.digest),
        ]),
        ...oracles.map((name): Text[] => ['oracle', name, '']),
        ['claim', id, code(digest)],
        ['its words', id, code(words)],
        ['seed', seed, ''],
        ...arms.map((arm): Text[] => ['trials', arm.name, code(arm.digest)]),
        ...(adversary ? [['climbs', 'adversary', code(adversary.digest)] as Text[]] : []),
      ],
    ),
  );
}

/** @param path of report.json, seen from where the run was asked for */
function blocks(claim: ClaimReport, report: Report, works: Bibliography, path: string): Block[] {
  const { id, title, verdict, sources, statement, premises, scope, talk } = claim;
  const cited = sources.map(({ key, where }) => `${cite(key, works)}, ${where}`).join('; ') || 'no source';
  return [
    heading(2, said(title), ': ', badge(verdict)),
    { is: 'paragraph', text: [code(id), ` · ${cited}`], as: 'aside' },
    { is: 'paragraph', text: said(statement), as: 'statement' },
    ...warning(claim, report, path),
    ...counterexample(claim, report, path),
    ...formulas(claim),
    ...names(claim),
    ...estimates(claim),
    ...nearest(claim, report, path),
    ...population(claim),
    ...training(claim),
    ...dialled(claim, report.content.claims),
    ...seeing(claim, report),
    heading(3, 'Premises'),
    table(
      ['Premise', 'Met', 'Violated by the control'],
      Object.entries(premises).map(([name, { how, control = '–' }]) => [said(name), how, said(control)]),
    ),
    heading(3, 'What this does not show'),
    paragraph(said(scope)),
    ...(talk.length > 0
      ? [
          heading(3, 'The talk'),
          list(talk.map((passage) => [strong(passage), ` ${TALK[passage]}`])),
          { is: 'paragraph', text: marked(claim), as: 'aside' } as const,
        ]
      : []),
    ...claimAgain(claim, report, path),
    identity(claim),
  ];
}

export function claimSection(claim: ClaimReport, report: Report, works: Bibliography, path: string): Block {
  try {
    return section('claim', blocks(claim, report, works, path), claim.id);
  } catch (error) {
    return section(
      'claim',
      [heading(2, said(claim.title), ': ', badge(claim.verdict)), unshown('claim', error)],
      claim.id,
    );
  }
}
