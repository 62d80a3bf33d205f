"""Engines: one for the owner, who writes, and one for public reads, which cannot."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Engine, create_engine, make_url

TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")
READER_ROLE = "ocopmap_reader"
_POOL_SIZE = 8


def today() -> date:
    """Return the date in Việt Nam: the day that validity is judged by when none is named."""
    return datetime.now(TIMEZONE).date()


def _psycopg_url(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def owner_engine(url: str) -> Engine:
    """Return the engine that migrates and loads."""
    return create_engine(_psycopg_url(url), pool_size=2, max_overflow=0, connect_args=_options())


def reader_engine(url: str, statement_timeout_ms: int, *, switch_role: bool = False) -> Engine:
    """Return the engine of public reads: read-only transactions, a time limit on each statement.

    Args:
        url: address that logs in as the reader, or as the owner when ``switch_role`` is set.
        statement_timeout_ms: longest a statement may run, in milliseconds.
        switch_role: become the reader on connecting, for a server where it cannot log in.
    """
    extra = {"default_transaction_read_only": "on", "statement_timeout": str(statement_timeout_ms)}
    if switch_role:
        extra["role"] = READER_ROLE
    return create_engine(
        _psycopg_url(url),
        pool_size=_POOL_SIZE,
        max_overflow=0,
        pool_pre_ping=True,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,  # a statement that fails is logged without what a visitor asked or drew
        connect_args=_options(**extra),
    )


def _options(**extra: str) -> dict[str, str]:
    # Map queries are short: compiling them or sharing them among workers costs more than it saves.
    settings = {"jit": "off", "max_parallel_workers_per_gather": "0", "timezone": TIMEZONE.key, **extra}
    return {"options": " ".join(f"-c {name}={value}" for name, value in settings.items())}
