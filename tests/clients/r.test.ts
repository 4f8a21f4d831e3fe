/** clients/claimcheck.R: what a model in R is given, what it may return, and how it fails. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { scratch } from '../commands/shell.js';
import { array, Conversation, numbers, STREAMS, trial } from './conversation.js';
import { ran } from './interpreter.js';

const talks: Conversation[] = [];
beforeAll(() => {
  ran('Rscript', 'library(jsonlite)');
});
afterEach(async () => {
  await Promise.all(talks.splice(0).map((each) => each.end('input')));
});

function program(train: string, said = '') {
  const folder = scratch();
  const source = 'source(file.path(Sys.getenv("CLAIMCHECK_CLIENTS"), "claimcheck.R"))';
  writeFileSync(join(folder, 'mine.R'), `${source}\ntrain <- ${train}\nserve(train, name = "mine"${said})\n`);
  const talk = new Conversation('Rscript', ['mine.R'], folder);
  talks.push(talk);
  return { talk, folder };
}

test('it says what it is, and refuses what it does not know', async () => {
  const { talk, folder } = program(
    'function(task, rule, streams) list(parameters = list())',
    ', version = "3", reproducible = FALSE, draws = list(train = c(normal = 4)), batch = 5',
  );
  expect((await talk.initialize()).result).toEqual({
    protocol: 1,
    name: 'mine',
    version: '3',
    reproducible: 'statistically',
    libraries: expect.objectContaining({ R: expect.stringMatching(/^\d/), jsonlite: expect.stringMatching(/^\d/) }),
    computes: expect.stringMatching(/\w/),
    files: [join(folder, 'mine.R')],
    batch: 5,
    draws: [{ stream: 'train', of: 'normal', count: 4 }],
  });
  expect((await talk.ask('initialize', { protocol: 2 })).error?.message).toMatch(/speaks protocol 1/);
  expect((await talk.ask('dance', {})).error).toEqual({ code: -32601, message: 'there is no method dance here' });
  expect(await talk.end()).toBe(0);
});

test('arrays, rules, seeds and draws come in, arrays and numbers go out, to the last bit', async () => {
  const { talk } = program(`function(task, rule, streams) {
    stopifnot(identical(dim(task$X), c(2L, 3L)), task$X[2, 1] == 4, task$name == "tiny", is.null(task$nam))
    stopifnot(is.null(rule$none), identical(rule$penalties, c(0.1, 2)), is.nan(rule$no), rule$high == Inf, rule$then[[2]]$alpha == 2)
    stopifnot(identical(task$small, 7L), task$large == 4294967295)
    print("not a message")
    set.seed(streams$train$seed)
    list(parameters = list(beta = task$X[2, ] + 0.1, M = task$X, draws = streams$train$normal), steps = 12, stopped = "residual",
         facts = list(third = 1 / 3, no = NaN, high = -Inf, zero = -0))
  }`);
  const [ended] = await talk.train({
    ...trial(
      { penalties: [0.1, 2], no: { number: 'NaN' }, high: { number: 'Infinity' }, then: [{ alpha: 1 }, { alpha: 2 }] },
      {
        small: { int32: Buffer.from(Int32Array.of(7).buffer).toString('base64'), shape: [1] },
        large: { uint32: Buffer.from(Uint32Array.of(4294967295).buffer).toString('base64'), shape: [1] },
      },
    ),
    draws: { train: { normal: array([0.25, -1]) } },
  });
  expect(ended!['error']).toBeUndefined();
  const { beta, M, draws } = ended!['parameters'] as Record<string, unknown>;
  expect(numbers(beta)).toEqual({ data: [4.1, 5.1, 6.1], shape: [3] });
  expect(numbers(M)).toEqual({ data: [1, 2, 3, 4, 5, 6], shape: [2, 3] });
  expect(numbers(draws).data).toEqual([0.25, -1]);
  expect(ended).toMatchObject({
    steps: 12,
    stopped: 'residual',
    facts: { third: 1 / 3, no: { number: 'NaN' }, high: { number: '-Infinity' }, zero: { number: '-0' } },
  });
  expect(talk.strange).toEqual([]);
  expect(STREAMS['train']!.seed).toBeGreaterThan(2 ** 31);
});

test('what is wrong is one sentence, and the error of its trial', async () => {
  const { talk } = program(
    `function(task, rule, streams) switch(rule$what,
      stop = stop("no \\n way"), bare = 1, text = list(parameters = list(beta = "x")), end = list(parameters = list(), stopped = "done"),
      fine = list(parameters = list(beta = 1)))`,
    ', fields = "what"',
  );
  const of = (what: string) => trial({ what });
  const trained = await talk.train(...['stop', 'bare', 'text', 'end', 'fine'].map(of), trial({ what: 'fine', odd: 1 }));
  const [stop, bare, text, end, fine, odd] = trained.map((each) => each['error']);
  expect(stop).toMatch(/^no way \(in /);
  expect(bare).toBe('train returned a numeric without parameters; expected list(parameters = list(beta = beta), ...)');
  expect(text).toBe('parameters$beta is a character; expected a numeric vector or matrix');
  expect(end).toMatch(/^stopped is "done"; expected one of residual, /);
  expect(fine).toBeUndefined();
  expect(odd).toBe('mine has no odd in its rule; it has what');
});

test('it predicts', async () => {
  const { talk } = program(
    'function(task, rule, streams) list(parameters = list())',
    ', predict = function(task, rule, parameters, X) X %*% parameters$beta',
  );
  expect((await talk.initialize()).result).toMatchObject({ predict: true });
  const { task, rule } = trial();
  const asked = { task, rule, parameters: { beta: array([1, 2]) }, X: array([1, 0, 0, 1, 1, 1], 3, 2) };
  const { result } = await talk.ask('predict', asked);
  expect(numbers((result as { predictions: unknown }).predictions).data).toEqual([1, 2, 3]);
});

test('whatever comes is answered, and the next message, too', async () => {
  const { talk } = program('function(task, rule, streams) list(parameters = list(X = task$X))');
  const hear = async (line: string, id: number | null = null) => {
    const answer = talk.hear(id);
    talk.write(line);
    const { error } = await answer;
    return `${error?.code} ${error?.message}`;
  };
  expect(await hear('no JSON')).toMatch(/^-32700 this is no message: /);
  for (const line of ['5', '[]', 'null', '"text"']) expect(await hear(line)).toBe('-32600 a message is an object');
  expect(await hear('{"id":7}', 7)).toBe('-32600 a message has a method');
  expect(await hear('{"id":7,"method":5}', 7)).toBe('-32600 a message has a method');
  expect(await hear('{"id":7,"method":"a","method":"b"}')).toMatch(/^-32700 .*a name stands twice in one object$/);
  // An id that is none.
  for (const id of ['true', '{}', 'null', '{"number":"NaN"}'])
    expect(await hear(`{"id":${id},"method":"dance"}`)).toBe('-32601 there is no method dance here');
  expect(await hear('{"id":7,"method":"train"}', 7)).toBe('-32602 train has no params');
  expect(await hear('{"id":7,"method":"train","params":{"trials":{"a":1}}}', 7)).toBe(
    '-32602 train has no list of trials',
  );
  expect(await hear('{"id":7,"method":"initialize","params":{}}', 7)).toMatch(
    /^-32602 this claimcheck.R speaks protocol 1/,
  );
  expect(await hear('{"id":7,"method":"predict","params":{}}', 7)).toBe('-32601 there is no method predict here');
  const short = { ...array([1, 2]), shape: [3] };
  expect(await hear(JSON.stringify({ id: 7, method: 'train', params: { trials: [trial({}, { X: short })] } }))).toBe(
    '-32700 this is no message: an array of float64 has 16 bytes, which are not those of its shape',
  );
  talk.write('');
  talk.write('{"method":"dance"}');
  const wrong = await talk.train(5, {}, trial());
  expect(wrong.map(({ error }) => typeof error)).toEqual(['string', 'string', 'undefined']);
  expect(talk.strange).toEqual([]);
});
