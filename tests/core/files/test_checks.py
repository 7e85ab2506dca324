"""The check of an attached file: what is accepted, and each refusal with what it says."""

import io
import zipfile

import pikepdf
import pytest

from portal.core.files import Bestandsfout, Bestandssoort, Controle, Reden, check, check_name
from tests.core.files.samples import (
    ALL,
    EML,
    archive,
    box,
    changed,
    entries_of,
    flat_png,
    heic,
    odt,
    ole,
    pdf,
    picture,
    sample,
)

MIB = 1024 * 1024
DOCX, PNG = sample(Bestandssoort.DOCX), sample(Bestandssoort.PNG)
TYPES = dict(entries_of(DOCX))["[Content_Types].xml"]


def checked(name: str, content: bytes) -> Controle:
    return check(name, io.BytesIO(content), toegestaan=ALL, maximaal_bytes=25 * MIB)


def refused(name: str, content: bytes) -> Reden:
    with pytest.raises(Bestandsfout) as refusal:
        checked(name, content)
    return refusal.value.reden


@pytest.mark.parametrize("soort", Bestandssoort)
def test_a_good_file_of_every_kind_is_accepted(soort: Bestandssoort) -> None:
    content = sample(soort)
    pages = 1 if soort is Bestandssoort.PDF else None
    found = checked(f"stuk.{soort}", content)
    assert found == Controle(soort=soort, name=f"stuk.{soort}", bytes=len(content), pages=pages)


@pytest.mark.parametrize("soort", Bestandssoort)
def test_the_check_leaves_the_file_open(soort: Bestandssoort) -> None:
    file = io.BytesIO(sample(soort))
    check(f"stuk.{soort}", file, toegestaan=ALL, maximaal_bytes=MIB)
    assert not file.closed


@pytest.mark.parametrize("soort", Bestandssoort)
def test_an_empty_file_is_refused_whatever_its_kind(soort: Bestandssoort) -> None:
    assert refused(f"stuk.{soort}", b"") == Reden.LEEG


def test_a_file_may_be_exactly_as_large_as_the_limit_and_no_larger() -> None:
    content = sample(Bestandssoort.PDF)
    size = len(content)
    assert check("a.pdf", io.BytesIO(content), toegestaan=ALL, maximaal_bytes=size).bytes == size
    with pytest.raises(Bestandsfout) as refusal:
        check("a.pdf", io.BytesIO(content), toegestaan=ALL, maximaal_bytes=size - 1)
    assert refusal.value.reden == Reden.TE_GROOT


@pytest.mark.parametrize(("limit", "words"), [(25 * MIB, "25 MB"), (2048, "2 kB"), (10, "10 bytes")])
def test_the_refusal_of_a_large_file_names_the_limit(limit: int, words: str) -> None:
    with pytest.raises(Bestandsfout, match=f"hoogstens {words} zijn"):
        check("a.eml", io.BytesIO(bytes(limit + 1)), toegestaan=ALL, maximaal_bytes=limit)


class TestName:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("Verslag.PDF", "Verslag.PDF"),
            ("C:\\fakepath\\verslag.pdf", "verslag.pdf"),
            ("../../etc/verslag.pdf", "verslag.pdf"),
            ("  verslag (1).pdf ", "verslag (1).pdf"),
            ("e\u0301valuatie.pdf", "évaluatie.pdf"),
            ("v" * 146 + ".pdf", "v" * 146 + ".pdf"),
        ],
    )
    def test_the_name_is_shown_without_folders_and_in_one_form(self, name: str, shown: str) -> None:
        assert check_name(name, toegestaan=ALL) == (shown, Bestandssoort.PDF)

    @pytest.mark.parametrize(
        "name",
        ["", "  ", "map/", "a\0.pdf", "a\n.pdf", "a\u202efdp.pdf", "a\ud800.pdf", "v" * 147 + ".pdf", "a\u2028.pdf"],
    )
    def test_a_name_that_hides_something_or_is_too_long_is_refused(self, name: str) -> None:
        with pytest.raises(Bestandsfout) as refusal:
            check_name(name, toegestaan=ALL)
        assert refusal.value.reden == Reden.NAAM_ONGELDIG

    @pytest.mark.parametrize("name", ["verslag", ".pdf", "verslag.pdf.exe", "verslag.docm", "verslag.", "pdf"])
    def test_a_name_without_an_extension_of_ours_is_refused(self, name: str) -> None:
        with pytest.raises(Bestandsfout) as refusal:
            check_name(name, toegestaan=ALL)
        assert refusal.value.reden == Reden.EXTENSIE_ONBEKEND

    def test_a_kind_that_the_requirement_does_not_name_is_refused_with_those_that_it_does(self) -> None:
        with pytest.raises(Bestandsfout) as refusal:
            check_name("foto.heic", toegestaan=frozenset({Bestandssoort.JPG, Bestandssoort.PDF, Bestandssoort.DOCX}))
        assert (refusal.value.reden, refusal.value.tekst) == (
            Reden.EXTENSIE_NIET_TOEGESTAAN,
            "Een heic-bestand kan hier niet. Sla het op als pdf, docx of jpg en voeg het opnieuw toe.",
        )

    def test_the_only_kind_allowed_is_named_alone(self) -> None:
        with pytest.raises(Bestandsfout, match="Sla het op als pdf en voeg"):
            check_name("stuk.txt", toegestaan=frozenset({Bestandssoort.PDF}))


