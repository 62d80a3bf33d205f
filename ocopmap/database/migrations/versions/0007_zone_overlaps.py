"""Ground that zones share is kept; a product's latest recognition is found without sorting."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zone_overlap",
        sa.Column("zone_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("ha", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["raw_material_zone.id"],
            name=op.f("fk_zone_overlap_zone_id_raw_material_zone"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["raw_material_zone.id"],
            name=op.f("fk_zone_overlap_other_id_raw_material_zone"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("zone_id", "other_id", name=op.f("pk_zone_overlap")),
    )
    op.create_index(op.f("ix_zone_overlap_other_id"), "zone_overlap", ["other_id"])
    op.drop_index("ix_recognition_product_id_decided_on", "recognition")
    op.create_index(
        "ix_recognition_latest",
        "recognition",
        ["product_id", sa.text("decided_on DESC NULLS LAST"), sa.text("stars DESC NULLS LAST"), "id"],
    )


def downgrade() -> None:
    op.drop_index("ix_recognition_latest", "recognition")
    op.create_index("ix_recognition_product_id_decided_on", "recognition", ["product_id", "decided_on"])
    op.drop_table("zone_overlap")
