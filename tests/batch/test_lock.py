"""One run at a time in one OUT."""

import json
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from pipeline.batch.lock import locked
from pipeline.batch.stores import open_store
from pipeline.errors import UsageError

HOLD = """
import sys
from pipeline.batch.lock import locked
from pipeline.batch.stores import open_store
with locked(open_store(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(UsageError, match=f"another run \\(process {holder.pid} on "),
            locked(open_store(str(tmp_path))),
        ):
            pass
        holder.kill()
        holder.wait()
        with locked(open_store(str(tmp_path))):
            pass


def test_a_remote_lock_is_a_note_that_grows_old() -> None:
    store = open_store(f"memory://{uuid.uuid4().hex}")
    with locked(store), pytest.raises(UsageError, match="another run"), locked(store):
        pass
    assert store.read("_lock") is None
    store.write("_lock", json.dumps({"process": 1, "host": "h", "beat": 0}).encode(), durable=True)
    with locked(store):
        assert json.loads(store.read("_lock") or b"")["beat"] > 0
