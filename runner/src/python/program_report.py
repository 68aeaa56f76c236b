"""What is told about an uncaught exception: the learner's frames, the values of the failing one, what led to it.

It runs in the learner's own process, so it must be short with everything it looks at: no code of the learner's is
called (only Python's own types get a repr), nothing is walked without a bound, and it is still only the program's word.
"""

import re
import sys
import types

HOME = "/home/learner"
MESSAGE_CHARS = 2000
TYPE_CHARS = 200
NAME_CHARS = 80
REPR_CHARS = 80
FRAMES = 12
VALUES = 20
CAUSES = 5
DEPTH = 3
BIG_INT_BITS = 1000
HIDDEN = "••••••"
WORD = re.compile(r"[^\W\d]\w*")
# Things that have a name but no value worth telling.
TOOLS = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
SIZED = (str, bytes, bytearray, list, tuple, dict, set, frozenset, range)
BRACKETS = {list: "[]", tuple: "()", set: "{}", frozenset: ("frozenset({", "})"), dict: "{}"}
# Answers that were typed unseen; they must not come back as somebody's variable.
secrets = set()


def own_name(path, names):
    """The learner's name of a file in a traceback, or None when the file is not theirs."""
    if isinstance(path, str) and path.startswith(HOME + "/") and path[len(HOME) + 1 :] in names:
        return path[len(HOME) + 1 :]
    return None


def class_name(kind):
    # Past any metaclass, which would be the learner's code.
    return type.__dict__["__name__"].__get__(kind)[:TYPE_CHARS]


def line_of(kind):
    return type.__dict__["__mro__"].__get__(kind)


def cut(text, room):
    return text if len(text) <= room else text[: max(0, room - 1)] + "…"


def hide(text):
    for secret in secrets:
        if len(secret) > 2:
            text = text.replace(secret, HIDDEN)
    return text


def brief(value, room, depth=DEPTH):
    """A short repr of `value`, or None when it is not one of Python's own plain types."""
    kind = type(value)
    if value is None or kind in (bool, float, complex) or value is Ellipsis:
        return repr(value)
    if kind is int:
        return repr(value) if value.bit_length() <= BIG_INT_BITS else "an int of %d bits" % value.bit_length()
    if kind is str:
        return HIDDEN if value in secrets else cut(repr(value[:room]), room)
    if kind in (bytes, bytearray):
        return cut(repr(value[:room]), room)
    if kind is range:
        parts = (value.start, value.stop, value.step)
        return repr(value) if all(part.bit_length() <= BIG_INT_BITS for part in parts) else None
    if kind not in BRACKETS:
        return None
    opening, closing = BRACKETS[kind]
    if len(value) == 0:
        return repr(kind())
    if depth == 0:
        return opening + "…" + closing
    parts, left = [], room - len(opening) - len(closing)
    for item in value:
        if left < 3 and parts:
            parts.append("…")
            break
        text = brief(item, left, depth - 1) or "<%s>" % class_name(type(item))
        if kind is dict:
            text += ": " + (brief(value[item], left, depth - 1) or "<%s>" % class_name(type(value[item])))
        parts.append(text)
        left -= len(text) + 2
    if kind is tuple and len(value) == 1:
        closing = ",)"
    return cut(opening + ", ".join(parts) + closing, room)


def length_of(value):
    """The length of a value of Python's own types or of a class derived from one, whatever that class says."""
    kind = type(value)
    for step in line_of(kind):
        for base in SIZED:
            if step is base:
                return base.__len__(value)
    return None


def tell_value(name, value):
    told = {"name": name[:NAME_CHARS], "type": class_name(type(value))}
    try:
        text, length = brief(value, REPR_CHARS), length_of(value)
    except Exception:
        # Another thread may change a list while it is read.
        return told
    if text is not None:
        told["repr"] = hide(text)
    if length is not None and not (type(value) is str and value in secrets):
        told["length"] = length
    return told


def values_of(frame, text):
    """Values of a frame, those that the failing line names first."""
    try:
        local, around = dict(frame.f_locals), frame.f_globals
    except Exception:
        return []
    words = list(dict.fromkeys(WORD.findall(text)))
    chosen = {word: local[word] if word in local else around[word] for word in words if word in local or word in around}
    for name in local:
        chosen.setdefault(name, local[name])
    told = []
    for name, value in chosen.items():
        is_tool = any(step is tool for step in line_of(type(value)) for tool in TOOLS)
        if name.startswith("__") or not name.isidentifier() or is_tool:
            continue
        told.append(tell_value(name, value))
        if len(told) == VALUES:
            break
    return told


def line_text(sources, name, line):
    lines = sources[name].split("\n")
    return lines[line - 1] if 0 < line <= len(lines) else ""


def own_frames(error, sources):
    """File, line, function and frame of the deepest own frames, the failing one last."""
    found = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        name = own_name(code.co_filename, sources)
        if name is not None and step.tb_lineno is not None:
            found.append((name, step.tb_lineno, code.co_name[:NAME_CHARS], step.tb_frame))
            del found[:-FRAMES]
        step = step.tb_next
    if isinstance(error, SyntaxError):
        name = own_name(error.filename, sources)
        if name is not None and error.lineno:
            found = [*found[1 - FRAMES :], (name, error.lineno, "<module>", None)]
    return found


def message_of(error):
    try:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        return hide(str(message)[:MESSAGE_CHARS])
    except BaseException:
        return ""


def tell_place(told, frames):
    if frames:
        told["file"], told["line"] = frames[-1][0], frames[-1][1]
    return told


def causes_of(error, sources):
    told, seen = [], {id(error)}
    while len(told) < CAUSES:
        how = "cause" if error.__cause__ is not None else "context"
        if how == "context" and error.__suppress_context__:
            break
        error = error.__cause__ if how == "cause" else error.__context__
        if error is None or id(error) in seen:
            break
        seen.add(id(error))
        cause = {"how": how, "type": class_name(type(error)), "message": message_of(error)}
        told.append(tell_place(cause, own_frames(error, sources)))
    return told


def shadow_of(error, message, sources):
    """The learner's file that stands before a module of Python's own and caused this, or None."""
    if not isinstance(error, (AttributeError, ImportError, TypeError)):
        return None
    known = getattr(sys, "stdlib_module_names", ())
    named = WORD.findall(message)
    for source in sources:
        name = source.split("/")[0].split(".")[0]
        if name in known and name in named and ("module" in message or "import" in message):
            return source
    return None


def describe_error(error, sources):
    """What the host may tell about an uncaught exception, as JSON values."""
    frames = own_frames(error, sources)
    told = tell_place({"type": class_name(type(error)), "message": message_of(error)}, frames)
    told["frames"] = [{"file": name, "line": line, "function": function} for name, line, function, _ in frames]
    told["causes"] = causes_of(error, sources)
    told["shadow"] = shadow_of(error, told["message"], sources)
    told["values"] = []
    if frames and frames[-1][3] is not None:
        name, line, _, frame = frames[-1]
        told["values"] = values_of(frame, line_text(sources, name, line))
    return told
