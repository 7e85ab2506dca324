"""Which toewijzingen of one client plan a herindicatie of their own."""

from datetime import date
from uuid import UUID

import pytest

from portal.domain.herindicatie import Lopend, own_plans

VROEG, EINDE, LATER = date(2026, 9, 30), date(2027, 1, 31), date(2027, 6, 30)


def indicatie(nummer: int, einde: date, *, plant: bool = False) -> Lopend:
    return Lopend(id=UUID(int=nummer), einde=einde, naast=False, plant=plant)


def product(nummer: int, einde: date, *, plant: bool = False) -> Lopend:
    return Lopend(id=UUID(int=nummer), einde=einde, naast=True, plant=plant)


@pytest.mark.parametrize(
    ("lopend", "gedekt", "verwacht"),
    [
        ([], [], set()),
        ([indicatie(1, EINDE)], [], {1}),
        ([indicatie(1, EINDE)], [EINDE], set()),
        ([indicatie(1, EINDE)], [LATER], {1}),  # of another indicatie
        ([indicatie(1, EINDE), indicatie(2, EINDE)], [], {1}),
        ([indicatie(1, EINDE), indicatie(2, EINDE, plant=True)], [], {2}),
        ([indicatie(1, VROEG), indicatie(2, EINDE)], [], {1, 2}),
        ([product(1, EINDE), indicatie(2, EINDE)], [], {2}),
        ([product(1, EINDE, plant=True), indicatie(2, LATER)], [], {2}),
        ([product(1, EINDE), indicatie(2, VROEG)], [], {1, 2}),
        ([product(1, EINDE)], [LATER], set()),
        ([product(1, EINDE)], [VROEG], {1}),
        ([product(1, VROEG), product(2, EINDE), product(3, EINDE)], [], {2}),
        ([product(1, VROEG, plant=True), product(2, EINDE)], [], {1, 2}),
        ([product(1, VROEG), product(2, EINDE, plant=True)], [], {2}),
    ],
)
def test_each_indicatie_has_one_plan_and_a_product_follows_one_that_runs_as_long(
    lopend: list[Lopend], gedekt: list[date], verwacht: set[int]
) -> None:
    assert {id_.int for id_ in own_plans(lopend, gedekt)} == verwacht
    assert own_plans(lopend[::-1], gedekt) == own_plans(lopend, gedekt)
