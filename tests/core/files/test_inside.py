"""What lies inside an attached file: a program or macros one layer down is refused, what belongs there is not."""

import base64
import io
import tracemalloc
import zipfile
from email.message import EmailMessage

import pikepdf
import pytest

from portal.core.files import Bestandsfout, Bestandssoort, Reden, check
from portal.core.files.inside import Inside
from tests.core.files.samples import ALL, EML, archive, changed, entries_of, odt, ole, pdf, sample

DOCX, XLSX = sample(Bestandssoort.DOCX), sample(Bestandssoort.XLSX)
EXE = b"MZ\x90\0" + bytes(200)
DOCM = changed(DOCX, ("word/vbaProject.bin", b"x"))
HEAD = EML[: EML.index(b"\r\n\r\n") + 2]
VBA = ole("WordDocument", "_VBA_PROJECT")
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def outcome(name: str, content: bytes) -> Reden | None:
    try:
        check(name, io.BytesIO(content), toegestaan=ALL, maximaal_bytes=50 * 1024 * 1024)
    except Bestandsfout as refusal:
        return refusal.reden
    return None


def mail(*attached: tuple[str, bytes], subject: str = "Stukken") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "zorg@aanbieder.example", "team@gemeente.example", subject
    message.set_content("Hierbij.")
    message.add_alternative("<p>Hierbij.</p>", subtype="html")
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def forwarded(message: EmailMessage) -> EmailMessage:
    outer = mail()
    outer.add_attachment(message)
    return outer


def named(header: bytes, content: bytes = b"AAAA") -> bytes:
    """A mail of one part, whose file is named by this header."""
    head = b"From: a@b.example\r\nDate: x\r\nContent-Transfer-Encoding: base64\r\n"
    return head + b"Content-Type: application/octet-stream\r\n" + header + b"\r\n\r\n" + content + b"\r\n"


def zipped(*names: str) -> bytes:
    return archive(*((name, b"x" * 50) for name in names), method=zipfile.ZIP_STORED)


def related(soort: str, target: str, mode: str = "External") -> bytes:
    """A docx that says in its relations where something else is."""
    relation = f'<Relationship Id="r" Type="{RELS}{soort}" Target="{target}" TargetMode="{mode}"/>'
    xml = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
    return changed(DOCX, ("word/_rels/settings.xml.rels", xml.encode()))


def pdf_with(name: str, *, by: str = "") -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    if by:
        spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=pikepdf.String(name), UF=pikepdf.String(name))
        document.pages[0].obj[by] = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, FS=spec)])
    else:
        document.attachments[name] = EXE
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


