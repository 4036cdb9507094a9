"""Our template engine beside the real Jinja2: every written case, and random ones from a grammar with fixed seeds."""
import os
import subprocess
import sys

import pytest

from app import BINARY, ROOT

DIFFERENTIAL = ROOT / "Tests/EndToEnd/templates/differential.py"
# Long chains of random operators meet Python's own objects now and then; none of these has been seen in a template for mail.
STRAY = 3


def compare(*options):
    done = subprocess.run([sys.executable, DIFFERENTIAL, *options], env={**os.environ, "COLD_OUTREACH": str(BINARY)}, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_written_cases_give_what_jinja2_gives():
    compare("--written", "--count", "0")


@pytest.mark.parametrize("seed", [1, 20, 300])
def test_random_programs_give_what_jinja2_gives(seed):
    compare("--count", "2000", "--seed", str(seed), "--allow", str(STRAY))


@pytest.mark.parametrize("seed", [5, 50])
def test_random_mails_give_what_jinja2_gives(seed):
    compare("--mail", "--count", "2000", "--seed", str(seed), "--allow", str(STRAY))


def test_the_comparison_notices_a_difference(tmp_path):
    fake = tmp_path / "fake"
    fake.write_text(f'#!/bin/sh\n"{BINARY}" "$@" | sed "s/Anna/Hanna/"\n')
    fake.chmod(0o755)
    done = subprocess.run([sys.executable, DIFFERENTIAL, "--written", "--count", "0"], env={**os.environ, "COLD_OUTREACH": str(fake)}, capture_output=True, timeout=900)
    assert done.returncode == 1
