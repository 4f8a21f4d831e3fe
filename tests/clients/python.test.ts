/** clients/claimcheck.py: what a model in Python is given, what it may return, and how it fails. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { stream, type State } from '../../src/numerics/stream.js';
import { root, scratch } from '../commands/shell.js';
import { array, Conversation, numbers, STREAMS, trial, type Json } from './conversation.js';
import { clients, environment } from './interpreter.js';

const talks: Conversation[] = [];
afterEach(async () => {
  await Promise.all(talks.splice(0).map((each) => each.end('input')));
});

/** A program with this text, in a folder with the other files. */
function program(
  text: string,
  { env = {}, files = {} }: { env?: Record<string, string>; files?: Record<string, string> } = {},
) {
  const folder = realpathSync(scratch());
  for (const [name, inner] of Object.entries({ ...files, 'mine.py': text })) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), inner);
  }
  const talk = new Conversation('python3', ['mine.py'], folder, env);
  talks.push(talk);
  return { talk, folder };
}

const HEAD = 'import numpy as np\nimport claimcheck\n';
const model = (body: string, said = '') =>
  program(`${HEAD}
@claimcheck.model(${said})
def train(task, rule, streams):
    ${body.split('\n').join('\n    ')}
claimcheck.serve()
`);

describe('what it says of itself', () => {
  test('name, reproducibility, libraries, its own files and on what', async () => {
    const { talk, folder } = program(
      `import json\nimport numpy\nimport claimcheck\nfrom parts import helper\n
@claimcheck.model(name='mine', version='3', files=['weights.bin'], libraries={'later': '1.0'}, batch=5)
def train(task, rule, streams):
    return helper.none()
claimcheck.serve()\n`,
      { files: { 'parts/helper.py': 'def none():\n    return {}\n', 'parts/unused.py': '', 'weights.bin': '' } },
    );
    const { result } = await talk.initialize();
    expect(result).toEqual({
      protocol: 1,
      name: 'mine',
      version: '3',
      reproducible: 'bit for bit',
      libraries: expect.objectContaining({
        python: expect.stringMatching(/^3\.\d+\.\d+/),
        numpy: expect.stringMatching(/^\d/),
        later: '1.0',
      }),
      computes: expect.stringMatching(/OPENBLAS_NUM_THREADS=1/),
      files: ['mine.py', 'parts/helper.py', 'weights.bin'].map((name) => join(folder, name)),
      batch: 5,
    });
  });

  test('the name of its file where it has no other, and what float32 costs', async () => {
    const { talk } = model('return {}', 'float32=True, reproducible=False');
    const { result } = await talk.initialize();
    expect(result).toMatchObject({ name: 'mine', capabilities: ['linear'], reproducible: 'statistically' });
  });

  test('refuses a protocol that it does not know, and a message that it does not understand', async () => {
    const { talk } = model('return {}');
    expect((await talk.ask('initialize', { protocol: 2 })).error).toEqual({
      code: -32602,
      message: 'this claimcheck.py speaks protocol 1, not 2; take the one of your claimcheck',
    });
    expect((await talk.ask('dance', {})).error).toEqual({ code: -32601, message: "there is no method 'dance' here" });
    expect((await talk.ask('predict', {})).error?.code).toBe(-32601);
    expect((await talk.ask('train', { tries: [] })).error).toMatchObject({ code: -32602 });
    const broken = talk.hear(null);
    talk.write('{"id": 3, ');
    expect((await broken).error?.code).toBe(-32700);
    expect((await talk.train(trial())).length).toBe(1);
  });
});

