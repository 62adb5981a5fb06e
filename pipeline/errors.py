"""The errors of the pipeline: each knows the file it is about, what to do, and the exit code it asks for."""

from pathlib import Path


class LeafletError(Exception):
    """Anything that stops one leaflet (or one call) in a way the user can act on.

    `message` is one sentence: what was found and what to do. `file` is the leaflet it is about, if any.
    """

    exit_code = 1

    def __init__(self, message: str, *, file: str | Path | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.file = None if file is None else str(file)

    def __str__(self) -> str:
        return f"{self.file}: {self.message}" if self.file else self.message

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments are lost by the default pickling, and errors travel between processes.
        return _rebuild, (type(self), self.message, self.file)


def _rebuild(kind: type[LeafletError], message: str, file: str | None) -> LeafletError:
    return kind(message, file=file)


class UsageError(LeafletError):
    """The call itself is wrong: a path that is not there, a folder that cannot be written."""

    exit_code = 2


class ReadError(LeafletError):
    """The bytes of one leaflet cannot be turned into text: empty, binary, unreadable, wrong encoding, too large."""


class LanguageError(LeafletError):
    """The leaflet is not in English, which is what the rules read."""


class RuleError(LeafletError):
    """A rule or lexicon file breaks its own shape; the message names file, line and what is wanted."""

    exit_code = 2


class InvalidOutput(LeafletError):
    """The pipeline's own output breaks the schema: a defect of the pipeline, reported instead of written."""
