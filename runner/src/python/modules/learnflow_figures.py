"""The matplotlib backend of a sandbox: no window, `show()` and `savefig()` put figures below the output."""

import io

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

shows = __shows__  # noqa: F821  given by program_shows.py


def png_of(canvas):
    data = io.BytesIO()
    FigureCanvasAgg.print_figure(canvas, data, format="png", dpi=canvas.figure.dpi)
    return data.getvalue()


def alt_of(figure):
    titles = [axes.get_title() for axes in figure.axes]
    suptitle = getattr(figure, "_suptitle", None)
    if suptitle is not None:
        titles.insert(0, suptitle.get_text())
    titles = [title for title in titles if title]
    return "Figure: " + ", ".join(titles) if titles else "Figure"


class FigureCanvas(FigureCanvasAgg):
    def print_figure(self, filename, *args, **kwargs):
        result = super().print_figure(filename, *args, **kwargs)
        # A figure saved into a file is seen at once; one written to memory is the program's own business.
        if isinstance(filename, str) or hasattr(filename, "__fspath__"):
            shows.png(png_of(self), alt_of(self.figure))
        return result


class FigureManager(FigureManagerBase):
    def show(self):
        shows.png(png_of(self.canvas), alt_of(self.canvas.figure))


def show(*args, **kwargs):
    """Shows all open figures and closes them, as if their windows had been looked at and closed."""
    for manager in Gcf.get_all_fig_managers():
        manager.show()
    Gcf.destroy_all()


FigureCanvas.manager_class = FigureManager
