"""Where an annotated copy may go: it holds the data that was checked, as no other report does."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from cfgovern.errors import UsageError

__all__ = ["BUILDS", "COPY", "must_have_a_place", "of_a_build"]

COPY = "xlsx"
"""The format of the annotated copy."""

# What services that build and test software set, each its own, where a program runs for nobody in particular
# and its files are kept for many to see.
BUILDS = (
    "CI", "CONTINUOUS_INTEGRATION", "BUILD_NUMBER", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL",
    "BUILDKITE", "CIRCLECI", "TEAMCITY_VERSION", "TRAVIS", "BITBUCKET_BUILD_NUMBER", "CODEBUILD_BUILD_ID",
)  # fmt: skip
_NO = ("", "0", "false", "no")


def of_a_build(environment: Mapping[str, str]) -> bool:
    """Whether the ``environment`` is that of a build and no person's."""
    return any(environment.get(name, "").strip().casefold() not in _NO for name in BUILDS)


def must_have_a_place(formats: Sequence[str], output: Path | None) -> None:
    """Refuse an annotated copy where others would see it.

    ``output``: the file or folder to be written, None for standard output. Raises UsageError
    ``output.is_workbook`` or ``copy.in_a_build``.
    """
    if COPY not in formats:
        return
    if of_a_build(os.environ):
        raise UsageError(
            "copy.in_a_build",
            "An annotated copy holds the data, and this is the run of a build, whose files many may see.",
            fix="Leave out --format xlsx here, and run it on your own computer.",
        )
    if output is None:
        raise UsageError(
            "output.is_workbook",
            "A workbook is not written to standard output.",
            fix="Name a file with --output, or a folder for several formats.",
        )
