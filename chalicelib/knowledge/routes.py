from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.errors import Invalid
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, versioned
from chalicelib.knowledge.model import LOCALES

if TYPE_CHECKING:
    from chalicelib.knowledge.service import KnowledgeService

routes: Routes[KnowledgeService] = Routes("knowledge")
# A file of 4 MB in base 64. A function takes 6 MB, the request's headers and its quoting included.
MAX_IMPORT = 5_400_000


@routes.get("/knowledge", who=Right.READ, query=("locale", "cursor", "limit"))
def list_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    page = knowledge.page(
        asked.desk, locale=_locale(asked, ""), cursor=asked.cursor, limit=asked.limit
    )
    return Answer({"items": [entry.wire() for entry in page.items], "next": page.next})


@routes.post("/knowledge", who=Right.KNOWLEDGE, body="new_knowledge")
def create_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    values = {name: value for name, value in asked.body.items() if name != "locale"}
    made = knowledge.create(asked.desk, locale=asked.body["locale"], values=values)
    return versioned(made.wire(), status=201)


@routes.get("/knowledge/state", who=Right.READ)
def knowledge_state(knowledge: KnowledgeService, asked: Asked) -> Answer:
    """How much there is, and whether the index has what is published."""
    return Answer(knowledge.state(asked.desk).wire())


@routes.get("/knowledge/search", who=Right.READ, query=("q", "locale"))
def search_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    """What the bot would find."""
    text = asked.query.get("q", "")
    found = knowledge.search(asked.desk, text=text, locale=_locale(asked, LOCALES[0]))
    return Answer({"items": found})


@routes.post("/knowledge/publish", who=Right.KNOWLEDGE)
def publish_all_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    knowledge.publish_all(asked.desk)
    return Answer({"accepted": True}, status=202)


@routes.post(
    "/knowledge/import",
    who=Right.KNOWLEDGE,
    body="import_knowledge",
    max_bytes=MAX_IMPORT,
    limits=[Limit("import", most=60, seconds=3600)],
)
def import_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    accepted = knowledge.take_in(asked.desk, asked.body)
    return Answer(accepted.wire(), status=202)


@routes.get("/knowledge/imports/{import}", who=Right.READ)
def read_knowledge_import(knowledge: KnowledgeService, asked: Asked) -> Answer:
    return Answer(knowledge.imported(asked.desk, import_id=asked.path["import"]).wire())


@routes.get("/knowledge/{entry}", who=Right.READ)
def read_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    return versioned(knowledge.get(asked.desk, entry=asked.path["entry"]).wire())


@routes.patch("/knowledge/{entry}", who=Right.KNOWLEDGE, body="change_knowledge")
def change_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    after = knowledge.change(
        asked.desk, entry=asked.path["entry"], version=asked.version, values=asked.body
    )
    return versioned(after.wire())


@routes.delete("/knowledge/{entry}", who=Right.KNOWLEDGE)
def delete_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    knowledge.delete(asked.desk, entry=asked.path["entry"])
    return Answer(status=204)


@routes.post("/knowledge/{entry}/publish", who=Right.KNOWLEDGE, body="publish_knowledge")
def publish_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    version = asked.body.get("version")
    after = knowledge.publish(asked.desk, entry=asked.path["entry"], version=version)
    return versioned(after.wire())


@routes.post("/knowledge/{entry}/unpublish", who=Right.KNOWLEDGE, body="publish_knowledge")
def unpublish_knowledge(knowledge: KnowledgeService, asked: Asked) -> Answer:
    version = asked.body.get("version")
    after = knowledge.unpublish(asked.desk, entry=asked.path["entry"], version=version)
    return versioned(after.wire())


def _locale(asked: Asked, default: str) -> str:
    locale = asked.query.get("locale", default)
    if locale not in {*LOCALES, default}:
        raise Invalid(f"One of {', '.join(LOCALES)}.", pointer="/query/locale", rule="enum")
    return locale
