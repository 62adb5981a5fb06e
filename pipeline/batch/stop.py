"""Ctrl-C and SIGTERM in, a run that ends cleanly out: what is under way is finished, nothing more is begun."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether a run has been asked to stop, and whether it was asked twice (`insisted`): then it waits for nothing."""

    def __init__(self) -> None:
        self._since: float | None = None
        self.insisted = False
        self.by_user = False

    @property
    def asked(self) -> bool:
        """Whether nothing more is to be begun."""
        return self._since is not None

    def ask(self) -> None:
        """Ask the run to stop; a second time, to stop at once."""
        if self._since is None:
            self._since = time.monotonic()
        else:
            self.insisted = True

    def overdue(self, grace: float) -> bool:
        """Whether what is under way has had its `grace` (seconds) to finish."""
        return self._since is not None and (self.insisted or time.monotonic() - self._since > grace)


@contextmanager
def listening(stop: Stop) -> Iterator[None]:
    """Have Ctrl-C and SIGTERM ask for the stop. Does nothing outside the main thread, which gets the signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(number: int, frame: FrameType | None) -> None:
        if stop.insisted:
            raise KeyboardInterrupt
        stop.by_user = True
        stop.ask()

    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
