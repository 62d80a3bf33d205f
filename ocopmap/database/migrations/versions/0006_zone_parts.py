"""Zones cut along the communes' borders."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zone_part",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("zone_id", sa.Text(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=True),
        sa.Column("ha", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["raw_material_zone.id"],
            name=op.f("fk_zone_part_zone_id_raw_material_zone"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_zone_part_commune_id_commune"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_part")),
    )
    op.create_index(op.f("ix_zone_part_zone_id"), "zone_part", ["zone_id"])
    op.create_index(op.f("ix_zone_part_commune_id"), "zone_part", ["commune_id"])


def downgrade() -> None:
    op.drop_table("zone_part")
