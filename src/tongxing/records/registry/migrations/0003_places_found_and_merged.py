"""Places: why they came, what became of them, and the index they are found by.

Rows already there are put into the index.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db import models

from tongxing.records.registry.place_index import BACK
from tongxing.records.registry.place_index import POSTGRESQL
from tongxing.records.registry.place_index import SQLITE
from tongxing.records.registry.place_index import fill
from tongxing.records.scripts import Script


def fill_in(apps: Any, schema_editor: Any) -> None:
    names: dict[str, list[str]] = {}
    place = apps.get_model("registry", "Place")
    for code, name in place.objects.order_by("code", "since").values_list("code", "name"):
        names.setdefault(code, []).append(name)
    fill(list(names.items()))


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_people_teams_and_former_names")]
    operations = [
        migrations.AddField(
            model_name="place",
            name="basis",
            field=models.CharField(blank=True, max_length=120, verbose_name="设立或更名依据"),
        ),
        migrations.AddField(
            model_name="place",
            name="successor",
            field=models.CharField(blank=True, max_length=12, verbose_name="并入"),
        ),
        migrations.AddField(
            model_name="place",
            name="end_basis",
            field=models.CharField(blank=True, max_length=120, verbose_name="终止依据"),
        ),
        migrations.AlterField(
            model_name="place",
            name="code",
            field=models.CharField(max_length=12, verbose_name="统计用区划代码"),
        ),
        Script("sqlite", SQLITE, BACK),
        Script("postgresql", POSTGRESQL, BACK),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
