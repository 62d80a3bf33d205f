"""Bản đồ số OCOP: the digital map of a province's OCOP products and of what they are linked to."""
