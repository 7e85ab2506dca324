"""The rules of the house that can be checked: floors, doors, sizes, names, reasons, and pages without inline code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.regios import laad_regios

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "portal").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MIGRATIONS = sorted((ROOT / "migrations").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = sorted(path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"})

MAX_LINES = 300
MAX_TEST_LINES = 500
MAX_FUNCTION_LINES = 45
NAMES_WITHOUT_A_REASON = {"utils", "util", "helpers", "helper", "common", "constants", "exceptions", "misc"}
EDGES = {"web", "api", "worker", "vault", "cli", "demo", "app", "__main__"}
READS_THE_CLOCK = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
SUPPRESSION = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma: no cover)")
REASONED = re.compile(
    r"#\s*(?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\]|pragma: no cover)\s+(?:#|-|--|—)?\s*\w+.*\s\w+"
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts in a module that are no docstring, with their lines."""
    module = tree(path)
    told = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_imports_keep_to_their_floors_and_doors() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_domain_is_plain_python() -> None:
    allowed = sys.stdlib_module_names | {"portal.domain"}
    foreign = [
        f"{name(path)}: {module}"
        for path in (ROOT / "portal" / "domain").rglob("*.py")
        for module in imported(path)
        if not {module.split(".")[0], ".".join(module.split(".")[:2])} & allowed
        and (path.name, module) != ("kalender.py", "dateutil.easter")
    ]
    assert foreign == []


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize(("files", "limit"), [(CODE, MAX_LINES), (TESTS, MAX_TEST_LINES)], ids=["portal", "tests"])
def test_no_file_is_too_long_to_read_at_a_sitting(files: list[Path], limit: int) -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {path: lines for path, lines in lengths.items() if lines > limit} == {}


def test_no_function_is_too_long_to_see_at_once() -> None:
    lengths = {
        f"{name(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in CODE + TESTS
        for node in functions(path)
    }
    assert {function: lines for function, lines in lengths.items() if lines > MAX_FUNCTION_LINES} == {}


def test_every_module_says_what_it_is() -> None:
    assert [name(path) for path in CODE + TESTS + MIGRATIONS if not ast.get_docstring(tree(path))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name(path) for path in CODE + TESTS if path.stem in NAMES_WITHOUT_A_REASON] == []


def test_no_rule_names_a_gemeente_or_its_team() -> None:
    """What differs per region stands in its data; code names a region by its code alone (the examples of the command line too)."""
    regios = laad_regios()
    namen = {woord for regio in regios for gemeente in regio.gemeenten for woord in (gemeente.cbs, gemeente.naam)}
    namen |= {woord for regio in regios for gemeente in regio.buiten for woord in (gemeente.cbs, gemeente.naam)}
    teams = {team.code for regio in regios for team in regio.teams if any(cbs in team.code for cbs in team.gemeenten)}
    genoemd = re.compile(rf"\b({'|'.join(re.escape(naam) for naam in namen | teams)})\b", re.IGNORECASE)
    bedoeld = {regio.code for regio in regios}
    files = [path for path in CODE if path.relative_to(ROOT / "portal").parts[0] not in {"cli", "demo", "regios"}]
    assert [
        f"{name(path)}:{regel} {tekst}"
        for path in files
        for regel, tekst in texts(path)
        if tekst not in bedoeld and genoemd.search(tekst)
    ] == []


def test_no_declaration_names_an_organisation_a_system_a_code_or_an_amount() -> None:
    """A second region has other ones: they stand in its data, and a text leaves the word to it."""
    regios = laad_regios()
    woorden = {
        "Moveoo",
        "Leger des Heils",
        "Rendiz",
        "Mercell",
        "Negometrix",
        "Zivver",
        "Vecozo",
        "MER-uitvoeringsorganisatie",
    }
    woorden |= {product.code for regio in regios for product in regio.producten if product.code}
    woorden |= {regio.naam for regio in regios}
    genoemd = re.compile(
        rf"\b({'|'.join(re.escape(woord) for woord in sorted(woorden))})\b|€ ?[0-9]|\b(?:0[0-9]{{1,3}}-[0-9]{{6,8}}|1[0-9][A-Z][0-9]{{2}})\b"
        rf"|[a-z.]+@(?!organisatie\.nl)[a-z-]+\.nl",
        re.IGNORECASE,
    )
    bedoeld = {regio.code for regio in regios}
    floors = {"mailboxes", "forms", "domain", "core", "web"}
    files = [path for path in CODE if path.relative_to(ROOT / "portal").parts[0] in floors]
    assert [
        f"{name(path)}:{regel} {tekst}"
        for path in files
        for regel, tekst in texts(path)
        if tekst not in bedoeld and genoemd.search(tekst)
    ] == []


