#!/usr/bin/env python3
"""Puts the first tag of a one-line JSDoc comment on a line of its own: the type checker reads tags only there."""
import pathlib, re
LINE = re.compile(r'^(\s*)/\*\* ([^@\n]*?\S) (@(?:param|type|returns|typedef|template)\b.*\*/.*)$', re.M)
for file in (pathlib.Path(__file__).parents[2] / 'Resources/web').rglob('*.js'):
    text = file.read_text()
    new = LINE.sub(lambda m: f'{m[1]}/** {m[2]}\n{m[1]} * {m[3]}', text)
    if new != text: file.write_text(new)