describe('what it is given', () => {
  test('arrays in their shape, records by attribute, numbers that count', async () => {
    const { talk } = model(
      `assert task.X.dtype == np.float64 and task.X.shape == (2, 3) and task.X[1, 0] == 4
assert task.small.dtype == np.float32 and task.indices.dtype == np.int32
assert task.name == 'tiny' and task['size'] == 0.5 and task.get('none', 3) == 3 and 'none' not in task
assert [each.alpha for each in rule.then] == [1, 2] and rule.flag is True and rule.nothing is None
assert len(list(range(rule.steps))) == 3 and np.full(2, rule.steps).dtype == np.float64 and np.zeros(rule.steps).size == 3
assert rule.high == np.inf and rule.low == -np.inf and np.isnan(rule.no) and np.signbit(rule.zero) and rule.real == 2.5
assert sorted(rule) == sorted(rule.keys()) and dict(**rule)['steps'] == 3
task.X[0, 0] = 0.0
return {'beta': task.X[1], 'u': task.small, 'whole': task.indices, 'row': [[1, 2.5]], 'number': 3.0}`,
      'float32=True',
    );
    const [ended] = await talk.train(
      trial(
        {
          steps: 3,
          flag: true,
          nothing: null,
          real: 2.5,
          then: [{ alpha: 1 }, { alpha: 2 }],
          high: { number: 'Infinity' },
          low: { number: '-Infinity' },
          no: { number: 'NaN' },
          zero: { number: '-0' },
        },
        {
          small: { float32: Buffer.from(Float32Array.of(0.1).buffer).toString('base64'), shape: [1] },
          indices: { int32: Buffer.from(Int32Array.of(-7).buffer).toString('base64'), shape: [1] },
        },
      ),
    );
    expect(ended).toMatchObject({ steps: 0, stopped: 'exact', facts: {} });
    const { beta, u, whole, row, number } = ended!['parameters'] as Record<string, unknown>;
    expect(numbers(beta)).toEqual({ data: [4, 5, 6], shape: [3] });
    expect(numbers(u)).toEqual({ data: [Math.fround(0.1)], shape: [1] });
    expect(numbers(whole)).toEqual({ data: [-7], shape: [1] });
    expect(numbers(row)).toEqual({ data: [1, 2.5], shape: [1, 2] });
    expect(numbers(number)).toEqual({ data: [3], shape: [1] });
  });

  test('streams with their seeds', async () => {
    const { talk } = model(
      `return {'draws': np.concatenate([streams.train.normals(3), [streams.train.normal(), streams.noise.uniform()]]),
        'seed': [streams.train.seed, streams.eval.seed], 'grid': claimcheck.streams(1).train.normals(2, 3)}`,
    );
    const [ended] = await talk.train(trial());
    const { draws, seed, grid } = ended!['parameters'] as Record<string, unknown>;
    const state = (name: string) => STREAMS[name]!.state as unknown as State;
    const ours = stream(state('train'));
    expect(numbers(draws).data).toEqual([
      ...Array.from({ length: 4 }, () => ours.normal()),
      stream(state('noise')).uniform(),
    ]);
    expect(numbers(seed).data).toEqual([2 ** 52, 2 ** 52 + 2]);
    expect(numbers(grid).shape).toEqual([2, 3]);
  });

  test('arrays are of the order of the machine, for whoever asks for their buffer', async () => {
    const { talk } = model(
      "assert memoryview(task.X).format == 'd' and task.X.flags.writeable\nreturn {'beta': task.y}",
    );
    const [ended] = await talk.train(trial());
    expect(ended).not.toHaveProperty('error');
  });

  test('without numpy: array.array, a matrix as its rows', async () => {
    const { talk } = program(
      `import sys
sys.modules['numpy'] = None
import array, claimcheck
@claimcheck.model
def train(task, rule, streams):
    assert isinstance(task.y, array.array) and list(task.y) == [7, 8]
    assert [list(row) for row in task.X] == [[1, 2, 3], [4, 5, 6]]
    assert len(streams.train.normals(2, 3)) == 2
    if rule.get('ragged'):
        return {'beta': [[1, 2], [3]]}
    if rule.get('text'):
        return {'beta': ['one']}
    return {'beta': task.X[1], 'M': [[1, 2], [3, 4]], 'u': [1, 2], 'v': 0.5}
claimcheck.serve()`,
    );
    const [ended, ragged, text] = await talk.train(trial(), trial({ ragged: true }), trial({ text: true }));
    const parameters = ended!['parameters'] as Record<string, unknown>;
    expect(numbers(parameters['beta'])).toEqual({ data: [4, 5, 6], shape: [3] });
    expect(numbers(parameters['M'])).toEqual({ data: [1, 2, 3, 4], shape: [2, 2] });
    expect(numbers(parameters['v'])).toEqual({ data: [0.5], shape: [1] });
    expect(ragged!['error']).toMatch(/rows are equally long/);
    expect(text!['error']).toMatch(/'one'; expected an array of real numbers/);
  });
});

