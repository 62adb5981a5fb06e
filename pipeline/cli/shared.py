"""What the commands share: exit codes, how errors are told, the options on how files are read."""

import re
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import LeafletError

if TYPE_CHECKING:
    from pipeline.batch import Options

FAILED, USAGE, INTERRUPTED = 1, 2, 130
PATH = click.Path(path_type=Path)
PLACE = click.Path(path_type=str)
"""A path, or a URL, which a Path would spoil."""
_AGO = re.compile(r"(\d+)\s*([mhdw])")
_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


def reported(command: Callable[..., None]) -> Callable[..., None]:
    """Any error of the pipeline is one sentence on stderr and an exit code, never a traceback."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except LeafletError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted; what was finished is kept.", err=True)
            sys.exit(INTERRUPTED)

    return guarded


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options on how files are read."""
    size = click.option(
        "--max-bytes",
        type=click.IntRange(min=1),
        default=10 * 1024 * 1024,
        show_default=True,
        help="Refuse larger files.",
    )
    encoding = click.option("--encoding", help="Encoding of all files; found out by itself if not given.")
    return encoding(size(command))


def tables(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options on the columns of tables."""
    text = click.option("--text-column", metavar="NAME", help="The column of tables that holds a leaflet's text.")
    name = click.option(
        "--id-column", metavar="NAME", help="The column of tables that names a leaflet; its row number if not given."
    )
    return text(name(command))


def since(context: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    """A date, a date with a time (both of this machine's time zone unless they say another) or a time ago, as seconds
    since 1970."""
    import datetime
    import time

    if value is None:
        return None
    if ago := _AGO.fullmatch(value.strip()):
        return time.time() - int(ago[1]) * _UNITS[ago[2]]
    try:
        return datetime.datetime.fromisoformat(value).timestamp()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date such as 2026-01-31 and no time such as 7d or 12h") from None


def options(encoding: str | None, max_bytes: int, **limits: Any) -> "Options":
    """The options as one value, for those who read files; `limits` are those on time and memory."""
    from pipeline.batch import Options

    return Options(encoding=encoding, max_bytes=max_bytes, **limits)
