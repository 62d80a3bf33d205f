"""When things are harvested, and the words by which visitors look for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SOURCE_DATE = r"source_date ~ '^\d{4}(-\d{2}(-\d{2})?)?$'"


def upgrade() -> None:
    op.create_table(
        "harvest_season",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("commodity", sa.Text(), nullable=True),
        sa.Column("zone_id", sa.Text(), nullable=True),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("months", ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "months <@ '{1,2,3,4,5,6,7,8,9,10,11,12}' AND cardinality(months) BETWEEN 1 AND 12",
            name=op.f("ck_harvest_season_months_of_a_year"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(commodity, zone_id, product_id) = 1", name=op.f("ck_harvest_season_of_one_subject")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_harvest_season_source_url_given")),
        sa.CheckConstraint(_SOURCE_DATE, name=op.f("ck_harvest_season_source_date_form")),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["raw_material_zone.id"],
            name=op.f("fk_harvest_season_zone_id_raw_material_zone"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_harvest_season_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_season")),
    )
    for column in ("commodity", "zone_id", "product_id"):
        op.create_index(op.f(f"ix_harvest_season_{column}"), "harvest_season", [column])
    op.create_table(
        "vocabulary",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('commodity', 'group')", name=op.f("ck_vocabulary_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_vocabulary_kind_code")),
    )


def downgrade() -> None:
    op.drop_table("vocabulary")
    op.drop_table("harvest_season")
