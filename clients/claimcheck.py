"""
A model in Python, judged by claimcheck. One file of the standard library; with numpy where that is installed.

    import claimcheck, numpy as np

    @claimcheck.model(name='pseudoinverse', fields=['penalties'])
    def train(task, rule, streams):
        return {'beta': np.linalg.pinv(task.X) @ task.y, ...}

    claimcheck.serve()

    npx claimcheck run double-descent-peaks --model ridge="python3 pseudoinverse.py"

- Arrays of the task are numpy arrays of float64 in their shape; without numpy array.array, a matrix a list of its rows.
- Numbers of task and rule are floats; those that are whole also count, as in range(rule.steps).
- `streams.train`, `.noise`, `.eval` draw what claimcheck's own models draw, to the last bit. Each has a `seed`, too.
- What is printed goes to the standard error: the standard output belongs to the protocol (docs/protocol.md).
- An exception in one trial is the error of that trial, with the line where it happened.
"""

import array
import asyncio
import base64
import hashlib
import importlib.metadata
import inspect
import json
import math
import os
import platform
import queue
import signal
import struct
import sys
import threading
import time
import traceback
import types
from collections.abc import Mapping
from typing import NamedTuple

try:
    import numpy
except ImportError:
    numpy = None

__all__ = ['Refused', 'Stream', 'Trained', 'Trial', 'log', 'model', 'serve', 'streams']

PROTOCOL = 1
# Bytes of a message; a longer one ends the program.
MESSAGE = 256 * 2**20
# Seconds that a training has to end when nobody waits for it any more.
GRACE = 2
STOPPED = ('residual', 'gradient', 'steps', 'exact', 'budget', 'diverged')


class Refused(Exception):
    """What this model does not do, in one sentence that is shown as it is. Others are shown with their type and line."""


class Record(types.SimpleNamespace):
    """A task or a rule: record.field, record['field'], record.get('field', otherwise), 'field' in record."""

    def get(self, field, otherwise=None):
        return self.__dict__.get(field, otherwise)

    def keys(self):
        return self.__dict__.keys()

    def __getitem__(self, field):
        return getattr(self, field)

    def __contains__(self, field):
        return field in self.__dict__

    def __iter__(self):
        return iter(self.__dict__)

    def __getattr__(self, field):
        if field.startswith('__'):
            raise AttributeError(field)
        raise AttributeError(f'there is no field {field!r} here; there are {_listed(self.__dict__)}')


class Whole(float):
    """A float that is whole, and so may count: range, shapes and indices take it, and what it makes with integers."""

    def __index__(self):
        return int(self)

    def __repr__(self):
        return str(int(self))


def _counting(name):
    plain = getattr(float, name)

    def method(self, other):
        result = plain(self, other)
        return Whole(result) if isinstance(other, (int, Whole)) and result == result // 1 else result

    return method


for _name in ('add', 'radd', 'sub', 'rsub', 'mul', 'rmul', 'floordiv', 'mod'):
    setattr(Whole, f'__{_name}__', _counting(f'__{_name}__'))


class Trained(NamedTuple):
    """
    parameters   name -> array of float64
    steps        how many were made
    stopped      'residual', 'gradient', 'steps' or 'exact' where training came to its declared end; 'budget' where it ran
                 out of steps before that, 'diverged' where it is not finite
    facts        name -> number: those of the model in whose place this one stands
    """

    parameters: Mapping
    steps: int = 0
    stopped: str = 'exact'
    facts: Mapping = types.MappingProxyType({})


class Trial(NamedTuple):
    """What a function that trains many trials together is given, once for each of them."""

    task: Record
    rule: Record
    streams: 'Streams'
    fault: 'str | None' = None


class Cancelled(KeyboardInterrupt):
    """A KeyboardInterrupt, because it is what passes through everybody's `except Exception` and through asyncio."""


# ---- Random numbers: src/numerics/stream.ts, word for word ----

_WORD = 0xFFFFFFFFFFFFFFFF

_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
_P = (
    *(0.6666666666666735, 0.39999999999411096, 0.28571428743261845, 0.2222219847609166),
    *(0.1818356973359153, 0.15313903419155306, 0.1479750588726716),
)


