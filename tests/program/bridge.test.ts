/** Every way in which a program misbehaves has its sentence, and the next request finds it well. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { endPrograms, patience, Program } from '../../src/program/bridge.js';
import { anyLeft } from '../../src/program/children.js';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'programs', 'toss.mjs');
const folder = mkdtempSync(join(tmpdir(), 'bridge-'));
const program = (...rest: string[]) => new Program([process.execPath, fixture, ...rest], { protocol: 1 });
const asked = (size: number) => JSON.stringify({ task: { size }, rule: { sign: 1 } });
const told = (...rest: string[]) => `the program "${[process.execPath, fixture, ...rest].join(' ')}"`;
const value = (outcome: unknown) => (outcome as { parameters: { value: Float64Array } }).parameters.value[0];

afterEach(() => patience(300));
afterAll(endPrograms);

test('a program trains, many trials at once, and says what it is', () => {
  const toss = program();
  expect(toss.initialize()).toEqual({ protocol: 1, name: 'toss', libraries: { luck: '1.0' } });
  expect(toss.train([asked(3), asked(4)]).map(value)).toEqual([3, 4]);
  expect(toss.train([asked(5)], 'witness').map(value)).toEqual([5]);
});

test('what comes twice is taken once', () => {
  const twice = program('twice');
  expect([1, 2, 3].map((size) => value(twice.train([asked(size)])[0]))).toEqual([1, 2, 3]);
});

test('a matrix is predicted at', () => {
  const X = { float64: 'AAAAAAAA8D8=', shape: [1, 1] };
  expect(program('predicts').predict({ X })).toEqual(Float64Array.of(7));
});

describe('what it says of itself', () => {
  test.each([
    ['nameless', '"initialize": name is ""; expected the name of the model'],
    ['future', 'it speaks version 2 of the protocol; expected 1, the one that this claimcheck speaks (a newer claimcheck may speak it)'], // prettier-ignore
    ['unknown', '"initialize" has an unknown field "colour"; known are protocol, name'],
    ['capable', '"initialize": capabilities[0] is "fast"; expected one of "linear"'],
  ])('%s', (mode, sentence) => {
    expect(() => program(mode).initialize()).toThrow(sentence);
  });

  test('a program that is none', () => {
    const none = new Program(['no-such-program', 'a.py'], {});
    expect(() => none.initialize()).toThrow(
      'the program "no-such-program a.py" could not be started: there is no program "no-such-program"; ' +
        'expected one that is installed, or a path of one',
    );
  });

  test('one that ends before it says anything', () => {
    const ends = new Program(
      [process.execPath, '-e', 'console.error("ModuleNotFoundError: no numpy"); process.exit(1)'],
      {},
    );
    expect(() => ends.initialize()).toThrow(
      /ended with exit code 1 in place of an answer to "initialize"; its last words: ModuleNotFoundError: no numpy$/,
    );
  });

  test('one that is another after it was started again', () => {
    const changes = program('pid', join(folder, 'pid'));
    changes.initialize();
    expect(() => changes.train([asked(1)], 'witness')).toThrow(
      /says other things of itself than when it was first started/,
    );
  });
});

describe('an answer that is none', () => {
  test.each([
    ['text', 'wrote "Epoch 1: loss 0.25" to its standard output, which is not JSON'],
    [
      'literal',
      'which is not JSON: that has no NaN (write {"number": "NaN"}); expected one JSON-RPC 2.0 message a line',
    ],
    ['deep', 'which is nested more than 64 deep'],
    ['version', 'which is no message of JSON-RPC 2.0'],
    ['exit', 'ended with exit code 3 in place of an answer to "train"; its last words: Traceback (most recent call last): | my_model.py, line 3 | MemoryError'], // prettier-ignore
    ['killed', 'was ended by SIGKILL in place of an answer to "train"; it wrote nothing to its standard error'],
    ['closed', 'closed its standard output; it wrote nothing to its standard error'],
    ['id', 'which answers a request that was not made (id "'],
    ['error', 'answered "train" with the error out of luck (-32603)'],
    ['short', '"train": trained is an empty list; expected a list of 1, one for each trial'],
    ['nothing', '"train": trained is absent; expected a list of 1, one for each trial'],
  ])('%s', (mode, sentence) => {
    const asks = program(mode);
    for (let again = 0; again < 2; again++) {
      let why = '';
      try {
        asks.train([asked(3)]);
      } catch (error) {
        why = (error as Error).message;
      }
      expect(why).toContain(told(mode));
      expect(why).toContain(sentence);
    }
  });

  test.each([
    ['shape', 'trained[0]: parameters.value has 8 bytes; expected 16, 8 for each entry of the shape [2]'],
    ['base64', 'trained[0]: parameters.value is no base64 ("no base64!")'],
    ['list', 'trained[0]: parameters.value is a list of 1; expected {"float64": BASE64, "shape": [n]}'],
    ['float32', 'trained[0]: parameters.value is an object with float32, shape; expected {"float64": BASE64, "shape": [n]}'], // prettier-ignore
    ['stopped', 'trained[0]: stopped is "done"; expected one of "residual", "gradient", "steps", "exact", "budget", "diverged"'], // prettier-ignore
    ['steps', 'trained[0]: steps is 1.5; expected a whole number, at least 0'],
    ['extra', 'trained[0] has the field "loss"; expected parameters, steps, stopped and facts'],
    ['fact', 'trained[0]: facts.residual is "small"; expected a number, or {"number": "NaN"} for one that JSON lacks'],
    ['says', 'it says: ValueError: no such optimizer (my_model.py, line 12)'],
  ])('of one trial: %s', (mode, error) => {
    expect(program(mode).train([asked(3)])).toEqual([{ error }]);
  });

  test('a mistake of one trial costs no other', () => {
    const [four, five] = program('size5').train([asked(4), asked(5)]);
    expect(value(four)).toBe(4);
    expect(five).toEqual({ error: 'it says: no fives' });
  });

  test('a fact that JSON lacks is a number', () => {
    expect(program('lost').train([asked(3)])).toMatchObject([{ facts: { residual: NaN } }]);
  });
});

describe('silence', () => {
  test('is cancelled after the limit', () => {
    patience(0.5);
    const silent = program('silence');
    expect(() => silent.train([asked(3)])).toThrow(
      `${told('silence')} did not answer "train" within 0.5 seconds, and was cancelled`,
    );
  });

  test('and ended where it does not hear that it is cancelled', () => {
    patience(0.5);
    const deaf = program('deaf');
    expect(() => deaf.train([asked(3)])).toThrow(
      `${told('deaf')} did not answer "train" within 0.5 seconds, nor when it was cancelled, and was ended`,
    );
  });
});

test('a process that ended is started again', () => {
  const once = program('once', join(folder, 'once'));
  const answers = [1, 2, 3, 4].map((size) => {
    try {
      return value(once.train([asked(size)])[0]);
    } catch {
      return 'ended';
    }
  });
  expect(answers).toEqual([1, 2, 'ended', 4]);
  expect(readFileSync(join(folder, 'once'), 'utf8')).toBe('1\n1\n1\n1\n');
});

test('no process is left', async () => {
  program('deaf').initialize();
  expect(anyLeft()).toBe(true);
  await endPrograms();
  expect(anyLeft()).toBe(false);
});
