"""Letters into the outbox, out by mail, and back as single-use links."""

from collections.abc import Callable, Mapping

from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import new_id
from chalicelib.links.model import (
    REPEATABLE_FOR,
    Composed,
    Letter,
    Link,
    Origin,
    Purpose,
    address_of,
)
from chalicelib.links.store import LinkStore
from chalicelib.mail.port import Mail, Mailer
from chalicelib.mail.texts import render
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Key

Compose = Callable[[Letter], Composed | None]
Noted = Callable[[str, Origin, str], None]


class LinksService:
    def __init__(
        self, *, store: LinkStore, clock: Clock, mailer: Mailer, desk_origin: str, noted: Noted
    ) -> None:
        """Links begin with `desk_origin`, whatever a request says of its host. `noted`: a merchant's letter
        has left, by the name that the mail server gave it.
        """
        self._store = store
        self._clock = clock
        self._mailer = mailer
        self._desk_origin = desk_origin
        self._noted = noted

    def post(self, purpose: Purpose, facts: Mapping[str, str]) -> None:
        """A letter of the platform: one write, whatever is known of the address."""
        place = keys.platform_outbox(new_id())
        writes.create(self._store.writing(keys.PLATFORM, place, purpose, facts, self._clock()).item)

    def posting(self, desk: Desk, purpose: Purpose, facts: Mapping[str, str]) -> writes.Operation:
        """A letter of a merchant, in the transaction that it belongs to."""
        place = keys.outbox(desk, new_id())
        return self._store.writing(desk.merchant, place, purpose, facts, self._clock())

    def deliver(self, place: Key, compose: Compose) -> None:
        """Send a letter of the outbox; once sent, does nothing. Needs the owner's scope."""
        letter = self._store.letter(place)
        if letter is None:
            return
        composed = compose(letter)
        if composed is not None:
            if composed.link is not None:
                self._store.create(letter, composed.link, self._clock())
            name = self._send(letter, composed)
            if composed.origin is not None:
                self._noted(letter.owner, composed.origin, name)
        self._store.mark_sent(place, self._clock())

    def _send(self, letter: Letter, composed: Composed) -> str:
        if composed.raw:
            return self._mailer.send(_whole(composed))
        link = composed.page
        if composed.link is not None:
            link = address_of(self._desk_origin, letter.purpose, letter.token)
        mail = render(
            composed.text or letter.purpose,
            to=composed.to,
            locale=composed.locale,
            link=link,
            name=composed.name,
            number=composed.number,
            words=composed.words,
        )
        return self._mailer.send(mail)

    def get(self, token: str, *, purpose: Purpose | None = None, user: str = "") -> Link:
        """NotFound for a link of another purpose, Gone for one that was used or has expired.

        `user`: a secret of whoever asks; for who used it as such, it is not used up yet.
        """
        link = self._store.get(token, self._clock(), user=user)
        if purpose not in (None, link.purpose):
            raise NotFound("There is no such link.")
        return link

    def facts(self, link: Link) -> dict[str, str]:
        """What the link stands for. Needs its owner's scope."""
        return self._store.facts(link)

    def using(self, link: Link, *, user: str = "") -> writes.Operation:
        """Uses the link up, for all but `user` where there is one; the label `link` fails after that."""
        if not user:
            return self._store.using(link)
        return self._store.using_as(link, user, self._clock() + REPEATABLE_FOR)


def _whole(composed: Composed) -> Mail:
    to, home = composed.to, composed.home
    spare = Mail(to, sender=home, raw=composed.spare) if composed.spare else None
    return Mail(to, sender=composed.sender, raw=composed.raw, instead=spare)
