"""Signing up, and confirming the address by code or by link."""

from fastapi import APIRouter, Response
from pydantic import ValidationError

from chassis import Refused
from portal.accounts import api as accounts
from portal.accounts.prefilled import prefilled
from portal.edge import cookies
from portal.edge.asking import TheEdge, client_of
from portal.edge.cures import cure_of
from portal.edge.forms import Form, TheForm, first_time, go, own_path
from portal.edge.reader import Reader, TheReader
from portal.people.captcha import Proof
from portal.people.passwords import missing_in

router = APIRouter()

SECONDS_PER_MINUTE = 60


@router.get("/register")
async def register_page(reader: TheReader, edge: TheEdge, next: str = "") -> Response:  # noqa: A002 - in the address
    """Whoever comes from an invitation finds the address and the names filled in (S3-05, S3-08)."""
    where = own_path(next)
    return _register(reader, 200, {"next": where, **await prefilled(where, reader, edge)}, {})


@router.post("/register")
async def register(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """The answer is the same for an address that is known; its owner is told by mail."""
    wrong = wrong_in(form, reader)
    if wrong:
        return _register(reader, 422, form.fields, wrong, unsolved=form["unsolved"])
    proof = Proof(form["captcha"], form["unsolved"])
    try:
        async with first_time(reader, form) as is_first:
            if is_first:
                await accounts.make_account(_sign_up(form, reader), proof, reader.request, edge)
    except Refused as refused:
        waits = form["unsolved"] if refused.code == "captcha.too-soon" else ""
        why = {"": reader.why(refused.code, refused.details)}
        return _register(reader, 422, form.fields, why, unsolved=waits)
    response = go("/confirm")
    _remember(response, reader, form["email"], own_path(form["next"]))
    return response


def wrong_in(form: Form, reader: Reader) -> dict[str, str]:
    """What is wrong, by field, in the reader's words."""
    wrong: dict[str, str] = {}
    if missing := missing_in(form["password"], form["email"]):
        wrong["password"] = " ".join(reader.t(f"register.missing.{rule}") for rule in missing)
    elif form["password"] != form["repeated"]:
        wrong["repeated"] = reader.t("register.wrong.repeated")
    if form["privacy"] != accounts.PRIVACY_VERSION:
        wrong["privacy"] = reader.t("register.wrong.privacy")
    try:
        _sign_up(form, reader)
    except ValidationError as error:
        fields = {str(item["loc"][0]) for item in error.errors()} & {"email", "given_name", "family_name"}
        wrong |= {field: reader.t(f"register.wrong.{field}") for field in fields}
    return wrong


def _sign_up(form: Form, reader: Reader) -> accounts.NewAccount:
    return accounts.NewAccount(
        email=form["email"],
        password=form["password"],
        given_name=form["given_name"],
        family_name=form["family_name"],
        language=reader.language,
        privacy_version=accounts.PRIVACY_VERSION,
    )


def _register(
    reader: Reader, status: int, filled: dict[str, str], wrong: dict[str, str], unsolved: str = ""
) -> Response:
    """Everything that was written stands there again, except the password.

    `unsolved` is a challenge that is not spent yet: who has waited with it need not wait again.
    """
    return reader.page(
        "register.html",
        status,
        filled=filled,
        wrong=wrong,
        challenge=unsolved or reader.edge.captcha.challenge("sign-up").written(),
        privacy_version=accounts.PRIVACY_VERSION,
    )


@router.get("/confirm")
async def confirm_page(reader: TheReader, notice: str = "") -> Response:
    said = reader.t(f"notice.{notice}") if notice == "mail-sent" else None
    return _confirm(reader, 200, cookies.taste(reader.request, cookies.EMAIL), notice=said)


@router.post("/confirm")
async def confirm(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """By the code of the mail."""
    email = form["email"]
    try:
        body = accounts.Confirm(email=email, code=form["code"].replace(" ", ""))
        await accounts.confirm(body, reader.request, edge)
    except ValidationError:
        return _confirm(reader, 422, email, wrong={"code": reader.t("confirm.wrong")})
    except Refused as refused:
        return _confirm(reader, 422, email, wrong={"code": reader.why(refused.code, refused.details)})
    return go("/login?notice=confirmed")


@router.post("/confirm/resend")
async def resend(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """A new code, to the address that is waiting for one; whether there is one is not told."""
    try:
        body = accounts.Confirm(email=form["email"], code="")
    except ValidationError:
        return _confirm(reader, 422, form["email"], wrong={"again": reader.t("register.wrong.email")})
    async with first_time(reader, form) as is_first:
        if is_first:
            await accounts.resend(body, reader.request, edge)
    response = go("/confirm?notice=mail-sent")
    _remember(response, reader, body.email, "")
    return response


@router.get("/confirm/{link_token}")
async def link_page(link_token: str, reader: TheReader) -> Response:
    """A page with a button: programs that look through mail open every link, and must not confirm anything."""
    return reader.page("confirm_link.html", link_token=link_token, over=False)


@router.post("/confirm/{link_token}")
async def confirm_by_link(link_token: str, _form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    await edge.limited("confirm", client_of(reader.request), per_minute=edge.settings.guesses_per_minute)
    try:
        await edge.people.confirm(await edge.codes.by_link("confirmation", link_token))
    except Refused as refused:
        wrong = reader.why(refused.code, refused.details)
        cure = cure_of(refused.code, reader.request.url.path)
        return reader.page("confirm_link.html", 422, link_token=link_token, wrong={"": wrong}, cure=cure, over=True)
    return go("/login?notice=confirmed")


def _confirm(
    reader: Reader, status: int, email: str, *, wrong: dict[str, str] | None = None, notice: str | None = None
) -> Response:
    minutes = reader.edge.settings.code_minutes
    filled = {"email": email}
    return reader.page("confirm.html", status, filled=filled, wrong=wrong, notice=notice, minutes=minutes)


def _remember(response: Response, reader: Reader, email: str, next_path: str) -> None:
    """Until the address is confirmed: whose code it is, and where they were going."""
    seconds = reader.edge.settings.code_minutes * SECONDS_PER_MINUTE
    cookies.bake(response, reader.edge, cookies.EMAIL, email, seconds)
    if next_path:
        cookies.bake(response, reader.edge, cookies.NEXT, next_path, 2 * seconds)