def test_every_suppression_gives_its_reason() -> None:
    bare = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in CODE + TESTS + MIGRATIONS
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if SUPPRESSION.search(line) and not REASONED.search(line)
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("line", "reasoned"),
    [
        ("x = 1  # noqa: S101", False),
        ("x = 1  # noqa", False),
        ("x = 1  # type: ignore[attr-defined]", False),
        ("x = 1  # noqa: S101 - a test does this", True),
        ("x = 1  # noqa: S101, S102 - a test does this", True),
        ("x = 1  # type: ignore[attr-defined]  # ships without types", True),
    ],
)
def test_a_reason_is_words_after_the_code(line: str, *, reasoned: bool) -> None:
    assert bool(REASONED.search(line)) == reasoned


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        name(path) for path in CODE for line in attributes(path) if line in {("os", "environ"), ("os", "getenv")}
    }
    assert readers <= {"portal/config.py"}


def test_the_clock_is_read_at_the_edge_only() -> None:
    inside = [path for path in CODE if path.relative_to(ROOT / "portal").parts[0].removesuffix(".py") not in EDGES]
    assert [name(path) for path in inside if READS_THE_CLOCK & set(attributes(path))] == []


# What each process imports when it starts, and what it may then not have in memory.
LOADED = {
    "portal.app": {"alembic", "magic", "olefile", "pikepdf", "PIL", "portal.vault", "sqlalchemy.dialects.postgresql"},
    "portal.worker.loop, portal.wiring": {
        "alembic",
        "flask",
        "magic",
        "olefile",
        "pikepdf",
        "PIL",
        "portal.vault",
        "sqlalchemy.dialects.postgresql",
    },
    "portal.vault.server": {
        "alembic",
        "flask",
        "pikepdf",
        "PIL",
        "portal.mailboxes",
        "portal.web",
        "sqlalchemy.dialects.postgresql",
        "wtforms",
    },
}


@pytest.mark.parametrize("modules", LOADED)
def test_no_process_loads_what_only_another_one_needs(modules: str) -> None:
    code = f"import sys, {modules}; print(*sorted({LOADED[modules]} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def attributes(path: Path) -> Iterator[tuple[str, str]]:
    """Every `owner.attribute` in the module, by the last name of the owner."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            yield (owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", ""), node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (("os", alias.name) for alias in node.names)


INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a style in the page": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "a handler in a tag": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript link": re.compile(r"javascript:", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
}


@pytest.mark.parametrize("kind", INLINE)
def test_no_template_has_code_in_the_page(kind: str) -> None:
    assert [name(path) for path in TEMPLATES if INLINE[kind].search(path.read_text(encoding="utf-8"))] == []


ELSEWHERE = re.compile(
    r"""(?:(?:src|href|action|srcset|poster|data)\s*=\s*["']?|url\(\s*["']?|@import\s+["']?|fetch\(\s*["'`])(?:https?:)?//""",
    re.IGNORECASE,
)


def test_nothing_is_loaded_from_another_host() -> None:
    assert [name(path) for path in TEMPLATES + STATIC if ELSEWHERE.search(without_comments(path))] == []


def without_comments(path: Path) -> str:
    """The text without comments, where a licence may name its source; a link for the reader is no load."""
    text = re.sub(r"/\*.*?\*/|<!--.*?-->|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"<a\s[^>]*>", "", text) if path.suffix == ".html" else text


def test_what_a_font_or_stylesheet_came_with_comes_along() -> None:
    fonts = list((ROOT / "static").rglob("*.woff2"))
    assert [name(font) for font in fonts if not list(font.parent.glob("*OFL*"))] == []
