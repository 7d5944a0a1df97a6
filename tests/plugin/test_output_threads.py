"""The answer of a command keeps its stream while plugins are called in several threads."""

from __future__ import annotations

import sys
import threading

import pytest

from matcher.plugin.failures import to_stderr


def test_of_threads_that_overlap_the_last_gives_the_output_back(capsys: pytest.CaptureFixture[str]) -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with to_stderr():
            inside.set()
            leave.wait(10)
            sys.stdout.write("aside\n")

    second = threading.Thread(target=other)
    with to_stderr():
        second.start()
        assert inside.wait(10)
    leave.set()
    second.join()
    sys.stdout.write("answer")
    assert capsys.readouterr() == ("answer", "aside\n")
