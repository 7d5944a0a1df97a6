"""Ray on this machine: in a session, a folder and behind a token of its own, and ended with all that belongs to it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from matcher.cluster.ray_cluster import import_ray
from matcher.errors import WorkspaceError

__all__ = ["Head", "start_head"]

#: Ray's sockets lie in its folder, and the path of a socket may have some hundred characters.
_SHORT = "/tmp"
#: Seconds until Ray answers, and until it has ended by itself.
_START, _END = 60.0, 15.0


@dataclass(frozen=True)
class Head:
    """A Ray that was started here.

    Attributes
    ----------
    process : int
        The first of its processes, and the name of their group.
    folder : str
        Its files; nothing else of Ray on this machine reads or writes them.
    """

    port: int
    process: int
    folder: str

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End all of its processes and remove its files."""
        if self._is_there():
            # the first process ends the others in order; whoever outlives that is ended by force
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGTERM)
            if not any(self._has_ended() for _ in _moments(_END)):
                with suppress(ProcessLookupError):
                    os.killpg(self.process, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _is_there(self) -> bool:
        """Tell whether the process is still the one that was started: its number may belong to another by now."""
        words = Path(f"/proc/{self.process}/cmdline")
        if Path("/proc/self/cmdline").is_file():
            return words.is_file() and self.folder in words.read_text("utf-8", "replace")
        return not self._has_ended()

    def _has_ended(self) -> bool:
        with suppress(ChildProcessError):
            os.waitpid(self.process, os.WNOHANG)
        try:
            os.killpg(self.process, 0)
        except ProcessLookupError:
            return True
        return False


def start_head(n_workers: int, port: int, token: str) -> Head:
    """Start Ray for so many workers; return when it answers.

    Raises
    ------
    WorkspaceError
        ``E-CLU-008`` if the port is taken, or Ray does not start.
    """
    import_ray(token)
    if _answers(port):
        raise _not_started(port)
    folder = tempfile.mkdtemp(prefix="ray-", dir=_SHORT)
    words = ["start", "--head", "--block", f"--num-cpus={n_workers}", f"--port={port}"]
    words += ["--node-ip-address=127.0.0.1", "--include-dashboard=false", "--disable-usage-stats"]
    process = subprocess.Popen(
        [sys.executable, "-m", "ray.scripts.scripts", *words, f"--temp-dir={folder}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    head = Head(port, process.pid, folder)
    for _ in _moments(_START):
        if process.poll() is not None:
            break
        if _answers(port):
            return head
    head.stop()
    raise _not_started(port)


def _moments(seconds: float) -> Iterator[None]:
    """Yield at once, and then ever again until the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.2)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _not_started(port: int) -> WorkspaceError:
    return WorkspaceError(
        "E-CLU-008", f"Ray non parte sulla porta {port}.", "Scegline un'altra con --port, o libera quella."
    )
