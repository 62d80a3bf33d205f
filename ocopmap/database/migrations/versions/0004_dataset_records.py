"""Which rows a dataset wrote, so that what its files drop can be taken out; images of rows that an import deletes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Only imports and the bundled dataset make rows: what no import made, the dataset did.
_WRITTEN_SO_FAR = """
    INSERT INTO dataset_record (dataset, table_name, row_key, file)
    SELECT 'geodata', known.table_name, known.row_key, known.file
    FROM (
        SELECT 'site', id, CASE kind WHEN 'producer' THEN 'producers.csv' ELSE kind || 's.csv' END FROM site
        UNION ALL SELECT 'product', id,
            CASE WHEN producer_id IS NULL THEN 'products_unattributed.csv' ELSE 'products.csv' END FROM product
        UNION ALL SELECT 'recognition', id, 'recognitions.csv' FROM recognition
        UNION ALL SELECT 'sales_channel', id, 'sales_channels.csv' FROM sales_channel
        UNION ALL SELECT 'raw_material_zone', id, 'raw_material_zones.csv' FROM raw_material_zone
            WHERE geometry_source IS DISTINCT FROM 'surveyed'
        UNION ALL SELECT 'indicator_observation', id, 'indicators_history.csv' FROM indicator_observation
        UNION ALL SELECT 'indicator_target', id, 'indicator_targets.csv' FROM indicator_target
    ) AS known (table_name, row_key, file)
    WHERE EXISTS (SELECT FROM dataset_load WHERE dataset = 'geodata') AND NOT EXISTS (
        SELECT FROM import_change AS c
        WHERE c.table_name = known.table_name AND c.row_key = known.row_key AND c.before IS NULL
    )
"""


def upgrade() -> None:
    op.create_table(
        "dataset_record",
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("dataset", "table_name", "row_key", name=op.f("pk_dataset_record")),
    )
    op.execute(_WRITTEN_SO_FAR)
    op.alter_column("import_change", "after", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM import_change WHERE after IS NULL")
    op.alter_column("import_change", "after", nullable=False)
    op.drop_table("dataset_record")