def _assembled(f, k):
    """log(1 + f) + k ln2; of floats or of arrays."""
    s = f / (2 + f)
    z = s * s
    z2 = z * z
    p = z * (_P[0] + z * _P[1] + z2 * (_P[2] + z * _P[3] + z2 * (_P[4] + z * _P[5] + z2 * _P[6])))
    half = 0.5 * f * f
    return k * _LN2_HIGH - (half - (s * (half + p) + (k * _LN2_LOW)) - f)


def log(x):
    """The natural logarithm of a float, with the bits of claimcheck's own (src/numerics/elementary/logarithm.ts)."""
    x = float(x)
    if not x < math.inf:
        return x
    if x <= 0:
        return -math.inf if x == 0 else math.nan
    k = 0
    if x < 2.2250738585072014e-308:
        x *= 18014398509481984.0
        k = -54
    e = ((struct.unpack('<q', struct.pack('<d', x))[0] >> 32) + 0x00095F62 >> 20) - 1023
    return _assembled(math.ldexp(x, -e) - 1, k + e)


def _logs(x):
    """The same of an array of normal positive numbers."""
    e = ((x.view(numpy.int64) >> 32) + 0x00095F62 >> 20) - 1023
    return _assembled(numpy.ldexp(x, -e) - 1, e.astype(numpy.float64))


