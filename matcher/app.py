"""The composition root: from settings to a workspace that can answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

import matcher
from matcher.domain.shortlist import Versions
from matcher.errors import InputError, WorkspaceError
from matcher.settings import FILE_NAME, Settings, load_settings, render_settings

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import Connection

    from matcher.cluster.holder import Held
    from matcher.desk.matching import Matching
    from matcher.desk.operators import Acting
    from matcher.desk.permissions import Action
    from matcher.desk.plugin_desk import PluginDesk
    from matcher.desk.pool import Pool
    from matcher.desk.steps import Steps
    from matcher.desk.words import WordReader
    from matcher.domain.candidate import Candidate
    from matcher.domain.vacancy import Vacancy
    from matcher.embedding.protocol import Embedder
    from matcher.engine.request import Rules
    from matcher.plugin.gate import Gate
    from matcher.pool.build import PoolBuilder
    from matcher.pool.codes import Codes
    from matcher.pool.snapshot import Manifest
    from matcher.store.database import Database
    from matcher.vocabulary.bundle import Vocabularies

__all__ = ["Workspace", "create_workspace", "hold_pool"]

_DATABASE = "matcher.db"
_POOL = "pool"


class Workspace:
    """A folder with its settings, store and pool; every part is made at first use.

    Parameters
    ----------
    folder : Path
        As made by `create_workspace`.
    settings : Settings, optional
        Read from the folder and the environment if omitted.

    Raises
    ------
    WorkspaceError
        ``E-WSP-001`` if the folder is not a workspace.
    """

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        if not (folder / FILE_NAME).is_file():
            raise WorkspaceError(
                "E-WSP-001",
                f"«{folder}» non è uno spazio di lavoro: manca {FILE_NAME}.",
                f"Crealo con: matcher init {folder} — oppure indica quello giusto con --workspace.",
            )
        self.folder = folder
        self.settings = settings or load_settings(folder)
        self._opened: tuple[tuple[int, date], Matching] | None = None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "database" in self.__dict__:
            self.database.close()
        self.__dict__.pop("database", None)
        self._opened = None

    @property
    def today(self) -> date:
        """The reference date of new requests."""
        return self.now().date()

    @property
    def month(self) -> date:
        """The first of this month: jobs without an end have lasted until here, the same for everybody."""
        return self.today.replace(day=1)

    def now(self) -> datetime:
        """Return the present moment: the only clock of the product."""
        return datetime.now(UTC)

    @cached_property
    def database(self) -> Database:
        """The store, at the current schema."""
        from matcher.store.database import Database

        database = Database.open(self.settings.database_url or self.folder / _DATABASE)
        database.migrate()
        return database

    def acting(self, connection: Connection) -> Acting:
        """Return who acts in this workspace: the operator of the settings, as the register knows them."""
        from matcher.desk.operators import acting_as

        chosen = self.settings
        return acting_as(connection, chosen.actor, chosen.role, chosen.office, self.now())

    def acting_for(self, action: Action) -> Acting:
        """Return who acts, refused where their role or their provider does not allow an action."""
        from matcher.desk.operators import require

        with self.database.snapshot() as connection:
            acting = self.acting(connection)
            require(connection, acting, action)
        return acting

    def steps(self) -> AbstractContextManager[Steps]:
        """Open a transaction for steps of the desk."""
        from matcher.desk.steps import taking_steps

        return taking_steps(self.database, self.acting, self.settings.desk, self.gate.desk)

    @cached_property
    def vocabularies(self) -> Vocabularies:
        """The vocabularies in use: built-in, or imported into the workspace, with what plugins bring."""
        from matcher.vocabulary.active import load_active
        from matcher.vocabulary.extend import Addition, extended

        setting = Path(self.settings.vocabularies) if self.settings.vocabularies else None
        active = load_active(self.folder, setting)
        brought = [Addition(plugin, t.kind, t.path, t.version) for plugin, t in self.gate.vocabularies]
        return extended(active, brought, self.today) if brought else active

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model."""
        from matcher.embedding.open import open_embedder

        return open_embedder(self.settings.embedder)

    @cached_property
    def words(self) -> WordReader:
        """What intake needs to understand words, with the choices that operators made so far."""
        from matcher.desk.words import open_word_reader

        with self.database.snapshot() as connection:
            return open_word_reader(self.vocabularies, self.embedder, connection)

    @cached_property
    def gate(self) -> Gate:
        """All plugins that are not blocked, checked."""
        from matcher.plugin.gate import Gate
        from matcher.plugin.manager import load_plugins

        chosen = self.settings.plugins
        return Gate(load_plugins(chosen.blocked), chosen.deadline_seconds, chosen.tables(self.folder))

    @cached_property
    def codes(self) -> Codes:
        """Bit numbers of the closed lists."""
        from matcher.pool.codes import Codes

        return Codes.of(self.vocabularies)

    @cached_property
    def rules(self) -> Rules:
        """What judges."""
        from matcher.engine.request import Rules

        return Rules(self.gate, self.codes, self.vocabularies.places)

    @cached_property
    def builder(self) -> PoolBuilder:
        """Turns records into columns."""
        from matcher.pool.build import PoolBuilder

        return PoolBuilder(self.vocabularies, self.codes, self.embedder, self._plugin_columns, self.month)

    @property
    def weights(self) -> dict[str, int]:
        """Component to share: the settings over the defaults that plugins declare.

        Raises
        ------
        InputError
            ``E-SET-003`` for a built-in component that does not exist.
        """
        defaults = {name: component.weight for name, (_, component) in self.gate.components.items()}
        # a plugin's component has a dot in its name; its weight may outlive the plugin
        unknown = [name for name in self.settings.weights if name not in defaults and "." not in name]
        if unknown:
            raise InputError(
                "E-SET-003",
                f"Impostazione «weights.{unknown[0]}»: il criterio non esiste.",
                f"Criteri: {', '.join(sorted(defaults))}.",
            )
        return {**defaults, **{name: n for name, n in self.settings.weights.items() if name in defaults}}

    @property
    def plugin_state(self) -> tuple[str, ...]:
        """Name and version of every loaded plugin, the settings of those that have some, and their files."""
        from matcher.plugin.dated import folder_digest

        versions = [f"{plugin.name} {plugin.version}" for plugin in self.gate.plugins]
        chosen = self.settings.plugins
        given = [
            f"{name} {json.dumps(table, default=str, sort_keys=True)}"
            for name, table in chosen.unblocked.items()
        ]
        files = [
            f"{name} {folder_digest(table['data'])}"
            for name, table in chosen.tables(self.folder).items()
            if isinstance(table.get("data"), str)
        ]
        return (*versions, *sorted(given), *sorted(files))

    @property
    def built_with(self) -> str:
        """What a snapshot depends on beside model and vocabularies: another value rebuilds it."""
        return " ".join([*self.plugin_state, f"{self.month:%Y-%m}"])

    @property
    def opener(self) -> Callable[[], Workspace]:
        """What opens the same workspace in another process."""
        return partial(Workspace, self.folder, self.settings)

    @property
    def pool_folder(self) -> Path:
        """Where the snapshot of the pool lies."""
        return self.folder / _POOL

    def build_pool(
        self, n_processes: int = 1, progress: Callable[[int, int], None] | None = None
    ) -> Manifest:
        """Build the pool from the store.

        Parameters
        ----------
        n_processes : int
            How many may share the work when there are many people; more than one only from a program whose main
            module can be imported again.
        progress : callable, optional
            Told how many people were read, and of how many.
        """
        from matcher.desk.pool import build_pool
        from matcher.desk.pool_blocks import Crew

        crew = Crew(self.opener, self.database, n_processes - 1)
        with self.database.snapshot() as connection:
            return build_pool(connection, self.pool_folder, self.builder, self.built_with, crew, progress)

    def open_pool(self) -> Pool:
        """Open the pool as of now."""
        from matcher.desk.pool import open_pool

        with self.database.snapshot() as connection:
            return open_pool(connection, self.pool_folder, self.builder, self.built_with)

    @property
    def matching(self) -> Matching:
        """The opened pool with its rules, as of now: opened again after any write to the store."""
        from matcher.store.revision import revision

        with self.database.snapshot() as connection:
            state = (revision(connection), self.today)
        if self._opened is None or self._opened[0] != state:
            self._opened = (state, self._open_matching())
        return self._opened[1]

    def plugin_desk(self, plugin: str, language: str, writes: bool) -> PluginDesk:
        """Return what a command or a report of a plugin is given."""
        from matcher.desk.plugin_desk import Counter, PluginDesk

        with self.database.snapshot() as connection:
            acting = self.acting(connection)
        counter = Counter(
            database=self.database,
            gate=self.gate,
            vocabularies=lambda: self.vocabularies,
            matching=lambda: self.matching,
            now=self.now,
            actor=acting.actor,
            office=acting.office,
            settings=self.settings.plugins.tables(self.folder),
        )
        return PluginDesk(counter, plugin, language, writes)

    def _open_matching(self) -> Matching:
        from matcher.desk.matching import Matching, Options

        pool = self.open_pool()
        options = Options(self.weights, self.settings.tie_width, self._versions(pool))
        return Matching(pool, self.builder, self.rules, options, self.today)

    def _versions(self, pool: Pool) -> Versions:
        weights = " ".join(f"{name}={share}" for name, share in sorted(self.weights.items()))
        return Versions(
            engine=matcher.__version__,
            pool=pool.manifest.digest,
            vocabulary=self.vocabularies.digest,
            embedder=self.embedder.model_id,
            weights=f"{weights} tie_width={self.settings.tie_width}",
            plugins=self.plugin_state,
        )

    def _plugin_columns(
        self, side: str, owners: Mapping[str, Candidate | Vacancy]
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        from matcher.store.records import contents_of

        kind: Literal["candidate", "vacancy"] = "candidate" if side == "candidate" else "vacancy"
        with self.database.snapshot() as connection:
            records = {
                plugin: contents_of(connection, plugin, kind, list(owners))
                for plugin in self.gate.data.plugins_filling(side)
            }
        return self.gate.data.pool_columns(side, owners, records)

    def trial_of(self, plugin: str) -> tuple[Matching, Matching]:
        """Return the opened pool under the rules without a plugin and with it, whether or not it is blocked."""
        from dataclasses import replace

        from matcher.desk.trial import with_plugin_columns

        blocked = set(self.settings.plugins.blocked)
        opened = self.matching
        found = []
        for names in (blocked | {plugin}, blocked - {plugin}):
            beside = self._with_blocked(sorted(names))
            with self.database.snapshot() as connection:
                people = tuple(
                    with_plugin_columns(connection, one, beside._plugin_columns)
                    for one in opened.pool.candidates
                )
            options = replace(opened.options, weights=beside.weights)
            pool = replace(opened.pool, candidates=people)
            found.append(
                replace(opened, pool=pool, builder=beside.builder, rules=beside.rules, options=options)
            )
        return found[0], found[1]

    def _with_blocked(self, names: Sequence[str]) -> Workspace:
        """Return the same workspace with other plugins blocked, over the same store, words and codes."""
        plugins = self.settings.plugins.model_copy(update={"blocked": tuple(names)})
        beside = Workspace(self.folder, self.settings.model_copy(update={"plugins": plugins}))
        beside.database, beside.vocabularies = self.database, self.vocabularies
        beside.embedder, beside.codes = self.embedder, self.codes
        return beside


def hold_pool(folder: Path) -> Held:
    """Open the snapshot and the rules of a workspace, for a worker of a cluster that can read its folder."""
    from matcher.cluster.holder import Held
    from matcher.pool.snapshot import open_current

    workspace = Workspace(folder)
    manifest, partitions = open_current(workspace.pool_folder)
    return Held(partitions["candidate"], workspace.rules, manifest.digest, workspace.plugin_state)


def create_workspace(folder: Path, settings: Settings | None = None) -> Workspace:
    """Make a workspace: its settings file, with the weights that the installed plugins declare, and its store.

    Raises
    ------
    WorkspaceError
        ``E-WSP-002`` if the folder already is one.
    """
    path = folder / FILE_NAME
    if path.exists():
        raise WorkspaceError(
            "E-WSP-002",
            f"«{folder}» è già uno spazio di lavoro.",
            "Usalo così com'è, o scegli un'altra cartella.",
        )
    # it will hold contacts and protected facts: nobody else on this machine reads them unless somebody says so
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    chosen = settings or Settings()
    path.write_text(render_settings(chosen, chosen.weights), encoding="utf-8")
    workspace = Workspace(folder)
    path.write_text(render_settings(chosen, workspace.weights), encoding="utf-8")
    workspace = Workspace(folder)
    workspace.database.is_current  # noqa: B018 - opening it creates the store
    return workspace
