"""A hundred web sites as they are out there, some of them hostile, read by the program in a network of its own: real names, ports, TLS and robots.txt.

What each site must tell stands in zoo/sites.py; what hostile ones do, in zoo/hostile.py. The network name space reaches nothing but its own loopback,
on which public addresses lie, so the program needs no exception for tests; whatever connects to an inner address is counted.
"""
import json
import pathlib
import subprocess
import sys

import pytest

from app import BINARY

sys.path.insert(0, str(pathlib.Path(__file__).parent / "zoo"))
import sites
import sites_more  # noqa: F401
from hostile import HOSTILE, HOSTILE_TELLS, INSIDE, LEADS_INSIDE, REBINDING

MEMORY_KB = 250_000
SITE_SECONDS = 600


def visit(part, folder):
    may = subprocess.run(["unshare", "--net", "--mount", "true"] if __import__("os").geteuid() == 0 else ["unshare", "--net", "--mount", "--user", "--map-root-user", "true"], capture_output=True)
    if may.returncode:
        pytest.skip("this user may make no network of its own")
    done = subprocess.run([sys.executable, str(pathlib.Path(__file__).parent / "zoo"), str(BINARY), str(folder), part], capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def zoo(tmp_path_factory):
    """All sites, read by one program in one go: while it waits for the slow ones, it reads the others."""
    return visit("all", tmp_path_factory.mktemp("zoo") / "all")


@pytest.mark.parametrize("host", sorted(sites.SITES))
def test_a_site_tells_what_it_tells(zoo, host):
    one, lead = sites.SITES[host], zoo["leads"][host]["lead"]
    wanted = {"email": one.email, **one.facts}
    told = {name: lead["custom"].get(name[7:]) if name.startswith("custom.") else lead[name] for name in wanted}
    assert told == wanted, (zoo["asked"].get(host), [event["text"] for event in zoo["leads"][host]["events"]])
    values = {fact["value"] for fact in zoo["leads"][host]["facts"]}
    assert not values & set(one.never), values & set(one.never)


def test_sites_are_visited_as_they_ask(zoo):
    asked = {host: paths for host, paths in zoo["asked"].items() if host in sites.SITES}
    assert len(asked) == len(sites.SITES)
    assert asked["robots-all.de"] == ["https /robots.txt"] and asked["robots-us.de"] == ["https /robots.txt"] and asked["robots-503.de"] == ["https /robots.txt"]
    assert "https /kontakt" not in asked["robots-part.de"]
    assert all(most == 1 for host, most in zoo["most_at_once"].items() if host in sites.SITES), "one request at a time"
    assert max(len(paths) for paths in asked.values()) <= 17, "pages of a site are bounded"
    assert len({path for paths in asked.values() for path in paths}) > 20
    assert zoo["inside"] == [] and zoo["memory_kb"] < MEMORY_KB


@pytest.mark.parametrize("host", sorted([*HOSTILE, *INSIDE, *REBINDING]))
def test_a_hostile_site_costs_little_and_holds_nothing_back(zoo, host):
    detail = zoo["leads"][host]
    assert detail["lead"]["state"] == "pending_review"
    first, last = zoo["spans"].get(host, (0, 0))
    assert last - first < SITE_SECONDS, last - first
    assert any("web site" in event["text"] for event in detail["events"]), detail["events"]
    if host in HOSTILE_TELLS:
        assert detail["lead"]["email"] == HOSTILE_TELLS[host]
    if host in INSIDE or host in LEADS_INSIDE:
        assert detail["lead"]["email"] is None


def test_nothing_reaches_the_inside_and_memory_is_bounded(zoo):
    assert zoo["inside"] == [], "private, loopback, link-local, metadata, mapped, NAT64, redirected, rebound or by a proxy"
    assert zoo["memory_kb"] < MEMORY_KB, zoo["memory_kb"]
    assert zoo["health"]["scheduler_running"]
    refused = [host for host in [*INSIDE, "to-loopback.de", "to-metadata.de", "to-name.de"] if any("private network" in event["text"] for event in zoo["leads"][host]["events"])]
    assert len(refused) >= len(INSIDE), refused
