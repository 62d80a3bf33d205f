"""Registers of OCOP products, as offices keep them: read with care, shown before they are written, taken back whole."""
