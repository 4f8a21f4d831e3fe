"""One claim as an expert would check it once: `job.py LIBRARY CLAIM PLAN` draws tasks, trains, asks the theory, judges.

LIBRARY: numpy or jax. PLAN, a file of JSON: `counts`, trials per arm, and `times`, by which they are multiplied; or `given`,
arrays that claimcheck drew (benchmarks/given.ts), in place of draws. Prints JSON: the verdict, processor seconds, and with
`given` all margins, by arm and part. Everything in float64.
"""

import base64
import importlib
import json
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["JAX_ENABLE_X64"] = "1"
library, claim, plan = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3]))
PROGRAMS = {
    "initialization-selects-q-alpha": "diagonal",
    "small-init-is-min-l1": "diagonal",
    "label-noise-flattens": "noise",
    "double-descent-peaks": "descent",
    "label-noise-recovers-sparse": "sparse",
}
if library == "jax" and PROGRAMS[claim] == "diagonal":
    # One device per core; the lanes of a device step together (diagonal.py).
    os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2 --xla_cpu_multi_thread_eigen=false"

import numpy as np  # noqa: E402


def unpacked(given):
    return {k: np.frombuffer(base64.b64decode(v["data"])).reshape(v["shape"]) for k, v in given.items()}


program = importlib.import_module(PROGRAMS[claim])
given = plan.get("given")
counts = {arm: count * plan.get("times", 1) for arm, count in plan["counts"].items()}
drawn = program.draw(np.random.default_rng(1), claim, counts, unpacked(given) if given else {})
holds, margins = program.judge(claim, counts, drawn, getattr(program, library)(drawn))
found = {"verdict": "holds" if holds else "not certified", "cpu": time.process_time()}
if given:
    found["margins"] = {arm: {part: list(map(float, of)) for part, of in parts.items()} for arm, parts in margins.items()}
print(json.dumps(found))
