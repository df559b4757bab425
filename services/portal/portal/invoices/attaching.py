"""Files that are attached by a form: kept, and named in its fields like those that were there already."""

from collections.abc import Mapping

from chassis import Refused
from portal.companies.acting import Acting
from portal.companies.here import CompanyPage
from portal.edge.acts import NOTHING_SAID, Said
from portal.edge.asking import Edge
from portal.edge.forms import Form, form_with_files
from portal.edge.problems import UNPROCESSABLE, Problem
from portal.invoices.api import attach
from portal.invoices.fields import rows_in

ATTACHMENTS_MAX = 10
MEGABYTE = 1_000_000


async def upload_all(here: CompanyPage, writer: Acting, edge: Edge) -> tuple[Form, Said]:
    """The form with its new files among the attachments; those that are refused are said to be, the others stay."""
    form, files = await form_with_files(here.reader.request, here.reader, ATTACHMENTS_MAX)
    fields, wrong = dict(form.fields), []
    if not files:
        return form, Said(UNPROCESSABLE, fields, {"files": here.reader.t("editor.no_file")})
    for name, content in files:
        try:
            await edge.limited_upload(writer.person, writer.company)
            document = await attach(content, name, writer, edge)
        except (Problem, Refused) as error:
            problem = error if isinstance(error, Problem) else Problem.of(error)
            wrong.append(here.reader.why(problem.code, problem.details))
            continue
        place = rows_in("attachments", fields)
        own = {"sha256": document.sha256, "size": str(document.size), "name": document.name}
        fields |= {f"attachments-{place}-{part}": value for part, value in own.items()}
    said = Said(UNPROCESSABLE, fields, {"files": " ".join(wrong)}) if wrong else NOTHING_SAID
    return Form(fields, form.request), said


def size_of(written: str) -> str:
    """The size of a file in megabytes, to one place and rounded up, as a number that programs read."""
    return f"{max(-(-int(written) // (MEGABYTE // 10)), 1) / 10:.1f}" if written.isdecimal() else ""


def sizes_of(fields: Mapping[str, str]) -> int:
    """How large all attachments are together, in bytes."""
    places = range(rows_in("attachments", fields))
    return sum(int(fields.get(f"attachments-{place}-size") or 0) for place in places)
