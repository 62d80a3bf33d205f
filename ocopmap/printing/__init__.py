"""Sheets to print: Typst templates filled with data, and QR codes."""
