"""Turtle graphics without a window: the usual names, one drawing below the output.

Turtles record lines, areas, dots, texts and stamps as numbers; the host draws them. The drawing is sent while it grows,
at most every `SEND_EVERY_S`, and once more at the end. Keys and clicks do not reach a program here.
"""

import json
import math
import sys
import time

shows = __shows__  # noqa: F821  given by program_shows.py

SEND_EVERY_S = 0.5
MOST_SENT = 60
MOST_ITEMS = 5000
MOST_NUMBERS = 60000
TEXT_CHARS = 200
# The names that the web and Tk share, each followed by its value.
_NAMES = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 black
000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0
chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff
darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkkhaki bdb76b
darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a
darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink
ff1493 deepskyblue 00bfff dimgray 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen
228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000
greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki
f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral
f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3
lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899
lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000
mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371
mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue
191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 navyblue 000080 oldlace
fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen
98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum
dda0dd powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0
skyblue 87ceeb slateblue 6a5acd slategray 708090 snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c teal
008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee violetred d02090 wheat f5deb3 white ffffff
whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32
""".split()
COLOURS = {name: "#" + value for name, value in zip(_NAMES[::2], _NAMES[1::2])}
SHAPES = {
    "arrow": ((-10, 0), (10, 0), (0, 10)),
    "circle": tuple((10 * math.cos(math.pi * i / 10), 10 * math.sin(math.pi * i / 10)) for i in range(20)),
    "square": ((10, -10), (10, 10), (-10, 10), (-10, -10)),
    "triangle": ((10, -5.77), (0, 11.55), (-10, -5.77)),
    "classic": ((0, 0), (-5, -9), (0, -7), (5, -9)),
    "blank": (),
    "turtle": (
        (0, 16), (-2, 14), (-1, 10), (-4, 7), (-7, 9), (-9, 8), (-6, 5), (-7, 1), (-5, -3), (-8, -6), (-6, -8),
        (-4, -5), (0, -7), (4, -5), (6, -8), (8, -6), (5, -3), (7, 1), (6, 5), (9, 8), (7, 9), (4, 7), (1, 10), (2, 14),
    ),
}  # fmt: skip


class TurtleGraphicsError(Exception):
    pass


class Terminator(Exception):
    pass


class Vec2D(tuple):
    def __new__(cls, x, y):
        return tuple.__new__(cls, (x, y))

    def __add__(self, other):
        return Vec2D(self[0] + other[0], self[1] + other[1])

    def __sub__(self, other):
        return Vec2D(self[0] - other[0], self[1] - other[1])

    def __mul__(self, other):
        if isinstance(other, Vec2D):
            return self[0] * other[0] + self[1] * other[1]
        return Vec2D(self[0] * other, self[1] * other)

    def __rmul__(self, other):
        return Vec2D(self[0] * other, self[1] * other)

    def __neg__(self):
        return Vec2D(-self[0], -self[1])

    def __abs__(self):
        return math.hypot(self[0], self[1])

    def rotate(self, angle):
        turn = math.radians(angle)
        x, y = self
        return Vec2D(x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))

    def __repr__(self):
        return "(%.2f,%.2f)" % self


class Shape:
    """A polygon, or several; `image` files are not shown."""

    def __init__(self, kind, data=None):
        self.polygons = []
        if kind == "polygon" and data is not None:
            self.polygons.append((tuple(data), None))

    def addcomponent(self, poly, fill, outline=None):
        self.polygons.append((tuple(poly), fill))


class Screen_:
    """The one drawing of a program."""

    def __init__(self):
        self._shapes = {name: Shape("polygon", points) for name, points in SHAPES.items()}
        self._timers = []
        self._told = set()
        self._sent = None
        self._sent_at = time.monotonic()
        self._count = 0
        self._start()

    def _start(self):
        self._items = []
        self._numbers = 0
        self._turtles = []
        self._ground = "#ffffff"
        self._size = None
        self._world = None
        self._mode = "standard"
        self._range = 1.0
        self._tracer = 1

    # ---- what is drawn ----
    def _add(self, item, points=()):
        self._numbers += len(points) * 2
        if len(self._items) >= MOST_ITEMS or self._numbers > MOST_NUMBERS:
            self._tell("full", "[The drawing is full: what is drawn from here on is not shown.]")
            return None
        self._items.append(item)
        return item

    def _changed(self):
        """Sends the drawing when it has not been sent for a while."""
        if self._tracer and self._count < MOST_SENT and time.monotonic() - self._sent_at >= SEND_EVERY_S:
            self._send()

    def _send(self):
        drawing = {
            "ground": self._ground,
            "size": self._size,
            "world": self._world,
            "items": self._items + [item for turtle in self._turtles for item in turtle._body()],
        }
        self._sent_at = time.monotonic()
        self._count += 1
        text = json.dumps(drawing)
        if text != self._sent and (drawing["items"] or self._sent or self._ground != "#ffffff"):
            self._sent = text
            shows.drawing(drawing)

    def _tell(self, what, text):
        if what not in self._told:
            self._told.add(what)
            print(text, file=sys.stderr)

    def _colour(self, args):
        if len(args) == 1 and isinstance(args[0], str):
            text = args[0].strip().lower().replace(" ", "")
            if text in COLOURS:
                return COLOURS[text]
            digits = text[1:]
            if text[:1] == "#" and len(digits) in (3, 6, 12) and all(sign in "0123456789abcdef" for sign in digits):
                step = len(digits) // 3
                return "#" + "".join((digits[i] * 2 if step == 1 else digits[i : i + 2]) for i in range(0, len(digits), step))
            raise TurtleGraphicsError("bad color string: %s" % args[0])
        parts = args[0] if len(args) == 1 else args
        try:
            if len(parts) != 3 or not all(0 <= part <= self._range for part in parts):
                raise TurtleGraphicsError("bad color sequence: %s" % (parts,))
            return "#%02x%02x%02x" % tuple(round(255 * part / self._range) for part in parts)
        except TypeError:
            raise TurtleGraphicsError("bad color arguments: %s" % (parts,)) from None

    # ---- settings ----
    def bgcolor(self, *args):
        if not args:
            return self._ground
        self._ground = self._colour(args)
        self._changed()

    def colormode(self, cmode=None):
        if cmode is None:
            return self._range
        if cmode in (1, 1.0, 255):
            self._range = 255 if cmode == 255 else 1.0

    def setup(self, width=0.5, height=0.75, startx=None, starty=None):
        self._size = [width * 1280 if width <= 1 else width, height * 800 if height <= 1 else height]

    def screensize(self, canvwidth=None, canvheight=None, bg=None):
        if bg is not None:
            self.bgcolor(bg)
        if canvwidth is None and canvheight is None:
            return (self.window_width(), self.window_height())
        self._size = [canvwidth or self.window_width(), canvheight or self.window_height()]

    def setworldcoordinates(self, llx, lly, urx, ury):
        if llx == urx or lly == ury:
            raise TurtleGraphicsError("The corners of the world must differ.")
        self._world = [llx, lly, urx, ury]
        self._mode = "world"

    def mode(self, mode=None):
        if mode is None:
            return self._mode
        if mode not in ("standard", "logo", "world"):
            raise TurtleGraphicsError("No turtle-graphics-mode %s" % mode)
        self._mode = mode
        self.resetscreen()

    def window_width(self):
        return int(self._size[0]) if self._size else 640

    def window_height(self):
        return int(self._size[1]) if self._size else 480

    def tracer(self, n=None, delay=None):
        if n is None:
            return self._tracer
        self._tracer = int(n)
        if self._tracer:
            self._changed()

    def update(self):
        if self._count < MOST_SENT and time.monotonic() - self._sent_at >= SEND_EVERY_S:
            self._send()

    def delay(self, delay=None):
        return 0 if delay is None else None

    def title(self, titlestring):
        pass

    def bgpic(self, picname=None):
        if picname is None:
            return "nopic"
        self._tell("bgpic", "[Background pictures are not shown here.]")

    def getcanvas(self):
        raise TurtleGraphicsError("There is no window here, so there is no canvas.")

    def turtles(self):
        return list(self._turtles)

    def clear(self):
        self._items.clear()
        self._numbers = 0
        for turtle in self._turtles:
            turtle._forget()
        self._turtles.clear()
        self._ground = "#ffffff"

    clearscreen = clear

    def reset(self):
        for turtle in self._turtles:
            turtle.reset()

    resetscreen = reset

    def register_shape(self, name, shape=None):
        if shape is None:
            self._tell("image", "[Pictures as shapes are not shown here; the turtle stays an arrow.]")
            shape = SHAPES["classic"]
        self._shapes[name] = shape if isinstance(shape, Shape) else Shape("polygon", shape)

    addshape = register_shape

    def getshapes(self):
        return sorted(self._shapes)

    # ---- the person in front of it ----
    def _no_events(self, *args, **kwargs):
        self._tell("events", "[Keys and clicks do not reach a turtle program here.]")

    onkey = onkeyrelease = onkeypress = onclick = onscreenclick = _no_events

    def listen(self, xdummy=None, ydummy=None):
        pass

    def textinput(self, title, prompt):
        self._send()
        return input("%s " % prompt)

    def numinput(self, title, prompt, default=None, minval=None, maxval=None):
        while True:
            text = self.textinput(title, prompt)
            try:
                value = float(text) if text.strip() or default is None else float(default)
            except ValueError:
                print("That is not a number.")
                continue
            if (minval is None or value >= minval) and (maxval is None or value <= maxval):
                return value
            print("That number is not allowed.")

    def ontimer(self, fun, t=0):
        self._timers.append((time.monotonic() + t / 1000, len(self._timers), fun))

    def mainloop(self):
        """Runs what was asked for with `ontimer`, then shows the drawing."""
        while self._timers:
            self._timers.sort(key=lambda timer: timer[:2])
            due, _, fun = self._timers.pop(0)
            time.sleep(max(0, due - time.monotonic()))
            fun()
            self.update()
        self._send()

    done = mainloop

    def exitonclick(self):
        self.mainloop()

    def bye(self):
        self._send()
        raise SystemExit(0)


class Turtle:
    """One turtle; its names are those of Python's own."""

    _created = 0

    def __init__(self, shape="classic", undobuffersize=1000, visible=True):
        self._screen = Screen()
        self._shape = shape
        self._full = 360.0
        self._forget()
        self._start()
        self._visible = visible
        self._screen._turtles.append(self)

    def _start(self):
        self._x, self._y = 0.0, 0.0
        self._angle = 90.0 if self._screen._mode == "logo" else 0.0
        self._down, self._visible = True, True
        self._pencolour, self._fillcolour = "#000000", "#000000"
        self._width, self._speed = 1, 3
        self._stretch, self._outline, self._tilt = (1.0, 1.0), 1, 0.0
        self._resize = "noresize"
        self._area = None
        self._poly = None

    def _forget(self):
        self._line = None
        self._steps = []
        self._stamps = {}
        self._own = []
        self._area = None
        self._next_stamp = 1

    # ---- drawing ----
    def _keep(self, item, points=()):
        item = self._screen._add(item, points)
        if item is not None:
            self._own.append(item)
        return item

    def _remember(self):
        line = self._line
        state = {name: value for name, value in self.__dict__.items() if name not in ("_steps", "_own", "_stamps", "_screen")}
        self._steps.append((state, len(self._own), line and len(line[3])))
        del self._steps[:-1000]

    def _go(self, x, y):
        if not (math.isfinite(x) and math.isfinite(y)):
            raise TurtleGraphicsError("A turtle cannot go to (%s, %s)." % (x, y))
        self._remember()
        self._step(float(x), float(y))
        self._screen._changed()

    def _step(self, x, y):
        if self._down:
            line = self._line
            if line is None or line[1:3] != [self._pencolour, self._width] or not self._own or self._own[-1] is not line:
                line = self._line = self._keep(["line", self._pencolour, self._width, [self._x, self._y]])
            if line is not None:
                self._screen._numbers += 2
                if self._screen._numbers <= MOST_NUMBERS:
                    line[3] += [x, y]
                else:
                    self._screen._add(None, (0,))
        else:
            self._line = None
        self._x, self._y = x, y
        if self._area is not None:
            self._area[3].extend((x, y)) if len(self._area[3]) < MOST_NUMBERS else None
        if self._poly is not None:
            self._poly.append(Vec2D(x, y))

    def _turn(self, degrees):
        self._angle = (self._angle + degrees) % 360

    def _to_degrees(self, angle):
        return angle * 360.0 / self._full

    def _points(self, shape):
        """The outline of a shape where the turtle is; shapes look up while the turtle looks right."""
        turn = math.radians(self._angle + self._tilt - 90)
        sideways, along = self._stretch
        for points, fill in shape.polygons:
            placed = []
            for x, y in points:
                x, y = x * sideways, y * along
                placed += [self._x + x * math.cos(turn) - y * math.sin(turn), self._y + x * math.sin(turn) + y * math.cos(turn)]
            if placed:
                yield ["area", self._screen._colour((fill,)) if fill else self._fillcolour, self._pencolour, placed]

    def _body(self):
        return list(self._points(self._screen._shapes[self._shape])) if self._visible else []

    def forward(self, distance):
        turn = math.radians(self._angle)
        self._go(self._x + distance * math.cos(turn), self._y + distance * math.sin(turn))

    def back(self, distance):
        self.forward(-distance)

    def right(self, angle):
        self._remember()
        self._turn(-self._to_degrees(angle))

    def left(self, angle):
        self._remember()
        self._turn(self._to_degrees(angle))

    def goto(self, x, y=None):
        if y is None:
            x, y = x
        self._go(x, y)

    def teleport(self, x=None, y=None, *, fill_gap=False):
        down, self._down = self._down, False
        self._go(self._x if x is None else x, self._y if y is None else y)
        self._down = down

    def setx(self, x):
        self._go(x, self._y)

    def sety(self, y):
        self._go(self._x, y)

    def setheading(self, to_angle):
        self._remember()
        angle = self._to_degrees(to_angle)
        self._angle = (90 - angle if self._screen._mode == "logo" else angle) % 360

    def home(self):
        self._go(0, 0)
        self._angle = 90.0 if self._screen._mode == "logo" else 0.0

    def circle(self, radius, extent=None, steps=None):
        self._remember()
        degrees = 360.0 if extent is None else self._to_degrees(extent)
        if steps is None:
            steps = 1 + int(min(11 + abs(radius) / 6.0, 59.0) * abs(degrees) / 360)
        turn = degrees / steps
        length = 2 * radius * math.sin(math.radians(turn) / 2)
        if radius < 0:
            length, turn, degrees = -length, -turn, -degrees
        # As Python's own: chords, each turned by half before and half after.
        self._turn(turn / 2)
        for _ in range(steps):
            angle = math.radians(self._angle)
            self._step(self._x + length * math.cos(angle), self._y + length * math.sin(angle))
            self._turn(turn)
        self._turn(-turn / 2)
        self._screen._changed()

    def dot(self, size=None, *color):
        if size is not None and not isinstance(size, (int, float)):
            color, size = (size, *color), None
        self._remember()
        width = max(self._width + 4, self._width * 2) if size is None else size
        self._keep(["dot", self._screen._colour(color) if color else self._pencolour, width, self._x, self._y])
        self._screen._changed()

    def write(self, arg, move=False, align="left", font=("Arial", 8, "normal")):
        if align.lower() not in ("left", "center", "right"):
            raise TurtleGraphicsError("align must be left, center or right")
        font = (font,) if isinstance(font, str) else tuple(font)
        size = abs(font[1]) if len(font) > 1 and isinstance(font[1], (int, float)) else 8
        style = " ".join(str(part) for part in font[2:]).lower()
        text = str(arg)[:TEXT_CHARS]
        self._remember()
        self._keep(["text", self._pencolour, size, self._x, self._y, align.lower(), style, text])
        if move:
            self._step(self._x + len(text) * size * 0.8, self._y)
        self._screen._changed()

    def begin_fill(self):
        self._area = self._keep(["area", self._fillcolour, "", [self._x, self._y]])

    def end_fill(self):
        if self._area is not None:
            self._area[1] = self._fillcolour
            self._screen._numbers += len(self._area[3])
        self._area = None
        self._screen._changed()

    def filling(self):
        return self._area is not None

    def stamp(self):
        self._remember()
        items = [item for item in self._points(self._screen._shapes[self._shape]) if self._keep(item)]
        number = self._next_stamp
        self._next_stamp += 1
        self._stamps[number] = items
        self._screen._changed()
        return number

    def clearstamp(self, stampid):
        self._drop(self._stamps.pop(stampid, []))

    def clearstamps(self, n=None):
        numbers = list(self._stamps)
        for number in numbers if n is None else numbers[:n] if n >= 0 else numbers[n:]:
            self.clearstamp(number)

    def _drop(self, items):
        gone = {id(item) for item in items}
        self._own[:] = [item for item in self._own if id(item) not in gone]
        self._screen._items[:] = [item for item in self._screen._items if id(item) not in gone]

    def clear(self):
        self._drop(self._own)
        self._forget()

    def reset(self):
        self.clear()
        self._start()

    def undo(self):
        if not self._steps:
            return
        state, kept, points = self._steps.pop()
        self._drop(self._own[kept:])
        self.__dict__.update(state)
        if self._line is not None and points is not None:
            del self._line[3][points:]

    def setundobuffer(self, size):
        pass

    def undobufferentries(self):
        return len(self._steps)

    # ---- the pen ----
    def penup(self):
        self._down = False

    def pendown(self):
        self._down = True

    def isdown(self):
        return self._down

    def pensize(self, width=None):
        if width is None:
            return self._width
        self._width = width

    def pencolor(self, *args):
        if not args:
            return self._pencolour
        self._pencolour = self._screen._colour(args)

    def fillcolor(self, *args):
        if not args:
            return self._fillcolour
        self._fillcolour = self._screen._colour(args)

    def color(self, *args):
        if not args:
            return self._pencolour, self._fillcolour
        pen, fill = (args[0], args[1]) if len(args) == 2 else (args, args)
        self._pencolour = self._screen._colour(pen if isinstance(pen, tuple) else (pen,))
        self._fillcolour = self._screen._colour(fill if isinstance(fill, tuple) else (fill,))

    def pen(self, pen=None, **given):
        given = {**(pen or {}), **given}
        if not given:
            return {
                "shown": self._visible,
                "pendown": self._down,
                "pencolor": self._pencolour,
                "fillcolor": self._fillcolour,
                "pensize": self._width,
                "speed": self._speed,
            }
        self._visible = given.get("shown", self._visible)
        self._down = given.get("pendown", self._down)
        self._width = given.get("pensize", self._width)
        self._speed = given.get("speed", self._speed)
        for name in ("pencolor", "fillcolor"):
            if name in given:
                getattr(self, name)(given[name])

    # ---- the turtle ----
    def position(self):
        return Vec2D(self._x, self._y)

    def xcor(self):
        return self._x

    def ycor(self):
        return self._y

    def heading(self):
        angle = (90 - self._angle) % 360 if self._screen._mode == "logo" else self._angle
        return angle * self._full / 360

    def _at(self, x, y):
        if y is not None:
            return x, y
        return x.position() if isinstance(x, Turtle) else x

    def towards(self, x, y=None):
        x, y = self._at(x, y)
        angle = math.degrees(math.atan2(y - self._y, x - self._x)) % 360
        return ((90 - angle) % 360 if self._screen._mode == "logo" else angle) * self._full / 360

    def distance(self, x, y=None):
        x, y = self._at(x, y)
        return math.hypot(x - self._x, y - self._y)

    def degrees(self, fullcircle=360.0):
        self._full = float(fullcircle)

    def radians(self):
        self._full = 2 * math.pi

    def showturtle(self):
        self._visible = True

    def hideturtle(self):
        self._visible = False

    def isvisible(self):
        return self._visible

    def shape(self, name=None):
        if name is None:
            return self._shape
        if name not in self._screen._shapes:
            raise TurtleGraphicsError("There is no shape named %s" % name)
        self._shape = name

    def shapesize(self, stretch_wid=None, stretch_len=None, outline=None):
        if stretch_wid is stretch_len is outline is None:
            return (*self._stretch, self._outline)
        wide = self._stretch[0] if stretch_wid is None else stretch_wid
        self._stretch = (wide, (wide if stretch_wid is not None else self._stretch[1]) if stretch_len is None else stretch_len)

    def resizemode(self, rmode=None):
        if rmode is None:
            return self._resize
        self._resize = rmode

    def tilt(self, angle):
        self._tilt += self._to_degrees(angle)

    def tiltangle(self, angle=None):
        if angle is None:
            return self._tilt
        self._tilt = self._to_degrees(angle)

    settiltangle = tiltangle

    def speed(self, speed=None):
        if speed is None:
            return self._speed
        names = {"fastest": 0, "fast": 10, "normal": 6, "slow": 3, "slowest": 1}
        self._speed = names[speed] if isinstance(speed, str) else int(round(speed)) if 0.5 < speed < 10.5 else 0

    def clone(self):
        copy = Turtle.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._forget()
        self._screen._turtles.append(copy)
        return copy

    def begin_poly(self):
        self._poly = [self.position()]

    def end_poly(self):
        self._last_poly, self._poly = tuple(self._poly or ()), None

    def get_poly(self):
        return getattr(self, "_last_poly", None)

    def getturtle(self):
        return self

    def getscreen(self):
        return self._screen

    def onclick(self, fun=None, btn=1, add=None):
        self._screen._no_events()

    onrelease = ondrag = onclick
    fd, bk, backward, rt, lt = forward, back, back, right, left
    setpos, setposition, seth, pos = goto, goto, setheading, position
    up, pu, down, pd, width = penup, penup, pendown, pendown, pensize
    ht, st, turtlesize, getpen = hideturtle, showturtle, shapesize, getturtle


