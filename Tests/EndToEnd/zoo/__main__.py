"""Runs the program against the zoo, in a network of its own: python3 zoo BINARY WORK all|ordinary|many COUNT

Names, ports and addresses are as in earnest: a name server, port 80 and 443, and a public address, all of which end at this process, since
the network name space has nothing but its own loopback. So the program needs no exception for tests, and none is in it. Prints one JSON object.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent)]

SETTINGS = {"SCRAPING_MAX_REQUESTS_PER_MINUTE": "120", "SCRAPING_RANDOM_DELAYS": "false"}
# A proxy that somebody set would see all and reach all: it must not be asked.
PROXIES = {name: "http://127.0.0.1:80" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy")}


def memory(pid):
    """Kilobytes at the highest."""
    return int(next(line for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")).split()[1])


def main():
    binary, work, part, count = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4] if len(sys.argv) > 4 else 0)
    os.environ["COLD_OUTREACH_BINARY"] = binary
    from app import IDENTITY, App
    import many
    from world import World
    with World(work, part, count) as world:
        app = App(work / "home", {**IDENTITY, **SETTINGS, **PROXIES, "SSL_CERT_FILE": str(world.certificate)})
        app.start().wait_until_open()
        try:
            app.import_csv("business_name,website\n" + "".join(f"Site {host},{start}\n" for host, start in world.starts.items()))
            ids = {lead["business_name"].removeprefix("Site "): lead["id"] for lead in app.every("/api/leads")}
            before, cpu = memory(app.process.pid), sum(os.times()[2:4])
            begun = time.monotonic()
            app.post("/api/jobs/enrich", {"ids": [ids[host] for host in world.starts]})

            def busy():
                return time.sleep(0.7) or sum(job["kind"] == "enrich" for state in ("pending", "running") for job in app.get("/api/jobs", state=state, limit=200)["data"])
            try:
                app.until(lambda: busy() == 0, "all sites were read", seconds=many.limit_seconds(count) if part == "many" else 1500)
            except AssertionError as error:
                spans = sorted(last - begun for _, last in world.spans.values())
                sys.exit(f"{error}: {len(world.asked)} of {len(world.starts)} sites were asked, the last one {spans[-1] if spans else 0:.0f} s after the start; {app.get('/api/jobs', state='running')['data'][:3]}")
            seconds = time.monotonic() - begun
            leads = {host: app.get(f"/api/leads/{one}") for host, one in ids.items()} if part != "many" else {}
            stat = pathlib.Path(f"/proc/{app.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            print(json.dumps({
                "seconds": seconds, "memory_kb": memory(app.process.pid), "memory_before_kb": before, "cpu_seconds": (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK"),
                "leads": leads, "asked": world.asked, "inside": world.inside, "spans": world.spans, "most_at_once": world.most_at_once, "health": app.get("/health")}))
        finally:
            app.kill()


if __name__ == "__main__":
    if os.environ.get("ZOO_INSIDE") != "1":
        # A network and mounts of its own; where the user is not root, as root of a user name space.
        space = ["unshare", "--net", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
        sys.exit(subprocess.run([*space, sys.executable, *sys.argv], env={**os.environ, "ZOO_INSIDE": "1"}).returncode)
    main()
