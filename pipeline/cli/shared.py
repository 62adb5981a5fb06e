"""What the commands share: exit codes, how errors are told, the options on how files are read."""

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


def options(encoding: str | None, max_bytes: int) -> "Options":
    """The options as one value, for those who read files."""
    from pipeline.batch import Options

    return Options(encoding=encoding, max_bytes=max_bytes)
