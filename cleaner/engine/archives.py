"""Archives of files through a worker: an archive in, an archive of the same kind out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import BinaryIO

from cleaner import formats, ledger
from cleaner.engine.membernames import MemberNames, is_page
from cleaner.engine.output import Output, raw, spill
from cleaner.engine.tables import kept_record
from cleaner.engine.worker import Job, Outcome, Worker, encoded, unified
from cleaner.errors import ReadError
from cleaner.formats.base import Member
from cleaner.mainpart import page_text
from cleaner.reading import decode

_TEXT = (".txt", ".md")


def clean_archive(worker: Worker, job: Job, outcome: Outcome) -> None:
    """Clean the text and HTML files of an archive; all other members go through as they are.

    HTML becomes text under a name with ``.txt``, and links to it follow. The packed source is kept
    beside the ledger.
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
        names = MemberNames(module.names(job.path))
        for number, member in source:
            data, became_text = _cleaned(worker, job, outcome, number, member, lines, cards)
            name = member.name
            if became_text:
                name = names.of_page(name)
            elif is_page(member):
                names.keep(name)
            elif member.link is not None:
                member = member._replace(link=names.of_link(member))
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
) -> tuple[bytes | None, bool]:
    """The new content of a member, and whether it is a page that became text."""
    page = is_page(member)
    if member.data is None or not (page or PurePosixPath(member.name).suffix.lower() in _TEXT):
        return member.data, False
    name = f"{job.document}/{member.name}"
    try:
        if page:
            text, encoding, bom = page_text(member.data, worker.settings.html_mode), "utf-8", b""
        else:
            text, encoding, bom = _decoded(member.data, name)
    except ReadError as error:
        outcome.failures.append(f"{name}: {error.message} (copied unchanged)")
        return member.data, False
    result = worker.clean(job, outcome, text, name, number, extracted=page)
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
    if not result.edits and not page:
        return member.data, False
    return encoded(result.text, encoding, bom)[1], page


def _decoded(data: bytes, name: str) -> tuple[str, str, bytes]:
    decoded = decode(data, path=name)
    return decoded.text, decoded.encoding, decoded.bom
