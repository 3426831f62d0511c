"""The web apps' own words, so that a test finds things as a reader of that language does."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from infra.local.place import ROOT

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
WEB = ROOT / "web"
SENTENCE = re.compile(r"^\s+(\w+): '(.*)',$", re.MULTILINE)
LAUNCHER = re.compile(r"^\s+(zh|en): \{ open: '(.+?)', close: '(.+?)'", re.MULTILINE)


@dataclass(frozen=True)
class Speech:
    lang: Lang

    def console(self, key: str, **filled: object) -> str:
        return self._console[key].format(**filled)

    def settings(self, key: str, **filled: object) -> str:
        return self._settings[key].format(**filled)

    def inboxes(self, key: str, **filled: object) -> str:
        return self._inboxes[key].format(**filled)

    def customers(self, key: str, **filled: object) -> str:
        return self._customers[key].format(**filled)

    def tickets(self, key: str, **filled: object) -> str:
        return self._tickets[key].format(**filled)

    def setup(self, key: str, **filled: object) -> str:
        return self._setup[key].format(**filled)

    def portal(self, key: str, **filled: object) -> str:
        return self._portal[key].format(**filled)

    def form(self, key: str, **filled: object) -> str:
        return self._form[key].format(**filled)

    def panel(self, key: str, **filled: object) -> str:
        return self._panel[key].format(**filled)

    @cached_property
    def launcher(self) -> tuple[str, str]:
        """What opens the chat, and what closes it."""
        text = (WEB / "widget/loader/words.ts").read_text("utf-8")
        return next((each[1], each[2]) for each in LAUNCHER.findall(text) if each[0] == self.lang)

    @cached_property
    def _console(self) -> dict[str, str]:
        return read(WEB / f"console/words/{self.lang}.json")

    @cached_property
    def _settings(self) -> dict[str, str]:
        return read(WEB / f"console/settings/words/{self.lang}.json")

    @cached_property
    def _inboxes(self) -> dict[str, str]:
        return read(WEB / f"console/inboxes/words/{self.lang}.json")

    @cached_property
    def _customers(self) -> dict[str, str]:
        return read(WEB / f"console/customers/words/{self.lang}.json")

    @cached_property
    def _tickets(self) -> dict[str, str]:
        return read(WEB / f"console/tickets/words/{self.lang}.json")

    @cached_property
    def _setup(self) -> dict[str, str]:
        return read(WEB / f"console/setup/words/{self.lang}.json")

    @cached_property
    def _panel(self) -> dict[str, str]:
        folders = (WEB / "widget/panel/words", WEB / "widget/panel/later/words")
        texts = [(folder / f"{self.lang}.ts").read_text("utf-8") for folder in folders]
        return dict(SENTENCE.findall("".join(texts)))

    @cached_property
    def _portal(self) -> dict[str, str]:
        text = (WEB / f"portal/words/{self.lang}.ts").read_text("utf-8")
        return dict(SENTENCE.findall(text))

    @cached_property
    def _form(self) -> dict[str, str]:
        text = (WEB / f"form/words/{self.lang}.ts").read_text("utf-8")
        return dict(SENTENCE.findall(text))


def read(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text("utf-8")))


ZH, EN = Speech("zh"), Speech("en")
SPEECH: dict[Lang, Speech] = {"zh": ZH, "en": EN}
