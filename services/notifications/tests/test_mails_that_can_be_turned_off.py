"""A company turns kinds of mail off and on again; what guards it or holds an invoice up comes all the same.

Siblings looked for: every template that goes to the contact, of which each is either in one kind or always sent.
"""

from uuid import uuid4

from notifications_stories import Office, connected, held, low, received, reception, undeliverable

from contracts.notifications import v1 as told
from contracts.portal import v1 as portal
from notifications.contact import CAN_BE_OFF, REMINDERS
from notifications.words import PAGES


async def choose(office: Office, *off: str) -> told.MailChoiceKept:
    (kept,) = await office.hear(portal.MailChoiceMade(company=office.company, person=uuid4(), off=off))
    assert isinstance(kept, told.MailChoiceKept)
    return kept


async def test_a_kind_that_is_turned_off_is_not_mailed_until_it_is_on_again(office: Office) -> None:
    await office.hear(reception(office.company, "inbox"))
    assert (await choose(office, "documents", "partners")).off == ("documents", "partners")
    assert await office.hear(received(office.company)) == []
    assert await office.hear(connected(office.company, "supplier")) == []
    assert len(await office.hear(low(office.company))) == 1, "only what was named"
    await choose(office, "credits")
    assert len(await office.hear(received(office.company))) == 1
    assert await office.hear(low(office.company)) == []


async def test_what_holds_an_invoice_up_is_always_mailed_and_unknown_kinds_change_nothing(office: Office) -> None:
    assert (await choose(office, *CAN_BE_OFF, "stuck", "security", "invoices-held")).off == tuple(CAN_BE_OFF)
    assert len(await office.hear(held(office.company))) == 1
    assert len(await office.hear(undeliverable(office.company))) == 1


async def test_a_choice_before_the_contact_is_known_holds_from_then_on() -> None:
    office = Office()
    await choose(office, "documents")
    await office.register()
    await office.hear(reception(office.company, "inbox"))
    assert await office.hear(received(office.company)) == []


def test_each_kind_names_mails_that_there_are_and_none_that_somebody_has_to_act_on() -> None:
    named = [template for kind in CAN_BE_OFF.values() for template in kind]
    assert len(named) == len(set(named)) and set(named) <= PAGES.keys()
    assert not set(named) & REMINDERS
