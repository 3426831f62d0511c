"""Every key of the four tables and the bucket. The only place where the separator is written or read.

A merchant's keys are made from its `Desk`, so that a service without one cannot make any. The named
exceptions, the *front* keys, turn an outside name (session, link, API key, widget key, ticket, mail
address) into a person or merchant; they hold no merchant's data. `docs/access-patterns.md` lists
the question that each of these functions answers.
"""

from chalicelib.table.keys.channels import *
from chalicelib.table.keys.customers import *
from chalicelib.table.keys.desk import *
from chalicelib.table.keys.due import *
from chalicelib.table.keys.files import *
from chalicelib.table.keys.front import *
from chalicelib.table.keys.ledger import *
from chalicelib.table.keys.parts import *
from chalicelib.table.keys.sla import *
from chalicelib.table.keys.sockets import *
from chalicelib.table.keys.tickets import *
