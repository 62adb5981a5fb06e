"""What a batch costs and survives: memory, runs with little to do, two processes, kills, a full disk.

    python tests/benchmarks/batch.py [FOLDER] [--leaflets 20000] [--kills 100] [--parts memory,speed,kills,disk]

FOLDER holds text leaflets (the samples of data/raw if not given); they are varied until there are as many as asked for.
Each part prints the figures that a batch is held to, and what it is held to. With the defaults it takes about an hour
of a quiet machine with two processors; a busy one spoils the figures of `speed`.
"""

import argparse
import filecmp
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.batch.engines import Processes
from pipeline.batch.jobs import Job, Options, Outcome
from pipeline.batch.progress import Log
from pipeline.batch.running import Request, run
from pipeline.batch.sources import Raw
from pipeline.batch.stores import LocalStore

CHECKOUT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-m", "pipeline.cli", "run"]
CHANGED = "\n\nStorage\n\nStore below 25 °C.\n"


def varied(folder: Path, number: int, to: Path) -> Path:
    """A folder of so many leaflets: those of `folder` again and again, each time with other names and words in them."""
    texts = [path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        sys.exit(f"{folder} holds no .txt files")
    choose = random.Random(7)
    for n in range(number):
        words = texts[n % len(texts)].split(" ")
        for _ in range(20 if n >= len(texts) else 0):
            words[choose.randrange(len(words))] = _word(choose)
        path = to / f"{n // 1000:03}" / f"{n:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(" ".join(words), encoding="utf-8")
    return to


def _word(choose: random.Random) -> str:
    return "".join(choose.choice("bdfgklmnprstvz") + choose.choice("aeiou") for _ in range(choose.randint(2, 5)))


class Memory(Log):
    """Notes the size of the largest worker at every hundredth leaflet."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.steps = 0
        self.sizes: dict[int, float] = {}

    def step(self, job: Job, outcome: Outcome) -> None:
        super().step(job, outcome)
        self.steps += 1
        if self.steps % 100 == 0:
            self.sizes[self.steps] = max(map(_megabytes, _children(os.getpid())), default=0.0)


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def timed_run(raw: Path, out: Path, *options: str) -> tuple[float, dict[str, Any]]:
    """The seconds that `leaflet run` takes from the command to its end, and its manifest."""
    started = time.perf_counter()
    done = subprocess.run([*COMMAND, str(raw), str(out), "-q", *options], check=False)
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1):
        sys.exit(f"leaflet run ended with {done.returncode}")
    newest = max((out / "_runs").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    return seconds, json.loads(newest.read_bytes())


def memory(folder: Path, number: int, scratch: Path) -> None:
    """One long run in two processes; then nothing changed; then one leaflet in a hundred."""
    raw, out, sizes = varied(folder, number, scratch / "long"), scratch / "long-out", Memory()
    started = time.perf_counter()
    request = Request(raw=Raw(paths=[str(raw)]), out=str(out), options=Options())
    report = run(request, lambda jobs: Processes(2), sizes)
    first = time.perf_counter() - started
    print(f"{report.counts.written} leaflets written, {report.counts.failed} failed, in {first:.0f} s")
    # Each of the two has done a thousand when there are two thousand.
    early, late = sizes.sizes[min(2000, max(sizes.sizes))], sizes.sizes[max(sizes.sizes)]
    print(
        f"a worker: {early:.0f} MB at its leaflet 1,000, {late:.0f} MB at the end: {late / early - 1:+.1%} (within 10%)"
    )
    again, _ = timed_run(raw, out)
    print(f"nothing changed: {again:.2f} s, {again / first:.2%} of the first (under 3%)")
    for path in sorted(raw.rglob("*.txt"))[::100]:
        path.write_text(path.read_text("utf-8") + CHANGED, encoding="utf-8")
    some, manifest = timed_run(raw, out, "--jobs", "2")
    changed = manifest["counts"]["written"] / number
    print(f"{changed:.1%} changed: {some:.2f} s, {some / first:.2%} of the first (under 6%)")


def speed(folder: Path, number: int, scratch: Path) -> None:
    """One process against two, and what is not extraction."""
    raw = varied(folder, number, scratch / "speed")
    one, manifest = timed_run(raw, scratch / "one", "--jobs", "1")
    two, _ = timed_run(raw, scratch / "two", "--jobs", "2")
    print(
        f"{number} leaflets: {one:.1f} s with one process, {two:.1f} s with two: {one / two:.2f} times (at least 1.75)"
    )
    times = manifest["timings"]
    print(f"all but extraction: {1 - times['extract'] / one:.1%} of the time with one process (under 20%)")
    print("    " + ", ".join(f"{name} {times[name]:.2f} s" for name in ("plan", "read", "validate", "write", "record")))


def kills(folder: Path, number: int, scratch: Path) -> None:
    """Kill -9 of worker or parent at random moments, again and again, and compare with an undisturbed run."""
    raw, choose = varied(folder, 500, scratch / "kills"), random.Random(11)
    undisturbed = scratch / "undisturbed"
    seconds, _ = timed_run(raw, undisturbed, "--jobs", "2")
    counts = {"parent": 0, "worker": 0}
    rounds = 0
    while sum(counts.values()) < number:
        out = scratch / f"killed{rounds}"
        while sum(counts.values()) < number and not _disturbed(raw, out, seconds, choose, counts):
            pass
        timed_run(raw, out, "--jobs", "2")
        _compare(undisturbed, out)
        shutil.rmtree(out)
        rounds += 1
        print(f"    run {rounds} of 500: {sum(counts.values())} kills so far, all outputs as undisturbed", flush=True)
    print(
        f"{counts['parent']} kills of the parent and {counts['worker']} of a worker over {rounds} runs of 500: ", end=""
    )
    print("all outputs byte-identical to an undisturbed run, no part files left")


def _disturbed(raw: Path, out: Path, seconds: float, choose: random.Random, counts: dict[str, int]) -> bool:
    """Start a run and kill its workers at random moments, and at last itself. Whether it came to its end before."""
    run = subprocess.Popen([*COMMAND, str(raw), str(out), "-q", "--jobs", "2"])
    while True:
        time.sleep(choose.uniform(0, seconds / 3))
        workers = _children(run.pid)
        if run.poll() is not None:
            return True
        if not workers or choose.random() < 0.4:
            break
        os.kill(choose.choice(workers), signal.SIGKILL)
        counts["worker"] += 1
    run.kill()
    run.wait()
    counts["parent"] += 1
    return False


def _compare(one: Path, other: Path) -> None:
    names = LocalStore(str(one)).documents()
    if names != LocalStore(str(other)).documents():
        sys.exit(f"{other}: other documents than in {one}")
    _, wrong, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    if wrong or missing:
        sys.exit(f"{other}: {len(wrong) + len(missing)} documents are not as in {one}, such as {(wrong + missing)[0]}")
    if left := list(other.rglob("*.part")):
        sys.exit(f"{other}: {len(left)} half-written files are left")


def disk(folder: Path, number: int, scratch: Path) -> None:
    """A disk that fills up, and one that is read-only: a clear error, and nothing lost when there is room again."""
    raw, place = varied(folder, 60, scratch / "disk"), scratch / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        print("full and read-only disk: not measured, for only root may mount a small one")
        return
    try:
        for options, what in (("size=2m", "full"), ("size=64m,ro", "read-only"), ("size=64m,rw", "with room again")):
            subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)
            done = subprocess.run([*COMMAND, str(raw), str(place / "out")], capture_output=True, text=True)
            print(
                f"a disk {what}: exit code {done.returncode}; {(done.stderr or done.stdout).strip().splitlines()[-1]}"
            )
        timed_run(raw, scratch / "roomy")
        _compare(scratch / "roomy", place / "out")
        print("    all outputs byte-identical to those of a run with room")
    finally:
        subprocess.run(["umount", str(place)], check=True)


def main() -> None:
    """Run the parts asked for."""
    parts = {"memory": memory, "speed": speed, "kills": kills, "disk": disk}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CHECKOUT / "data" / "raw")
    parser.add_argument("--leaflets", type=int, default=20_000, help="how many for the memory of workers")
    parser.add_argument("--speed-leaflets", type=int, default=2_000, help="how many for one process against two")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--parts", default=",".join(parts))
    parser.add_argument("--scratch", type=Path, help="a folder for what is written, else a temporary one")
    args = parser.parse_args()
    numbers = {"memory": args.leaflets, "speed": args.speed_leaflets, "kills": args.kills, "disk": 0}
    for name in args.parts.split(","):
        with _scratch(args.scratch) as scratch:
            print(f"{name}:")
            parts[name](args.folder, numbers[name], scratch)


@contextmanager
def _scratch(parent: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=parent, prefix="leaflet-bench-") as name:
        yield Path(name)


if __name__ == "__main__":
    main()
