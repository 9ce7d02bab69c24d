"""What a network shows of itself in Jupyter and IPython: the verb `show`, and a `Network` as the last line of a cell.

Owns: the HTML around a picture, telling IPython of it. Must not: import IPython, print.
`model` knows no pictures, so IPython's formatters are told of the type by its name: nothing is imported before a
network is shown. Source: IPython's "Integrating your objects with IPython".
"""

from __future__ import annotations

import base64
import html
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import InputError

if TYPE_CHECKING:
    from ..draw import GraphType
    from ..model import Network

MOST_NODES = 600
"""Of a network that is drawn without being asked: a larger one would keep a reader waiting."""
TYPE = ("netwright.model.network", "Network")
_FRAME = "margin: 0; max-width: 100%; overflow-x: auto"


class Shown:
    """A diagram of a network as notebooks show it."""

    def __init__(self, network: Network, type: GraphType = "topology", **how: Any) -> None:
        self.network = network
        self._type, self._how = type, how

    @cached_property
    def svg(self) -> str:
        """The picture as an SVG document. Raises InputError."""
        from .drawing import draw

        return draw(self.network, self._type, engine="svg", **self._how)

    def __repr__(self) -> str:
        return f"{self._type} of {summary(self.network)}"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        """The picture is an image of its own: styles of one cell do not reach another's."""
        data = base64.b64encode(self.svg.encode()).decode()
        text = html.escape(repr(self), quote=True)
        image = f'<img alt="{text}" src="data:image/svg+xml;base64,{data}" style="max-width: 100%">'
        return f'<figure style="{_FRAME}">{image}<figcaption>{text}</figcaption></figure>'


def show(network: Network, type: GraphType = "topology", **how: Any) -> Shown:
    """A diagram that a notebook shows: `show(network, "bgp")` as the last line of a cell.

    `how` is what `draw` takes: `flags`, `include`, `exclude`, `title`, `direction`, `sketch`, `theme`.
    """
    return Shown(network, type, **how)


def summary(network: Network) -> str:
    """A network in one line."""
    nodes, links = len(network.nodes), len(network.links)
    counts = f"{nodes} node{'s' * (nodes != 1)}, {links} link{'s' * (links != 1)}"
    modules = sorted({module for node in network.nodes.values() for module in node.modules})
    return f"network {network.name}: {counts}" + (f" ({', '.join(modules)})" if modules else "")


def network_html(network: Network) -> str:
    """The topology; in place of one that is too large, or that cannot be drawn, what it is."""
    if len(network.nodes) <= MOST_NODES:
        try:
            return show(network)._repr_html_()
        except InputError as error:
            problem = f"<pre>{html.escape(str(error))}</pre>"
            return f"<p>{html.escape(summary(network))}</p>{problem}"
    hint = "<code>netwright.show(network)</code> draws it all the same"
    return f"<p>{html.escape(summary(network))}; {hint}</p>"


def _plain(network: Network, printer: Any, cycle: bool) -> None:
    """IPython's way of printing: the fields of 1,000 nodes say nothing to a reader."""
    printer.text(summary(network))


def register(shell: Any) -> None:
    """Tell an IPython shell how it shows networks."""
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type_by_name(*TYPE, network_html)
    formatters["text/plain"].for_type_by_name(*TYPE, _plain)
