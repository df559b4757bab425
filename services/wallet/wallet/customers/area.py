"""Customers on one page: companies that may buy, their accounts, and what is ordered by itself."""

from chassis import Area
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from wallet.customers import boundary, commands, events, handlers

area = Area(
    hears={
        onboarding.CompanyRegistered: boundary.on_company_registered,
        portal.AccountSaved: boundary.on_account_saved,
        portal.TopUpAgreed: boundary.on_top_up_agreed,
        portal.TopUpEnded: boundary.on_top_up_ended,
    },
    handles={
        commands.OpenWallet: handlers.open_wallet,
        commands.SaveAccount: handlers.save_account,
        commands.AgreeTopUp: handlers.agree_top_up,
        commands.EndTopUp: handlers.end_top_up,
    },
    tells={
        events.AccountOpened: boundary.tell_account_saved,
        events.AccountChanged: boundary.tell_account_saved,
        events.SendingAccountChosen: boundary.tell_sending_account_chosen,
        events.TopUpAgreed: boundary.tell_top_up_agreed,
        events.TopUpEnded: boundary.tell_top_up_ended,
    },
    refuses={
        portal.AccountSaved: boundary.tell_account_refused,
        portal.TopUpAgreed: boundary.tell_top_up_refused,
        portal.TopUpEnded: boundary.tell_top_up_refused,
    },
)
