"""The one way in which a file resists: it has to be built anew instead of being marked."""


class NotPatchable(Exception):  # noqa: N818 - it names the state of the file
    """The bytes are no .xlsx or .xlsm package whose parts can be changed one by one; the reason is for developers."""
