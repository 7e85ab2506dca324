"""libmagic is there on every host: the host's own, else the one that comes as a package."""

import subprocess
import sys

import pytest

from portal.core.files.libmagic import sniff

HIDE = """
import ctypes, ctypes.util
ctypes.util.find_library = lambda name: None
load = ctypes.CDLL.__init__
def hidden(self, name, *rest, **more):
    if name == "libmagic.so.1":
        raise OSError("no such library on this host")
    load(self, name, *rest, **more)
ctypes.CDLL.__init__ = hidden
"""
ASK = """
import io, sys
from portal.core.files import Bestandssoort, check
from tests.core.files.samples import ALL, sample
for soort in Bestandssoort:
    check(f"a.{soort}", io.BytesIO(sample(soort)), toegestaan=ALL, maximaal_bytes=10**7)
print("pylibmagic" in sys.modules)
"""


def test_libmagic_sees_what_a_file_is() -> None:
    assert (sniff(b"%PDF-1.7\n"), sniff(b"GIF89a" + bytes(20))) == ("application/pdf", "image/gif")


@pytest.mark.skipif(sys.platform != "linux", reason="the library has another name elsewhere")
def test_a_host_without_libmagic_uses_the_one_that_comes_along_and_refuses_no_good_file() -> None:
    done = subprocess.run([sys.executable, "-c", HIDE + ASK], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
