"""Settings: what an installation says in its environment, and what is refused because it would not be safe."""

from dataclasses import fields
from pathlib import Path

import pytest

from portal.config import OnjuisteInstelling, Settings, process_env, shared_dir, socket_path


def _settings(tmp_path: Path, **env: str) -> Settings:
    return Settings.from_env({"PORTAL_DATA": str(tmp_path), **env})


def test_the_defaults_are_safe_in_production(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    assert (settings.host, settings.port, settings.demo, settings.tls, settings.tweede_factor) == (
        "127.0.0.1",
        8000,
        False,
        False,
        True,
    )
    assert (settings.klok, settings.limieten, settings.inactief, settings.sessieduur) == (0, 1, 1800, 36000)
    assert settings.database_url == f"sqlite:///{tmp_path / 'portaal.db'}"
    assert settings.sleutels_url == f"sqlite:///{tmp_path / 'kluis' / 'sleutels.db'}"
    assert (settings.smtp_host, settings.smtp_wachtwoord, settings.mail_map) == ("", None, None)


def test_everything_lies_under_the_data_directory(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    paths = (
        settings.secret_key_file,
        settings.pinned_key_file,
        settings.vault_dir,
        settings.files_dir,
        settings.log_dir,
    )
    assert [path.relative_to(tmp_path).parts[0] for path in paths] == [
        "web",
        "installatie.pub",
        "kluis",
        "bestanden",
        "log",
    ]


def test_a_relative_data_directory_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.from_env({}).data == tmp_path / "var"
    assert Settings.from_env({"PORTAL_DATA": "x/../y"}).data == tmp_path / "y"


def test_without_an_environment_of_its_own_it_reads_that_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path))
    monkeypatch.setenv("PORTAL_PORT", "8123")
    assert (Settings.from_env().data, Settings.from_env().port) == (tmp_path, 8123)


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    settings = _settings(
        tmp_path,
        PORTAL_DATABASE_URL="postgres://a@b/c",
        PORTAL_SLEUTELS_URL="postgresql://a@b/d",
        PORTAL_VAULT_SOCKET="/run/portaal/vault.sock",
        PORTAL_HOST="::1",
        PORTAL_PORT="1",
        PORTAL_DEMO="ja",
        PORTAL_TLS="true",
        PORTAL_TWEEDE_FACTOR="nee",
        PORTAL_KLOK="-60",
        PORTAL_LIMIETEN="9",
        PORTAL_REGIO="limburg",
        PORTAL_INACTIEF="60",
        PORTAL_SESSIEDUUR="120",
        PORTAL_SMTP_HOST="mail.example",
        PORTAL_SMTP_PORT="25",
        PORTAL_SMTP_TLS="direct",
        PORTAL_SMTP_CA="/run/ca.pem",
        PORTAL_SMTP_GEBRUIKER="p",
        PORTAL_SMTP_WACHTWOORD_FILE="/run/geheim",
        PORTAL_MAIL_MAP="/var/mail",
        PORTAL_MAIL_VAN="p@portaal.example",
        PORTAL_BASIS_URL="https://portaal.example",
        PORTAL_PROXIES="2",
    )
    default = _settings(tmp_path)
    same = [f.name for f in fields(Settings) if getattr(settings, f.name) == getattr(default, f.name)]
    assert same == ["data"]
    assert (settings.database_url, settings.sleutels_url) == (
        "postgresql+psycopg://a@b/c",
        "postgresql+psycopg://a@b/d",
    )
    assert (settings.smtp_wachtwoord, settings.mail_map, settings.tweede_factor) == (
        Path("/run/geheim"),
        Path("/var/mail"),
        False,
    )


def test_the_address_of_the_database_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://a:geheim@b/c\n", encoding="utf-8")
    settings = _settings(tmp_path, PORTAL_DATABASE_URL_FILE=str(tmp_path / "url"))
    assert settings.database_url == "postgresql+psycopg://a:geheim@b/c"


