"""The tutorial, executed as written: its files, its test, its entry point."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[2] / "docs" / "plugin-tutorial.md"
FILES = re.compile(r"^`([\w/.]+)`\n\n```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the files of the tutorial, installed as an editable package would be."""
    folder = tmp_path_factory.mktemp("viaggio")
    for name, text in FILES.findall(TUTORIAL.read_text(encoding="utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    points = "".join(
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in entries.items())
        for group, entries in project["entry-points"].items()
    )
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_plugin_takes_fewer_than_forty_lines(written: Path) -> None:
    lines = (written / "matcher_viaggio" / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert 0 < len([line for line in lines if line.strip()]) < 40


def test_its_tests_pass(written: Path) -> None:
    done = run(written, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


def test_once_installed_it_is_listed_and_loaded(written: Path) -> None:
    program = (
        "from matcher.plugin.manager import installed_plugins, load_plugins; "
        "from matcher.plugin.gate import Gate; "
        "print([(p.name, p.version) for p in installed_plugins() if p.name == 'viaggio'], "
        "Gate(load_plugins()).codes['FEW_HOURS_FAR'][0], "
        "'viaggio' in [p.name for p in load_plugins(['viaggio'])])"
    )
    done = run(written, "-c", program)
    assert done.stdout.strip() == "[('viaggio', '0.1.0')] viaggio False", done.stderr
