"""The one place that knows every channel: which of them hands a document over."""

from __future__ import annotations

from chassis import Acting
from delivery.channels import names
from delivery.channels.channel import Channel
from delivery.channels.email.mail import Mail
from delivery.channels.inbox.inbox import Inbox


def channel_of(name: names.Channel, acting: Acting) -> Channel:
    """Returns the channel of this name."""
    return acting.use(Mail) if name == "email" else Inbox()
