"""A file is parsed in a process of its own, which is stopped when it takes too much."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import IO, Any

from pipeline.readers.shapes import Aside, Block, Reading, Sheet, Unreadable

MEMORY = 1_000_000_000  # bytes that the process may hold: ten times what the largest notes need
CPU_SECONDS = 15  # of one file; a PDF of 80 pages needs less than one
WALL_SECONDS = 120  # for what waits instead of working, and for machines that are busy elsewhere
CRASHED = "reading this file took too much time or memory, so it was stopped"
SMALLER = "open it and save what people wrote as plain text or CSV, or split it into smaller files"

Parse = Callable[[str, bytes, int], Reading]


@contextmanager
def parsing_apart() -> Iterator[Parse]:
    """Offer to parse in another process: one for all files, started when first needed."""
    helper = _Helper()
    try:
        yield helper.parse
    finally:
        helper.stop()


class _Helper:
    """The other process; after it had to be stopped, the next file gets a new one."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def parse(self, kind: str, content: bytes, max_mb: int) -> Reading:
        """Have a file parsed; `Unreadable` says so where that took too much."""
        process = self.process = self.process or _started()
        timer = Timer(WALL_SECONDS, process.kill)
        timer.start()
        try:
            answer = _asked(process, {"kind": kind, "max_mb": max_mb}, content)
        except (OSError, EOFError) as error:
            self.stop()
            raise Unreadable(CRASHED, SMALLER) from error
        finally:
            timer.cancel()
        if "reason" in answer:
            raise Unreadable(answer["reason"], answer["advice"])
        return _unpacked(answer)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self.process is None:
            return
        self.process.kill()
        with suppress(BrokenPipeError):
            self.process.communicate()
        self.process = None


def _started() -> "subprocess.Popen[bytes]":
    """Start this module in a Python that sees the modules that we see."""
    return subprocess.Popen(  # noqa: S603  nothing in the command comes from a file
        [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {SERVE}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


SERVE = "from pipeline.readers.apart import serve; serve()"


def _asked(process: "subprocess.Popen[bytes]", asked: dict[str, Any], content: bytes) -> Any:  # noqa: ANN401  JSON
    """Put a file to the other process and wait for its answer."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    _send(process.stdin, asked, content)
    answer, _ = _received(process.stdout)
    return answer


def serve() -> None:
    """Answer until nobody asks any more: the whole life of the other process."""
    import os  # noqa: PLC0415  only there
    import resource  # noqa: PLC0415

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what parsers print must not end up among the answers
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        try:
            asked, content = _received(sys.stdin.buffer)
        except EOFError:
            return
        spent = resource.getrusage(resource.RUSAGE_SELF)
        until = int(spent.ru_utime + spent.ru_stime) + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        _send(answers, _answer(asked["kind"], content, asked["max_mb"]), b"")


def _answer(kind: str, content: bytes, max_mb: int) -> dict[str, Any]:
    """Parse a file, or say why it cannot be."""
    from pipeline.readers import parse_here  # noqa: PLC0415  it imports this module

    try:
        return _packed(parse_here(kind, content, max_mb))
    except Unreadable as error:
        return {"reason": error.reason, "advice": error.advice}
    except MemoryError:
        return {"reason": CRASHED, "advice": SMALLER}


def _send(stream: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    """Write a message: the lengths of its two parts on a line, then the parts."""
    packed = json.dumps(head).encode()
    stream.write(f"{len(packed)} {len(body)}\n".encode() + packed)
    stream.write(body)
    stream.flush()


def _received(stream: IO[bytes]) -> tuple[Any, bytes]:
    """Read a message; `EOFError` if nobody is there any more."""
    sizes = stream.readline().split()
    if not sizes:
        raise EOFError
    parts = [stream.read(int(size)) for size in sizes]
    if [len(part) for part in parts] != [int(size) for size in sizes]:
        raise EOFError
    return json.loads(parts[0]), parts[1]


def _packed(reading: Reading) -> dict[str, Any]:
    """Lay a reading out in plain values."""
    pieces = {name: getattr(reading, name) for name in ("blocks", "sheets", "asides")}
    return {"kind": reading.kind} | {name: [vars(one) for one in pieces[name]] for name in pieces}


def _unpacked(answer: dict[str, Any]) -> Reading:
    """Make a reading of its parts."""
    return Reading(
        answer["kind"],
        [Block(**block | {"under": tuple(block["under"])}) for block in answer["blocks"]],
        [Sheet(**sheet) for sheet in answer["sheets"]],
        [Aside(**aside) for aside in answer["asides"]],
    )
