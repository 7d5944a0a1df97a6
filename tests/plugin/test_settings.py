"""Settings of plugins: a table each, beside the list of those that are blocked."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from matcher.errors import InputError
from matcher.settings import FILE_NAME, Settings, load_settings, render_settings

WRITTEN = """
[plugins]
blocked = ["notte"]
deadline_seconds = 3.5

[plugins.anzianita]
months = 18

[plugins.anzianita.act]
authority = "Regione Prova"
issued_on = 2026-01-15

[plugins.notte]
far = [3, 5]

[weights]
occupation = 300
"paese.same_town" = 40
"""


def read(folder: Path, text: str) -> Settings:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return load_settings(folder, {})


def test_each_plugin_has_its_table(tmp_path: Path) -> None:
    plugins = read(tmp_path, WRITTEN).plugins
    assert (plugins.blocked, plugins.deadline_seconds) == (("notte",), 3.5)
    act = {"authority": "Regione Prova", "issued_on": date(2026, 1, 15)}
    assert plugins.settings == {"anzianita": {"months": 18, "act": act}, "notte": {"far": [3, 5]}}


def test_only_the_tables_of_loaded_plugins_reach_the_gate(tmp_path: Path) -> None:
    assert set(read(tmp_path, WRITTEN).plugins.unblocked) == {"anzianita"}


def test_what_is_written_reads_back_as_it_was(tmp_path: Path) -> None:
    settings = read(tmp_path, WRITTEN)
    rendered = render_settings(settings, settings.weights)
    again = read(tmp_path, rendered)
    assert again.plugins.settings == settings.plugins.settings
    assert again.plugins.blocked == settings.plugins.blocked
    assert again.weights == settings.weights
    assert tomllib.loads(rendered)["weights"]["paese.same_town"] == 40


def test_a_misspelt_setting_of_the_core_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"plugins\.block"):
        read(tmp_path, '[plugins]\nblock = ["notte"]\n')