class Stream:
    """
    xoroshiro128+, as it stands at `state` (four words of 32 bits, the upper word of a half first). `seed` is a whole number
    below 2^53 that belongs to it, for a generator of another make: numpy.random.default_rng(streams.train.seed).
    """

    def __init__(self, state, seed=0):
        words = [int(word) for word in state]
        self._a = words[0] << 32 | words[1]
        self._b = words[2] << 32 | words[3]
        self._kept = None
        self.seed = int(seed)

    def bits(self):
        """A whole number from 0 to 2^32 - 1."""
        a, b = self._a, self._b
        c = a ^ b
        self._a = (a << 24 & _WORD | a >> 40) ^ c ^ (c << 16 & _WORD)
        self._b = c << 37 & _WORD | c >> 27
        return a + b & 0xFFFFFFFF

    def uniform(self):
        """A multiple of 2^-53 in [0, 1)."""
        high = self.bits() >> 5
        return (high * 67108864 + (self.bits() >> 6)) * 1.1102230246251565e-16

    def integer(self, below):
        """A whole number from 0 to below - 1; below is at most 2^32."""
        if not (below == int(below) and 1 <= below <= 4294967296):
            raise ValueError(f'invalid bound; must be an integer in 1 .. 2^32: {below}')
        q = 4294967296 // int(below)
        while True:
            draw = self.bits() // q
            if draw < below:
                return draw

    def _pair(self):
        while True:
            u = 2 * self.uniform() - 1
            v = 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                return u, v, s

    def normal(self):
        """A draw of N(0, 1)."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            return kept
        u, v, s = self._pair()
        f = math.sqrt(-2 * log(s) / s)
        self._kept = v * f
        return u * f

    def normals(self, *shape):
        """The next draws of N(0, 1) in that shape, row by row: normals(n), normals(rows, cols)."""
        shape = [int(length) for length in shape]
        count = math.prod(shape)
        kept = [] if self._kept is None or count == 0 else [self.normal()]
        pairs = [self._pair() for _ in range((count - len(kept) + 1) // 2)]
        if numpy is None:
            drawn = []
            for u, v, s in pairs:
                f = math.sqrt(-2 * log(s) / s)
                drawn += [u * f, v * f]
            drawn = array.array('d', kept + drawn)
        else:
            u, v, s = numpy.array(pairs).reshape(-1, 3).T.copy()
            f = numpy.sqrt(-2 * _logs(s) / s)
            drawn = numpy.concatenate([kept, numpy.stack([u * f, v * f], axis=1).ravel()])
        if len(drawn) > count:
            self._kept = float(drawn[count])
        return _shaped(drawn[:count], shape)


class Streams:
    """train: for the start and mini-batches; noise: for noise that is injected; eval: for measuring on fresh data."""

    def __init__(self, streams):
        self.train, self.noise, self.eval = (Stream(**streams[name]) for name in ('train', 'noise', 'eval'))


def streams(seed):
    """Streams of your own, to try a `train` by hand: train(task, rule, claimcheck.streams(1))."""

    def state(name):
        return struct.unpack('>4I', hashlib.sha256(f'{seed}/{name}'.encode()).digest()[:16])

    return Streams({name: {'state': state(name), 'seed': state(name)[0]} for name in ('train', 'noise', 'eval')})


# ---- Values: JSON, with arrays as {"float64": base64, "shape": [...]} ----

_CODES = {
    **{'float64': 'd', 'float32': 'f', 'int32': 'i', 'uint32': 'I'},
    **{'int16': 'h', 'uint16': 'H', 'int8': 'b', 'uint8': 'B'},
}
_NUMBERS = {'NaN': math.nan, 'Infinity': math.inf, '-Infinity': -math.inf, '-0': -0.0}


def _listed(names):
    return ', '.join(map(str, names)) or 'none'


def _shaped(flat, shape):
    if numpy is not None:
        return numpy.asarray(flat).reshape(shape)
    if len(shape) < 2:
        return flat
    size = math.prod(shape[1:])
    return [_shaped(flat[size * i : size * (i + 1)], shape[1:]) for i in range(shape[0])]


def _decoded(value):
    """An object of JSON: a number that JSON lacks, an array, or a record."""
    if len(value) == 1 and str(value.get('number')) in _NUMBERS:
        return _NUMBERS[value['number']]
    kind = next((key for key in value if key in _CODES), None)
    if len(value) == 2 and kind and 'shape' in value:
        data = bytearray(base64.b64decode(value[kind], validate=True))
        shape = [int(length) for length in value['shape']]
        if min(shape, default=0) < 0 or math.prod(shape) * struct.calcsize(_CODES[kind]) != len(data):
            raise ValueError(f'an array of {kind} has {len(data)} bytes, which are not those of the shape {shape}')
        if numpy is not None:
            # Not merely equal to the machine's own order: cvxopt takes no buffer of '<d'.
            return numpy.frombuffer(data, numpy.dtype(kind).newbyteorder('<')).astype(kind).reshape(shape)
        flat = array.array(_CODES[kind], bytes(data))
        if sys.byteorder == 'big':
            flat.byteswap()
        return _shaped(flat, shape)
    return Record(**value)


def _object(pairs):
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError('a name stands twice in one object')
    return _decoded(value)


def _constant(text):
    raise ValueError(f'JSON has no {text}')


def _parsed(line):
    return json.loads(
        line.decode(),
        object_pairs_hook=_object,
        parse_int=lambda text: Whole(int(text)),
        parse_float=_float,
        parse_constant=_constant,
    )


def _float(text):
    value = float(text)
    if math.isinf(value):
        raise ValueError(f'{text} is beyond float64')
    return Whole(value) if value.is_integer() and value != 0 else value


def _number(value, what):
    try:
        value = float(value)
    except (TypeError, ValueError):
        raise Refused(f'{what} is {_shown(value)}; expected a number') from None
    if math.isnan(value):
        return {'number': 'NaN'}
    if math.isinf(value):
        return {'number': 'Infinity' if value > 0 else '-Infinity'}
    return {'number': '-0'} if value == 0 and math.copysign(1, value) < 0 else value


def _shown(value):
    text = ' '.join(repr(value).split())
    return f'{text[:60]}... ({type(value).__name__})' if len(text) > 60 else text


_NARROW = (
    '; convert the task to float64 before training (torch: dtype=torch.float64, JAX: '
    "jax.config.update('jax_enable_x64', True)), or say float32=True in claimcheck.model: claims that need float64 "
    'then do not apply'
)


def _array(value, what, narrow):
    """{"float64": ..., "shape": ...} of numpy, torch, JAX or nested lists. narrow: whether float32 is declared."""
    for away in ('detach', 'cpu'):
        value = getattr(value, away)() if hasattr(value, away) else value
    if numpy is None:
        shape = []
        flat = array.array('d', _flat(value, what, shape))
        if sys.byteorder == 'big':
            flat.byteswap()
        return {'float64': base64.b64encode(flat.tobytes()).decode(), 'shape': _lengths(shape, what)}
    try:
        found = numpy.asarray(value)
    except ValueError:
        raise Refused(f'{what} is {_shown(value)}; expected an array whose rows are equally long') from None
    if found.dtype.name in ('float32', 'float16', 'bfloat16'):
        if not narrow:
            raise Refused(f'{what} is of {found.dtype.name}' + _NARROW)
    elif found.dtype.kind not in 'fiu':
        raise Refused(f'{what} is {_shown(value)}; expected an array of real numbers')
    data = numpy.ascontiguousarray(found, dtype='<f8')
    return {'float64': base64.b64encode(data.tobytes()).decode(), 'shape': _lengths(found.shape, what)}


def _lengths(shape, what):
    if len(shape) > 2:
        raise Refused(f'{what} has {len(shape)} dimensions; expected a number, a vector or a matrix')
    return list(shape) or [1]


def _flat(value, what, shape, depth=0):
    if isinstance(value, (int, float)):
        return [value]
    if isinstance(value, str) or not hasattr(value, '__len__'):
        raise Refused(f'{what} is {_shown(value)}; expected an array of real numbers')
    if len(shape) == depth:
        shape.append(len(value))
    if shape[depth] != len(value):
        raise Refused(f'{what} is {_shown(value)}; expected an array whose rows are equally long')
    return [number for each in value for number in _flat(each, what, shape, depth + 1)]


def _arrays(value, what, narrow):
    if not isinstance(value, Mapping):
        raise Refused(f'{what} are {_shown(value)}; expected a dict of arrays')
    return {str(name): _array(each, f'{what}[{str(name)!r}]', narrow) for name, each in value.items()}


def _ending(value, narrow):
    """What train returned, as the protocol says it. Throws Refused."""
    if isinstance(value, Mapping):
        if isinstance(value.get('parameters'), Mapping):
            unknown = [key for key in value if key not in Trained._fields]
            if unknown:
                raise Refused(f'train returned {_listed(unknown)} beside parameters; expected steps, stopped, facts')
            value = Trained(**value)
        else:
            value = Trained(value)
    if not isinstance(value, Trained):
        hint = '; is there a return?' if value is None else ''
        raise Refused(f'train returned {_shown(value)}; expected a dict of arrays or claimcheck.Trained{hint}')
    if value.stopped not in STOPPED:
        raise Refused(f'stopped is {value.stopped!r}; expected one of {_listed(STOPPED)}')
    steps = _number(value.steps, 'steps')
    if not isinstance(steps, float) or steps < 0 or steps != int(steps):
        raise Refused(f'steps is {_shown(value.steps)}; expected a whole number of at least 0')
    return {
        'parameters': _arrays(value.parameters, 'parameters', narrow),
        'steps': int(steps),
        'stopped': value.stopped,
        'facts': {str(name): _number(each, f'facts[{str(name)!r}]') for name, each in value.facts.items()},
    }


def _sentence(error):
    """An exception as one line: what it says, and the last line of the user's own code that it passed."""
    if isinstance(error, Refused):
        return ' '.join(str(error).split())
    text = ' '.join(f'{type(error).__name__}: {error}'.split())[:1000]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    frames = [frame for frame in frames if _own(frame.filename)] or frames
    if not frames:
        return text
    at = frames[-1]
    return f'{text} ({os.path.basename(at.filename)}:{at.lineno}, in {at.name}: {at.line})'


