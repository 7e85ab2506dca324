"""The kinds of file: what they are called and which may be shown."""

import pytest

from portal.core.files import Bestandssoort


def test_every_kind_is_found_by_each_of_its_extensions_in_any_case() -> None:
    found = {
        extension: Bestandssoort.from_extension(extension.upper()) for s in Bestandssoort for extension in s.extensies
    }
    assert found == {extension: s for s in Bestandssoort for extension in s.extensies}


@pytest.mark.parametrize(("extension", "soort"), [("jpeg", "jpg"), ("heif", "heic"), ("JPG", "jpg")])
def test_another_extension_for_the_same_thing_is_the_same_kind(extension: str, soort: str) -> None:
    assert Bestandssoort.from_extension(extension) == soort


@pytest.mark.parametrize("extension", ["", "exe", "docm", "html", "svg", "pdf "])
def test_other_extensions_are_no_kind(extension: str) -> None:
    assert Bestandssoort.from_extension(extension) is None


def test_only_pdf_and_pictures_that_browsers_know_are_shown() -> None:
    assert {soort.value for soort in Bestandssoort if soort.veilig_te_bekijken} == {"pdf", "jpg", "png"}


def test_every_kind_has_a_media_type_of_its_own() -> None:
    assert len({soort.media_type for soort in Bestandssoort}) == len(Bestandssoort)
    assert Bestandssoort.PDF.media_type == "application/pdf"
