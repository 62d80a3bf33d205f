"""Zones against products, the plan's indicators, reports."""
