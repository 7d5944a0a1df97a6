"""A clerk at a terminal of their own: every command runs in a process of its own, and may be killed at any moment.

``python -m tests.cli.month.clerk`` reads one command a line from its input, as JSON, and answers with one line.
The processes are forked from this one, which has modules, plugins and built-in vocabularies loaded already.
"""

from __future__ import annotations

import json
import os
import pkgutil
import signal
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["serve"]

#: Packages that a desk command never needs, or that may not be imported before a fork.
_PASSED_OVER = ("cluster", "training", "testing", "transformer", "demo", "migrations")


def serve() -> None:
    """Run the commands that come in, one after the other, until the input ends."""
    import matcher
    from matcher.plugin.manager import load_plugins
    from matcher.vocabulary import active

    for module in pkgutil.walk_packages(matcher.__path__, "matcher."):
        if not any(word in module.name for word in _PASSED_OVER):
            import_module(module.name)
    load_plugins(())
    built_in = active.load_active(Path(), None)
    active.load_active = lambda workspace, setting: built_in
    with tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            asked = json.loads(line)
            sys.stdout.write(json.dumps(_run(Path(folder), asked["words"], asked["after"])) + "\n")
            sys.stdout.flush()


def _run(folder: Path, words: list[str], after: float | None) -> dict[str, Any]:
    """Run one command; with ``after``, kill it after that many seconds if it has not ended."""
    outs = {1: folder / "out", 2: folder / "err"}
    child = os.fork()
    if child == 0:
        _become_command(words, outs)
    killed = after is not None and not _ended_within(child, after)
    if killed:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    told = {number: path.read_text("utf-8") for number, path in outs.items()}
    return {"code": os.waitstatus_to_exitcode(status), "out": told[1], "err": told[2], "killed": killed}


def _become_command(words: list[str], outs: dict[int, Path]) -> None:
    from matcher.cli.main import run

    for number, path in outs.items():
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.argv = ["matcher", *words]
    try:
        run()
    except SystemExit as ended:
        sys.stdout.flush()
        os._exit(int(ended.code or 0))
    finally:
        os._exit(70)  # never back into the loop of the parent


def _ended_within(child: int, seconds: float) -> bool:
    """Wait for a process without taking its status away; return whether it ended in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return True
        time.sleep(0.002)
    return False


if __name__ == "__main__":
    serve()
