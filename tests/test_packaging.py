"""What someone gets who installs the portal: the locked set, the commands of make, and a wheel that works alone."""

import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
START_SECONDS = 90
STOP_SECONDS = 20

PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;]+)", re.MULTILINE)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_the_requirements_name_the_versions_and_hashes_of_the_lock(file: str) -> None:
    lock = {package["name"]: package for package in toml("uv.lock")["package"]}
    for block in re.split(r"\n(?=[a-z0-9])", (ROOT / file).read_text(encoding="utf-8")):
        pin = PIN.match(block)
        if pin:
            package = lock[pin["name"]]
            files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
            assert (pin["name"], pin["version"]) == (package["name"], package["version"])
            assert set(re.findall(r"--hash=(\S+)", block)) == {file["hash"] for file in files}, pin["name"]


def test_the_lock_is_of_the_project_as_it_stands() -> None:
    project = toml("pyproject.toml")["project"]
    extras = project["optional-dependencies"]
    asked = set(project["dependencies"]) | {each for extra in extras.values() for each in extra}
    locked = next(package for package in toml("uv.lock")["package"] if package["name"] == project["name"])
    assert {f"{each['name']}{each.get('specifier', '')}" for each in locked["metadata"]["requires-dist"]} == {
        each.partition("[")[0] + each.partition("]")[2] if "[" in each else each for each in asked
    }


@pytest.mark.parametrize(("file", "extras"), [("requirements.txt", ["postgresql"]), ("requirements-dev.txt", None)])
def test_the_requirements_hold_every_dependency(file: str, extras: list[str] | None) -> None:
    project = toml("pyproject.toml")["project"]
    optional = project["optional-dependencies"]
    asked = [*project["dependencies"], *(each for extra in extras or optional for each in optional[extra])]
    names = {re.split(r"[\[<>=]", each)[0] for each in asked} - {project["name"]}
    assert names - {pin["name"] for pin in PIN.finditer((ROOT / file).read_text(encoding="utf-8"))} == set()


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", ["demo", "test", "lint", "wheel", "lock", "clean", "coverage", "format"])
def test_make_tells_what_its_commands_do(command: str) -> None:
    result = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.search(rf"^{command} +\w+", result.stdout, re.MULTILINE)


def test_a_python_without_ensurepip_gets_the_command_that_mends_it(tmp_path: Path) -> None:
    fake(tmp_path / "python3", f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"')
    fake(tmp_path / "id", "echo 1000")
    result = check_python(tmp_path)
    assert (result.returncode, "sudo apt-get install -y python3-venv" in result.stderr) == (1, True)


def test_root_gets_python3_venv_installed_and_is_told_so(tmp_path: Path) -> None:
    mended = tmp_path / "mended"
    fake(tmp_path / "python3", f'case "$2" in *ensurepip*) test -e {mended};; *) exec {sys.executable} "$@";; esac')
    fake(tmp_path / "id", "echo 0")
    fake(tmp_path / "apt-get", f'case "$*" in *install*python3-venv*) touch {mended};; esac')
    result = check_python(tmp_path)
    assert (result.returncode, "Installing with apt-get: python3-venv" in result.stdout) == (0, True)


def test_an_old_python_is_refused_in_plain_words(tmp_path: Path) -> None:
    fake(tmp_path / "python3", 'test "$1" = --version && echo Python 3.9.2')
    result = check_python(tmp_path)
    assert (result.returncode, "needs Python 3.11 or newer; 'python3' is Python 3.9.2" in result.stderr) == (1, True)


def test_the_tests_say_loudly_when_there_is_no_chromium(tmp_path: Path) -> None:
    for program in ("sh", "ls", "echo"):
        (tmp_path / program).symlink_to(str(shutil.which(program)))
    fake(tmp_path / "id", "echo 1000")
    command: list[str | Path] = ["sh", ROOT / ".ci" / "provide.sh"]
    result = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (result.returncode, "NO CHROMIUM THAT CAN RUN HERE" in result.stderr) == (0, True)


def fake(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def check_python(first_on_path: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{first_on_path}:/usr/bin:/bin"}
    command: list[str | Path] = ["sh", ROOT / ".ci" / "python.sh", "python3"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project as it stands."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_brings_templates_static_files_and_migrations(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    beside = {
        f"portal/{path.relative_to(ROOT)}"
        for folder in ("templates", "static", "migrations")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert beside - inside == set()


@pytest.mark.slow
def test_the_wheel_alone_gives_a_working_demo_that_leaves_no_process(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip: list[str | Path] = [venv / "bin" / "python", "-m", "pip", "-qq", "install"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.txt"], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)

    port, mark = free_port(), secrets.token_hex(8)
    env = {"PATH": os.defpath, "HOME": str(tmp_path), "LANG": "C.UTF-8", "PORTAL_TEST_MARK": mark}
    command: list[str | Path] = [venv / "bin" / "portal", "demo", "--port", str(port), "--data", tmp_path / "data"]
    with (tmp_path / "out").open("wb") as out:
        demo = subprocess.Popen(command, cwd=tmp_path, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        wait_until_it_answers(demo, port, tmp_path / "out")
        accounts = tmp_path / "data" / "demo-accounts.json"
        assert (accounts.stat().st_mode & 0o777, bool(json.loads(accounts.read_text(encoding="utf-8")))) == (
            0o600,
            True,
        )
        demo.send_signal(signal.SIGTERM)
        demo.wait(STOP_SECONDS)
        assert list(marked(mark)) == []
    finally:
        for pid in marked(mark):
            os.kill(pid, signal.SIGKILL)
        demo.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_until_it_answers(demo: subprocess.Popen[bytes], port: int, out: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while status(port) != http.client.OK:
        assert demo.poll() is None, out.read_text(encoding="utf-8", errors="replace")
        assert time.monotonic() < deadline, out.read_text(encoding="utf-8", errors="replace")
        time.sleep(0.2)


def status(port: int) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/inloggen")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def marked(mark: str) -> Iterator[int]:
    """The processes that carry this mark in their environment: the demo and all that it started."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                yield int(folder.name)
        except OSError:
            continue