# ---- What decides the numbers: files, libraries, machine ----


_STANDARD = os.path.dirname(os.__file__) + os.sep


def _installed(path):
    return not {'site-packages', 'dist-packages'}.isdisjoint(path.split(os.sep))


def _own(path):
    """Whether a file is neither Python's nor an installed package's nor this one."""
    return not (
        _installed(path) or path.startswith((_STANDARD, '<')) or os.path.abspath(path) == os.path.abspath(__file__)
    )


def _modules():
    loaded = ((name, getattr(module, '__file__', None)) for name, module in sorted(sys.modules.items()))
    return [(name, path) for name, path in loaded if isinstance(path, str)]


def _files():
    return sorted({os.path.abspath(path) for _, path in _modules() if _own(path) and os.path.isfile(path)})


def _libraries():
    """Versions of Python and of every installed package that is loaded."""
    found = {'python': platform.python_version()}
    for name, path in _modules():
        if '.' in name or name.startswith('_') or not _installed(path):
            continue
        version = getattr(sys.modules[name], '__version__', None)
        if not isinstance(version, str):
            try:
                version = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                continue
        found[name] = version
    return found


def _computes():
    said = [platform.machine(), platform.system()]
    for name in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
        if name in os.environ:
            said.append(f'{name}={os.environ[name]}')
    torch, jax = sys.modules.get('torch'), sys.modules.get('jax')
    try:
        if torch is not None:
            said.append(f'torch on {torch.get_default_device()}, threads: {torch.get_num_threads()}')
        if jax is not None:
            said.append(f'jax on {jax.default_backend()}, x64: {bool(jax.config.jax_enable_x64)}')
    except Exception as error:
        said.append(_sentence(error))
    return ', '.join(said)


