"""Documentation that cannot go stale: commands, options, settings and links are those of the product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from matcher import settings as settings_module
from matcher.cli.main import main
from matcher.settings import Settings

ROOT = Path(__file__).parents[2]
COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_COMMON = {"--workspace", "-w", "--format", "--lang", "--help"}


def commands(
    group: click.Group, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with its words, the groups left out."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from commands(found, (*words, name))
        else:
            yield (*words, name), found


ALL = dict(commands(main))


def documented(words: tuple[str, ...]) -> str:
    """Return the row or paragraph of a command."""
    name = " ".join(word for word in words if word != "texts")
    found = [line for line in COMMANDS.splitlines() if re.search(rf"`(matcher )?{name}\b", line)]
    group = " ".join(words[:-1])
    if not found and group:
        found = [
            line
            for line in COMMANDS.splitlines()
            if f"`matcher {group} " in line and re.search(rf"`{words[-1]}\b", line)
        ]
    return "\n".join(found)


@pytest.mark.parametrize("words", list(ALL), ids=" ".join)
def test_every_command_is_documented(words: tuple[str, ...]) -> None:
    assert documented(words), f"{' '.join(words)} is not in docs/commands.md"


@pytest.mark.parametrize(
    "words", [words for words in ALL if words[0] not in ("vacancies", "candidates", "record")], ids=" ".join
)
def test_every_option_is_documented(words: tuple[str, ...]) -> None:
    options = {
        option
        for parameter in ALL[words].params
        if isinstance(parameter, click.Option) and not set(parameter.opts) <= _COMMON
        for option in [max(parameter.opts, key=len)]
    }
    text = documented(words)
    short = {"--output": "-o"}
    missing = {one for one in options if one not in text and short.get(one, one) not in text}
    assert not missing, f"{' '.join(words)}: {missing}"


def _fields(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _fields(inner, f"{prefix}{name}.")
        else:
            yield prefix + name


@pytest.mark.parametrize("name", list(_fields(Settings)))
def test_every_setting_is_documented(name: str) -> None:
    [row] = [line for line in SETTINGS.splitlines() if line.startswith(f"| `{name}` |")]
    field: object = Settings()
    for part in name.split("."):
        field = getattr(field, part)
    if isinstance(field, str) and field and "configurare" not in field:
        assert f'`"{field}"`' in row
    elif isinstance(field, int | float):
        assert f"`{field}`" in row


def test_every_variable_of_the_environment_is_documented() -> None:
    source = Path(settings_module.__file__).read_text("utf-8")
    variables = set(re.findall(r'"(MATCHER_[A-Z_]+)"', source))
    assert variables
    assert all(f"`{variable}`" in SETTINGS for variable in variables)


def _shell_lines() -> list[str]:
    blocks = re.findall(
        r"```(?:sh|bash|console)?\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
    )
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]


def test_the_commands_of_the_readme_exist_with_their_options() -> None:
    calls = [
        part.strip()
        for line in _shell_lines()
        for part in line.split("&&")
        if part.strip().startswith("matcher ")
    ]
    assert len(calls) > 10
    for call in calls:
        words = call.split()[1:]
        known = [name for name in ALL if tuple(words[: len(name)]) == name]
        command = ALL[known[0]] if known else ALL[("link", "texts")] if words[0] == "link" else None
        assert command is not None, call
        options = {
            option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
        }
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= options, call


def test_the_targets_of_make_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {line.split()[1] for line in _shell_lines() if line.startswith("make ")}
    named |= set(re.findall(r"`make ([a-z-]+)", (ROOT / "README.md").read_text("utf-8")))
    assert named
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    inside = [link for link in links if not link.startswith(("http", "mailto:"))]
    assert [link for link in inside if not (page.parent / link).exists()] == []
