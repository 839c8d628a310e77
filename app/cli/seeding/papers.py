"""The papers of a business: what it has on file, and sends as evidence."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from app.database import Database
from app.domain.core_resources.files import files
from app.domain.tx import Tx
from app.files import removal
from app.files.storage import Storage
from app.files.upload import Upload
from app.tables.core_resources.file import File, FilePurpose


@dataclass(frozen=True)
class Papers:
    """Where papers are kept."""

    database: Database
    storage: Storage

    async def evidence(self, tx: Tx, filename: str, lines: Sequence[str]) -> File:
        """A page of text, on file as evidence for disputes."""
        upload = Upload(self.storage)
        upload.filename = filename
        try:
            await asyncio.to_thread(upload.receive, [page(lines)])
            await asyncio.to_thread(upload.finish)
            await removal.expect(self.database, [upload])
            return await files.create(tx, file=upload, purpose=FilePurpose.DISPUTE_EVIDENCE)
        finally:
            await asyncio.to_thread(upload.discard)


def page(lines: Sequence[str]) -> bytes:
    """A page with lines of text, as PDF."""
    shown = b" T* ".join(b"(%s) Tj" % _escaped(line) for line in lines)
    text = b"BT /F1 12 Tf 16 TL 72 770 Td %s ET" % shown
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    size = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def _escaped(line: str) -> bytes:
    text = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return text.encode("cp1252", "replace")
