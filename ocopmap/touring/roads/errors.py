"""What can be wrong with an extract or its building; the messages are sentences in Vietnamese."""


class RoadsError(Exception):
    """The network cannot be built; the message says what is wrong and what to do."""
