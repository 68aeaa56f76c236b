"""What a program shows besides text: pictures, and questions whose answers stay unseen.

Python's own ways are kept: `plt.show()`, `Image.show()`, `turtle`, `getpass.getpass()`. Modules of that name are served
or completed here when a program first imports them, so that programs which do not pay nothing. A file of the learner's
with such a name comes first, as always.
"""

import json
import struct
import sys

PICTURES = 8
PICTURE_BYTES = 4 * 1024 * 1024
FIGURES = "learnflow_figures"


class Shows:
    """The way out for pictures: `send` takes one whole picture, described and framed for the host."""

    def __init__(self, send):
        self._send = send
        self._count = 0
        self._last = None

    def png(self, data, alt):
        """Shows an image; the same one twice in a row is shown once."""
        if data == self._last:
            return
        if len(data) > PICTURE_BYTES:
            print("[This picture is larger than 4 MB and is not shown.]", file=sys.stderr)
            return
        if self._count == PICTURES:
            print("[Only the first %d pictures are shown.]" % PICTURES, file=sys.stderr)
        self._count += 1
        self._last = data
        if self._count <= PICTURES:
            self._picture({"kind": "png", "alt": alt}, data)

    def drawing(self, drawing):
        """Shows what turtles drew so far, in place of what they had drawn before."""
        self._picture({"kind": "turtle"}, json.dumps(drawing).encode())

    def _picture(self, head, body):
        payload = json.dumps(head).encode() + b"\n" + body
        self._send(struct.pack(">I", len(payload)) + payload)


def ask_unseen(tell_secret):
    """Returns the `getpass` of this sandbox: the answer is read like any other, but nobody is shown it."""

    def getpass(prompt="Password: ", stream=None, **_):
        target = stream or sys.stdout
        target.write(prompt)
        target.flush()
        tell_secret(True)
        try:
            line = sys.stdin.readline()
        finally:
            tell_secret(False)
        if not line:
            raise EOFError
        answer = line.rstrip("\n")
        secrets.add(answer)
        return answer

    return getpass


class Hooks:
    """Serves our own modules and completes some of Python's, at the moment a program imports them."""

    def __init__(self, served, completed):
        self._served = served
        self._completed = completed

    def find_spec(self, name, path=None, target=None):
        if name not in self._served and name not in self._completed:
            return None
        from importlib.machinery import ModuleSpec, PathFinder

        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and str(spec.origin).startswith(HOME + "/"):
            return spec
        if name in self._served:
            return ModuleSpec(name, Served(*self._served[name]))
        if spec is not None and spec.loader is not None:
            spec.loader = Completed(spec.loader, self._completed[name])
        return spec


class Served:
    def __init__(self, source, given):
        self._source = source
        self._given = given

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__dict__.update(self._given)
        exec(compile(self._source, "<%s>" % module.__name__, "exec", dont_inherit=True), module.__dict__)


class Completed:
    def __init__(self, loader, complete):
        self._loader = loader
        self._complete = complete

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        self._complete(module)

    def __getattr__(self, name):
        return getattr(self._loader, name)


def show_image(shows):
    """Returns what completes Pillow: its `show` looks for a program of the desktop, of which there is none."""

    def complete(module):
        class Viewer(module.Viewer):
            def show(self, image, **options):
                import io

                data = io.BytesIO()
                keeps = ("1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16")
                (image if image.mode in keeps else image.convert("RGB")).save(data, "PNG")
                shows.png(data.getvalue(), options.get("title") or "Image, %d by %d pixels" % image.size)
                return 1

        module._viewers[:] = [Viewer()]

    return complete


def install_shows(shows, tell_secret, modules):
    """`modules`: texts of the modules we serve, by name."""
    import os

    def hide_answers(module):
        module.getpass = module.unix_getpass = module.fallback_getpass = ask_unseen(tell_secret)

    # The words that programs use for themselves; a module named like this is not in the way of any of theirs.
    given = {"__shows__": shows}
    served = {name: (text, given) for name, text in modules.items()}
    completed = {"getpass": hide_answers, "PIL.ImageShow": show_image(shows)}
    sys.meta_path.insert(0, Hooks(served, completed))
    os.environ["MPLBACKEND"] = "module://" + FIGURES


def finish_shows():
    """Shows what turtles drew last: a program need not say that it is done."""
    turtle = sys.modules.get("turtle")
    if turtle is not None and "__shows__" in turtle.__dict__:
        turtle.show_drawing()