@pytest.mark.parametrize(
    ("env", "tekst"),
    [
        ({"PORTAL_SMTP_TLS": "uit"}, "'starttls' of 'direct'"),
        ({"PORTAL_HOST": "0.0.0.0"}, "127.0.0.1"),  # noqa: S104 - that is what is refused
        ({"PORTAL_HOST": "portaal.example"}, "PORTAL_TLS=ja"),
        ({"PORTAL_KLOK": "60"}, "PORTAL_KLOK"),
        ({"PORTAL_TWEEDE_FACTOR": "nee"}, "tweede factor"),
        ({"PORTAL_LIMIETEN": "2"}, "PORTAL_LIMIETEN"),
        ({"PORTAL_DEMO": "misschien"}, "'ja' of 'nee'"),
        ({"PORTAL_TLS": "aan"}, "PORTAL_TLS"),
        ({"PORTAL_PORT": "acht"}, "PORTAL_PORT moet een getal zijn, niet 'acht'"),
        ({"PORTAL_INACTIEF": "1.5"}, "PORTAL_INACTIEF"),
    ],
)
def test_what_is_wrong_or_unsafe_is_refused_with_what_it_should_be(
    tmp_path: Path, env: dict[str, str], tekst: str
) -> None:
    with pytest.raises(OnjuisteInstelling, match=tekst):
        _settings(tmp_path, **env)


@pytest.mark.parametrize(
    "env",
    [
        {"PORTAL_HOST": "0.0.0.0", "PORTAL_TLS": "ja"},  # noqa: S104 - behind a proxy with TLS it may
        {"PORTAL_KLOK": "60", "PORTAL_DEMO": "1"},
        {"PORTAL_TWEEDE_FACTOR": "0", "PORTAL_DEMO": "JA"},
        {"PORTAL_LIMIETEN": "2", "PORTAL_DEMO": "ja"},
        {"PORTAL_DEMO": "", "PORTAL_PORT": ""},
        {"PORTAL_HOST": "localhost"},
    ],
)
def test_what_is_safe_is_taken(tmp_path: Path, env: dict[str, str]) -> None:
    assert _settings(tmp_path, **env).data == tmp_path


@pytest.mark.parametrize("length", [1, 60, 75, 76, 77, 100, 200])
def test_the_socket_s_path_stays_under_100_bytes_wherever_the_data_lies(length: int) -> None:
    for data in (Path("/") / ("d" * length), Path("/") / ("é" * length)):
        assert len(bytes(socket_path(data))) < 100
        assert Settings.from_env({"PORTAL_DATA": str(data)}).vault_socket == socket_path(data)


def test_two_data_directories_with_long_names_have_two_sockets() -> None:
    een, ander = (socket_path(Path("/" + "d" * 120) / naam) for naam in ("een", "ander"))
    assert een != ander
    assert een == socket_path(Path("/" + "d" * 120) / "een")
    assert socket_path(Path("/kort")) == Path("/kort/kluis/s/vault.sock")


@pytest.mark.parametrize("name", ["templates", "static", "migrations"])
def test_what_comes_along_with_the_package_is_found(name: str) -> None:
    assert shared_dir(name).is_dir()


def test_inside_a_package_what_comes_along_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "portal"
    (package / "static").mkdir(parents=True)
    monkeypatch.setattr("portal.config.__file__", str(package / "config.py"))
    assert (shared_dir("static"), shared_dir("templates")) == (package / "static", tmp_path / "templates")


def test_a_process_we_start_gets_our_settings_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DEMO", "ja")
    monkeypatch.setenv("PORTAL_HOST", "0.0.0.0")  # noqa: S104 - that is what must not go along
    monkeypatch.setenv("ANDERS", "blijft")
    env = process_env({"PORTAL_DATA": "/x"}, keep=["PORTAL_DEMO"])
    assert {name: value for name, value in env.items() if name.startswith(("PORTAL_", "ANDERS"))} == {
        "PORTAL_DATA": "/x",
        "PORTAL_DEMO": "ja",
        "ANDERS": "blijft",
    }
