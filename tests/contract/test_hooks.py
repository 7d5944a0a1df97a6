"""No hook ships without a page, an example that runs, and a real plugin that uses it."""

from __future__ import annotations

import inspect
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from matcher.desk.states import MACHINES
from matcher.domain.columns import CORE_COLUMNS
from matcher.plugin.hookspecs import HookSpecs
from matcher.plugin.manager import load_plugins
from matcher.plugin.tasks import Desk
from matcher.plugin.types import MatchRequest, PoolView
from matcher.testing import Workshop

pytest_plugins = ["matcher.testing.fixtures"]

PAGES = Path(__file__).parents[2] / "docs" / "hooks"
HOOKS = sorted(name for name in vars(HookSpecs) if name.startswith("matcher_"))
POLICY = re.compile(r"fails the (?:start|build|request)|passed over", re.IGNORECASE)


def section(hook: str, title: str) -> str:
    text = (PAGES / f"{hook}.md").read_text(encoding="utf-8")
    return text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def code(hook: str, title: str) -> str:
    (block,) = re.findall(r"```python\n(.*?)```", section(hook, title), re.DOTALL)
    return str(block)


def test_every_page_is_about_a_hook_and_every_hook_has_a_page() -> None:
    pages = {page.stem for page in PAGES.glob("matcher_*.md")}
    assert pages == set(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_page_has_the_exact_signature(hook: str) -> None:
    function = getattr(HookSpecs, hook)
    signature = inspect.signature(function)
    own = signature.replace(parameters=[p for p in signature.parameters.values() if p.name != "self"])
    written = code(hook, "Signature").strip()
    assert written == f"def {hook}{own}".replace("'", "")


@pytest.mark.parametrize("hook", HOOKS)
def test_the_page_says_since_when_and_what_happens_when_it_fails(hook: str) -> None:
    text = (PAGES / f"{hook}.md").read_text(encoding="utf-8")
    assert re.search(r"^Added in \d+\.\d+\.\d+\.$", text, re.MULTILINE)
    policies = POLICY.findall(inspect.getdoc(getattr(HookSpecs, hook)) or "")
    assert policies, f"the specification of {hook} does not say what happens when it fails"
    said = " ".join(section(hook, "If it fails").split()).lower()
    assert all(policy.lower() in said for policy in policies)


@pytest.mark.parametrize("hook", [*HOOKS, "dated"])
def test_the_example_uses_the_hook_and_does_what_the_page_says(
    hook: str, workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hook == "dated" or f"def {hook}(" in code(hook, "Example")
    module = ModuleType("example")
    monkeypatch.setitem(sys.modules, "example", module)
    exec(compile(code(hook, "Example"), f"{hook}.md", "exec"), module.__dict__)
    shown = {"workshop": workshop, "plugin": getattr(module, "plugin", module), "tmp_path": tmp_path}
    test = code(hook, "Test")
    assert "assert " in test
    exec(compile(test, f"{hook}.md", "exec"), shown)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_real_plugin_uses_the_hook(hook: str) -> None:
    users = [plugin.name for plugin in load_plugins() if hook in plugin.hooks()]
    assert users, f"no installed plugin uses {hook}: remove it, or give it its first user"


def test_the_index_names_every_hook() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert [hook for hook in HOOKS if f"[`{hook}`]({hook}.md)" not in index] == []


def test_the_page_of_the_desk_names_all_that_it_has() -> None:
    text = (PAGES / "desk.md").read_text(encoding="utf-8")
    listed = {
        name
        for row in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
        for name in re.findall(r"`(\w+)", row)
    }
    assert listed == {name for name in vars(Desk) if not name.startswith("_")}


def test_the_page_of_the_view_names_all_that_rules_are_given() -> None:
    text = (PAGES / "view.md").read_text(encoding="utf-8")
    listed = {
        name
        for row in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
        for name in re.findall(r"`(\w+)", row)
    }
    given = {name for kind in (MatchRequest, PoolView) for name in dir(kind) if not name.startswith("_")}
    assert listed == given


def test_every_step_of_the_desk_is_listed() -> None:
    text = (PAGES / "matcher_before_transition.md").read_text(encoding="utf-8")
    for machine, steps in MACHINES.items():
        listed = {
            name
            for row in re.findall(rf"^\| `{machine}` \| (.*) \|$", text, re.MULTILINE)
            for name in re.findall(r"`(\w+)`", row)
        }
        assert listed == {step.name for step in steps}


def test_every_column_is_documented() -> None:
    text = (PAGES / "columns.md").read_text(encoding="utf-8")
    rows = [f"| `{column.name}` | {column.dtype} | {column.description} |" for column in CORE_COLUMNS]
    assert [row for row in rows if row not in text] == []
    assert len(re.findall(r"^\| `", text, re.MULTILINE)) == len(rows)


def test_the_page_of_records_names_no_field_that_is_not_there() -> None:
    text = (PAGES / "records.md").read_text(encoding="utf-8")
    sections = re.split(r"^### `([\w.]+)`$", text, flags=re.MULTILINE)[1:]
    assert len(sections) > 40
    for name, body in zip(sections[::2], sections[1::2], strict=True):
        module, _, model = name.rpartition(".")
        found = getattr(import_module(module), model)
        absent = [
            field
            for field in re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
            if not has_field(found, field)
        ]
        assert not absent, f"{name}: {absent}"


def has_field(model: type, name: str) -> bool:
    return hasattr(model, name) or name in getattr(model, "model_fields", {})
