"""Serves a watched lab to browsers of this machine, and to nobody else.

Listens on 127.0.0.1 only. A request has to know the random token in the address (other users of the machine do not)
and name this server as its host (a page of another site cannot, even if its name leads here); one that changes
something has to come from the page itself. Owns: HTTP and these checks. Must not: know the lab.
"""

from __future__ import annotations

import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePath
from typing import Any, Protocol

import msgspec

from ...errors import HostError, InputError, NetwrightError
from ...model import Observer
from ..observer import Quiet
from ..running import RunningLab
from .watching import News, Watcher

ADDRESS = "127.0.0.1"
BEAT_S = 10.0
"""A line goes to every page this often, so that the end of a browser is noticed."""
FAREWELL_S = 2.0
"""How long the end waits for pages to be told of it."""
LARGEST_REQUEST = 4096
READ_TIMEOUT_S = 20.0
_HEADERS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


class LinkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page asks for."""

    node: str
    interface: str
    up: bool


class Watched(Protocol):
    """What is served (a `Watcher`)."""

    @property
    def page(self) -> bytes: ...
    @property
    def ended(self) -> str | None:
        """Why nothing more will come."""

    def wait(self, seen: int, timeout_s: float) -> tuple[int, News | None]:
        """The news after version `seen` with its version; None when there is none yet."""

    def join(self) -> None:
        """One more looks on."""

    def leave(self) -> None: ...
    def set_link(self, node: str, ifname: str, up: bool) -> None:
        """Raises InputError, LabError."""


class ViewServer(ThreadingHTTPServer):
    """One lab, one token."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, watcher: Watched, port: int = 0, observer: Observer | None = None) -> None:
        """Listen on a port, or on any that is free. `observer` is told of requests that failed. Raises HostError."""
        self.watcher = watcher
        self.observer = observer or Quiet()
        self.token = secrets.token_urlsafe(24)
        try:
            super().__init__((ADDRESS, port), _Handler)
        except (OSError, OverflowError) as error:
            raise HostError(f"cannot listen on {ADDRESS}, port {port}: {error}") from error

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.server_port}/{self.token}/"

    @property
    def hosts(self) -> tuple[str, str]:
        """Names under which this server may be asked."""
        return f"{ADDRESS}:{self.server_port}", f"localhost:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is nothing to tell; everything else is, without the token."""
        error = sys.exception()
        if error is None or isinstance(error, (ConnectionError, TimeoutError)):
            return
        frames = traceback.extract_tb(error.__traceback__)
        place = f" ({PurePath(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
        told = f"{type(error).__name__}: {error}".replace(self.token, "<token>")
        self.observer.say(f"a request of the page failed: {told}{place}")


def serve(lab: RunningLab, *, port: int = 0, ready: Callable[[str], None], observer: Observer | None = None) -> str:
    """Serve a lab until it ends; why nothing more comes. `ready` is told the address.

    Raises LabError when the lab does not run, HostError when the port cannot be had. Ctrl-C ends it, too: pages are
    told and KeyboardInterrupt goes on.
    """
    watcher = Watcher(lab)
    server = ViewServer(watcher, port, observer)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    serving.start()
    try:
        ready(server.url)
        watcher.run()
    finally:
        watcher.stop()
        watcher.drain(FAREWELL_S)
        server.shutdown()
        server.server_close()
    return watcher.ended or ""


class _Handler(BaseHTTPRequestHandler):
    server: ViewServer
    server_version = "netwright"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = READ_TIMEOUT_S

    def do_GET(self) -> None:
        what = self._allowed()
        if what == "":
            self._answer(HTTPStatus.OK, self.server.watcher.page, "text/html; charset=utf-8")
        elif what == "events":
            self._events()
        elif what is not None:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")

    def do_POST(self) -> None:
        what = self._allowed()
        if what is None:
            return
        if what != "link":
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")
            return
        wanted = self._link_request()
        if wanted is None:
            return
        try:
            self.server.watcher.set_link(wanted.node, wanted.interface, wanted.up)
        except InputError as error:
            self._refuse(HTTPStatus.BAD_REQUEST, "; ".join(problem.message for problem in error.problems))
        except NetwrightError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        else:
            self._answer(HTTPStatus.OK, b"done\n", "text/plain; charset=utf-8")

    # -- checks ----------------------------------------------------------------------------------------------

    def _allowed(self) -> str | None:
        """What is asked for, below the token; None when the request was refused."""
        if self.headers.get("Host") not in self.server.hosts:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "this server has another name")
            return None
        _, _, rest = self.path.partition("?")[0].partition("/")
        token, slash, what = rest.partition("/")
        if not slash or not secrets.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")
            return None
        return what

    def _link_request(self) -> LinkRequest | None:
        """The body of a request by the page itself; None when it was refused.

        Other sites' forms cannot send JSON, and their scripts would have to ask first, which is answered nowhere.
        """
        origin = self.headers.get("Origin")
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        if origin not in (None, *(f"http://{host}" for host in self.server.hosts)) or site != "same-origin":
            self._refuse(HTTPStatus.FORBIDDEN, "only the page itself may ask this")
            return None
        if self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON is expected")
            return None
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > LARGEST_REQUEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long")
            return None
        try:
            return msgspec.json.decode(self.rfile.read(int(length)), type=LinkRequest)
        except msgspec.MsgspecError as error:
            self._refuse(HTTPStatus.BAD_REQUEST, str(error))
            return None

    # -- answers ---------------------------------------------------------------------------------------------

    def _begin(self, status: HTTPStatus, type: str, length: int | None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type)
        for name, value in _HEADERS:
            self.send_header(name, value)
        if length is None:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _answer(self, status: HTTPStatus, body: bytes, type: str) -> None:
        self._begin(status, type, len(body))
        self.wfile.write(body)

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        """The connection ends with it: what is left of the request is not read."""
        self.close_connection = True
        self._answer(status, f"{why}\n".encode(), "text/plain; charset=utf-8")

    def _events(self) -> None:
        """Server-sent events until the lab ends or the browser goes."""
        watcher = self.server.watcher
        self._begin(HTTPStatus.OK, "text/event-stream; charset=utf-8", None)
        watcher.join()
        try:
            seen = 0
            while watcher.ended is None:
                seen, news = watcher.wait(seen, BEAT_S)
                self._send("states", news) if news is not None else self._beat()
            self._send("end", {"reason": watcher.ended})
        finally:
            watcher.leave()

    def _send(self, name: str, data: Any) -> None:
        self.wfile.write(f"event: {name}\ndata: ".encode() + msgspec.json.encode(data) + b"\n\n")

    def _beat(self) -> None:
        self.wfile.write(b": still here\n\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not written anywhere: addresses hold the token."""