# ---- Models ----

_models = []


class Model:
    """A function that trains, and what it says of itself; called, it trains."""

    def __init__(self, train, said):
        self._train, self._said = train, said
        self._predict = self._gradient = None
        self.name = said['name'] or os.path.splitext(os.path.basename(inspect.getfile(train)))[0]
        self.__doc__ = train.__doc__
        self._takes_fault = 'fault' in inspect.signature(train).parameters
        if said['faults'] and not (self._takes_fault or said['together']):
            raise TypeError(f'{self.name}: it declares faults, so train must take `fault` (the name of one, or None)')
        _models.append(self)

    def __call__(self, *given, **named):
        return self._train(*given, **named)

    def predict(self, function):
        """@train.predict above a function of (task, rule, parameters, X): the predictions at the rows of X."""
        self._predict = function
        return function

    def gradient(self, function):
        """@train.gradient above a function of (task, rule, parameters): (loss, its gradient as a dict of arrays)."""
        self._gradient = function
        return function

    def serve(self):
        """Answers claimcheck until it is done."""
        serve(self)

    def says(self, replaced):
        """The answer to `initialize`; replaced: the model in whose place this one stands."""
        said = self._said
        capabilities = said['capabilities']
        if capabilities is None and said['float32']:
            capabilities = [each for each in replaced.get('capabilities', []) if each != 'float64']
        optional = {
            'version': said['version'],
            'capabilities': None if capabilities is None else list(capabilities),
            'predict': self._predict and True,
            'gradient': self._gradient and True,
            'faults': said['faults'] and dict(said['faults']),
        }
        return {
            'protocol': PROTOCOL,
            'name': self.name,
            'reproducible': 'bit for bit' if said['reproducible'] else 'statistically',
            'libraries': {**_libraries(), **said['libraries']},
            'computes': said['computes'] or _computes(),
            'files': _files() + [os.path.abspath(path) for path in said['files']],
            'batch': said['batch'],
            **{key: value for key, value in optional.items() if value is not None},
        }

    def _knows(self, rule):
        known = self._said['fields']
        unknown = [field for field in rule if known is not None and field not in known]
        if unknown:
            raise Refused(f'{self.name} has no {_listed(unknown)} in its rule; it has {_listed(known)}')

    def _given(self, trial):
        return {'fault': trial.fault} if self._takes_fault else {}

    def trained(self, trials):
        """One answer for each trial; an exception is the answer of its trial."""
        if self._said['together']:
            return self._together(trials)
        if inspect.iscoroutinefunction(self._train):
            return asyncio.run(self._concurrently(trials))
        return [self._one(lambda trial=trial: self._called(trial)) for trial in trials]

    def _called(self, trial):
        self._knows(trial.rule)
        return self._train(trial.task, trial.rule, trial.streams, **self._given(trial))

    def _one(self, call):
        try:
            return _ending(call(), self._said['float32'])
        except (Exception, SystemExit) as error:
            return {'error': _sentence(error)}

    async def _concurrently(self, trials):
        async def one(trial):
            return await self._called(trial)

        ended = await asyncio.gather(*(one(trial) for trial in trials), return_exceptions=True)
        return [self._one(lambda each=each: _raised(each)) for each in ended]

    def _together(self, trials):
        for trial in trials:
            self._knows(trial.rule)
        ended = list(self._train(trials))
        if len(ended) != len(trials):
            raise Refused(f'train returned {len(ended)} results for {len(trials)} trials')
        return [self._one(lambda each=each: _raised(each)) for each in ended]

    def predicted(self, task, rule, parameters, X):
        return {'predictions': _array(self._predict(task, rule, parameters, X), 'predictions', self._said['float32'])}

    def differentiated(self, task, rule, parameters):
        loss, gradient = self._gradient(task, rule, parameters)
        return {'loss': _number(loss, 'the loss'), 'gradient': _arrays(gradient, 'the gradient', self._said['float32'])}


