"""The knowledge and what finds it: the bot's engine is handed in, so that the room knows no bot."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.wiring.rooms import Rooms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chalicelib.knowledge.builder import Builder
    from chalicelib.knowledge.index import Cache, Hit, Model, Published
    from chalicelib.knowledge.intake import Intake
    from chalicelib.knowledge.jobs import Jobs
    from chalicelib.knowledge.model import Import
    from chalicelib.knowledge.reading import Reading
    from chalicelib.knowledge.service import KnowledgeService
    from chalicelib.knowledge.shelf import Shelf
    from chalicelib.knowledge.store import KnowledgeStore
    from chalicelib.table.desk import Desk

# Of indexes as they are written; in memory they take six times as much, of a function's 512 MB or more.
INDEX_BYTES = 32 * 1024**2


class _Engine:
    """Loaded when it is first needed: few requests search."""

    def encode(self, entries: Sequence[Published]) -> dict[str, Any]:
        from chalicelib.bot.bm25 import encode

        return encode(entries)

    def retrieve(self, model: Model, text: str, locale: str, k: int) -> Sequence[Hit]:
        from chalicelib.bot.bm25 import retrieve

        return retrieve(model, text, locale, k)


class Knowing(Rooms):
    @cached_property
    def published(self) -> Reading:
        from chalicelib.knowledge.reading import Reading

        return Reading(shelf=self._shelf, cache=self._indexes)

    @cached_property
    def _indexes(self) -> Cache:
        """One for all who read: a process holds an index once."""
        from chalicelib.knowledge.index import Cache

        return Cache(INDEX_BYTES)

    @cached_property
    def knowledge(self) -> KnowledgeService:
        from chalicelib.knowledge.service import KnowledgeService

        return KnowledgeService(
            store=self._knowledge_store,
            shelf=self._shelf,
            jobs=self._knowledge_jobs,
            take_in=self._take_in,
            engine=_Engine(),
            cache=self._indexes,
            audit=self.audit,
            cursors=self.cursors,
            clock=self.clock,
        )

    def _take_in(self, desk: Desk, body: Mapping[str, Any]) -> Import:
        """What reads files is loaded by whoever brings one."""
        return self._intake.take_in(desk, body)

    @cached_property
    def _intake(self) -> Intake:
        from chalicelib.knowledge.intake import Intake

        return Intake(
            shelf=self._shelf,
            jobs=self._knowledge_jobs,
            vault=self.vault,
            merchants=self.merchants,
            audit=self.audit,
            clock=self.clock,
        )

    @cached_property
    def knowledge_builder(self) -> Builder:
        from chalicelib.knowledge.builder import Builder

        return Builder(
            store=self._knowledge_store,
            shelf=self._shelf,
            jobs=self._knowledge_jobs,
            engine=_Engine(),
            clock=self.clock,
        )

    @cached_property
    def _knowledge_store(self) -> KnowledgeStore:
        from chalicelib.knowledge.store import KnowledgeStore

        return KnowledgeStore(vault=self.vault)

    @cached_property
    def _shelf(self) -> Shelf:
        from chalicelib.knowledge.shelf import Shelf

        return Shelf(vault=self.vault, objects=self.objects)

    @cached_property
    def _knowledge_jobs(self) -> Jobs:
        from chalicelib.knowledge.jobs import Jobs

        return Jobs(objects=self.objects)
