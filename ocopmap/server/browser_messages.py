"""The messages that the browser needs, as a script of their own: kept by browsers, not repeated in every page."""

import json
import re
from collections.abc import Mapping

from ocopmap.server.messages import Locale, messages

_NAMED = re.compile(r"""["'`]([a-z][\w.]*?)\.?(?:["'`]|\$\{)""", re.ASCII)
"""A string of the front end that may be a message's key, or what stands before the code in one."""


def browser_messages(locale: Locale, front_end: str) -> Mapping[str, str]:
    """Return the messages whose key, or the heading of their key, stands as a string in the front end's script."""
    named = set(_NAMED.findall(front_end))
    return {key: text for key, text in messages(locale).items() if {key, key.rpartition(".")[0]} & named}


def messages_script(texts: Mapping[str, str]) -> str:
    """Return the script that hands messages to the front end."""
    return f"globalThis.ocopmapMessages={json.dumps(texts, ensure_ascii=False, separators=(',', ':'))};"
