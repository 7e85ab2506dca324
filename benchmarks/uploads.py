"""Rows 13 and 14: large bijlagen through the server, for speed against Flask's own way and for memory.

The portal takes at most 25 MiB a file and two of them in this form. So 100 MiB is two forms of two files, 500 MiB twenty
files after each other, and sixteen people send one file each.
"""

import io
import os
import time
from time import perf_counter
from typing import Final

import pikepdf

from benchmarks.client import EDGE, FILES, SMALL_PDF, TOKEN, Browser, Visitor, answers, found, multipart
from benchmarks.limits import MIB
from benchmarks.load import Outcome, at_once
from benchmarks.stage import Live, Stage, new_numbers
from portal.demo.voorbeelden import MAILBOX

LARGEST: Final = 25 * MIB
KIND: Final = f"multipart/form-data; boundary={EDGE}"
SETTLE: Final = 1.0
WARM: Final = 6


def measure(stage: Stage, live: Live) -> None:
    """Measure rows 13, 14a and 14b."""
    place = live.small.place
    files = {FILES[0]: SMALL_PDF, FILES[1]: large_pdf(LARGEST)}
    visitor = Visitor(Browser(place.port, dict(stage.senders[place][0])))
    bsn = new_numbers(1)[0]
    both = dict.fromkeys(FILES, files[FILES[1]])
    form = multipart(answers(bsn), both)
    plain = Browser(live.hello.port)

    def flask() -> float:
        begun = perf_counter()
        for _ in range(2):
            plain.send("POST", "/upload", form, KIND, expect=200)
        return perf_counter() - begun

    def portal() -> float:
        begun = perf_counter()
        for _ in range(2):
            visitor.fill_in(bsn, both)
        return perf_counter() - begun

    seconds = stage.in_turn(flask, portal)
    said = f"{100 / min(f for f, _ in seconds):.0f} MiB/s Flask, {100 / min(p for _, p in seconds):.0f} MiB/s portaal"
    stage.add("13", [f / p for f, p in seconds], f"2 × 2 × 25 MiB: {said}", n=0)
    _memory(stage, live, visitor, files)


def upload(visitor: Visitor, bsn: str, _outcome: Outcome) -> None:
    """Send one form with a file of 25 MiB."""
    page = visitor.browser.get(f"/nieuw/{MAILBOX}").body
    visitor.attach(bsn, found(TOKEN, page), {FILES[0]: SMALL_PDF, FILES[1]: large_pdf(LARGEST)})


def large_pdf(size: int) -> bytes:
    """Make a whole pdf of a little less than this size: one page, and a stream of random bytes that nothing shows."""
    pdf, written = pikepdf.Pdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.Root.Meting = pdf.make_stream(os.urandom(size - 8 * 1024))
    pdf.save(written, compress_streams=False)
    return written.getvalue()


def _memory(stage: Stage, live: Live, visitor: Visitor, files: dict[str, bytes]) -> None:
    everything, place = live.small.tree(), live.small.place

    def in_a_row(count: int) -> None:
        for _ in range(count):
            visitor.fill_in(new_numbers(1)[0], files)

    outcomes: list[Outcome] = []

    def together(count: int) -> None:
        outcomes.append(at_once(place.port, stage.senders[place], upload, material=new_numbers(count)))

    for code, action, count in (("14a", in_a_row, 20), ("14b", together, 16)):
        action(WARM)  # what is loaded once, by each process, is no memory of an upload
        live.small.wait_until_idle()
        time.sleep(SETTLE)
        idle = everything.rss()
        everything.forget_peak()
        action(count)
        peak = everything.peak() - idle
        said = "20 × 25 MiB" if code == "14a" else f"16 × 25 MiB, {len(outcomes[-1].errors)} keer 'nu even te druk'"
        stage.add(code, [peak], f"{said}; in rust {idle:.0f} MiB", n=0)
