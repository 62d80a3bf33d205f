"""Printed sheets in words and drawings; how they look is ``printing``'s."""
