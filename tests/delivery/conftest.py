"""Whatever is said by any channel lies nowhere in the clear, and stands in no log."""

from tests.desk.standing import nothing_in_the_clear

__all__ = ["nothing_in_the_clear"]