def _raised(value):
    if isinstance(value, BaseException):
        raise value
    return value


def model(
    name=None,
    *,
    version=None,
    capabilities=None,
    reproducible=True,
    float32=False,
    fields=None,
    together=False,
    batch=16,
    faults=None,
    files=(),
    libraries=types.MappingProxyType({}),
    computes=None,
):
    """
    Above a function of (task, rule, streams) that returns a dict of arrays or `Trained`; it may be `async`.

    name           what reports call it; default: the name of its file
    version        yours, a text
    capabilities   default: those of the model in whose place it stands
    reproducible   whether the same trial has the same bits in another process; False: the same up to chance
    float32        whether it computes in float32: claims that need float64 then do not apply. Else float32 is refused
    fields         the fields of a rule that it obeys; a rule with any other is refused. Name them: of what a model ignores
                   in silence no claim is told
    together       whether the function takes a list of `Trial` and returns a list of as many results (vmap)
    batch          how many trials it is asked for at once, at most
    faults         name -> what is wrong; the function then takes `fault`, a name or None (for `claimcheck mutate`)
    files          files beside the loaded modules that decide its numbers, such as weights
    libraries      name -> version of what is loaded later
    computes       on what, as a text
    """
    said = {key: value for key, value in locals().items() if key != 'name'}

    def decorate(function, called=name):
        return Model(function, {'name': called, **said})

    return decorate(name, None) if callable(name) else decorate


# ---- The conversation ----


class _Channel:
    """Standard input and output, kept for messages: who else reads finds nothing, what others write goes to stderr."""

    held = None

    def __init__(self):
        self.source, self.sink = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    @classmethod
    def hold(cls):
        cls.held = cls.held or cls()
        return cls.held

    def lines(self):
        parts, length = [], 0
        while True:
            chunk = os.read(self.source, 1 << 20)
            if not chunk:
                return
            *lines, rest = chunk.split(b'\n')
            for line in lines:
                yield b''.join([*parts, line])
                parts, length = [], 0
            parts.append(rest)
            length += len(rest)
            if length > MESSAGE:
                print(f'a message has more than {MESSAGE} bytes', file=sys.stderr)
                return

    def send(self, message):
        data = memoryview(json.dumps({'jsonrpc': '2.0', **message}, allow_nan=False).encode() + b'\n')
        while data:
            data = data[os.write(self.sink, data) :]


