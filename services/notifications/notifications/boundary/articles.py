"""Translates facts about the help: whoever follows an article is told that it reads otherwise."""

from chassis import Heard, derived_id
from contracts.portal import v1 as portal
from contracts.values import Personal
from notifications.commands import MailStranger


def on_article_changed(fact: portal.ArticleChanged, heard: Heard) -> MailStranger:
    values = {"article": fact.article, "title": fact.title, "leave": fact.leave.reveal()}
    return MailStranger(
        company=fact.company,
        mail=derived_id(fact.person, "article-changed", fact.article, fact.digest),
        template="article-changed",
        values=Personal(values),
        recipient=fact.email,
        language=fact.language,
        at=heard.at,
    )
