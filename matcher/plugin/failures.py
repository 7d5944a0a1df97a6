"""What a plugin does by mistake: what it raised, in words, under its name; what it prints, out of the answer."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from pathlib import Path

import pluggy

from matcher.errors import PluginError

__all__ = ["stopped", "to_stderr"]

#: Where the frames of the product, and of what calls plugins for it, lie.
_OURS = (Path(__file__).parents[1], Path(pluggy.__file__).parent)
_TURN, _AWAY = threading.Lock(), ExitStack()
#: Threads in which a plugin is being called.
_INSIDE: list[int] = []


def stopped(plugin: str, where: str, error: BaseException) -> PluginError:
    """Return the failure of a plugin under its name: what was raised, and on which line of the plugin."""
    said = next(iter(str(error).strip().splitlines()), "").rstrip(".")
    line = _line(error)
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return PluginError(
        "E-PLG-042",
        f"Il plugin «{plugin}» si è fermato in {where}{f' ({line})' if line else ''}: {what}.",
        f'Correggilo, o bloccalo: plugins.blocked = ["{plugin}"] nelle impostazioni.',
    )


@contextmanager
def to_stderr() -> Iterator[None]:
    """Send what a plugin prints to the error stream: the answer to a command is what stands on the other one."""
    # a process has one standard output: of threads that are here at once, the last to leave gives it back
    with _TURN:
        if not _INSIDE:
            _AWAY.enter_context(redirect_stdout(sys.stderr))
        _INSIDE.append(threading.get_ident())
    try:
        yield
    finally:
        with _TURN:
            _INSIDE.pop()
            if not _INSIDE:
                _AWAY.close()


def _line(error: BaseException) -> str:
    """Return ``file:line`` of the last frame in the plugin's own folder; empty where it has none."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [one for one in frames if not any(Path(one.filename).is_relative_to(ours) for ours in _OURS)]
    if not theirs:
        return ""
    home = Path(theirs[0].filename).parent
    last = [one for one in theirs if Path(one.filename).is_relative_to(home)][-1]
    return f"{Path(last.filename).name}:{last.lineno}"
