"""Streets, hamlets and points of interest of a map, for the geocoder."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "map_extract",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("extract_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_extract")),
    )
    op.create_table(
        "map_place",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.CheckConstraint("precision IN ('exact', 'street', 'hamlet')", name=op.f("ck_map_place_precision")),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["map_extract.id"], name=op.f("fk_map_place_extract_id_map_extract"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_map_place_commune_id_commune"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_place")),
    )
    op.create_index(op.f("ix_map_place_extract_id"), "map_place", ["extract_id"])
    op.create_index(op.f("ix_map_place_commune_id"), "map_place", ["commune_id"])


def downgrade() -> None:
    op.drop_table("map_place")
    op.drop_table("map_extract")
