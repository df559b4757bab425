"""Where the `type` of a problem leads: what it means and what to do, in the reader's language."""

from fastapi import APIRouter, Response

from portal.edge.problems import Problem, sentences, status_of
from portal.edge.reader import TheReader

router = APIRouter()


@router.get("/problems/{code}")
async def problem_page(code: str, reader: TheReader) -> Response:
    """One refusal; what depends on the case, such as a number, is left out (…)."""
    if code not in sentences():
        raise Problem("page.not-found")
    return reader.page("problem.html", code=code, means=reader.why(code, {}), status_code=status_of(code))
