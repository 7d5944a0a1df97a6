"""The plugins of this repository: through our own door, in both languages, keeping the contract together."""

from __future__ import annotations

import ast
import importlib
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
from matcher_servizi_lavoro.register import read_functions

from matcher.cli.report import COMMANDS
from matcher.desk.permissions import FUNCTIONS, MATCHING_FUNCTIONS
from matcher.plugin.provisions import OWN_REPORTS
from matcher.testing import Workshop

pytest_plugins = ["matcher.testing.fixtures"]

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "plugins").glob("*/pyproject.toml"))
OURS = ("matcher.plugin", "matcher.domain", "matcher.errors")


def imported(source: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def entry_points() -> dict[str, Any]:
    plugins: dict[str, Any] = {}
    for folder in FOLDERS:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        for name, target in project["entry-points"]["matcher"].items():
            module, _, attribute = target.partition(":")
            loaded = importlib.import_module(module)
            plugins[name] = getattr(loaded, attribute) if attribute else loaded
    return plugins


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_plugin_uses_no_private_door(folder: Path) -> None:
    sources = list(folder.glob("matcher_*/**/*.py"))
    assert sources
    ours = {name for source in sources for name in imported(source) if name.split(".")[0] == "matcher"}
    assert {name for name in ours if not name.startswith(OURS)} == set()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_plugin_is_a_distribution_that_names_itself_alike(folder: Path) -> None:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == f"matcher-{folder.name.replace('_', '-')}"
    assert (folder / f"matcher_{folder.name}" / "__init__.py").is_file()
    assert list(project["entry-points"]["matcher"]) == [folder.name]
    assert any(requirement.startswith("rosa-matcher") for requirement in project["dependencies"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_plugin_tells_its_basis_in_both_languages(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    italian, english = text.split("\n## Italiano\n", 1)[1].split("\n## English\n", 1)
    assert "**Base.**" in italian
    assert "**Basis.**" in english
    assert list(folder.glob("tests/test_*.py"))


def test_all_together_the_list_does_not_depend_on_their_order(workshop: Workshop) -> None:
    plugins = entry_points()
    assert {"notte", "anzianita"} <= set(plugins)
    turned = dict(reversed(plugins.items()))
    for vacancy in ("V1", "V2", "V5"):
        found = workshop.kit(plugins).match(vacancy)
        assert found.ranked
        assert found.notices == ()
        assert workshop.kit(turned).match(vacancy) == found


def test_each_leaves_the_fit_that_the_others_give(workshop: Workshop) -> None:
    together = workshop.kit(entry_points()).judge("V2")
    alone = workshop.kit().judge("V2")
    for person, judged in together.items():
        own = {name: value for name, value in judged.components.items() if "." not in name}
        assert own == dict(alone[person].components)


def test_every_code_is_explained_where_its_plugin_is_described(workshop: Workshop) -> None:
    gate = workshop.kit(entry_points()).gate
    declared = [*gate.codes.items(), *gate.components.items(), *gate.priorities.items()]
    pages = {folder.name: (folder / "README.md").read_text(encoding="utf-8") for folder in FOLDERS}
    silent = [(owner, code) for code, (owner, _) in declared if owner in pages and code not in pages[owner]]
    assert silent == []


def test_a_plugin_cannot_hide_behind_the_name_of_a_report_of_the_product() -> None:
    group = COMMANDS["report"]
    assert isinstance(group, click.Group)
    assert frozenset(group.commands) == OWN_REPORTS


def test_the_two_registers_of_providers_name_functions_alike() -> None:
    listed = {one.code: one.refers for one in read_functions()}
    assert set(listed) == set(FUNCTIONS)
    assert {code for code, refers in listed.items() if refers} == MATCHING_FUNCTIONS