TYPES = dict(entries_of(XLSX))["[Content_Types].xml"].decode()
MACROSHEET = '<Override PartName="/xl/worksheets/s.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/></Types>'
REFUSED = {
    "a mail with a program": ("a.eml", bytes(mail(("virus.exe", b"x"))), Reden.PROGRAMMA),
    "a mail with a program by another name": ("a.eml", bytes(mail(("foto.jpg", EXE))), Reden.PROGRAMMA),
    "a mail with a script and a dot": ("a.eml", bytes(mail(("a.pdf.JS. ", b"x"))), Reden.PROGRAMMA),
    "a mail with a docm": ("a.eml", bytes(mail(("a.docm", DOCX))), Reden.MACROS),
    "a mail with a docx with macros": ("a.eml", bytes(mail(("a.docx", DOCM))), Reden.MACROS),
    "a mail with an old document with macros": ("a.eml", bytes(mail(("a.doc", VBA))), Reden.MACROS),
    "a mail with a program in a zip": (
        "a.eml",
        bytes(mail(("a.zip", zipped("lees.txt", "map/a.scr")))),
        Reden.PROGRAMMA,
    ),
    "a mail with a docm in a zip": ("a.eml", bytes(mail(("a.zip", zipped("a.docm")))), Reden.MACROS),
    "a mail in a mail with a program": ("a.eml", bytes(forwarded(mail(("a.exe", b"x")))), Reden.PROGRAMMA),
    "a mail whose name is encoded": (
        "a.eml",
        named(b"Content-Disposition: attachment; filename*=UTF-8''a%2Eexe"),
        Reden.PROGRAMMA,
    ),
    "a mail whose name is hidden as words": (
        "a.eml",
        named(b'Content-Disposition: attachment; filename="=?utf-8?B?' + base64.b64encode(b"a.exe") + b'?="'),
        Reden.PROGRAMMA,
    ),
    "a mail whose name stands with the type": (
        "a.eml",
        HEAD + b'Content-Type: a/b; name="a.exe"\r\n\r\nx',
        Reden.PROGRAMMA,
    ),
    "a mail whose name is in letters that nobody knows": (
        "a.eml",
        named(b'Content-Disposition: attachment; filename="=?nergens?Q?b?= a.exe"'),
        Reden.PROGRAMMA,
    ),
    "a mail with a program in readable signs": (
        "a.eml",
        HEAD + b"Content-Type: a/b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nMZ=90=00=03",
        Reden.PROGRAMMA,
    ),
    "a mail of headers alone": ("a.eml", HEAD + b'Content-Disposition: attachment; filename="a.exe"', Reden.PROGRAMMA),
    "a mail with a program in its text": ("a.eml", EML + b"begin 644 a.exe\r\n#0V%T\r\n`\r\nend\r\n", Reden.PROGRAMMA),
    "a mail of which a header never ends": ("a.eml", EML[:60] + b"X: y\r\n" * 60_000, Reden.BESCHADIGD),
    "a docx with a program": ("a.docx", changed(DOCX, ("word/embeddings/a.xlsx", EXE)), Reden.PROGRAMMA),
    "a docx with an object": (
        "a.docx",
        changed(DOCX, ("word/embeddings/oleObject1.bin", b"MZ" * 99)),
        Reden.INGESLOTEN,
    ),
    "a docx with an old sheet": ("a.docx", changed(DOCX, ("word/embeddings/a.xls", ole("Workbook"))), Reden.INGESLOTEN),
    "a docx with a docm": ("a.docx", changed(DOCX, ("word/embeddings/a.docm", DOCX)), Reden.MACROS),
    "a docx with a docx with macros": ("a.docx", changed(DOCX, ("word/embeddings/a.docx", DOCM)), Reden.MACROS),
    "a docx with a real program of its own": ("a.docx", changed(DOCX, ("word/vbaProject.bin", VBA)), Reden.MACROS),
    "a docx with a template on the internet": (
        "a.docx",
        related("attachedTemplate", "http://a.example/x.dotm"),
        Reden.SJABLOON,
    ),
    "a docx with a template on a server": (
        "a.docx",
        related("attachedTemplate", "file:///\\\\srv\\x.dotx"),
        Reden.SJABLOON,
    ),
    "a docx with a template on a share": ("a.docx", related("attachedTemplate", "%5C%5Csrv%5Cx.dotx"), Reden.SJABLOON),
    "a docx with an object elsewhere": ("a.docx", related("oleObject", "https://a.example/x.html!"), Reden.SJABLOON),
    "a docx whose relations have a type of document": (
        "a.docx",
        changed(DOCX, ("word/_rels/a.xml.rels", b"<!DOCTYPE a><a/>")),
        Reden.BESCHADIGD,
    ),
    "an xlsx with a macro sheet by its kind": (
        "a.xlsx",
        changed(XLSX, ("[Content_Types].xml", TYPES.replace("</Types>", MACROSHEET).encode())),
        Reden.MACROS,
    ),
    "an odt with an object": ("a.odt", odt(("Object 1", ole("Contents"))), Reden.INGESLOTEN),
    "a pdf with a program": ("a.pdf", pdf_with("a.exe"), Reden.PROGRAMMA),
    "a pdf with a docm": ("a.pdf", pdf_with("a.docm"), Reden.MACROS),
    "a pdf with a program on its page": ("a.pdf", pdf_with("a.exe", by="/Annots"), Reden.PROGRAMMA),
}
ACCEPTED = {
    "a mail with good files": bytes(mail(("a.pdf", pdf()), ("a.docx", DOCX), ("a.doc", ole("WordDocument")))),
    "a mail with a zip": bytes(mail(("a.zip", zipped("verslag.pdf")))),
    "a mail in a mail": bytes(forwarded(mail(("a.pdf", pdf()), subject="Vraag"))),
    "a mail with a text that begins as a program": bytes(
        mail(("a.txt", b"MZ is de afkorting van maatschappelijke zorg"))
    ),
}


@pytest.mark.parametrize(("name", "content", "reden"), REFUSED.values(), ids=REFUSED)
def test_what_does_harm_one_layer_down_is_refused(name: str, content: bytes, reden: Reden) -> None:
    assert outcome(name, content) == reden


@pytest.mark.parametrize("content", ACCEPTED.values(), ids=ACCEPTED)
def test_a_mail_with_what_people_send_is_accepted(content: bytes) -> None:
    assert outcome("a.eml", content) is None


@pytest.mark.parametrize(
    "content",
    [
        changed(DOCX, ("word/embeddings/Microsoft_Excel_Sheet1.xlsx", XLSX)),
        related("attachedTemplate", "file:///C:\\Users\\jan\\Normal.dotm"),
        related("attachedTemplate", "Huisstijl.dotx"),
        related("hyperlink", "https://a.example/"),
        related("attachedTemplate", "http://a.example/x.dotm", mode="Internal"),
    ],
    ids=["a sheet", "a template of the writer", "a template beside it", "a link", "a part of its own"],
)
def test_a_docx_with_what_office_makes_is_accepted(content: bytes) -> None:
    assert outcome("a.docx", content) is None


@pytest.mark.parametrize("by", ["", "/Annots"])
def test_a_pdf_with_a_pdf_in_it_is_accepted(by: str) -> None:
    assert outcome("a.pdf", pdf_with("bijlage.pdf", by=by)) is None


@pytest.mark.parametrize("size", [1, 2, 7, 33, 80, 4096])
def test_a_name_is_found_wherever_a_piece_ends(size: int) -> None:
    content = archive(("a.txt", bytes(99)), ("b.exe", b"x"), method=zipfile.ZIP_STORED)
    with pytest.raises(Bestandsfout) as refusal:
        fed(Inside("a.zip"), content, size)
    assert refusal.value.reden == Reden.PROGRAMMA


def fed(inside: Inside, content: bytes, size: int) -> None:
    for at in range(0, len(content), size):
        inside.feed(content[at : at + size])


def test_a_large_mail_is_looked_at_in_little_memory() -> None:
    content = bytes(mail(("a.bin", bytes(4_000_000)), ("a.exe", b"x")))
    tracemalloc.start()
    assert outcome("a.eml", content) == Reden.PROGRAMMA
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < len(content) / 2
