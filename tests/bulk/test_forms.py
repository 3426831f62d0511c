"""The way of a form whose inbox makes tickets, with a process that dies anywhere on it."""

from chalicelib.attachments.model import TAKEN_STAYS
from tests.delivery.channels import pass_time
from tests.delivery.cloud import standing
from tests.delivery.forms import Formed, died_everywhere
from tests.delivery.test_form_files import ASKED


def test_wherever_a_process_dies_there_is_one_ticket_with_its_files() -> None:
    with standing() as cloud:
        formed = Formed(cloud, {**ASKED, "makes": "ticket", "confirm": True})
        messages = died_everywhere(formed)
        pass_time(formed.mailed, seconds=TAKEN_STAYS.total_seconds() + 1)

        assert len(messages) > 60
        said = {file.id for message in messages for file in message.extra.files}
        assert formed.kept_files() == said
        items = cloud.aws.dynamodb.tables["desk"].items.values()
        tickets = [item for item in items if item["kind"]["S"] == "ticket"]
        assert len(tickets) == len(messages)
