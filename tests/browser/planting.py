"""Hostile text in every column of the records that holds free text."""

from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Column, Connection, Table, Text, text

from ocopmap.database.models import Base

PAYLOADS = (
    "${alert(1)}",
    "`+alert(1)+`",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "${alert(1)}</script><img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "<!--<script>alert(1)",
    "{{alert(1)}}<%= alert(1) %>",
)
ADDRESS = "javascript:alert(1)"
RECORD_TABLES = (
    "commune",
    "legacy_commune",
    "site",
    "producer",
    "craft_village",
    "product",
    "recognition",
    "sales_channel",
    "raw_material_zone",
)


def free_text_columns() -> Iterator[Column]:
    """Give the columns of records whose text the database does not restrict: no keys, no codes, no dates."""
    for name in RECORD_TABLES:
        table = Base.metadata.tables[name]
        for column in table.columns:
            is_key = (
                column.primary_key or column.foreign_keys or column.name in {"code", "province_code", "district_code"}
            )
            if isinstance(column.type, Text) and not is_key and not _checked(table, column):
                yield column


def is_address(column: Column) -> bool:
    return column.name == "website" or column.name.endswith(("url", "_source"))


def plant(connection: Connection) -> None:
    """Put another payload into each row of every free column; addresses become scripts."""
    for column in free_text_columns():
        value = (
            "cast(:address AS text)"
            if is_address(column)
            else "(cast(:payloads AS text[]))[1 + number % :many] || ' ' || number"
        )
        connection.execute(
            text(f"""
                UPDATE {column.table.name} AS target SET {column.name} = {value}
                FROM (
                    SELECT ctid AS place, row_number() OVER (ORDER BY ctid) AS number FROM {column.table.name}
                ) AS rows
                WHERE target.ctid = rows.place
            """),  # noqa: S608 - names of the models' own tables and columns
            {"payloads": list(PAYLOADS), "many": len(PAYLOADS), "address": ADDRESS},
        )
    _add_what_no_source_gives(connection)


def _add_what_no_source_gives(connection: Connection) -> None:
    """Give a product a channel, and ties to every kind of place, so that cards show these too."""
    for table, kind in (
        ("craft_village", "craft_village"),
        ("sales_point", "sales_point"),
        ("tourism_point", "tourism_point"),
    ):
        connection.execute(
            text(f"""
                INSERT INTO product_{table} (product_id, {kind}_id, source_url)
                SELECT p.id, s.site_id, :address
                FROM (SELECT id FROM product ORDER BY id LIMIT 1) AS p,
                     (SELECT site_id FROM {kind} ORDER BY site_id LIMIT 1) AS s
                ON CONFLICT DO NOTHING
            """),  # noqa: S608 - names written here
            {"address": ADDRESS},
        )


def _checked(table: Table, column: Column) -> bool:
    checks = (each for each in table.constraints if isinstance(each, CheckConstraint))
    texts = (str(check.sqltext) for check in checks if str(check.sqltext) != f"{column.name} <> ''")
    return any(column.name in each.replace("(", " ").replace(")", " ").split() for each in texts)
