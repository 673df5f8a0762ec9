"""What the codes of file management mean. A table, one entry an error of the system."""

from __future__ import annotations

from bindings.file_fs.codes import MESSAGES
from bindings.kit.explanations import explanation

# Error of the system -> (what it means, what usually causes it, what to check)
_MEANINGS = {
    "EPERM": (
        "The operation is not allowed.",
        "Unlinking a folder, changing what belongs to somebody else.",
        "What the path is: stat() tells a file from a folder.",
    ),
    "ENOENT": (
        "There is no such file or folder.",
        "A misspelt path, a folder on the way that was never made, a relative path; a file that is still to be written "
        "and was opened without OpenMode.CREATE.",
        "The whole path, from context.filesDir or its like; accessSync(path); mkdirSync(folder, true).",
    ),
    "EBADF": (
        "The file is not open, or not open for this.",
        "Reading or writing after close(), writing to what was opened with READ_ONLY.",
        "The mode of open(), and who closes the file.",
    ),
    "EACCES": (
        "The run may not reach this file.",
        "A file of another user; in a sample of a page, a path outside of the folders of its own run.",
        "The rights of the file and of every folder on the way.",
    ),
    "EEXIST": (
        "There is such a file or folder already.",
        "mkdir() of a folder that is there, a copy without the mode that overwrites.",
        "accessSync(path) before, or the mode of the call.",
    ),
    "EXDEV": (
        "The two paths are on different file systems.",
        "rename() from one of them to the other.",
        "moveFile() or copyFile() and unlink().",
    ),
    "ENOTDIR": (
        "Something on the path is a file where a folder is needed.",
        "listFile() or rmdir() of a file, a path that goes on behind the name of a file.",
        "The path, part by part.",
    ),
    "EISDIR": (
        "It is a folder where a file is needed.",
        "Reading, writing, copying or unlinking the path of a folder.",
        "The path: whether the name of the file is missing.",
    ),
    "EINVAL": (
        "An argument is none that the operation takes.",
        "A path with a NUL in it, an offset or length below 0 or behind the end of the buffer, a mode that is none.",
        "The arguments at the place of the error.",
    ),
    "EMFILE": (
        "The process has as many files open as it may.",
        "Files that are never closed, often in a loop.",
        "closeSync() in a finally; ulimit -n.",
    ),
    "EFBIG": ("The file would become too large.", "A limit of the file system or of the user.", "ulimit -f."),
    "ENOSPC": ("The disk is full.", "Too little room on it, or no inodes.", "df and df -i."),
    "EROFS": ("The file system is read-only.", "A path on a medium or mount that cannot be written.", "The mount."),
    "ENAMETOOLONG": (
        "A name, or the whole path, is too long.",
        "Names above 255 bytes, often made of a url or a text.",
        "The length of each part of the path, in bytes of UTF-8.",
    ),
    "ENOTEMPTY": (
        "The folder is not empty.",
        "rename() onto a folder with something in it.",
        "listFileSync(path); rmdir() removes a folder with all that is in it.",
    ),
    "ELOOP": ("Too many links lead to one another.", "Symbolic links in a circle.", "ls -l of each part of the path."),
}
_OTHER = (
    "The system refused the operation: {0}.",
    "Rare in a program's own folders.",
    "What the system says about {0}, and whether the path is what you take it for.",
)

CODES = f"{min(MESSAGES)} to {max(MESSAGES)} (files)"


def explain(code: int) -> str | None:
    """The explanation of `code` in a few lines; None if no operation on a file fails with it."""
    known = MESSAGES.get(code)
    if known is None:
        return None
    name, message = known
    meaning, causes, check = _MEANINGS.get(name) or (text.format(name) for text in _OTHER)
    return explanation(code, message, meaning, causes, check)
