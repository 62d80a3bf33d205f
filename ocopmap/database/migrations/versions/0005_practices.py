"""What KPIs ask of products and producers: traceability, value chains, size of enterprises."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SOURCE_DATE = r"source_date ~ '^\d{4}(-\d{2}(-\d{2})?)?$'"
_CHANNELS = "'supermarket', 'specialty_shop', 'convenience_chain', 'ocop_point', 'e_commerce', 'export'"


def _sourced(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint("source_url <> ''", name=op.f(f"ck_{table}_source_url_given")),
        sa.CheckConstraint(_SOURCE_DATE, name=op.f(f"ck_{table}_source_date_form")),
    ]


def upgrade() -> None:
    op.create_table(
        "product_traceability",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=True),
        sa.Column("works", sa.Boolean(), nullable=True),
        *_sourced("product_traceability"),
        sa.CheckConstraint("url ~ '^https?://'", name=op.f("ck_product_traceability_url_form")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_traceability_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_traceability")),
    )
    op.create_table(
        "chain_contract",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("producer_id", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        *_sourced("chain_contract"),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_chain_contract_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["producer_id"],
            ["producer.site_id"],
            name=op.f("fk_chain_contract_producer_id_producer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_contract")),
    )
    op.create_index(op.f("ix_chain_contract_producer_id"), "chain_contract", ["producer_id"])
    op.create_table(
        "producer_practice",
        sa.Column("producer_id", sa.Text(), nullable=False),
        sa.Column("practice", sa.Text(), nullable=False),
        *_sourced("producer_practice"),
        sa.CheckConstraint("practice IN ('circular', 'green')", name=op.f("ck_producer_practice_practice_known")),
        sa.ForeignKeyConstraint(
            ["producer_id"],
            ["producer.site_id"],
            name=op.f("fk_producer_practice_producer_id_producer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("producer_id", "practice", name=op.f("pk_producer_practice")),
    )
    op.add_column("producer", sa.Column("enterprise_size", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_producer_enterprise_size_known"),
        "producer",
        "enterprise_size IN ('micro', 'small', 'medium', 'large')",
    )
    _channels(f"{_CHANNELS}, 'export_connection'")


def downgrade() -> None:
    op.execute("DELETE FROM sales_channel WHERE channel = 'export_connection'")
    _channels(_CHANNELS)
    op.drop_column("producer", "enterprise_size")
    op.drop_table("producer_practice")
    op.drop_table("chain_contract")
    op.drop_table("product_traceability")


def _channels(listed: str) -> None:
    op.drop_constraint(op.f("ck_sales_channel_channel_known"), "sales_channel")
    op.create_check_constraint(op.f("ck_sales_channel_channel_known"), "sales_channel", f"channel IN ({listed})")
