"""``cfgovern documents import``: what was written into a drafted Word document, into ``answers.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern.atomic import write_atomic
from cfgovern.governance.draft import OPEN_TEXT, Material, context_of
from cfgovern.governance.readback import Control, must_have_controls, read_word
from cfgovern.governance.verifying import stale
from cfgovern.journeys.documents import DocumentRequest, load_content, material_of
from cfgovern.profile.answering import with_answers
from cfgovern.profile.answers import MAX_BYTES, Answer, plain, read_answers
from cfgovern.yamlfile import load, loads

__all__ = ["Difference", "Imported", "import_answers"]

_EMPTY = 'version: "1"\nanswers: []\n'


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that was read: what stood there by now, and what is written in its place."""

    tag: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written, what was left as it is (sentences), and what the document no longer rests on."""

    written: tuple[Difference, ...]
    left: tuple[str, ...]
    stale: tuple[str, ...]


def import_answers(
    file: Path, asked: DocumentRequest, answers: Path, *, by: str = "", on: str = "", replace: bool = False
) -> Imported:
    """Write what somebody has changed in the controls of ``file`` into the answers file, as drafts.

    With ``by`` and ``on``, a post and a day, they are confirmed answers. What stands in the answers file is
    replaced only if ``replace``, and stays as a comment. Raises SubmissionRefused for a Word file that is not
    sound, UsageError ``documents.no_draft``, and OperatorFileError for a faulty file.
    """
    pack = load_content()
    document = read_word(file, pack.tables)
    must_have_controls(document)
    material = material_of(asked, pack)
    old = tuple(stale(document, material.digests))
    drafted = _drafted(context_of(pack.outlines[document.kind], material))
    reading = _Reading(material, drafted, sound=not old)
    found = dict(reading.changed(document.controls))
    kept = load(answers, max_bytes=MAX_BYTES) if answers.is_file() else loads(_EMPTY, answers.name)
    there = read_answers(kept)
    standing = "confirmed" if by and on else "draft"
    new = []
    for tag, text in found.items():
        question, _, about = tag.partition(" ")
        answer = Answer(question, about or None, standing, text, by=by, on=on)
        if answer.key in there and not replace:
            reading.left.append(
                f"{tag}: {answers.name} has another answer already. Give --replace to put this in its place."
            )
        else:
            new.append(answer)
    if new:
        write_atomic(answers, with_answers(kept, new).encode())
    return Imported(
        tuple(Difference(_tag(one), reading.before(_tag(one)), one.text) for one in new),
        tuple(reading.left),
        old,
    )


def _tag(answer: Answer) -> str:
    return answer.question if answer.about is None else f"{answer.question} {answer.about}"


def _drafted(context: Mapping[str, Any]) -> dict[str, str]:
    """What a draft of today has in each control, by its tag."""
    asks = [*context["q"].values(), *(ask for one in context["schedules"] for ask in one["questions"])]
    return {one["tag"]: _text(one["paragraphs"]) for ask in asks for one in ask["answers"]}


def _text(paragraphs: Sequence[str]) -> str:
    return plain("\n\n".join(paragraphs))


class _Reading:
    """Holds controls to what a draft of today says; ``left``: why one of them was left out.

    ``sound``: the document rests on the facts of today. In one that does not, only what was open is read:
    of the rest nobody can tell whether a person or a fact has changed it.
    """

    def __init__(self, material: Material, drafted: Mapping[str, str], *, sound: bool) -> None:
        self.left: list[str] = []
        self._sound = sound
        self._repeated = {name for name, one in material.questions.items() if one.repeat}
        self._drafted = drafted

    def before(self, tag: str) -> str:
        """What stands in a draft of today."""
        text = self._drafted[tag]
        return "" if text == OPEN_TEXT else text

    def changed(self, controls: Sequence[Control]) -> Iterator[tuple[str, str]]:
        """The tags, and the texts that are others than a draft of today has."""
        read: dict[str, dict[str, None]] = {}
        unsure = set()
        for one in controls:
            text = _text(one.paragraphs)
            if text and text not in (OPEN_TEXT, self._drafted.get(one.tag)):
                read.setdefault(one.tag, {})[text] = None
                if not self._sound and one.state != "open":
                    unsure.add(one.tag)
        if self._sound:
            lost = self._drafted.keys() - {one.tag for one in controls}
            self.left += [f"{tag}: its control is gone from the document." for tag in sorted(lost)]
        for tag, texts in read.items():
            if tag not in self._drafted:
                self.left.append(f"{tag[:80]}: no draft of today asks this.")
            elif tag in unsure:
                self.left.append(
                    f"{tag}: the document is of earlier facts. Draft it again, and write it there."
                )
            elif tag in self._repeated:
                self.left.append(f"{tag}: answers for many things at once; write them in answers.yaml.")
            elif len(texts) > 1:
                self.left.append(f"{tag}: stands there twice, with two answers. Make them one.")
            else:
                yield tag, next(iter(texts))
