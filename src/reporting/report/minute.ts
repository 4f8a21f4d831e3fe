/** What a reader looks for in the first minute: what was checked, what holds, how far, and what to do with it. */
import type { Report } from '../../engine/report.js';
import { code, joined, link, section, type Block, type Phrase, type Text } from '../block.js';
import { grouped } from '../number.js';
import { verifyCommand } from '../recompute.js';
import { replayCommand } from '../replay.js';
import { allTrials } from '../sentences.js';
import { bounded } from './front.js';

/** @param path of report.json, for the commands */
export function minute(report: Report, path: string): Block[] {
  const { id, content } = report;
  const { claims } = content;
  const [first] = claims;
  if (!first) return [];
  const limits = bounded(claims);
  const trials = allTrials(claims);
  const drawn = claims.some(({ dial, table }) => dial || table);
  const entries: [string, Text][] = [
    [
      'What was checked',
      `${claims.length === 1 ? 'A sentence' : `${claims.length} sentences`} about learning: on tasks drawn at random a model is trained, what theory says of it is ` +
        `computed with a certified error, and the two are compared. ${grouped(trials)} ${trials === 1 ? 'trial was' : 'trials were'} computed, among them those of falsehoods that each check had to refute.`,
    ],
    [
      'What holds',
      [
        `${content.joint.holding} of ${claims.length}`,
        ': ',
        link('verdicts', 'every verdict with its evidence'),
        '. None is a proof: each is wrong with a probability that is stated.',
      ],
    ],
    ...(limits.length > 0
      ? [
          [
            'Where the talk reaches no further',
            [
              ...joined(
                limits.map((passage): Phrase => link(passage, passage)),
                ', ',
              ),
              ': beside each stands what is not so, or not certified.',
            ],
          ] as [string, Text],
        ]
      : []),
    ...(drawn
      ? [
          [
            'What a figure shows',
            'One setting of a claim is turned: points are means over tasks with 98% intervals, a line is what theory says, and the caption says when a point is filled.',
          ] as [string, Text],
        ]
      : []),
    [
      'A number, computed again',
      [
        code(verifyCommand(report, path)),
        ' computes all of this again and compares it bit for bit, ',
        code(verifyCommand(report, path, [first.id])),
        ' one claim; ',
        code(replayCommand(report, path, first.id, 0)),
        ' shows one trial.',
      ],
    ],
    ...(id === null ? [] : [['To cite it', [link('cite', 'The entry'), ' names this very report.']] as [string, Text]]),
  ];
  return [section('front', [{ is: 'facts', entries }], 'minute')];
}