describe('what it may return', () => {
  test('parameters, steps, the end and facts, in two ways', async () => {
    const body = (said: string) => `return ${said}`;
    const ended = {
      steps: 12,
      stopped: 'residual',
      facts: { residual: 1e-13, worst: { number: 'NaN' }, most: { number: 'Infinity' }, zero: { number: '-0' } },
    };
    const facts = "facts={'residual': np.float64(1e-13), 'worst': np.nan, 'most': np.inf, 'zero': -0.0}";
    for (const said of [
      `claimcheck.Trained({'beta': task.y}, steps=np.int64(12), stopped='residual', ${facts})`,
      `dict(parameters={'beta': task.y}, steps=12, stopped='residual', ${facts})`,
    ])
      expect((await model(body(said)).talk.train(trial()))[0]).toMatchObject(ended);
  });

  const WRONG: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', 'pass', /^train returned None; expected a dict of arrays or claimcheck.Trained; is there a return\?$/],
    ['a bare array', 'return task.y', /^train returned array\(\[7., 8.\]\); expected a dict of arrays/],
    ['float32', "return {'beta': task.y.astype(np.float32)}", /^parameters\['beta'\] is of float32; .*float32=True/],
    ['a complex array', "return {'beta': task.y * 1j}", /expected an array of real numbers$/],
    ['a text', "return {'beta': 'seven'}", /^parameters\['beta'\] is 'seven'; expected an array of real numbers$/],
    ['ragged rows', "return {'beta': [[1, 2], [3]]}", /^parameters\['beta'\] is \[\[1, 2\], \[3\]\]; .* equally long$/],
    [
      'a cube',
      "return {'beta': np.zeros((2, 2, 2))}",
      /^parameters\['beta'\] has 3 dimensions; expected a number, a vector or /,
    ],
    ['None in it', "return {'beta': None}", /^parameters\['beta'\] is None; expected an array of real numbers$/],
    [
      'an unknown end',
      "return claimcheck.Trained({}, stopped='done')",
      /^stopped is 'done'; expected one of residual, /,
    ],
    [
      'half a step',
      'return claimcheck.Trained({}, steps=0.5)',
      /^steps is 0.5; expected a whole number of at least 0$/,
    ],
    ['a fact in words', "return claimcheck.Trained({}, facts={'r': 'x'})", /^facts\['r'\] is 'x'; expected a number$/],
    [
      'a misspelt field',
      'return dict(parameters={}, step=1)',
      /^train returned step beside parameters; expected steps, /,
    ],
    ['parameters as a list', 'return claimcheck.Trained([1])', /^parameters are \[1\]; expected a dict of arrays$/],
  ];
  test('anything else: one sentence', async () => {
    const { talk } = model("space = dict(globals(), task=task)\nexec(rule.body, space)\nreturn space['f']()");
    const inFunction = (body: string) => trial({ body: `def f():\n    ${body}` });
    const ended = await talk.train(...WRONG.map(([, body]) => inFunction(body)));
    WRONG.forEach(([what, , sentence], k) => expect(ended[k]!['error'], what).toMatch(sentence));
  });
});

