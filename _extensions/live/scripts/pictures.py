"""Figures as PNG files: the backend of Matplotlib in a browser's worker."""

import base64
import io

import matplotlib.pyplot as plt
from live_page import emit
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

SHARP = 2  # pixels of a picture for one of the page


def show_figures():
    """Hand all open figures to the page and close them."""
    for number in plt.get_fignums():
        figure = plt.figure(number)
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi=SHARP * figure.dpi, bbox_inches="tight")
        emit("picture", base64.b64encode(file.getvalue()).decode())
    plt.close("all")


class FigureManager(FigureManagerBase):
    """A manager whose figures appear when they are shown."""

    @classmethod
    def pyplot_show(cls, *, block=None):
        """Do what `matplotlib.pyplot.show` asks for."""
        show_figures()


class FigureCanvas(FigureCanvasAgg):
    """A canvas that draws by numbers alone."""

    manager_class = FigureManager
