/** Mistakes that the parser of the command line finds: one sentence each, and nothing of theirs moves a cursor. */
import { expect, test } from 'vitest';
import { claimcheck } from './shell.js';

const HELP = 'claimcheck --help shows every command';

test.each<[readonly string[], string]>([
  [['run', '--levle', 'quick'], 'unknown option "--levle"; did you mean --level?'],
  [['run', '--\u001b[2J\nx'], `unknown option "--\\u001b[2J\\nx"; ${HELP}`],
  [['run', `--${'x'.repeat(5000)}`], `unknown option "--${'x'.repeat(298)}..."; ${HELP}`],
  [['-z'], `unknown option "-z"; ${HELP}`],
  [['rum'], 'unknown command "rum"; did you mean run?'],
  [['re\u001b]0;x\u0007'], `unknown command "re\\u001b]0;x\\u0007"; ${HELP}`],
  [["it's\n(Did you mean rm?)"], `unknown command "it's\\n(Did you mean rm?)"; ${HELP}`],
  [['list', 'models', 'ridge', '\u001b[2J'], `too many arguments for 'list'; expected 2 arguments but got 3; ${HELP}`],
  [['explain'], `missing required argument 'claim'; ${HELP}`],
  [['run', '--level'], `option '--level <level>' argument missing; ${HELP}`],
])('%j', async (args, said) => {
  const { code, stdout, stderr } = await claimcheck(args);
  expect([code, stdout, stderr]).toEqual([2, '', `claimcheck: ${said}\n`]);
});
