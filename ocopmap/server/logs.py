"""What the server writes down: one line an event to standard error, tracebacks plain."""

import sys

import structlog


def configure_logs() -> None:
    """Set up the logger of this process.

    Tracebacks do not show local variables: those hold what visitors asked for, and the units of the whole country,
    which take longer to print than a visitor waits.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
