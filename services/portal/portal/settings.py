"""What is special to the portal: addresses, sizes and waiting times at the edge."""

from pydantic import SecretStr

from chassis import Settings


class PortalSettings(Settings):
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach the portal; links in mails begin with it."""
    bankid_app_url: str = "https://app.bankid.com/"
    """What opens the BankID app on the device that shows the page."""
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_timeout_s: float = 10.0
    mail_from: str = "Stafett <no-reply@stafett.example>"
    card_webhook_secret: SecretStr = SecretStr("")
    card_webhook_age_max_s: int = 300

    staff: str = ""
    """The first admins of the operator's desk: mail addresses by commas, each of which counts once it is confirmed.

    They count until somebody has been given the role of an admin, at the desk or by `python -m portal`.
    """
    staff_second_factor: bool = True
    """Whether the desk opens only to staff whose log-ins ask for a second factor."""
    refund_alone_sek_max: int = 5_000
    """One of the staff may let so much money of a customer's order go alone (VAT included); more takes two."""

    services_health: str = ""
    """Where services say how they are, on their private ports: `wallet=http://127.0.0.1:8103,...`; the desk asks."""
    health_timeout_s: float = 2.0

    operator_file: str = ""
    """Who runs the network: a file like contracts/operator/operator.toml; empty for that one."""

    balance_low_klip: int = 10
    """Pages warn when so few invoice credits are left; the wallet mails at the same number."""

    reception_methods_offered: tuple[str, ...] = ("email", "inbox")
    """The ways to receive that pages offer: those that the directory's setting of this name takes."""

    answer_timeout_s: float = 5.0
    """How long a request waits for its answer before it says that it will come."""
    shown_timeout_s: float = 2.0
    """And so long, once it is there, for the pages to show it: what one looks at next has it."""
    body_bytes_max: int = 1_000_000
    body_depth_max: int = 32
    address_bytes_max: int = 8_000
    headers_bytes_max: int = 32_000
    attachment_bytes_max: int = 10_000_000
    webhook_bytes_max: int = 64_000
    list_rows_max: int = 200
    page_rows_max: int = 50
    """So many stand on one page of a list that has further pages."""
    export_rows_max: int = 10_000
    """So many invoices are written into one file."""
    bulk_max: int = 50
    """So many are chosen and sent at once."""
    editor_rows_max: int = 200
    """A draft with more lines is written by a system, and is not edited by hand."""
    customers_to_choose_from_max: int = 100
    undo_s: int = 10
    """How long Send can be undone, where a person pressed it."""
    live_heartbeat_s: float = 15.0
    """A page that is open hears something at least so often; and so long may it be open after its session ended."""
    live_streams_per_person_max: int = 12
    live_streams_max: int = 1_000
    """Pages that one process holds open."""
    live_replay_max: int = 10_000
    """Who has missed more events than that is told to look again without a search for what it was."""
    live_changes_max: int = 1_000
    """So many changes are looked at for one move of the views."""
    live_retry_ms: int = 5_000
    search_hits_max: int = 20
    search_candidates_max: int = 200
    """So many entries are weighed for the hits that are shown."""
    searches_per_minute: int = 300
    lookups_per_minute: int = 30
    """Of the networks outside, by one company."""
    uploads_per_minute: int = 30
    """Files of any kind that one person may send."""
    uploads_per_company_per_minute: int = 60
    """And all who act for one company, together."""
    attachment_pages_max: int = 1_000
    attachment_read_timeout_s: float = 15.0
    """For looking at one PDF, in a process of its own."""
    attachment_read_cpu_s: int = 5
    attachment_read_memory_mb_max: int = 384
    """Address space of that process: a file that swells in memory ends it and nothing else."""
    attachments_read_at_once_max: int = 2
    attachments_waiting_max: int = 20
    """So many more wait for their turn; whoever comes then is asked to try again."""

    draft_pdf_workers: int = 1
    """Processes that draw PDFs of drafts; they start when the first one is wanted."""
    draft_pdf_timeout_s: float = 15.0
    draft_pdf_lines_max: int = 1_000
    draft_pdf_memory_mb_max: int = 768
    draft_pdfs_waiting_max: int = 20
    """So many wait for their turn; whoever comes then is asked to try again."""
    draft_pdfs_per_minute: int = 30
    """By one person."""

    keys_per_company_max: int = 20
    key_days_max: int = 730
    access_token_s: int = 3600
    """How long a system acts with the token that it got for its key."""
    access_tokens_per_minute: int = 30
    """That one key may ask for."""
    client_tries_per_minute: int = 20
    """Wrong ones, from one address."""
    kept_answer_hours: int = 24
    """How long a call that is repeated with its Idempotency-Key has the same answer."""
    kept_answer_bytes_max: int = 100_000
    kept_claim_s: int = 20
    """Whoever answers a call with an Idempotency-Key has so long; then a repetition does it."""

    session_hours: int = 12
    session_used_minutes: int = 5
    """The last use of a session is written down so often, not at each request."""
    code_minutes: int = 10
    code_tries_max: int = 5
    code_guesses_per_account_per_day: int = 50
    """Of codes by mail, however many codes are asked for; the link of the same mail is never counted."""
    login_tries_per_minute: int = 10
    """Wrong ones, from one address."""
    login_tries_per_place_per_hour: int = 30
    """Wrong ones for one account, from a place where its owner has logged in before."""
    login_tries_per_account_per_hour: int = 10
    """Wrong ones for one account, from all other places together; beyond that each asks for work."""
    login_tries_with_captcha_per_hour: int = 100
    """And with work, so many; then strangers are let in by the link of a mail alone."""
    known_place_days: int = 90
    """How long a place is known after the last log-in there."""
    password_tries_per_hour: int = 10
    """Wrong ones, where somebody who is logged in changes the password."""
    passkey_site: str = ""
    """Where people reach the portal for passkeys, which know hosts by name alone; empty for `public_url`."""
    passkey_minutes: int = 10
    """How long a page that asks for a passkey is good."""
    passkeys_per_person_max: int = 20
    second_factor_minutes: int = 10
    """How long a log-in with the right password waits for the code of the second factor."""
    second_factor_tries_max: int = 5
    """Codes for one such log-in; then it begins anew, with the password."""
    second_factor_tries_per_hour: int = 20
    """Wrong codes for one account, however many log-ins they are for."""
    second_factor_begun_minutes: int = 30
    """How long the QR code of a second factor that somebody begins to use is good."""
    proxies: int = 0
    """How many proxies of ours stand before the portal: as many entries at the end of X-Forwarded-For are believed."""
    sign_up_per_hour: int = 30
    guesses_per_minute: int = 20
    guesses_per_address_per_minute: int = 60
    """Codes of invitations from one network address, whatever companies it acts for."""
    votes_per_hour: int = 60
    """Of whether an article of the help was helpful, from one address."""
    samples_per_hour: int = 10
    """Sample documents that one company may ask for."""
    email_changes_per_hour: int = 10
    """Other addresses that one person may ask for."""
    resets_per_hour: int = 20
    """Mails about forgotten passwords that are asked for from one place; invitations that a company sends again."""
    reset_minutes: int = 30
    """How long the link and the code of a forgotten password are good."""
    captchas_per_minute: int = 60
    captcha_minutes: int = 20
    captcha_number_max: int = 50_000
    """How much work a sign-up is: at most so many hashes, half of it on average."""
    captcha_login_number_max: int = 500_000
    """The same for a log-in to an account at which many have guessed."""
    captcha_wait_s: int = 5
    """How old a form must be that comes without work, from a browser that runs no script."""
    sign_ups_without_script_per_hour: int = 5
    """From one address; sign-ups with work may be `sign_up_per_hour`."""
    sign_ups_without_script_in_all_per_hour: int = 60

    account_mails_per_hour: int = 6
    """To one address, of each kind; so often that the newest one still works when no further one is sent."""
    account_mail_poll_s: float = 5.0
    account_mail_lease_s: float = 120.0
    """A mail that somebody began to send is tried again after so long, should they have died over it."""
    account_mails_at_once: int = 10
    account_mail_retry_s: float = 5.0
    """After the first failure, doubled after each."""
    account_mail_retry_max_s: float = 600.0
    account_mail_hours_max: int = 24
    """Then a mail is given up."""
    access_requests_per_hour: int = 10
