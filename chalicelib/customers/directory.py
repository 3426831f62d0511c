"""What the desk's own people do with customers; visitors and messages need none of it."""

from chalicelib.customers.erasure import Erasure
from chalicelib.customers.lists import Lists
from chalicelib.customers.merging import Merging
from chalicelib.customers.profiles import Profiles
from chalicelib.customers.service import CustomersService


class Directory:
    def __init__(
        self,
        *,
        customers: CustomersService,
        profiles: Profiles,
        lists: Lists,
        merging: Merging,
        erasure: Erasure,
    ) -> None:
        self.customers = customers
        self.profiles = profiles
        self.lists = lists
        self.merging = merging
        self.erasure = erasure
