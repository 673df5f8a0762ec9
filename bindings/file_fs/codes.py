"""The error codes of file management: what the system says -> the code and message of a device."""

from __future__ import annotations

import errno

_BASE = 13900000

# In the order of the device's table; the position, from 1, is the code.
_NAMES = (
    ("EPERM", "Operation not permitted"),
    ("ENOENT", "No such file or directory"),
    ("ESRCH", "No such process"),
    ("EINTR", "Interrupted system call"),
    ("EIO", "I/O error"),
    ("ENXIO", "No such device or address"),
    ("E2BIG", "Arg list too long"),
    ("EBADF", "Bad file descriptor"),
    ("ECHILD", "No child processes"),
    ("EAGAIN", "Try again"),
    ("ENOMEM", "Out of memory"),
    ("EACCES", "Permission denied"),
    ("EFAULT", "Bad address"),
    ("EBUSY", "Device or resource busy"),
    ("EEXIST", "File exists"),
    ("EXDEV", "Cross-device link"),
    ("ENODEV", "No such device"),
    ("ENOTDIR", "Not a directory"),
    ("EISDIR", "Is a directory"),
    ("EINVAL", "Invalid argument"),
    ("ENFILE", "File table overflow"),
    ("EMFILE", "Too many open files"),
    ("ETXTBSY", "Text file busy"),
    ("EFBIG", "File too large"),
    ("ENOSPC", "No space left on device"),
    ("ESPIPE", "Illegal seek"),
    ("EROFS", "Read-only file system"),
    ("EMLINK", "Too many links"),
    ("EDEADLK", "Resource deadlock would occur"),
    ("ENAMETOOLONG", "File name too long"),
    ("ENOSYS", "Function not implemented"),
    ("ENOTEMPTY", "Directory not empty"),
    ("ELOOP", "Too many symbolic links encountered"),
    ("EWOULDBLOCK", "Operation would block"),
    ("EBADR", "Invalid request descriptor"),
    ("ENOSTR", "Device not a stream"),
    ("ENODATA", "No data available"),
    ("EOVERFLOW", "Value too large for defined data type"),
    ("EBADFD", "File descriptor in bad state"),
    ("ERESTART", "Interrupted system call should be restarted"),
    ("EDQUOT", "Quota exceeded"),
)
_UNKNOWN = (_BASE + 42, "Unknown error")
# Code -> the system's name for it, and the message.
MESSAGES = {_BASE + position: named for position, named in enumerate((*_NAMES, ("an unknown error", _UNKNOWN[1])), 1)}
_CODES: dict[int, tuple[int, str]] = {}
for _position, (_name, _message) in enumerate(_NAMES, 1):
    if hasattr(errno, _name):
        _CODES.setdefault(getattr(errno, _name), (_BASE + _position, _message))


def code_of(error: OSError) -> tuple[int, str]:
    """The code and message that a device gives for `error`."""
    return _CODES.get(error.errno or 0, _UNKNOWN)
