"""Which of its digests make a document stale."""

from __future__ import annotations

from cfgovern.governance.readback import Read
from cfgovern.governance.verifying import stale


def test_each_digest_that_is_another_or_gone_is_told() -> None:
    document = Read("d.docx", "dpia", {"contract": "1", "profile": "2"}, ())
    assert list(stale(document, {"contract": "1", "profile": "2"})) == []
    first, second = stale(document, {"contract": "9", "profile": "2", "answers": "3"})
    assert first == (
        "d.docx is stale: since it was drafted, the contract, its domains or its retention has changed."
    )
    assert second == "d.docx does not say any more from which answers it was drafted."
