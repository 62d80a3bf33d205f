"""Why a register as a whole is refused."""

from ocopmap.ingest.report import LoadError, Rejection


class RegisterError(LoadError):
    """The file cannot be read or imported; the message is one sentence in Vietnamese, and nothing was written."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__([Rejection(file, 0, reason)])
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.rejections[0].file}: {self.reason}"
