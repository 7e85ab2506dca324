"""The threat model names every column that stands in clear."""

import re
from pathlib import Path

from portal import models
from portal.db import Base

DOCUMENT = Path(__file__).parent.parent / "docs" / "threat-model.md"


def test_the_threat_model_names_every_column_of_the_schema() -> None:
    named = {
        table: [column.strip() for column in columns.split(",")]
        for table, columns in re.findall(
            r"^\| (\w+) \| ([\w, ]+) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
        )
        if table != "table"
    }
    schema = {table.name: [column.name for column in table.columns] for table in Base.metadata.tables.values()}
    assert named == schema
    assert models.__all__
