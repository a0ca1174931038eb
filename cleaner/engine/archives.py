"""Archives of files through a worker: an archive in, an archive of the same kind out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import BinaryIO

from cleaner import formats, ledger
from cleaner.engine.output import Output, raw, spill
from cleaner.engine.tables import kept_record
from cleaner.engine.worker import Job, Outcome, Worker, encoded, unified
from cleaner.errors import ReadError
from cleaner.formats.base import Member
from cleaner.mainpart import page_text
from cleaner.reading import decode

_TEXT = (".txt", ".md")
_HTML = (".html", ".htm")


def clean_archive(worker: Worker, job: Job, outcome: Outcome) -> None:
    """Clean the text and HTML files of an archive; all other members go through as they are.

    HTML becomes text under the name with ``.txt``. The packed source is kept beside the ledger.
    """
    module = formats.modules()[job.kind]
    source = enumerate(module.members(job.path, job.kind), 1)
    if not worker.settings.write:
        for number, member in source:
            _cleaned(worker, job, outcome, number, member, None, None)
        return
    outcome.ledger_files = [spill(job.target, "ledger")]
    outcome.cards_files = [spill(job.target, "cards")]
    with (
        Output(job.target, job.path) as output,
        outcome.ledger_files[0].open("wb") as lines,
        outcome.cards_files[0].open("wb") as cards,
    ):
        packer = module.packer(raw(output.stream()), job.kind, job.path)
        for number, member in source:
            name, data = _cleaned(worker, job, outcome, number, member, lines, cards)
            packer.add(member, name, data)
        packer.close()
        outcome.staged += output.finish()
        if worker.settings.ledger:
            sha = ledger.keep_original(job.base, job.path)
            record = kept_record(job, sha, kept=True) | output.hashes()
            lines.write(ledger.dump(record | worker.settings.origin))


def _cleaned(
    worker: Worker,
    job: Job,
    outcome: Outcome,
    number: int,
    member: Member,
    lines: BinaryIO | None,
    cards: BinaryIO | None,
) -> tuple[str, bytes | None]:
    """The new name and content of a member."""
    ending = PurePosixPath(member.name).suffix.lower()
    if member.data is None or ending not in _TEXT + _HTML:
        return member.name, member.data
    name = f"{job.document}/{member.name}"
    target = member.name
    try:
        if ending in _HTML:
            text, encoding, bom = page_text(member.data, worker.settings.html_mode), "utf-8", b""
            target = member.name[: -len(ending)] + ".txt"
        else:
            text, encoding, bom = _decoded(member.data, name)
    except ReadError as error:
        outcome.failures.append(f"{name}: {error.message} (copied unchanged)")
        return member.name, member.data
    result = worker.clean(job, outcome, text, name, number, extracted=ending in _HTML)
    if worker.settings.diff:
        outcome.diff += unified(name, text, result.text)
    if cards is not None:
        cards.write(worker.cards(job, result))
    if lines is not None and worker.settings.ledger and result.edits:
        change = {
            "v": ledger.VERSION,
            "document": name,
            "target": job.name,
            "line": number,
            "edits": ledger.pack_edits(result.edits),
        }
        lines.write(ledger.dump(change))
    if not result.edits and ending in _TEXT:
        return target, member.data
    return target, encoded(result.text, encoding, bom)[1]


def _decoded(data: bytes, name: str) -> tuple[str, str, bytes]:
    decoded = decode(data, path=name)
    return decoded.text, decoded.encoding, decoded.bom
