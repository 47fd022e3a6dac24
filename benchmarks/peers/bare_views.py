"""What intake is measured against: a Django project of two views and nothing else.

`insert` reads JSON and inserts one row, `store` writes the body to a file; no middleware, no
rights, no checks, no chain, no audit. Served by granian with the same settings as Tongxing, on
the same PostgreSQL with connections kept open, so the difference is what Tongxing does besides.
The module is the settings, the addresses and the application of the project.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http import HttpResponse

ADDRESS = urlsplit(os.environ.get("BARE_DATABASE", ""))
FOLDER = Path(os.environ.get("BARE_FOLDER", "."))
TABLE = """
CREATE TABLE IF NOT EXISTS bare_record (
  id uuid PRIMARY KEY, kind varchar(64) NOT NULL, place varchar(12) NOT NULL,
  happened date NOT NULL, recorded timestamptz NOT NULL DEFAULT now(),
  doers text NOT NULL, body text NOT NULL
)"""
INSERT = """
INSERT INTO bare_record (id, kind, place, happened, doers, body)
VALUES (%s, %s, %s, %s, %s, %s)"""

SECRET_KEY = "of no use"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.peers.bare_views"
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = None
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": ADDRESS.path.lstrip("/"),
        "USER": ADDRESS.username,
        "HOST": ADDRESS.hostname,
        "PORT": ADDRESS.port,
        "CONN_MAX_AGE": 600,
    }
}


def insert(request: HttpRequest) -> HttpResponse:
    from django.db import connection

    found = json.loads(request.body)["items"][0]
    draft = found["draft"]
    row = (found["id"], draft["kind"], draft["place"], draft["happened"])
    with connection.cursor() as cursor:
        cursor.execute(INSERT, (*row, json.dumps(draft["doers"]), json.dumps(draft)))
    return told({"id": found["id"]})


def store(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes safely on the disk under another name, then under theirs."""
    fresh = FOLDER / uuid4().hex
    with fresh.open("wb") as out:
        out.write(request.body)
        out.flush()
        os.fsync(out.fileno())
    fresh.rename(FOLDER / name)
    return told({"size": len(request.body)})


def told(data: dict[str, object]) -> HttpResponse:
    """With its length, as Django's own middleware would say it."""
    from django.http import HttpResponse

    body = json.dumps(data).encode()
    headers = {"Content-Length": str(len(body))}
    return HttpResponse(body, content_type="application/json", headers=headers)


def serve(port: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from granian import Granian
    from granian.constants import Interfaces

    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    connection.close()
    Granian(
        "benchmarks.peers.bare_views:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=os.cpu_count() or 1,
        blocking_threads=1,
        websockets=False,
        log_access=False,
    ).serve()


def __getattr__(name: str) -> Any:
    """Addresses and application, once Django is set up: it asks for them by name."""
    if name == "urlpatterns":
        from django.urls import path

        return [path("records", insert), path("files/<str:name>", store)]
    if name == "application":
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()
    raise AttributeError(name)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