_the_screen = Screen_()
_the_turtle = None


def Screen():
    return _the_screen


def show_drawing():
    _the_screen._send()


Pen = RawTurtle = RawPen = Turtle
TurtleScreen = _Screen = Screen_


def getturtle():
    """The turtle of `forward(100)` without a name before it."""
    global _the_turtle
    if _the_turtle is None or _the_turtle not in _the_screen._turtles:
        _the_turtle = Turtle()
    return _the_turtle


getpen = getturtle


def _of_turtle(name):
    def call(*args, **kwargs):
        return getattr(getturtle(), name)(*args, **kwargs)

    call.__name__ = name
    return call


def _of_screen(name):
    def call(*args, **kwargs):
        return getattr(_the_screen, name)(*args, **kwargs)

    call.__name__ = name
    return call


for _name in [name for name in vars(Screen_) if not name.startswith("_")]:
    globals()[_name] = _of_screen(_name)
# `clear()` and `reset()` without a turtle mean the turtle, as do all names both have.
for _name in [name for name in vars(Turtle) if not name.startswith("_") and name not in ("getturtle", "getpen")]:
    globals()[_name] = _of_turtle(_name)
# `from turtle import *` brings the drawing names only.
__all__ = sorted(
    {name for kind in (Screen_, Turtle) for name in vars(kind) if not name.startswith("_")}
    | {"Screen", "TurtleScreen", "Turtle", "Pen", "RawTurtle", "RawPen", "Shape", "Vec2D", "Terminator", "TurtleGraphicsError"}
)