class _Failure(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def _id(value):
    """A text or a number as it came; None for what is neither, or no number in JSON."""
    if isinstance(value, Whole):
        return int(value)
    return value if isinstance(value, str) or isinstance(value, float) and math.isfinite(value) else None


def _message(line):
    """The fields of a message. What is none has the field `failure`, whatever is wrong with it: who listens goes on."""
    try:
        message = _parsed(line)
    except Exception as error:
        return {'failure': _Failure(-32700, f'this is no message: {_sentence(error)}')}
    if not isinstance(message, Record):
        return {'failure': _Failure(-32600, 'a message is an object')}
    fields = vars(message)
    if not isinstance(fields.get('method'), str):
        return {'id': _id(fields.get('id')), 'failure': _Failure(-32600, 'a message has a method')}
    given = {name: fields[name] for name in ('method', 'params') if name in fields}
    return {**given, 'id': _id(fields['id'])} if 'id' in fields else given


class _Server:
    def __init__(self, model, channel):
        self.model, self.channel = model, channel
        self.inbox = queue.Queue()
        self.current = None
        self.cancelled = set()
        self.over = False

    def run(self):
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self.interrupt)
        threading.Thread(target=self.listen, daemon=True).start()
        while True:
            message = self.inbox.get()
            if message is None or self.over:
                return
            self.channel.send(self.answer(message))
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            if message.get('method') == 'shutdown':
                return

    def listen(self):
        """Reads while training goes on, so that `cancel` is heard."""
        for line in self.channel.lines():
            if not line.strip():
                continue
            message = _message(line)
            if message.get('method') == 'cancel':
                params = message.get('params')
                self.cancel(_id(vars(params).get('id') if isinstance(params, Record) else None))
            elif 'id' in message or 'failure' in message:
                self.inbox.put(message)
            if message.get('method') == 'shutdown':
                return self.inbox.put(None)
        self.inbox.put(None)
        # Nobody is there to hear of what is still trained.
        self.over = True
        self.interrupt_training()
        time.sleep(GRACE)
        os._exit(1)

    def cancel(self, id):
        self.cancelled.add(id)
        if self.current == id:
            self.interrupt_training()

    def interrupt_training(self):
        if hasattr(signal, 'pthread_kill'):
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        else:
            signal.raise_signal(signal.SIGINT)

    def interrupt(self, *_):
        """Runs in the main thread. A Ctrl-C in the terminal is claimcheck's, which then ends the input."""
        if self.current is not None and (self.over or self.current in self.cancelled):
            self.current = None
            raise Cancelled

    def answer(self, message):
        id = message.get('id')
        try:
            self.current = id
            if self.current in self.cancelled:
                raise Cancelled
            result = self.result(message)
            self.current = None
            return {'id': id, 'result': result}
        except Cancelled:
            code, text = -32800, 'cancelled'
        except _Failure as error:
            code, text = error.code, str(error)
        except (Exception, SystemExit) as error:
            code, text = -32000, _sentence(error)
        self.current = None
        return {'id': id, 'error': {'code': code, 'message': text}}

    def result(self, message):
        if 'failure' in message:
            raise message['failure']
        method, params = message.get('method'), message.get('params', Record())
        answers = {
            'initialize': self.initialize,
            'train': self.train,
            'predict': self.model._predict and self.model.predicted,
            'gradient': self.model._gradient and self.model.differentiated,
            'shutdown': lambda: None,
        }
        answer = answers.get(method)
        if answer is None:
            raise _Failure(-32601, f'there is no method {method!r} here')
        try:
            inspect.signature(answer).bind(**params)
        except TypeError as error:
            raise _Failure(-32602, f'{method}: {error}') from None
        return answer(**params)

    def initialize(self, protocol, model=None, **_):
        if protocol != PROTOCOL:
            raise _Failure(
                -32602,
                f'this claimcheck.py speaks protocol {PROTOCOL}, not {protocol}; take the one of your claimcheck',
            )
        return self.model.says(model or Record())

    def train(self, trials):
        return {'trained': self.model.trained([self.trial(each) for each in trials])}

    def trial(self, each):
        return Trial(each.task, each.rule, Streams(each.streams), each.get('fault'))


def serve(model=None):
    """Answers claimcheck on the standard input and output until it is done, for the one model that this program has."""
    import multiprocessing

    if multiprocessing.parent_process() is not None:
        return
    if model is None:
        if len(_models) != 1:
            raise TypeError(f'serve: there are {len(_models)} models here; say which, as in train.serve()')
        model = _models[0]
    script = os.path.relpath(sys.argv[0]) if sys.argv and sys.argv[0] else 'PROGRAM'
    if _Channel.held is None and sys.stdin is not None and sys.stdin.isatty():
        print(
            f'{script} is a model for claimcheck, which starts it itself: '
            f'npx claimcheck run CLAIM --model REPLACED="python {script}"',
            file=sys.stderr,
        )
        raise SystemExit(2)
    _Server(model, _Channel.hold()).run()


# Where claimcheck started this program, what libraries print while they are loaded must not reach the messages, either.
# The variable is for this program alone: one that it starts has an input and output of its own.
if os.environ.pop('CLAIMCHECK_CLIENTS', None) and sys.stdin is not None and not sys.stdin.isatty():
    _Channel.hold()
