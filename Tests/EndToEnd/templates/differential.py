#!/usr/bin/env python3
"""Compares `cold-outreach render --cases` with the real Jinja2, byte for byte, over the written cases and random ones.

Usage: COLD_OUTREACH=path/to/cold-outreach differential.py [--count N] [--seed S] [--show N]
Needs Jinja2 3.1 in the Python that runs it. Exit 1 when more cases differ than --allow.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import grammar
import mail_grammar
import oracle
import written

# What Jinja's own compiler stumbles over, such as a name in a filter of a set block.
STUMBLES = "a reference that was unknown to the frame"
# Text that depends on memory addresses or on Python's own objects: not comparable.
OPAQUE = (" at 0x", "<built-in", "<bound method", "<function", "<class '", "<Undefined", "object of", "<method", "<generator", "<TemplateRef", "<TemplateModule")


def ours(cases):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        for case in cases:
            file.write(json.dumps(case) + "\n")
    try:
        done = subprocess.run([os.environ["COLD_OUTREACH"], "render", "--cases", file.name], capture_output=True, timeout=600)
    finally:
        os.unlink(file.name)
    lines = done.stdout.decode("utf-8", "replace").split("\n")
    if done.returncode != 0:
        print("exit", done.returncode, done.stderr.decode()[-500:])
    return [json.loads(line) for line in lines if line]


def compare(case, theirs, mine):
    """None where both agree or cannot be compared, else what differs."""
    if "output" in theirs:
        if any(mark in theirs["output"] for mark in OPAQUE):
            return None
        if "output" in mine:
            return None if mine["output"] == theirs["output"] else "output"
        return None if mine.get("kind") == "limit" and "random" in str(case["id"]) else "error instead of output"
    if STUMBLES in theirs["error"]:
        return None
    if "output" in mine:
        return None if "recursion" in theirs["error"] else "output instead of error"
    if theirs["type"] != "RecursionError" and theirs["line"] is not None and mine["line"] != theirs["line"]:
        return "line"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--allow", type=int, default=0)
    parser.add_argument("--mail", action="store_true", help="random templates as mails have them, in place of free ones")
    parser.add_argument("--written", action="store_true", help="the cases written by hand, too")
    parser.add_argument("--corpus", help="a cases.jsonl with expected outputs, compared too")
    options = parser.parse_args()
    cases = list(written.cases()) if options.written else []
    make = mail_grammar.MailGrammar if options.mail else grammar.Grammar
    cases += [make(options.seed * 1_000_003 + number).case(number) for number in range(options.count)]
    if options.corpus:
        cases += [json.loads(line) for line in open(options.corpus, encoding="utf-8")]
    results = ours(cases)
    if len(results) != len(cases):
        print(f"{len(cases)} cases, but {len(results)} answers; the last case was {json.dumps(cases[min(len(results), len(cases) - 1)])}")
        return 1
    kinds, shown, failed = {}, 0, 0
    for case, mine in zip(cases, results):
        theirs = oracle.render(case)
        if theirs is None:
            continue
        kind = compare(case, theirs, mine)
        outcome = "agree, output" if "output" in theirs else "agree, error"
        kinds[kind or outcome] = kinds.get(kind or outcome, 0) + 1
        if kind:
            failed += 1
            if shown < options.show:
                shown += 1
                print(f"--- {case['id']}: {kind}\n{case['template']!r}\n  options {case.get('options')}{'' if options.written else chr(10) + '  context ' + json.dumps(case['context'], ensure_ascii=False)[:600]}\n  Jinja2 {theirs}\n  ours   {mine}")
    print(f"{len(cases)} cases, {failed} differ: {kinds}")
    return 1 if failed > options.allow else 0


sys.exit(main())
