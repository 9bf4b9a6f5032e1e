"""What can go wrong, each with the exit code that the console script gives for it."""


class Failure(Exception):
    """A run could not do what it was asked; the message names the thing, the value and the next step."""

    exit_code = 1


class WrongUse(Failure):
    """The request itself is off; nothing was touched."""

    exit_code = 2


class CannotWrite(Failure):
    """The folder cannot be written to."""

    exit_code = 73


class DiskFull(Failure):
    """The disk refused a write; what stood there before still stands."""

    exit_code = 74


class Busy(Failure):
    """Another run holds the lock of this corpus or report."""

    exit_code = 75
