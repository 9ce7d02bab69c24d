"""From a network to a picture.

Owns: the order settings - view - picture, and saying that there is nothing to see. Must not: know engines.
"""

from __future__ import annotations

from ..errors import Problems, Span
from ..model import Network
from .canvas import Canvas
from .picture import Picture
from .settings import DrawOptions, GraphType, read_settings
from .views import REMEDY, VIEWS


def make_picture(network: Network, type: GraphType, options: DrawOptions, problems: Problems) -> Picture:
    """The picture of a graph type; what is wrong with the settings, and that it is empty, is added to the problems."""
    picture = make_layer(network, type, options, problems)
    if not picture.nodes and not problems.errors:
        message = f"this network has nothing for a diagram of type `{type}`"
        problems.error("nothing-to-draw", message, Span("<command line>"), REMEDY[type])
    return picture


def make_layer(network: Network, type: GraphType, options: DrawOptions, problems: Problems) -> Picture:
    """The same, where a picture without content is no problem."""
    settings = read_settings(network, type, options, problems)
    canvas = Canvas(network, settings, problems)
    VIEWS[type](canvas)
    return canvas.picture(type)
