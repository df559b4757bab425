"""Customers on one page: companies that may buy, their accounts, and what is ordered by itself."""

from chassis import Area
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.customers import boundary, commands, events, handlers, policy

ACTS = (portal.TopUpAgreed, portal.TopUpEnded)
"""What a customer agrees on; a refusal of each is told in the same way."""

area = Area(
    hears={
        onboarding.CompanyRegistered: boundary.on_company_registered,
        portal.AccountSaved: commands.SaveAccount,
        portal.TopUpAgreed: commands.AgreeTopUp,
        portal.TopUpEnded: commands.EndTopUp,
    },
    handles={
        commands.OpenWallet: handlers.open_wallet,
        commands.SaveAccount: handlers.save_account,
        commands.AgreeTopUp: handlers.agree_top_up,
        commands.EndTopUp: handlers.end_top_up,
    },
    tells={
        events.AccountOpened: told.AccountSaved,
        events.AccountChanged: told.AccountSaved,
        events.SendingAccountChosen: told.SendingAccountChosen,
        events.TopUpAgreed: told.TopUpAgreed,
        events.TopUpEnded: told.TopUpEnded,
    },
    refuses={
        **dict.fromkeys(ACTS, told.TopUpRefused),
        portal.AccountSaved: told.AccountRefused,
    },
    schedules={events.WalletOpened: policy.make_customer},
)
