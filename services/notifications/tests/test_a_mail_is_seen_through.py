"""Stories of attempts: what is tried again, when, and when it is given up."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from notifications_stories import Office, invitation, paid

from contracts.notifications import v1 as told
from notifications import events
from notifications.post import MailRefused, MailServerDown, destination


async def test_a_mail_is_sent_with_headers_that_name_it_and_keep_robots_quiet(office: Office) -> None:
    (sent,) = await office.hear(paid(office.company))
    assert isinstance(sent, told.MailSent)
    assert office.mail["Message-ID"] == sent.message_id == f"<{sent.mail}@stafett.test>"
    assert office.mail["Auto-Submitted"] == "auto-generated"
    assert office.mail["From"] == "Stafett <post@stafett.test>"
    assert [part.get_content_type() for part in office.mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


async def test_a_mail_server_that_is_down_is_tried_again_after_1_5_30_and_120_minutes(office: Office) -> None:
    office.server.failures = [MailServerDown("smtp 451")] * 4
    assert await office.hear(paid(office.company)) == []
    for minutes in (1, 5, 30, 120):
        await office.service.pass_time(timedelta(minutes=minutes, seconds=-1))
        assert await office.service.act() == [] and office.server.taken == []
        await office.service.pass_time(timedelta(seconds=1))
        told_now = await office.service.act()
    (sent,) = told_now
    assert isinstance(sent, told.MailSent)


async def test_each_receivers_domain_waits_for_itself_at_every_attempt_and_is_named_nowhere(office: Office) -> None:
    """Six mails to a receiver that hung held up everybody's: all went to one destination, `mail server`."""
    office.server.failures = [MailServerDown("smtp 451")] * 3
    for email in ("ekonomi@kund.test", "Erik@KUND.test", "ekonomi@annan.test"):
        await office.hear(invitation(office.company, email=email))
    await office.service.pass_time(timedelta(minutes=1))
    found = await office.service.events()
    planned = [destination(one) for one in found if isinstance(one, events.MailPlanned)]
    retried = [destination(one) for one in found if isinstance(one, events.MailRetried)]
    assert planned == retried and planned[0] == planned[1] != planned[2]
    assert not [one for one in (*planned, *retried) if "kund" in one or "annan" in one]


async def test_every_attempt_says_the_same_under_the_same_message_id(office: Office) -> None:
    attempts = []

    async def take_and_lose(message, sender, recipient):  # type: ignore[no-untyped-def]
        attempts.append(message_from_bytes(message, policy=default))
        if len(attempts) == 1:
            raise MailServerDown("SMTPServerDisconnected")

    office.server.send = take_and_lose  # type: ignore[method-assign]
    await office.hear(paid(office.company))
    await office.service.pass_time(timedelta(minutes=1))
    await office.service.act()
    first, second = attempts
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_body().get_content() == second.get_body().get_content()


async def test_after_the_last_attempt_the_mail_is_given_up(office: Office) -> None:
    office.server.failures = [MailServerDown("smtp 451")] * 5
    facts = await office.hear(paid(office.company))
    for _ in range(6):
        await office.service.pass_time(timedelta(hours=3))
        facts += await office.service.act()
    (bounced,) = facts
    assert isinstance(bounced, told.MailBounced)
    assert (bounced.template, bounced.cause) == ("order-receipt", "smtp 451")
    assert office.server.failures == []


async def test_a_refusal_for_good_is_not_tried_again(office: Office) -> None:
    office.server.failures = [MailRefused("smtp 550 5.1.1")]
    (bounced,) = await office.hear(paid(office.company))
    assert isinstance(bounced, told.MailBounced) and bounced.cause == "smtp 550 5.1.1"
    await office.service.pass_time(timedelta(days=1))
    assert await office.service.act() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "asa",
        "asa@",
        "@kund.test",
        "a b@kund.test",
        "a@kund",
        "a@b.test\r\nBcc: c@d.test",
        "a@b.test,c@d.test",
        "<a@b.test>",
        "x" * 65 + "@kund.test",
        "a@" + "k" * 260 + ".test",
    ],
)
async def test_an_address_that_is_none_is_given_up_before_the_server_sees_it(address: str) -> None:
    office = Office()
    (bounced,) = await office.hear(invitation(office.company, email=address))
    assert isinstance(bounced, told.MailBounced) and bounced.cause == "address.unusable"
    assert office.server.taken == []


async def test_a_recipient_who_was_erased_between_two_attempts_is_not_written_to(office: Office) -> None:
    office.server.failures = [MailServerDown("smtp 451")]
    await office.hear(paid(office.company))
    office.service.keys.keys.clear()
    office.service.around.sealer.forget()
    await office.service.pass_time(timedelta(minutes=1))
    (bounced,) = await office.service.act()
    assert isinstance(bounced, told.MailBounced) and bounced.cause == "recipient.erased"
