"""Rendering what a user wrote: in the sandbox, for a limited time, with the place of a failure.

Owns: compiling, running, and saying where it fails. Must not: find templates, know what they are for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import FunctionLoader, Template, TemplateError, TemplateNotFound, TemplateSyntaxError

from ..errors import Span
from .environment import environment
from .limits import TooMuchError, limited

Load = Callable[[str], tuple[str, str, None] | None]
"""Name -> (source, file name, None) of a template that is included or imported; None when there is none."""
Compiled = dict[tuple[str, str], Template]
"""Templates compiled so far, by file name and source."""
_FAILURES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


class FailedTemplateError(Exception):
    """A template that cannot be rendered."""

    def __init__(self, message: str, span: Span, *, endless: bool = False) -> None:
        self.message, self.span, self.endless = message, span, endless
        """`endless`: it takes too long, and would do so again."""
        super().__init__(message)


def rendered(where: str, source: str, variables: Mapping[str, Any], load: Load, compiled: Compiled) -> str:
    """Text of a template; `where` is its file name. Raises FailedTemplateError."""
    try:
        if (where, source) not in compiled:
            compiled[where, source] = environment(FunctionLoader(load), sandbox=True).get_template(where)
        with limited():
            return str(compiled[where, source].render(variables))
    except TemplateNotFound as error:
        raise FailedTemplateError(
            f"there is no template `{error.name}` to include", _failed_at(error, where)
        ) from error
    except TemplateSyntaxError as error:
        span = Span(error.filename or where, error.lineno, 1)
        raise FailedTemplateError(error.message or "syntax error", span) from error
    except _FAILURES as error:
        message = str(error) or type(error).__name__
        endless = isinstance(error, TooMuchError)
        raise FailedTemplateError(message, _failed_at(error, where), endless=endless) from error


def _failed_at(error: BaseException, where: str) -> Span:
    """The template line of a rendering error: Jinja2 marks frames it rewrites to template lines."""
    span = Span(where)
    trace = error.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            span = Span(trace.tb_frame.f_code.co_filename, trace.tb_lineno, 1)
        trace = trace.tb_next
    return span
