"""What the generators of reference values share: read the committed file, compute its values again, and say of every
block whether it was reproduced, and how closely, or transcribed from a simulation that is not repeated here.

Python 3.11; the standard library alone.
"""
import json
import pathlib
import sys


class Reference:
    def __init__(self, name):
        self.name = name
        self.values = json.loads((pathlib.Path(__file__).parent.parent / f"{name}.json").read_text())
        self.seen = {}
        self.failed = []

    def check(self, block, what, computed, stored, accuracy):
        """The computed values against the stored ones, relative to the larger of 1 and their size; 0: equal."""
        worst = _apart(computed, stored)
        known = self.seen.setdefault(block, {"values": 0, "worst": 0.0, "transcribed": None})
        known["values"] += 1
        known["worst"] = max(known["worst"], worst)
        if not worst <= accuracy:
            self.failed.append(f"{block}: {what}: computed {computed}, stored {stored}, expected to {accuracy}")

    def transcribed(self, block, why):
        known = self.seen.setdefault(block, {"values": 0, "worst": 0.0, "transcribed": None})
        known["transcribed"] = why

    def end(self):
        left = [k for k in self.values if k not in self.seen and not k.lstrip("_") in ("meta", "about", "conventions")]
        for block in left:
            self.failed.append(f"{block}: neither computed nor said to be transcribed")
        for block, known in self.seen.items():
            told = f"{known['values']} values, off by at most {known['worst']:.1e}" if known["values"] else ""
            more = f"transcribed: {known['transcribed']}" if known["transcribed"] else ""
            print(f"{self.name}.{block}: " + "; ".join(part for part in (told, more) if part))
        for line in self.failed:
            print(line, file=sys.stderr)
        sys.exit(1 if self.failed else 0)


def _apart(a, b):
    if hasattr(b, "__len__") and not isinstance(b, str):
        if len(a) != len(b):
            return float("inf")
        return max((_apart(x, y) for x, y in zip(a, b)), default=0.0)
    if isinstance(b, str) or b is None or isinstance(b, bool):
        return 0.0 if a == b else float("inf")
    a, b = float(a), float(b)
    return abs(a - b) / max(1.0, abs(b))
