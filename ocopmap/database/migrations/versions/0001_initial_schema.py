"""The whole of the data model: communes, sites, products, zones, links, indicators."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_geospatial_table(
        "commune",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("official_area_km2", sa.Double(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column(
            "outline",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column(
            "centre",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("boundary_source", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "boundary_source IN ('official', 'approximate')", name=op.f("ck_commune_boundary_source_known")
        ),
        sa.CheckConstraint("code ~ '^\\d{5}$'", name=op.f("ck_commune_code_form")),
        sa.CheckConstraint(
            "kind IN ('ward', 'commune', 'township', 'special_zone')", name=op.f("ck_commune_kind_known")
        ),
        sa.CheckConstraint("(geom IS NULL) = (boundary_source IS NULL)", name=op.f("ck_commune_boundary_source_given")),
        sa.CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name=op.f("ck_commune_geom_valid")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_commune_dates_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_commune_code_valid_from")),
    )
    op.create_geospatial_index(
        "ix_commune_geom", "commune", ["geom"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "dataset_load",
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("dataset", name=op.f("pk_dataset_load")),
    )
    op.create_table(
        "indicator_observation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_indicator_observation_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_indicator_observation_source_url_given")),
        sa.CheckConstraint("year BETWEEN 2018 AND 2100", name=op.f("ck_indicator_observation_year_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_observation")),
        sa.UniqueConstraint("year", "indicator", "scope", name=op.f("uq_indicator_observation_year_indicator_scope")),
    )
    op.create_table(
        "indicator_target",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("comparison", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint("comparison IN ('at_least', 'exactly')", name=op.f("ck_indicator_target_comparison_known")),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_indicator_target_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_indicator_target_source_url_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_target")),
        sa.UniqueConstraint("indicator", "year", name=op.f("uq_indicator_target_indicator_year")),
    )
    op.create_table(
        "layer_revision",
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "layer IN ('product', 'producer', 'zone', 'craft_village', 'tourism_point', 'sales_point', 'commune')",
            name=op.f("ck_layer_revision_layer_known"),
        ),
        sa.PrimaryKeyConstraint("layer", name=op.f("pk_layer_revision")),
    )
    op.create_geospatial_table(
        "legacy_commune",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column(
            "centre",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("code ~ '^\\d{5}$'", name=op.f("ck_legacy_commune_code_form")),
        sa.CheckConstraint(
            "kind IN ('ward', 'commune', 'township', 'special_zone')", name=op.f("ck_legacy_commune_kind_known")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_legacy_commune")),
    )
    op.create_geospatial_table(
        "raw_material_zone",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("commodity", sa.Text(), nullable=False),
        sa.Column("named_units", sa.Text(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column(
            "outline",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("geometry_source", sa.Text(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("declared_ha", sa.Double(), nullable=True),
        sa.Column(
            "computed_ha", sa.Double(), sa.Computed("ST_Area(geom::geography) / 10000", persisted=True), nullable=True
        ),
        sa.Column("standards", postgresql.ARRAY(sa.TEXT()), server_default="{}", nullable=False),
        sa.Column("growing_area_code", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("published", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "geometry_source IN ('surveyed', 'commune_union')", name=op.f("ck_raw_material_zone_geometry_source_known")
        ),
        sa.CheckConstraint(
            "precision IN ('exact', 'street', 'hamlet', 'legacy_commune', 'commune', 'district', 'province')",
            name=op.f("ck_raw_material_zone_precision_known"),
        ),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_raw_material_zone_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_raw_material_zone_source_url_given")),
        sa.CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name=op.f("ck_raw_material_zone_geom_valid")),
        sa.CheckConstraint("declared_ha > 0", name=op.f("ck_raw_material_zone_declared_ha_positive")),
        sa.CheckConstraint(
            "num_nonnulls(geom, outline, geometry_source, precision) IN (0, 4)",
            name=op.f("ck_raw_material_zone_geometry_complete"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_material_zone")),
    )
    op.create_geospatial_index(
        "ix_raw_material_zone_geom",
        "raw_material_zone",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_table(
        "training_class",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_training_class_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_training_class_source_url_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class")),
    )
    op.create_geospatial_table(
        "site",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("original_address", sa.Text(), nullable=True),
        sa.Column("current_address", sa.Text(), nullable=True),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("legacy_commune_code", sa.Text(), nullable=True),
        sa.Column("province_code", sa.Text(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column(
            "geom_3857",
            Geometry(
                geometry_type="POINT",
                srid=3857,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            sa.Computed("ST_Transform(geom, 3857)", persisted=True),
            nullable=True,
        ),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("placed_by", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("uncertainty_m", sa.Double(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("contradiction", sa.Text(), nullable=True),
        sa.Column("coordinate_source", sa.Text(), nullable=True),
        sa.Column("coordinate_method", sa.Text(), nullable=True),
        sa.Column("published", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("location_released", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint("id LIKE kind || ':%%'", name=op.f("ck_site_id_begins_with_kind")),
        sa.CheckConstraint(
            "kind IN ('producer', 'craft_village', 'tourism_point', 'sales_point')", name=op.f("ck_site_kind_known")
        ),
        sa.CheckConstraint(
            "placed_by IN ('surveyed', 'published', 'geocoded', 'moved')", name=op.f("ck_site_placed_by_known")
        ),
        sa.CheckConstraint(
            "precision IN ('exact', 'street', 'hamlet', 'legacy_commune', 'commune', 'district', 'province')",
            name=op.f("ck_site_precision_known"),
        ),
        sa.CheckConstraint("source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_site_source_date_form")),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_site_source_url_given")),
        sa.CheckConstraint(
            "ST_X(geom) BETWEEN 102 AND 118 AND ST_Y(geom) BETWEEN 6 AND 24", name=op.f("ck_site_geom_in_vietnam")
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_site_confidence_range")),
        sa.CheckConstraint(
            "num_nonnulls(geom, precision, placed_by, confidence, uncertainty_m) IN (0, 5)",
            name=op.f("ck_site_point_complete"),
        ),
        sa.CheckConstraint("uncertainty_m >= 0", name=op.f("ck_site_uncertainty_positive")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_site_commune_id_commune")),
        sa.ForeignKeyConstraint(
            ["legacy_commune_code"], ["legacy_commune.code"], name=op.f("fk_site_legacy_commune_code_legacy_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index(op.f("ix_site_commune_id"), "site", ["commune_id"], unique=False)
    op.create_geospatial_index(
        "ix_site_geom", "site", ["geom"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_geospatial_index(
        "ix_site_geom_3857", "site", ["geom_3857"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_index("ix_site_kind", "site", ["kind"], unique=False)
    op.create_index(op.f("ix_site_legacy_commune_code"), "site", ["legacy_commune_code"], unique=False)
    op.create_table(
        "succession",
        sa.Column("legacy_commune_code", sa.Text(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_succession_commune_id_commune"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["legacy_commune_code"],
            ["legacy_commune.code"],
            name=op.f("fk_succession_legacy_commune_code_legacy_commune"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("legacy_commune_code", "commune_id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_commune_id"), "succession", ["commune_id"], unique=False)
    op.create_table(
        "zone_commune",
        sa.Column("zone_id", sa.Text(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_zone_commune_commune_id_commune"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["raw_material_zone.id"],
            name=op.f("fk_zone_commune_zone_id_raw_material_zone"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("zone_id", "commune_id", name=op.f("pk_zone_commune")),
    )
    op.create_index(op.f("ix_zone_commune_commune_id"), "zone_commune", ["commune_id"], unique=False)
    op.create_table(
        "craft_village",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("craft", sa.Text(), nullable=False),
        sa.Column("recognised_year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_craft_village_site_id_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_craft_village")),
    )
    op.create_table(
        "producer",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("legal_form", sa.Text(), nullable=False),
        sa.Column("woman_led", sa.Boolean(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_released", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("website", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "legal_form IN ('llc', 'joint_stock', 'private_enterprise', 'cooperative', 'cooperative_group', 'household', 'production_facility', 'other')",
            name=op.f("ck_producer_legal_form_known"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_producer_site_id_site"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_producer")),
    )
    op.create_table(
        "sales_point",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("sales_point_kind", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "sales_point_kind IN ('ocop_shop', 'tourism_site_counter', 'showroom_outside_province', 'specialty_shop', 'supermarket')",
            name=op.f("ck_sales_point_sales_point_kind_known"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_sales_point_site_id_site"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_sales_point")),
    )
    op.create_table(
        "tourism_point",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("tourism_kind", sa.Text(), nullable=False),
        sa.Column("ocop_stars", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "tourism_kind IN ('ecotourism', 'heritage', 'pilgrimage', 'craft_village_visit', 'community_tourism', 'farm_stay', 'theme')",
            name=op.f("ck_tourism_point_tourism_kind_known"),
        ),
        sa.CheckConstraint("ocop_stars BETWEEN 3 AND 5", name=op.f("ck_tourism_point_ocop_stars_range")),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_tourism_point_site_id_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_tourism_point")),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("producer_id", sa.Text(), nullable=True),
        sa.Column("product_group", sa.Text(), nullable=False),
        sa.Column("product_set", sa.Integer(), nullable=True),
        sa.Column("commodity", sa.Text(), nullable=True),
        sa.Column("national_code", sa.Text(), nullable=True),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("potential_five_star", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("published", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "product_group IN ('food', 'beverage', 'herbal', 'handicraft', 'ornamental', 'tourism')",
            name=op.f("ck_product_product_group_known"),
        ),
        sa.CheckConstraint("source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_product_source_date_form")),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_product_source_url_given")),
        sa.CheckConstraint("product_set BETWEEN 1 AND 26", name=op.f("ck_product_product_set_range")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.site_id"], name=op.f("fk_product_producer_id_producer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("national_code", name=op.f("uq_product_national_code")),
    )
    op.create_index(op.f("ix_product_producer_id"), "product", ["producer_id"], unique=False)
    op.create_table(
        "staff_member",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("producer_id", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_staff_member_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_staff_member_source_url_given")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.site_id"], name=op.f("fk_staff_member_producer_id_producer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
    )
    op.create_index(op.f("ix_staff_member_producer_id"), "staff_member", ["producer_id"], unique=False)
    op.create_table(
        "product_craft_village",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("craft_village_id", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_product_craft_village_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_product_craft_village_source_url_given")),
        sa.ForeignKeyConstraint(
            ["craft_village_id"],
            ["craft_village.site_id"],
            name=op.f("fk_product_craft_village_craft_village_id_craft_village"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_craft_village_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "craft_village_id", name=op.f("pk_product_craft_village")),
    )
    op.create_index(
        op.f("ix_product_craft_village_craft_village_id"), "product_craft_village", ["craft_village_id"], unique=False
    )
    op.create_table(
        "product_sales_point",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sales_point_id", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_product_sales_point_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_product_sales_point_source_url_given")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_sales_point_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sales_point_id"],
            ["sales_point.site_id"],
            name=op.f("fk_product_sales_point_sales_point_id_sales_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", "sales_point_id", name=op.f("pk_product_sales_point")),
    )
    op.create_index(
        op.f("ix_product_sales_point_sales_point_id"), "product_sales_point", ["sales_point_id"], unique=False
    )
    op.create_table(
        "product_tourism_point",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("tourism_point_id", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_product_tourism_point_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_product_tourism_point_source_url_given")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_tourism_point_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tourism_point_id"],
            ["tourism_point.site_id"],
            name=op.f("fk_product_tourism_point_tourism_point_id_tourism_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", "tourism_point_id", name=op.f("pk_product_tourism_point")),
    )
    op.create_index(
        op.f("ix_product_tourism_point_tourism_point_id"), "product_tourism_point", ["tourism_point_id"], unique=False
    )
    op.create_table(
        "product_zone",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("zone_id", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_product_zone_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_product_zone_source_url_given")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_zone_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["raw_material_zone.id"],
            name=op.f("fk_product_zone_zone_id_raw_material_zone"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", "zone_id", name=op.f("pk_product_zone")),
    )
    op.create_index(op.f("ix_product_zone_zone_id"), "product_zone", ["zone_id"], unique=False)
    op.create_table(
        "recognition",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("decision_no", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_on_precision", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decided_on_precision = 'unknown')", name=op.f("ck_recognition_precision_given")
        ),
        sa.CheckConstraint("decided_on >= DATE '2018-01-01'", name=op.f("ck_recognition_decided_since_programme")),
        sa.CheckConstraint(
            "decided_on_precision <> 'month' OR decided_on = date_trunc('month', decided_on::timestamp)::date",
            name=op.f("ck_recognition_month_begins_on_the_first"),
        ),
        sa.CheckConstraint(
            "decided_on_precision <> 'year' OR decided_on = date_trunc('year', decided_on::timestamp)::date",
            name=op.f("ck_recognition_year_begins_in_january"),
        ),
        sa.CheckConstraint(
            "decided_on_precision IN ('day', 'month', 'year', 'unknown')",
            name=op.f("ck_recognition_decided_on_precision_known"),
        ),
        sa.CheckConstraint(
            "event IN ('first', 'upgrade', 'renewal', 'stated')", name=op.f("ck_recognition_event_known")
        ),
        sa.CheckConstraint(
            "scheme IN ('qd1048_2019', 'qd148_2023', 'qd26_2026')", name=op.f("ck_recognition_scheme_known")
        ),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_recognition_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_recognition_source_url_given")),
        sa.CheckConstraint("expires_on > decided_on", name=op.f("ck_recognition_dates_in_order")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_recognition_score_range")),
        sa.CheckConstraint("stars BETWEEN 3 AND 5", name=op.f("ck_recognition_stars_range")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_recognition_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
    )
    op.create_index("ix_recognition_product_id_decided_on", "recognition", ["product_id", "decided_on"], unique=False)
    op.create_table(
        "sales_channel",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('supermarket', 'specialty_shop', 'convenience_chain', 'ocop_point', 'e_commerce', 'export')",
            name=op.f("ck_sales_channel_channel_known"),
        ),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_sales_channel_country_form")),
        sa.CheckConstraint(
            "source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_sales_channel_source_date_form")
        ),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_sales_channel_source_url_given")),
        sa.CheckConstraint("url ~ '^https?://'", name=op.f("ck_sales_channel_url_form")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_sales_channel_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_channel")),
    )
    op.create_index(op.f("ix_sales_channel_product_id"), "sales_channel", ["product_id"], unique=False)
    op.create_table(
        "training_attendance",
        sa.Column("class_id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["training_class.id"],
            name=op.f("fk_training_attendance_class_id_training_class"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff_member.id"],
            name=op.f("fk_training_attendance_staff_id_staff_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("class_id", "staff_id", name=op.f("pk_training_attendance")),
    )
    op.create_index(op.f("ix_training_attendance_staff_id"), "training_attendance", ["staff_id"], unique=False)
    op.create_table(
        "revocation",
        sa.Column("recognition_id", sa.Text(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=False),
        sa.Column("decision_no", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=True),
        sa.CheckConstraint("source_date ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_revocation_source_date_form")),
        sa.CheckConstraint("source_url <> ''", name=op.f("ck_revocation_source_url_given")),
        sa.ForeignKeyConstraint(
            ["recognition_id"],
            ["recognition.id"],
            name=op.f("fk_revocation_recognition_id_recognition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recognition_id", name=op.f("pk_revocation")),
    )


def downgrade() -> None:
    op.drop_table("revocation")
    op.drop_index(op.f("ix_training_attendance_staff_id"), table_name="training_attendance")
    op.drop_table("training_attendance")
    op.drop_index(op.f("ix_sales_channel_product_id"), table_name="sales_channel")
    op.drop_table("sales_channel")
    op.drop_index("ix_recognition_product_id_decided_on", table_name="recognition")
    op.drop_table("recognition")
    op.drop_index(op.f("ix_product_zone_zone_id"), table_name="product_zone")
    op.drop_table("product_zone")
    op.drop_index(op.f("ix_product_tourism_point_tourism_point_id"), table_name="product_tourism_point")
    op.drop_table("product_tourism_point")
    op.drop_index(op.f("ix_product_sales_point_sales_point_id"), table_name="product_sales_point")
    op.drop_table("product_sales_point")
    op.drop_index(op.f("ix_product_craft_village_craft_village_id"), table_name="product_craft_village")
    op.drop_table("product_craft_village")
    op.drop_index(op.f("ix_staff_member_producer_id"), table_name="staff_member")
    op.drop_table("staff_member")
    op.drop_index(op.f("ix_product_producer_id"), table_name="product")
    op.drop_table("product")
    op.drop_table("tourism_point")
    op.drop_table("sales_point")
    op.drop_table("producer")
    op.drop_table("craft_village")
    op.drop_index(op.f("ix_zone_commune_commune_id"), table_name="zone_commune")
    op.drop_table("zone_commune")
    op.drop_index(op.f("ix_succession_commune_id"), table_name="succession")
    op.drop_table("succession")
    op.drop_index(op.f("ix_site_legacy_commune_code"), table_name="site")
    op.drop_index("ix_site_kind", table_name="site")
    op.drop_geospatial_index("ix_site_geom_3857", table_name="site", postgresql_using="gist", column_name="geom_3857")
    op.drop_geospatial_index("ix_site_geom", table_name="site", postgresql_using="gist", column_name="geom")
    op.drop_index(op.f("ix_site_commune_id"), table_name="site")
    op.drop_geospatial_table("site")
    op.drop_table("training_class")
    op.drop_geospatial_index(
        "ix_raw_material_zone_geom", table_name="raw_material_zone", postgresql_using="gist", column_name="geom"
    )
    op.drop_geospatial_table("raw_material_zone")
    op.drop_geospatial_table("legacy_commune")
    op.drop_table("layer_revision")
    op.drop_table("indicator_target")
    op.drop_table("indicator_observation")
    op.drop_table("dataset_load")
    op.drop_geospatial_index("ix_commune_geom", table_name="commune", postgresql_using="gist", column_name="geom")
    op.drop_geospatial_table("commune")
