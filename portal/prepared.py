"""Prepared statements: SQLAlchemy writes each one once, and the driver runs it.

To run a statement through SQLAlchemy takes 20 to 50 µs of processor time, of which SQLite needs 5; a bericht asks more
than fifty. What it does besides stays: the types of columns and parameters, the errors it raises, and who listens to
`before_cursor_execute` hears of every statement.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection, Delete, Dialect, Insert, SelectBase, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Asking: TypeAlias = SelectBase | Insert | Update | Delete
T = TypeVar("T")
Process: TypeAlias = Callable[[Any], Any] | None
# Of lists of so many lengths the text is kept: what asks for a page of rows has as many as there are rows on a page.
LENGTHS: Final = 128


class Row(Protocol):
    """A row that was read: a tuple, of which each value is an attribute too, under the name of its column."""

    def __getattr__(self, name: str) -> Any: ...  # noqa: ANN401 - a value is what its column holds
    def __iter__(self) -> Iterator[Any]: ...


class Prepared:
    """A statement that is made once and run often, inside a session; a list may be given for a parameter of an IN."""

    def __init__(self, statement: Asking, *, columns: Sequence[str] | None = None) -> None:
        """Take the statement; for an INSERT or UPDATE without values of its own, the columns that are given."""
        self._statement = statement
        self._columns = columns
        self._written: dict[tuple[Any, ...], _Written] = {}

    def rows(self, session: Session, **values: Any) -> list[Row]:  # noqa: ANN401 - a parameter is what its column holds
        """Return the rows, as named tuples of the columns."""
        connection = session.connection()
        written = self._for(connection.dialect, values)
        cursor = _run(connection, written.text, written.bind(values))
        found = cursor.fetchall()
        if written.read is None:
            written.read = _reader(self._statement, connection.dialect, cursor.description)
        return [written.read(row) for row in found]

    def row(self, session: Session, **values: Any) -> Row | None:  # noqa: ANN401 - as above
        """Return the first row, or None."""
        found = self.rows(session, **values)
        return found[0] if found else None

    def values(self, session: Session, **values: Any) -> list[Any]:  # noqa: ANN401 - as above
        """Return the first column of the rows."""
        return [next(iter(row)) for row in self.rows(session, **values)]

    def into(self, kind: Callable[..., T], session: Session, **values: Any) -> list[T]:  # noqa: ANN401 - as above
        """Return the rows as what `kind` makes of their columns: of a class of rows, with no session behind them."""
        return [kind(**row._asdict()) for row in self.rows(session, **values)]

    def run(self, session: Session, **values: Any) -> int:  # noqa: ANN401 - as above
        """Change what it changes; return of how many rows."""
        connection = session.connection()
        written = self._for(connection.dialect, values)
        count: int = _run(connection, written.text, written.bind(values)).rowcount
        return count

    def run_each(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of these rows, which have the same parameters; at least one."""
        connection = session.connection()
        written = self._for(connection.dialect, rows[0])
        if len(rows) == 1:
            _run(connection, written.text, written.bind(rows[0]))
        else:
            _run(connection, written.text, [written.bind(row) for row in rows], many=True)

    def _for(self, dialect: Dialect, values: Mapping[str, Any]) -> "_Written":
        """Return the text for this dialect, which has a place for every thing in a list."""
        lengths = tuple(len(value) for value in values.values() if type(value) is list)
        key = (dialect.name, lengths)
        written = self._written.get(key)
        if written is None:
            if len(self._written) >= LENGTHS:
                self._written.clear()
            written = self._written[key] = _write(self._statement, dialect, values, self._columns)
        return written


class _Place(NamedTuple):
    """Where the value of a parameter comes from: its name, which thing of the list if it is one, and what makes it plain."""

    name: str
    position: int | None
    process: Process


class _Written:
    """A statement as a driver takes it; `fixed` are the parameters that stand in it, `names` their order without names."""

    __slots__ = ("_fixed", "_names", "_places", "read", "text")

    def __init__(
        self, text: str, fixed: Mapping[str, Any], places: Mapping[str, _Place], names: Sequence[str] | None
    ) -> None:
        self.text = text
        self._fixed = fixed
        self._places = tuple((name, *place) for name, place in places.items())
        self._names = names
        self.read: Callable[[Sequence[Any]], Any] | None = None

    def bind(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """Return the parameters as the driver takes them; raises KeyError for one that is not given."""
        bound = dict(self._fixed)
        for place, name, index, process in self._places:
            value = values[name] if index is None else values[name][index]
            bound[place] = value if process is None else process(value)
        return bound if self._names is None else [bound[name] for name in self._names]


def _write(statement: Asking, dialect: Dialect, values: Mapping[str, Any], columns: Sequence[str] | None) -> _Written:
    compiled = statement.compile(dialect=dialect, column_keys=None if columns is None else list(columns))
    expanded = compiled.construct_expanded_state(values)
    kinds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    process = {**{name: kind.bind_processor(dialect) for name, kind in kinds.items()}, **expanded.processors}
    places: dict[str, _Place] = {}
    for name in values.keys() & kinds.keys():
        into = expanded.parameter_expansion.get(name)
        if into is None:
            places[name] = _Place(name, None, process[name])
        else:
            places |= {place: _Place(name, index, process.get(place)) for index, place in enumerate(into)}
    fixed = {
        name: value if (change := process.get(name)) is None else change(value)
        for name, value in expanded.parameters.items()
        if name not in places
    }
    return _Written(expanded.statement, fixed, places, expanded.positiontup)


def _reader(
    statement: Asking, dialect: Dialect, description: Sequence[Sequence[Any]]
) -> Callable[[Sequence[Any]], Any]:
    """Return what makes a row of the driver into a named tuple of values."""
    kind = namedtuple("Row", [str(column[0]) for column in description], rename=True)  # type: ignore[misc]  # noqa: PYI024 - the names come from the statement
    columns = statement.selected_columns if isinstance(statement, SelectBase) else ()
    processors = [
        column.type.dialect_impl(dialect).result_processor(dialect, told[1])
        for column, told in zip(columns, description, strict=True)
    ]
    changed = [(index, process) for index, process in enumerate(processors) if process is not None]

    def read(row: Sequence[Any]) -> Any:  # noqa: ANN401 - a row of this statement
        values = list(row)
        for index, process in changed:
            values[index] = process(values[index])
        return kind._make(values)

    return read


def _run(connection: Connection, text: str, parameters: Any, *, many: bool = False) -> Any:  # noqa: ANN401 - of the driver
    """Run a statement over the driver's own connection; raises what SQLAlchemy would."""
    cursor = connection.connection.cursor()
    if listeners := connection.dispatch.before_cursor_execute:
        listeners(connection, cursor, text, parameters, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(text, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _translated(connection, text, error) from error
    return cursor


def _translated(connection: Connection, text: str, error: Exception) -> BaseException:
    """Return the error as SQLAlchemy names it; a connection that was lost is not used again."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection, None)  # type: ignore[arg-type]  # of the driver
    if lost:
        connection.invalidate(error)
    made: BaseException = DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    return made
