"""Finding plugins: whatever goes wrong is said under the plugin's name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import version

import pytest

from matcher.errors import PluginError
from matcher.plugin import hookimpl
from matcher.plugin.manager import installed_plugins, load_plugins, register_plugins

_HEALTHY = (
    "from matcher.plugin import hookimpl\n@hookimpl\ndef matcher_register_components():\n    return []\n"
)


def test_an_installed_plugin_is_listed_and_loaded(install: Callable[[str, str], str]) -> None:
    install("zeta", _HEALTHY)
    found = {plugin.name: plugin for plugin in installed_plugins()}
    assert (found["zeta"].version, found["zeta"].summary, found["zeta"].blocked) == ("1.2", "prova", False)
    loaded = load_plugins()
    assert "zeta" in [plugin.name for plugin in loaded]
    assert [plugin.name for plugin in loaded] == sorted(plugin.name for plugin in loaded)


@pytest.mark.parametrize(
    "code", ["import a_module_that_is_not_there\n", "raise SystemExit(3)\n", "1 / 0\n", "def broken(:\n"]
)
def test_a_failed_import_names_the_plugin_and_says_what_to_do(
    install: Callable[[str, str], str], code: str
) -> None:
    install("guasto", code)
    with pytest.raises(PluginError, match="«guasto»") as caught:
        load_plugins()
    assert caught.value.code == "E-PLG-001"
    assert 'plugins.blocked = ["guasto"]' in caught.value.hint


def test_a_blocked_plugin_is_never_imported(install: Callable[[str, str], str]) -> None:
    module = install("guasto", "raise RuntimeError('imported')\n")
    assert [p.blocked for p in installed_plugins(["guasto"]) if p.name == "guasto"] == [True]
    assert "guasto" not in [plugin.name for plugin in load_plugins(["guasto"])]
    assert module not in sys.modules


def test_listing_imports_nothing(install: Callable[[str, str], str]) -> None:
    module = install("guasto", "raise RuntimeError('imported')\n")
    assert "guasto" in [plugin.name for plugin in installed_plugins()]
    assert module not in sys.modules


def test_the_built_in_rules_cannot_be_blocked() -> None:
    with pytest.raises(PluginError) as caught:
        load_plugins(["rules"])
    assert caught.value.code == "E-PLG-004"


def test_a_misspelt_hook_fails_the_start() -> None:
    class Misspelt:
        @hookimpl
        def matcher_fliter(self) -> list[object]:
            return []

    with pytest.raises(PluginError, match=r"«notturno».*matcher_fliter") as caught:
        register_plugins([("notturno", "1", Misspelt)])
    assert caught.value.code == "E-PLG-002"


def test_a_hook_without_its_marker_fails_the_start() -> None:
    class Unmarked:
        def matcher_scores(self) -> list[object]:
            return []

    with pytest.raises(PluginError, match="matcher_scores") as caught:
        register_plugins([("notturno", "1", Unmarked)])
    assert caught.value.code == "E-PLG-002"


def test_a_real_hook_without_its_marker_fails_the_start() -> None:
    class Unmarked:
        def matcher_score(self, request: object, view: object) -> list[object]:
            return []

    with pytest.raises(PluginError, match=r"«notturno».*matcher_score") as caught:
        register_plugins([("notturno", "1", Unmarked)])
    assert caught.value.code == "E-PLG-002"


def test_an_argument_that_the_hook_does_not_have_fails_the_start() -> None:
    class Curious:
        @hookimpl
        def matcher_score(self, request: object, view: object, database: object) -> list[object]:
            return []

    with pytest.raises(PluginError, match="«curioso»") as caught:
        register_plugins([("curioso", "1", Curious)])
    assert caught.value.code == "E-PLG-002"


def test_a_class_that_cannot_be_made_names_the_plugin() -> None:
    class Needy:
        def __init__(self, something: object) -> None:
            self.something = something

    with pytest.raises(PluginError, match="«esigente»") as caught:
        register_plugins([("esigente", "1", Needy)])
    assert caught.value.code == "E-PLG-001"


def test_two_plugins_of_one_name_are_refused() -> None:
    class Empty:
        pass

    with pytest.raises(PluginError, match="«doppio»") as caught:
        register_plugins([("doppio", "1", Empty), ("doppio", "2", Empty)])
    assert caught.value.code == "E-PLG-003"


def test_plugins_come_in_the_order_of_their_names() -> None:
    class Empty:
        pass

    names = [plugin.name for plugin in register_plugins([(name, "1", Empty) for name in "cab"])]
    assert names == ["a", "b", "c"]


@pytest.mark.parametrize(
    "code",
    [
        "from matcher.plugin import SomethingOfTomorrow\n",
        "from matcher.plugin import hookimpl\n@hookimpl\ndef matcher_of_tomorrow():\n    return []\n",
        "from matcher.plugin import hookimpl\n@hookimpl\ndef matcher_score(request, view, tomorrow):\n    return []\n",
    ],
)
def test_a_plugin_that_needs_a_newer_core_is_told_which_one_this_is(
    install: Callable[[str, str], str], code: str
) -> None:
    install("domani", code)
    with pytest.raises(PluginError, match="«domani»") as caught:
        load_plugins()
    assert f"rosa-matcher {version('rosa-matcher')}" in caught.value.hint
