"""When a site can be visited, and for how long."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_visit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("opening_hours", sa.Text(), nullable=True),
        sa.Column("visit_minutes", sa.Integer(), nullable=True),
        sa.Column("season_months", ARRAY(sa.SmallInteger()), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(opening_hours, visit_minutes, season_months) > 0",
            name=op.f("ck_site_visit_something_known"),
        ),
        sa.CheckConstraint("visit_minutes BETWEEN 5 AND 720", name=op.f("ck_site_visit_visit_minutes_range")),
        sa.CheckConstraint(
            "season_months <@ '{1,2,3,4,5,6,7,8,9,10,11,12}' AND cardinality(season_months) BETWEEN 1 AND 12",
            name=op.f("ck_site_visit_months_of_a_year"),
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_site_visit_source_url_given")),
        sa.CheckConstraint(r"source_date ~ '^\d{4}(-\d{2}(-\d{2})?)?$'", name=op.f("ck_site_visit_source_date_form")),
        sa.ForeignKeyConstraint(["id"], ["site.id"], name=op.f("fk_site_visit_id_site"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit")),
    )


def downgrade() -> None:
    op.drop_table("site_visit")
