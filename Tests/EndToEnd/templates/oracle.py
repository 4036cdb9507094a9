"""What the real Jinja2 makes of a case."""

import copy
import signal
import sys

import jinja2

UNDEFINED = {"default": jinja2.Undefined, "strict": jinja2.StrictUndefined, "chainable": jinja2.ChainableUndefined, "debug": jinja2.DebugUndefined}
SECONDS = 5


class TooSlow(Exception):
    pass


def _alarm(*_):
    raise TooSlow()


def render(case):
    """{'output'} or {'error', 'line', 'type'}; None where Jinja itself needs too long."""
    options = dict(case.get("options") or {})
    undefined = UNDEFINED[options.pop("undefined", "default")]
    signal.signal(signal.SIGALRM, _alarm)
    signal.alarm(SECONDS)
    try:
        environment = jinja2.Environment(undefined=undefined, loader=jinja2.DictLoader(case.get("templates") or {}), **options)
        return {"output": environment.from_string(case["template"]).render(copy.deepcopy(case["context"]))}
    except (TooSlow, MemoryError):
        return None
    except Exception as error:
        return {"error": str(error), "type": type(error).__name__, "line": _line(error)}
    finally:
        signal.alarm(0)


def _line(error):
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


sys.setrecursionlimit(1000)
