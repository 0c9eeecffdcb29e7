"""What can be wrong with a key file, or with what is opened by it: each with a code of its own."""

from __future__ import annotations

from cfgovern.errors import UsageError

__all__ = ["KeyFault", "fault"]


class KeyFault(UsageError):
    """A key, a key file or a sealed file cannot be used (exit 2). It holds nothing of any key."""


_RESTORE = "Take the copy that you keep of it."
_WORDS = {
    "key.absent": ("There is no such key file.", "Check the name, or make one: cfgovern key new."),
    "key.unreadable": ("The key file cannot be read.", "Check that you may open it."),
    "key.open_to_others": (
        "The file may be read by others.",
        "Make it yours alone (chmod 600), and rotate its keys if somebody may have read it.",
    ),
    "key.exists": (
        "There is a file of that name, and no key file is ever replaced by a new one.",
        "Give another name; for a new epoch use: cfgovern key rotate.",
    ),
    "key.not_ours": ("This is not a key file of cfgovern.", "Give the file that cfgovern key new made."),
    "key.version": (
        "The key file was made by a later cfgovern.",
        "Bring cfgovern up to date; the file is as it was.",
    ),
    "key.truncated": ("The key file is cut short.", _RESTORE),
    "key.edited": ("The key file has been changed since it was written.", _RESTORE),
    "key.changed": (
        "Another command has changed the key file in the meantime, and nothing was written.",
        "Look at it with cfgovern key list, and run the command again.",
    ),
    "key.parameters": (
        "The key file asks for more, or for less, work than a passphrase of ours takes.",
        _RESTORE,
    ),
    "key.passphrase": (
        "The passphrase is not that of the key file.",
        "Try again; a lost passphrase cannot be replaced.",
    ),
    "key.wrong": (
        "The key file is locked for somebody else.",
        "Open it with the key file whose public key it was sealed to, or as the user who made it.",
    ),
    "key.lock": (
        "The key file is locked in another way.",
        "cfgovern key list says how. One that is sealed to you is taken in by: cfgovern key add.",
    ),
    "key.missing_root": (
        "The key file has no key of this kind.",
        "cfgovern key list says what it has. The programme root comes from the linker: cfgovern key add.",
    ),
    "key.not_made_here": (
        "The programme root in this key file was made by somebody else, who alone hands it on.",
        "Ask the linker to seal it to the other area.",
    ),
    "key.other_root": (
        "The key file has another root of this kind, and one of the two would be lost.",
        "If nothing was made with its own programme root, let go of it: cfgovern key add --drop-own.",
    ),
    "key.epoch": ("The key file does not have this epoch.", "cfgovern key list says which it has."),
    "key.floor": (
        "This epoch is below the floor of the key file: it is no longer used.",
        "Use a later epoch, or move the floor with: cfgovern key rotate --floor N.",
    ),
    "sealed.not_ours": ("This is not a sealed file of cfgovern.", "Give the file that cfgovern sealed."),
    "sealed.version": ("The file was sealed by a later cfgovern.", "Bring cfgovern up to date."),
    "sealed.purpose": ("The file was sealed for another purpose.", "Give the file that belongs here."),
    "sealed.truncated": ("The sealed file is cut short.", _RESTORE),
    "sealed.edited": ("The sealed file has been changed since it was written.", _RESTORE),
    "sealed.wrong_key": (
        "The file was sealed under a key that this key file does not have.",
        "Give the key file whose fingerprint stands in the manifest.",
    ),
    "sealed.wrong_epoch": (
        "The file was sealed under an epoch that this key file does not have.",
        "Give a key file that has it; cfgovern key list says which it has.",
    ),
}


def fault(code: str, where: object = "") -> KeyFault:
    """The fault of that ``code``, at the file ``where``."""
    what, fix = _WORDS[code]
    return KeyFault(code, what, where=str(where), fix=fix)