describe('how it fails', () => {
  test('an exception is the error of its trial, with the line', async () => {
    const { talk } = program(
      `${HEAD}
def inner(value):
    return np.linalg.cholesky(value)

@claimcheck.model(name='mine', fields=['alpha', 'deep', 'leave', 'refuse'])
def train(task, rule, streams):
    if rule.get('deep'):
        inner(-np.eye(2))
    if rule.get('leave'):
        raise SystemExit(3)
    if rule.get('refuse'):
        raise claimcheck.Refused('depth 3 is not\\n here')
    return {'beta': np.full(1, rule.alpha)}
claimcheck.serve()`,
    );
    const errors = (
      await talk.train(
        ...[{ alpha: 1 }, {}, { deep: true }, { leave: true }, { refuse: true }, { alpha: 1, depth: 3, odd: 1 }].map(
          (rule) => trial(rule as { [key: string]: Json }),
        ),
      )
    ).map((each) => each['error']);
    expect(errors[0]).toBeUndefined();
    expect(errors[1]).toBe(
      "AttributeError: there is no field 'alpha' here; there are none " +
        "(mine.py:15, in train: return {'beta': np.full(1, rule.alpha)})",
    );
    expect(errors[2]).toMatch(/^LinAlgError: .* \(mine\.py:5, in inner: return np\.linalg\.cholesky\(value\)\)$/);
    expect(errors[3]).toMatch(/^SystemExit: 3 /);
    expect(errors[4]).toBe('depth 3 is not here');
    expect(errors[5]).toBe('mine has no depth, odd in its rule; it has alpha, deep, leave, refuse');
  });

  test('an id that is none is answered without one, and the next message, too', async () => {
    const { talk } = model("return {'beta': task.y}");
    for (const id of ['true', '{}', 'null', '{"number":"NaN"}', '{"number":"-Infinity"}']) {
      const answer = talk.hear(null);
      talk.write(`{"jsonrpc":"2.0","id":${id},"method":"dance"}`);
      expect((await answer).error?.code, id).toBe(-32601);
    }
    expect((await talk.train(trial()))[0]).toHaveProperty('parameters');
  });

  test('what is printed, also by C and by a process of its own, is no message; its input is empty', async () => {
    const { talk } = program(
      `import os, subprocess, sys
import claimcheck
print('while it is loaded', flush=True)
@claimcheck.model
def train(task, rule, streams):
    print('in training')
    os.write(1, b'from C\\n')
    subprocess.run([sys.executable, '-c', 'print("from a child")'])
    assert sys.stdin.read() == ''
    return {'beta': task.y}
claimcheck.serve()
print('at the end')`,
    );
    const [ended] = await talk.train(trial());
    expect(ended).toHaveProperty('parameters');
    expect(await talk.end()).toBe(0);
    expect(talk.strange).toEqual([]);
    for (const said of ['while it is loaded', 'in training', 'from C', 'from a child', 'at the end'])
      expect(talk.stderr).toContain(said);
  });

  test.each([
    ['in Python', 'while True: pass'],
    ['asleep', 'import time; time.sleep(60)'],
    ['behind an except', 'while True:\n    try:\n        sum(range(1000))\n    except Exception:\n        pass'],
  ])('cancel is heard %s, and the next trial is trained', async (_, busy) => {
    const { talk } = model(`if rule.get('busy'):\n    ${busy.split('\n').join('\n    ')}\nreturn {'beta': task.y}`);
    await talk.initialize();
    const long = talk.ask('train', { trials: [trial(), trial({ busy: true })] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    talk.tell('cancel', { id: talk.last });
    expect((await long).error).toEqual({ code: -32800, message: 'cancelled' });
    expect((await talk.train(trial()))[0]).toHaveProperty('parameters');
  });

  test('cancel of what has not begun', async () => {
    const { talk } = model("import time\ntime.sleep(0.3)\nreturn {'beta': task.y}");
    await talk.initialize();
    const first = talk.ask('train', { trials: [trial()] });
    const second = talk.ask('train', { trials: [trial()] });
    talk.tell('cancel', { id: talk.last });
    expect((await second).error?.code).toBe(-32800);
    expect((await first).result).toBeDefined();
  });

  test.each([
    ['which hears of it', "import time\ntime.sleep(60)\nreturn {'beta': task.y}", 0],
    [
      'which does not',
      'while True:\n    try:\n        import time; time.sleep(60)\n    except KeyboardInterrupt: pass',
      1,
    ],
  ])('the end of its input ends a training %s', async (_, body, code) => {
    const { talk } = model(body);
    await talk.initialize();
    void talk.ask('train', { trials: [trial()] }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await talk.end('input')).toBe(code);
  });

  test('the end of its input ends it, and shutdown does', async () => {
    for (const how of ['input', 'shutdown'] as const) {
      const { talk } = model('return {}');
      await talk.initialize();
      expect(await talk.end(how)).toBe(0);
    }
  });
});

describe('many trials at once', () => {
  test('together: a list of trials, a list of results, an exception in the place of its trial', async () => {
    const { talk } = program(
      `${HEAD}
@claimcheck.model(together=True, batch=64, faults={'forgetful': 'beta is 0'})
def train(trials):
    if trials[0].rule.get('few'):
        return []
    return [ValueError('odd') if each.rule.alpha == 2 else
            {'beta': 0 * each.task.y if each.fault else each.rule.alpha * each.task.y} for each in trials]
claimcheck.serve()`,
    );
    expect((await talk.initialize()).result).toMatchObject({ batch: 64, faults: { forgetful: 'beta is 0' } });
    const trained = await talk.train(trial({ alpha: 1 }), trial({ alpha: 2 }), {
      ...trial({ alpha: 3 }),
      fault: 'forgetful',
    });
    expect(
      trained.map((each) => (each['error'] as string) ?? numbers((each['parameters'] as { beta: unknown }).beta).data),
    ).toEqual([[7, 8], 'ValueError: odd', [0, 0]]);
    const { error } = await talk.ask('train', { trials: [trial({ few: true })] });
    expect(error?.message).toBe('train returned 0 results for 1 trials');
  });

  test('asynchronous: at the same time, each with its own error, and cancelled together', async () => {
    const { talk } = program(
      `import asyncio, claimcheck
meeting = []
@claimcheck.model
async def train(task, rule, streams):
    meeting.append(rule.k)
    while len(meeting) < 3:
        await asyncio.sleep(0.001)
    if rule.k == 1:
        raise ValueError('one')
    return {'beta': [rule.k]}
claimcheck.serve()`,
    );
    const trained = await talk.train(trial({ k: 0 }), trial({ k: 1 }), trial({ k: 2 }));
    expect(trained.map((each) => each['error'])).toEqual([
      undefined,
      expect.stringMatching(/^ValueError: one \(mine/),
      undefined,
    ]);
    const { talk: alone } = program(
      'import asyncio, claimcheck\n@claimcheck.model\nasync def train(task, rule, streams):\n    await asyncio.sleep(60)\nclaimcheck.serve()',
    );
    await alone.initialize();
    const waits = alone.ask('train', { trials: [trial(), trial()] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    alone.tell('cancel', { id: alone.last });
    expect((await waits).error?.code).toBe(-32800);
  });
});

describe('the optional methods', () => {
  test('predict, gradient and faults', async () => {
    const { talk } = program(
      `${HEAD}
@claimcheck.model(faults={'sign flipped': 'the sign'})
def train(task, rule, streams, fault=None):
    return {'beta': -task.y if fault else task.y}
@train.predict
def predict(task, rule, parameters, X):
    return X @ parameters.beta
@train.gradient
def gradient(task, rule, parameters):
    return np.float64(2.5), {'beta': 2 * parameters.beta}
train.serve()`,
    );
    expect((await talk.initialize()).result).toMatchObject({
      predict: true,
      gradient: true,
      faults: { 'sign flipped': 'the sign' },
    });
    const [plain, wrong] = await talk.train(trial(), { ...trial(), fault: 'sign flipped' });
    expect(numbers((plain!['parameters'] as { beta: unknown }).beta).data).toEqual([7, 8]);
    expect(numbers((wrong!['parameters'] as { beta: unknown }).beta).data).toEqual([-7, -8]);
    const { task, rule } = trial();
    const parameters = { beta: array([1, 2]) };
    const { result } = await talk.ask('predict', { task, rule, parameters, X: array([1, 0, 0, 1, 1, 1], 3, 2) });
    expect(numbers((result as { predictions: unknown }).predictions).data).toEqual([1, 2, 3]);
    const { result: slope } = await talk.ask('gradient', { task, rule, parameters });
    expect(slope).toEqual({ loss: 2.5, gradient: { beta: array([2, 4]) } });
  });

  test('faults that train does not take are refused when the program starts', async () => {
    const { talk } = model('return {}', "faults={'a': 'b'}");
    await expect(talk.initialize()).rejects.toThrow(/it declares faults, so train must take `fault`/);
  });
});

describe('alone', () => {
  const alone = (code: string, cwd = scratch()) => {
    writeFileSync(join(cwd, 'mine.py'), code);
    // script gives it a terminal.
    return spawnSync('script', ['-qec', 'python3 mine.py', '/dev/null'], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
  };

  test('in a terminal it says who starts it, and ends', () => {
    const { status, stdout } = alone(
      'import claimcheck\n@claimcheck.model\ndef train(task, rule, streams): pass\nclaimcheck.serve()',
    );
    expect(stdout.trim()).toBe(
      'mine.py is a model for claimcheck, which starts it itself: npx claimcheck run CLAIM --model REPLACED="python mine.py"',
    );
    expect(status).toBe(2);
  });

  test('a program without a model, or with two, says so', () => {
    const none = spawnSync('python3', ['-c', 'import claimcheck; claimcheck.serve()'], {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
    expect(none.stderr).toMatch(/serve: there are 0 models here; say which, as in train.serve\(\)/);
  });

  test('pip installs it under the version of the package', () => {
    const version = /^version = "(.*)"$/m.exec(readFileSync(join(clients, 'pyproject.toml'), 'utf8'))![1];
    expect(version).toBe((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version);
  });
});
