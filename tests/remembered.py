"""What every test would compute anew though it comes out the same: compiled templates, statements and addresses, kept for a run."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """What templates were compiled to, for all apps of a run."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


def remember(patch: pytest.MonkeyPatch) -> None:
    """Let the libraries keep what they compile longer than one app or one engine lasts."""
    patch.setattr(Flask, "jinja_options", {"bytecode_cache": Templates()})
    _statements(patch)
    _addresses(patch)


def _statements(patch: pytest.MonkeyPatch) -> None:
    """Let all engines of one kind share their statements: every test opens new ones, on databases that are alike."""
    made, known = Engine.__init__, dict[Any, Any]()

    def sharing(self: Engine, *args: Any, **settings: Any) -> None:
        made(self, *args, **settings)
        self._compiled_cache = known

    patch.setattr(Engine, "__init__", sharing)
    patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
    patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))


def _addresses(patch: pytest.MonkeyPatch) -> None:
    """Let all apps share what writes their addresses; it knows the parts of a rule and nothing of an app."""
    compiled, known = Rule._compile_builder, dict[Any, Callable[..., tuple[str, str]]]()

    def sharing(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT002 - as werkzeug calls it
        key = (self.rule, tuple(self._trace), str(self.defaults), append_unknown)
        if key not in known:
            known[key] = compiled(self, append_unknown)
        return known[key]

    patch.setattr(Rule, "_compile_builder", sharing)