DISGUISED = {
    "a program named pdf": ("a.pdf", b"MZ" + bytes(3000)),
    "text named pdf": ("a.pdf", b"Geachte heer, mevrouw"),
    "a pdf mark after the first kilobyte": ("a.pdf", b" " * 1024 + sample(Bestandssoort.PDF)),
    "a web page before a pdf": ("a.pdf", b"<!DOCTYPE html><html><script>1</script>" + sample(Bestandssoort.PDF)),
    "a docx named pdf": ("a.pdf", DOCX),
    "a docx named xlsx": ("a.xlsx", DOCX),
    "an xlsx named docx": ("a.docx", sample(Bestandssoort.XLSX)),
    "an odt named docx": ("a.docx", odt()),
    "a docx named odt": ("a.odt", DOCX),
    "a plain zip named docx": ("a.docx", archive(("lees.txt", b"hallo"))),
    "a zip without content types": ("a.docx", changed(DOCX, without="[Content_Types].xml")),
    "a docx without its main part": ("a.docx", changed(DOCX, without="word/document.xml")),
    "a template named docx": (
        "a.docx",
        changed(DOCX, ("[Content_Types].xml", TYPES.replace(b"document.main", b"template.main"))),
    ),
    "an archive behind something else": ("a.docx", bytes([1, 2, 3, 4]) + DOCX),
    "a spreadsheet of OpenDocument named odt": (
        "a.odt",
        odt(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
    ),
    "an odt without content": ("a.odt", changed(odt(), without="content.xml")),
    "an old Word file named docx": ("a.docx", ole("WordDocument")),
    "an old Word file named msg": ("a.msg", ole("WordDocument")),
    "an empty compound file named msg": ("a.msg", ole()),
    "noise named msg": ("a.msg", bytes(range(1, 9)) * 300),
    "a gif with a script named png": ("a.png", b"GIF89a/*\x01\x00" + bytes(20) + b"*/=1;alert(1)"),
    "a jpg named png": ("a.png", sample(Bestandssoort.JPG)),
    "a png named jpg": ("a.jpg", PNG),
    "a png head behind one byte": ("a.png", b"\0" + PNG),
    "a film named heic": ("a.heic", box(b"ftyp", b"isom\0\0\0\0isommp42") + box(b"mdat", bytes(99))),
    "another picture in the same box format": ("a.heic", box(b"ftyp", b"qqqq\0\0\0\0mif1qqqq") + box(b"meta", b"")),
    "noise named heic": ("a.heic", bytes([7]) * 200),
    "a letter named eml": ("a.eml", b"Geachte heer, mevrouw,\r\n\r\nHierbij de stukken.\r\n"),
    "a mail with only a sender": ("a.eml", b"From: a@b.example\r\n\r\nhallo"),
    "a mail without a sender": ("a.eml", b"Subject: hallo\r\n\r\nhallo"),
    "a pdf named eml": ("a.eml", sample(Bestandssoort.PDF)),
}


@pytest.mark.parametrize(("name", "content"), DISGUISED.values(), ids=DISGUISED)
def test_a_disguised_file_is_refused(name: str, content: bytes) -> None:
    assert refused(name, content) == Reden.INHOUD_PAST_NIET_BIJ_NAAM


def test_the_refusal_of_a_disguised_file_says_what_to_do() -> None:
    with pytest.raises(Bestandsfout) as refusal:
        checked("a.png", b"GIF89a" + bytes(100))
    assert refusal.value.tekst == (
        "Dit is geen echt png-bestand: de inhoud past niet bij de naam. "
        "Open het bestand, sla het op als png en voeg het opnieuw toe."
    )
    assert str(refusal.value) == refusal.value.tekst


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def double_entry() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return archive(*entries_of(DOCX), ("word/document.xml", b"<other/>"))


DAMAGED = {
    "a pdf cut in half": ("a.pdf", pdf(pages=30)[:1500]),
    "a pdf with nothing but its ends": ("a.pdf", b"%PDF-1.7\n%%EOF"),
    "a pdf without pages": ("a.pdf", pdf(pages=0)),
    "a jpg cut in half": ("a.jpg", sample(Bestandssoort.JPG)[:700]),
    "a png cut in half": ("a.png", PNG[: len(PNG) // 2]),
    "a png with a second file behind it": ("a.png", PNG + archive(("a.txt", b"b"))),
    "a png with one byte changed": ("a.png", flipped(PNG, len(PNG) // 2)),
    "a png with a checksum changed": ("a.png", flipped(PNG, PNG.index(b"IEND") - 5)),
    "a docx cut in half": ("a.docx", DOCX[: len(DOCX) // 2]),
    "a docx with one byte changed": ("a.docx", flipped(DOCX, 200)),
    "a docx with an entry twice": ("a.docx", double_entry()),
    "a docx packed in another way": ("a.docx", archive(*entries_of(DOCX), method=zipfile.ZIP_LZMA)),
    "a docx with a document type": (
        "a.docx",
        changed(DOCX, ("[Content_Types].xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')),
    ),
    "a docx whose list is no xml": ("a.docx", changed(DOCX, ("[Content_Types].xml", b"<a"))),
    "an msg cut off in its tables": ("a.msg", sample(Bestandssoort.MSG)[:600]),
    "an msg cut off in its content": ("a.msg", sample(Bestandssoort.MSG)[:-512]),
    "an msg cut off before its content": ("a.msg", sample(Bestandssoort.MSG)[:-4096]),
    "a heic cut off": ("a.heic", heic()[:-1]),
    "a heic without its description": ("a.heic", heic(meta=False)),
    "a heic without its picture": ("a.heic", heic().partition(b"\0\0\0\xd0mdat")[0]),
    "a heic with a box too small to be one": ("a.heic", heic(end=bytes.fromhex("0000000566726565"))),
    "a heic with a thousand boxes": ("a.heic", heic(end=box(b"free", b"") * 1000)),
}


@pytest.mark.parametrize(("name", "content"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused(name: str, content: bytes) -> None:
    assert refused(name, content) == Reden.BESCHADIGD


@pytest.mark.parametrize(
    "end",
    [bytes.fromhex("000000016672656500000000000000140000000a"), bytes.fromhex("0000000066726565") + bytes(9)],
    ids=["a long size", "up to the end"],
)
def test_a_heic_box_may_give_its_size_in_other_ways(end: bytes) -> None:
    assert checked("a.heic", heic(end=end)).soort == Bestandssoort.HEIC


def locked(content: bytes) -> bytes:
    """The archive whose directory says that its first entry is encrypted."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + b"\x01" + content[at + 1 :]


LOCKED = {
    "a pdf that asks a password": ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="eigenaar", user="lezer"))),
    "a pdf with restrictions": ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="eigenaar", user=""))),
    "a docx with a password": ("a.docx", ole("EncryptionInfo", "EncryptedPackage")),
    "an xlsx with a password": ("a.xlsx", ole("EncryptedPackage")),
    "an archive with a password": ("a.docx", locked(DOCX)),
    "an odt with a password": (
        "a.odt",
        odt(("META-INF/manifest.xml", b"<manifest:encryption-data/>")),
    ),
}


@pytest.mark.parametrize(("name", "content"), LOCKED.values(), ids=LOCKED)
def test_a_file_with_a_password_is_refused(name: str, content: bytes) -> None:
    assert refused(name, content) == Reden.WACHTWOORD


def typed(kind: bytes) -> bytes:
    """The list of content types with one of them replaced by this."""
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(DOCX, ("[Content_Types].xml", TYPES.replace(main, kind)))


MACROS = {
    "a docx with a program": ("a.docx", changed(DOCX, ("word/vbaProject.bin", b"x"))),
    "a docx with a program in capitals": ("a.docx", changed(DOCX, ("word/VBAPROJECT.BIN", b"x"))),
    "a docm named docx": ("a.docx", typed(b"application/vnd.ms-word.document.macroEnabled.main+xml")),
    "a docx with a program by another name": ("a.docx", typed(b"application/vnd.ms-office.vbaProject")),
    "an xlsx with a macro sheet": (
        "a.xlsx",
        changed(sample(Bestandssoort.XLSX), ("xl/macrosheets/sheet1.xml", b"<x/>")),
    ),
    "an odt with a program": ("a.odt", odt(("Basic/Standard/Module1.xml", b"<x/>"))),
    "an odt with a script": ("a.odt", odt(("Scripts/python/a.py", b"1"))),
}


@pytest.mark.parametrize(("name", "content"), MACROS.values(), ids=MACROS)
def test_a_file_with_macros_is_refused(name: str, content: bytes) -> None:
    assert refused(name, content) == Reden.MACROS


def test_an_odt_may_hold_the_empty_library_that_libreoffice_leaves() -> None:
    assert (
        checked("a.odt", odt(("Basic/script-lc.xml", b"<x/>"), ("Basic/Standard/script-lb.xml", b"<x/>"))).pages is None
    )


def test_too_many_pixels_are_refused() -> None:
    assert refused("a.png", flat_png(size=(10_000, 5_001))) == Reden.PIXELBOM


@pytest.mark.parametrize("size", [(10_000, 10_000), (20_000, 20_000)])
def test_far_too_many_pixels_are_refused_before_they_are_read(size: tuple[int, int]) -> None:
    assert refused("a.png", flat_png(size=size)) == Reden.PIXELBOM


def test_fifty_million_pixels_are_accepted() -> None:
    assert checked("a.png", flat_png(size=(10_000, 5_000))).soort == Bestandssoort.PNG


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_a_photo_in_any_colours_is_accepted(mode: str) -> None:
    assert checked("a.jpg", picture("JPEG", mode=mode)).soort == Bestandssoort.JPG


def test_a_pdf_behind_white_space_is_accepted() -> None:
    assert checked("a.pdf", b" " * 900 + sample(Bestandssoort.PDF)).pages == 1


def test_the_pages_of_a_pdf_are_counted() -> None:
    assert checked("a.pdf", pdf(pages=3)).pages == 3


def script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def with_page(**entries: object) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    for name, value in entries.items():
        document.pages[0].obj[f"/{name}"] = value
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


ACTING = {
    "a script on opening": lambda: pdf(OpenAction=script()),
    "a program on opening": lambda: pdf(
        OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("a.exe"))
    ),
    "a script by name": lambda: pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())),
    "an action of the document": lambda: pdf(AA=pikepdf.Dictionary(WC=script())),
    "an action of a page": lambda: with_page(AA=pikepdf.Dictionary(O=script())),
    "an action of a field": lambda: with_page(Annots=pikepdf.Array([pikepdf.Dictionary(AA=pikepdf.Dictionary())])),
    "a script behind a button": lambda: with_page(Annots=pikepdf.Array([pikepdf.Dictionary(A=script())])),
}


@pytest.mark.parametrize("make", ACTING.values(), ids=ACTING)
def test_a_pdf_that_acts_by_itself_is_accepted_and_noted(make: object) -> None:
    assert callable(make)
    assert checked("a.pdf", make()).scripts is True


@pytest.mark.parametrize(
    "content",
    [
        with_page(Annots=pikepdf.Array([pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.URI))])),
        pdf(OpenAction=pikepdf.Array([0, pikepdf.Name.Fit])),
    ],
    ids=["a link", "a page to open at"],
)
def test_a_pdf_with_a_link_or_a_first_page_is_not_noted(content: bytes) -> None:
    assert checked("a.pdf", content).scripts is False


@pytest.mark.parametrize(
    "content",
    [
        b"Received: from a by b\r\nFrom: q@r.example\r\n\r\nhallo",
        b"MIME-Version: 1.0\r\nFrom: q\r\nTo: z@y.example\r\n\r\n\xe9\xe8",
        b"Subject: s\nFrom: a\n\n<html><body>hallo</body></html>",
        EML + b"x" * 300_000,
    ],
    ids=["relayed", "eight bits", "html", "longer than the part that is read"],
)
def test_mail_from_any_program_is_accepted(content: bytes) -> None:
    assert checked("a.eml", content).soort == Bestandssoort.EML


def test_a_mail_with_zero_bytes_is_refused() -> None:
    with pytest.raises(Bestandsfout):
        checked("a.eml", EML + b"\0")


@pytest.mark.parametrize("reden", Reden)
def test_every_refusal_has_a_sentence_that_addresses_the_sender(reden: Reden) -> None:
    from portal.core.files.refusal import refusal

    tekst = refusal(reden, soort="pdf", toegestaan="pdf", grens="25 MB", titel="Onderbouwing", aantal="3").tekst
    assert tekst.endswith(".")
    assert "{" not in tekst
