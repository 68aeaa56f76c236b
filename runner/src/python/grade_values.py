"""Values on their way between a judge and the code under test: exact, plain and bounded.

A value is written as JSON: None, True, False, text and small whole numbers as themselves, everything else as a list with
its kind first: i big int (hex), f float (as repr writes it), b bytes (base64), l list, t tuple, s set, z frozenset,
d dict (key, value, key, value…), o something else (name of its type, short text).
Only exact types count: an object that claims to be equal to everything is an `o`, whatever its class inherits from.
"""

import base64
import collections
import json

VALUE_DEPTH = 50
VALUE_PARTS = 50_000
VALUE_CHARS = 200_000
VALUE_BITS = 400_000
SAFE_INT = 2**53 - 1
OTHER_CHARS = 120


class TooLarge(Exception):
    """A value beyond the bounds above; tests are about smaller ones."""


def make_encoder():
    """Returns `encode(value)`. All it needs is taken now, before the code under test could replace it."""
    kind_of, int_, float_, str_, bool_, bytes_ = type, int, float, str, bool, bytes
    text_of, length, identity = repr, len, id
    hex_of, float_text, encode_bytes = hex, float.__repr__, base64.b64encode
    sequences = {list: "l", tuple: "t", set: "s", frozenset: "z"}
    steps = {list: list.__iter__, tuple: tuple.__iter__, set: set.__iter__, frozenset: frozenset.__iter__}
    # The dict kinds of the standard library hold what a dict holds, and beginners are taught to use them.
    dicts = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
    items_of = dict.items
    too_large = TooLarge

    def other(value):
        try:
            text = text_of(value)
        except BaseException:
            text = ""
        name = kind_of(value).__name__
        return ["o", name if kind_of(name) is str_ else "object", text[:OTHER_CHARS] if kind_of(text) is str_ else ""]

    def encode(value):
        left = {"parts": VALUE_PARTS, "chars": VALUE_CHARS}
        above = set()

        def spend(what, amount):
            left[what] -= amount
            if left[what] < 0:
                raise too_large()

        def part(value, depth):
            spend("parts", 1)
            kind = kind_of(value)
            if value is None or kind is bool_:
                return value
            if kind is int_:
                if -SAFE_INT <= value <= SAFE_INT:
                    return value
                if value.bit_length() > VALUE_BITS:
                    raise too_large()
                spend("chars", value.bit_length() // 4)
                return ["i", hex_of(value)]
            if kind is float_:
                return ["f", float_text(value)]
            if kind is str_:
                spend("chars", length(value))
                return value
            if kind is bytes_:
                spend("chars", length(value))
                return ["b", encode_bytes(value).decode()]
            if kind not in sequences and kind not in dicts:
                return other(value)
            if depth >= VALUE_DEPTH or identity(value) in above:
                raise too_large()
            above.add(identity(value))
            if kind in sequences:
                parts = [sequences[kind]]
                for item in steps[kind](value):
                    parts.append(part(item, depth + 1))
            else:
                parts = ["d"]
                for key, item in items_of(value):
                    parts.append(part(key, depth + 1))
                    parts.append(part(item, depth + 1))
            above.discard(identity(value))
            return parts

        try:
            return part(value, 0)
        except too_large:
            return ["o", kind_of(value).__name__, "a value too large to be compared"]

    return encode


def decode(part):
    """The value `part` stands for; the host has checked its form."""
    if not isinstance(part, list):
        return part
    kind, rest = part[0], part[1:]
    if kind == "i":
        return int(rest[0], 16)
    if kind == "f":
        return float(rest[0])
    if kind == "b":
        return base64.b64decode(rest[0])
    if kind == "l":
        return [decode(item) for item in rest]
    if kind == "t":
        return tuple(decode(item) for item in rest)
    if kind == "s":
        return {decode(item) for item in rest}
    if kind == "z":
        return frozenset(decode(item) for item in rest)
    if kind == "d":
        return {decode(key): decode(item) for key, item in zip(rest[::2], rest[1::2])}
    raise ValueError("not a plain value: " + str(kind))


def make_teller(say):
    """Returns `tell(claim)`, which hands one claim to the host in one piece."""
    dump = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

    def tell(claim):
        say(dump(claim).encode("ascii"))

    return tell
