"""A row of an imported file, on its way from the file to the entry that it becomes."""

import unicodedata

from chalicelib.core.values import Value
from chalicelib.knowledge.model import Content


class Row(Value, frozen=True):
    """What one row holds, judged and cleaned."""

    locale: str
    content: Content

    @property
    def asked(self) -> str:
        """What makes two rows the same: language and wording, however it is written."""
        words = unicodedata.normalize("NFKC", self.content.title).casefold().split()
        return f"{self.locale} {' '.join(words).rstrip('?？!！.。 ')}"
