"""Random zones, sending windows and moments, with what Python's zoneinfo makes of them: the reference of WindowReferenceTests.

Usage: windows.py COUNT SEED; a line a case: zone, window, moment, offset, local time, whether it is open, opening (or -), moments in UTC seconds.
The opening is looked for minute by minute, which is slow and can hardly be wrong.
"""
import datetime, random, sys, zoneinfo

NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
zoneinfo.reset_tzpath(to=["/usr/share/zoneinfo"])


def window(dice):
    """A window as text, and its open minutes by weekday."""
    days = [set() for _ in range(7)]
    groups = []
    for _ in range(dice.randint(1, 3)):
        first, length = dice.randrange(7), dice.randint(1, 5)
        group = [(first + i) % 7 for i in range(length)]
        hours = []
        for _ in range(dice.randint(1, 2)):
            begin = dice.choice([0, 60, 119, 120, 150, 180, 540, dice.randrange(0, 1430)])
            end = min(1440, begin + dice.choice([1, 10, 59, 60, 240, 480, 1440]))
            hours.append(f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}")
            for day in group:
                days[day].update(range(begin, end))
        name = NAMES[first] if length == 1 else f"{NAMES[first]}-{NAMES[group[-1]]}"
        groups.append(f"{name} {','.join(hours)}")
    return "; ".join(groups), days


def changes(zone):
    """Moments near which the clocks change, 2024 to 2030."""
    found, step = [], 86400
    last = None
    for moment in range(1704067200, 1893456000, step):
        offset = datetime.datetime.fromtimestamp(moment, zone).utcoffset()
        if last is not None and offset != last:
            found.append(moment - step // 2)
        last = offset
    return found


def main(count, seed):
    dice = random.Random(seed)
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))
    zones = {}
    for _ in range(count):
        name = dice.choice(names)
        if name not in zones:
            zones[name] = (zoneinfo.ZoneInfo(name), changes(zoneinfo.ZoneInfo(name)))
        zone, jumps = zones[name]
        text, days = window(dice)
        moment = dice.choice(jumps) + dice.randint(-2 * 86400, 2 * 86400) if jumps and dice.random() < 0.6 else dice.randint(1704067200, 1893456000)
        at = lambda second: datetime.datetime.fromtimestamp(second, zone)
        is_open = lambda local: local.hour * 60 + local.minute in days[local.weekday()]
        local, opening = at(moment), "-"
        if is_open(local):
            opening = moment
        else:
            for minute in range(moment - moment % 60 + 60, moment + 15 * 86400, 60):
                if is_open(at(minute)):
                    opening = minute
                    break
        print(name, text, moment, int(local.utcoffset().total_seconds()), local.strftime("%Y-%m-%dT%H:%M:%S"), int(is_open(local)), opening, sep="\t")


main(int(sys.argv[1]), int(sys.argv[2]))
