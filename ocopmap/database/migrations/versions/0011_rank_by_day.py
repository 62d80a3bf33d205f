"""A product's rank on a day long past is found in one step, however many recognitions came after it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_STARS = sa.text("stars DESC NULLS LAST")


def upgrade() -> None:
    op.drop_index("ix_recognition_latest", "recognition")
    op.create_index(
        "ix_recognition_latest",
        "recognition",
        ["product_id", sa.text("coalesce(decided_on, '-infinity'::date) DESC"), _STARS, "id"],
    )


def downgrade() -> None:
    op.drop_index("ix_recognition_latest", "recognition")
    op.create_index(
        "ix_recognition_latest",
        "recognition",
        ["product_id", sa.text("decided_on DESC NULLS LAST"), _STARS, "id"],
    )
