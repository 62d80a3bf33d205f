"""Routers of the app, one file for each part of the contract."""
