"""The least that a page of the portal's stack can be: FastAPI, asyncpg, Jinja, two queries, a table of fifty rows.

`python bare_page.py DATABASE PORT`.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

PAGE = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="sv"><head><title>Fakturor</title></head><body><main><h1>Fakturor</h1><table>
{% for row in rows %}
<tr><td><a href="/{{ row.id }}">{{ row.id }}</a></td><td>{{ row.name }}</td><td>{{ row.sum }}</td></tr>
{% endfor %}</table></main></body></html>"""
)
ROWS = "SELECT id, 'Infrabana ' || id AS name, id * 12.5 AS sum FROM generate_series(1, 50) AS id"


@asynccontextmanager
async def pool(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(sys.argv[1], min_size=2, max_size=10) as app.state.db:
        yield


app = FastAPI(lifespan=pool)


@app.get("/")
async def page(request: Request) -> HTMLResponse:
    db = request.app.state.db
    await db.fetchrow("SELECT 1 AS person")
    return HTMLResponse(PAGE.render(rows=await db.fetch(ROWS)))


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False)
