"""Makes random templates as mails have them: whole tags, deep nesting, real filters; most give an output, and what fails fails late."""

import random

from grammar import NUMBERS, STRINGS, USERS

LONG = ["The quick brown-fox jumps over the lazy dog and runs-away-from-it-all.", "Donaudampfschifffahrtsgesellschaftskapitän and more words here",
        "a-b-c-d-e-f well-known e-mail\n\nsecond  paragraph with   spaces\nthird-line", "x" * 90 + " y", "one two three four five six seven eight nine ten",
        "https://www.example.com/a-very/long_path?with=query&and=more#frag is long", "soft\xadhyphen non\u00a0breaking \u2028 line \u200b zero", "tab\tand\r\ncrlf\rcr\x0bvt\x0cff",
        "mixed – dashes — and 'quotes' “curly”", "  leading and trailing  ", "a\n\n\n\nb", "-dash- --double-- ---triple---", "word" * 25]
BROKEN = ["<p>un<b>closed", "a < b and c > d", "<!-- c --> x <!-- open", "<a href='x>y'>z</a>", "&lt;b&gt; &amp;amp; &copy; &#65; &#x41; &nosuch; &", "<<b>> <", "x <br/> y\n<br\n>z", "</p><>", "<!-- a -- > b --> c", "&#0; &#55296; &#1114112; &AMP &notit; &not"]
LINKS = ["see www.a.com.", "(http://a.de/x_(y))", "mail bob@mail.org, or mailto:eve@x.org!", "http://a.de/<b>", "ftp://x.org https://x", "www.x.org/?a=1&b=\"2\"", "a.com b.org c.net d.io", "x@y.z <http://q.de>", "HTTP://UP.COM/x www.", "tel:123 foo:bar http://é.de/ü", "\"www.q.com\" [http://b.de] {www.c.de}, 'http://d.de';"]
MIXED_CASE = ["banana", "Apple", "cherry", "apple", "Banana", "Éclair", "éclair", "Zebra", "_x", "10", "9", "ß", "SS"]


class MailGrammar:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def pick(self, *choices):
        return self.r.choice(choices)

    def text(self):
        return self.r.choice(self.r.choice([STRINGS, LONG, BROKEN, LINKS]))

    def quoted(self, text):
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'"

    # -- what is known

    def context(self):
        r = self.r
        rows = [{"name": r.choice(MIXED_CASE), "n": r.choice(NUMBERS), "tags": r.sample(MIXED_CASE, r.randrange(4)), "on": r.random() < .5,
                 "sub": {"k": r.choice([None, 1, "x", "Y"])}, "when": r.choice(["2026-01-02", ""])} for _ in range(r.randrange(6))]
        for row in rows:
            if r.random() < .3:
                del row[r.choice(sorted(row))]
        tree = [{"t": "a", "c": [{"t": "b", "c": []}, {"t": "<c>", "c": [{"t": "d", "c": []}]}]}, {"t": "e", "c": []}][: r.randrange(3)]
        return {"rows": rows, "tree": tree, "s": self.text(), "t": self.text(), "html": r.choice(BROKEN), "links": r.choice(LINKS), "words": r.sample(MIXED_CASE, r.randrange(8)),
                "nums": [r.choice([-7, -3, -1, 0, 1, 2, 3, 5, 7, 10, 2.5, 0.5, -2.5, 1e15, 12345.678]) for _ in range(r.randrange(8))], "i": r.choice([-17, -5, -1, 0, 1, 2, 3, 8, 1000, 10**20]),
                "f": r.choice([0.1, 0.5, 1.5, 2.5, -0.5, 2.675, 1e21, 1e-5, 123456789.125, 1e16, -1.25, 3.0]), "d": {r.choice(["b", "A", "a", "Z", "class", "data-x", "x y", "ü"]): r.choice([1, None, "", "<v>", True, [1], 2.5]) for _ in range(r.randrange(5))},
                "none": None, "yes": True, "no": False, "users": r.sample(USERS, r.randrange(5)), "first_name": r.choice(["Anna", "", "O'Neil", "ÉMILE"]), "sender": {"name": "Ada & Söhne", "company": None}}

    # -- expressions by what they give

    def number(self):
        return self.pick("i", "f", "nums|first", "nums[-1]", "7", "-3", "2.5", "0", "10", "nums|sum", "rows|length", "1e3", "s|length", "(i // 3)", "(i % 7)", "(-i)", "(f * 3)", "(7 / 2)", "(i ** 2)", "i|abs", "rows[0].n", "'12'|int", "f|round(1)", "2 ** -1")

    def string(self):
        return self.pick("s", "t", "html", "links", "first_name", "sender.name", "words|first", "words|join(' ')", "rows[0].name", "rows[0].sub.k", self.quoted(self.text()), "(s ~ t)", "d.a", "(s|safe)", "(t|e)", "missing", "sender.company", "sender.nope", "('<b>'|safe ~ s)", "(s|safe + t)", "('%s!'|safe % s)")

    def listed(self):
        return self.pick("words", "nums", "rows", "rows|map(attribute='name')", "words|sort", "users", "s.split()", "d.items()", "d", "words[1:]", "range(5)", "rows|selectattr('on')", "[1, 'a', none]", "nums|unique", "s|list", "words|batch(2)", "tree", "d.values()", "d|items", "words|map('upper')", "(1, 2)")

    def int_option(self):
        return self.pick("0", "1", "2", "3", "5", "8", "12", "20", "-1", "40", "i % 9")

    def flag(self):
        return self.pick("true", "false", "yes", "no", "1", "0")

    def text_filter(self):
        n, q, b = self.int_option, lambda: self.quoted(self.pick("", "-", "...", "…", "<br>", "\n", "&", "a", "> ", "\r\n")), self.flag
        return self.pick("upper", "lower", "title", "capitalize", "trim", f"trim({q()})", "striptags", "e", "safe", "forceescape", "string", "wordcount", "urlencode", "tojson", "length", "reverse", "first", "last", "list|join('|')",
                         f"truncate({n()})", f"truncate({n()}, {b()})", f"truncate({n()}, {b()}, {q()})", f"truncate({n()}, {b()}, {q()}, {n()})", f"truncate(length={n()}, leeway={n()}, end={q()})", f"truncate({n()}, killwords={b()})",
                         f"wordwrap({n()})", f"wordwrap({n()}, {b()})", f"wordwrap({n()}, {b()}, {q()})", f"wordwrap({n()}, {b()}, {q()}, {b()})", f"wordwrap(width={n()}, break_on_hyphens={b()}, wrapstring={q()})",
                         f"indent({n()})", f"indent({n()}, {b()})", f"indent({n()}, {b()}, {b()})", f"indent(width={q()}, first={b()})", f"indent(blank={b()}, width={n()})", f"center({n()})", f"replace({q()}, {q()})", f"replace({q()}, {q()}, {n()})", f"replace(new={q()}, old={q()})",
                         "urlize", f"urlize({n()})", f"urlize({n()}, {b()})", f"urlize(nofollow={b()}, target='_top', rel='x <y>')", f"urlize(trim_url_limit={n()}, extra_schemes=['tel:', 'foo:'])", "urlize(extra_schemes=['bad'])", f"default({q()})", f"default({q()}, {b()})", f"default(boolean={b()}, default_value={q()})",
                         "int", "float", "int(default=9, base=16)", "float(default=1.5)", f"format({self.number()})", "map('upper')|join", "tojson(indent=1)", "unique|join", "sort|join", f"batch({self.pick('2', '3')})|map('join')|join('|')", "filesizeformat", "xmlattr", "escape|length", "format(s=t)", "count")

    def method(self):
        n, q = self.int_option, lambda: self.quoted(self.pick("a", " ", ",", "<", "b", "\n", "-", "e"))
        return self.pick("upper()", "lower()", "title()", "capitalize()", "swapcase()", "strip()", f"strip({q()})", f"lstrip({q()})", f"rstrip({q()})", f"split({q()})", "split()", f"split({q()}, {n()})", f"split(maxsplit={self.pick('1', '0', '-1', '2')})", f"rsplit({q()}, 1)", "splitlines()", "splitlines(true)",
                         f"replace({q()}, {q()})", f"replace({q()}, {q()}, {n()})", f"startswith({q()})", f"endswith(({q()}, {q()}))", f"find({q()})", f"rfind({q()})", f"index({q()})", f"count({q()})", f"partition({q()})", f"rpartition({q()})", f"zfill({n()})", f"ljust({n()}, '.')", f"rjust({n()})", f"center({n()}, '*')",
                         "isdigit()", "isalpha()", "isspace()", "istitle()", "isupper()", "isalnum()", "isidentifier()", "isdecimal()", "casefold()", "expandtabs(4)", f"join(words)", "join(nums)", "format(1, 2)", "format(i=i)", "removeprefix('a')", "removesuffix('.')", "title().split()[0]", "isnumeric()", "isascii()", "isprintable()", "format_map(d)")

    def formatted(self):
        spec = self.pick("%", "%%") and "%" + self.pick("", "0", "-", "+", " ", "#") + self.pick("", "5", "10", "3") + self.pick("", ".0", ".2", ".5") + self.pick("d", "s", "f", "e", "g", "x", "r", "i", "o", "c", "%", "X", "G", "a")
        brace = "{:" + self.pick("", "<", ">", "^", "*^", "=", "0>") + self.pick("", "+", " ") + self.pick("", "5", "10", "08") + self.pick("", ",", "_") + self.pick("", ".0", ".2", ".3") + self.pick("", "f", "d", "e", "g", "%", "s", "n", "x", "b") + "}"
        value = self.pick(self.number(), self.number(), self.string())
        return self.pick(f"'{spec}'|format({value})", f"'{spec}' % {value}", f"'{spec} {spec}' % ({value}, {self.number()})", f"'{brace}'.format({value})", f"'{{0.name}} {{1}} {{0[n]}}'.format(rows[0], {value})", f"'%(n){spec[1:]}' % {{'n': {value}}}", f"'%(n)s'|format(n={value})", f"'{{!r:>8}}|{{!s}}'.format({value}, {value})", f"'%*d' % (5, i % 99)")

    def list_filter(self):
        n, q, b = self.int_option, lambda: self.quoted(self.pick("-", "", "x", "<")), self.flag
        attribute = lambda: self.pick("'name'", "'n'", "'on'", "'sub.k'", "'nope'", "'tags.0'", "0", "'when'", "'age'")
        return self.pick("length", "first", "last", "join", f"join({q()})", f"join({q()}, attribute={attribute()})", f"join(attribute={attribute()})", "list", "sort|list", f"sort({b()})|list", f"sort(case_sensitive={b()}, reverse={b()})|list", f"sort(attribute={attribute()})|map(attribute='name')|list", "sort(attribute='on,name')|map(attribute='name')|join(',')",
                         "unique|list", f"unique({b()})|list", f"unique(attribute={attribute()})|list|length", f"batch({self.pick('2', '3', '1', '0')})|list", f"batch(3, {q()})|list", f"batch(linecount=2, fill_with={q()})|list", f"slice({self.pick('2', '3', '1')})|list", f"slice(3, {q()})|list", f"slice(slices=2, fill_with=none)|list",
                         "sum", f"sum(start={self.number()})", f"sum(attribute={attribute()})", f"sum({attribute()}, {self.number()})", "min", "max", f"min(attribute={attribute()})", f"max(case_sensitive={b()})", f"map(attribute={attribute()})|list", f"map(attribute={attribute()}, default={q()})|list", "map('upper')|list", "map('truncate', 3, true, '')|list", "map('replace', 'a', '<')|join",
                         f"groupby({attribute()})|map('first')|list", f"groupby({attribute()}, default='zz')|map('first')|list", f"groupby({attribute()}, case_sensitive=true)|map(attribute='grouper')|list", f"groupby(attribute={attribute()}, default='')|map(attribute='list')|map('length')|list", f"select({self.pick(repr('odd'), repr('string'), repr('defined'), repr('gt') + ', 2')})|list", "reject('none')|list", f"selectattr({attribute()})|list|length",
                         f"selectattr({attribute()}, {self.pick(repr('defined'), repr('none'), repr('eq') + ', 1', repr('in') + ', words', repr('lower'))})|map(attribute='name')|list", f"rejectattr({attribute()}, 'undefined')|list|length", "reverse|list", "tojson", "string", "dictsort", "dictsort(by='value')", f"dictsort({b()}, reverse={b()})", f"xmlattr", f"xmlattr({b()})", "items|list", "map('e')|join(', ')", "map('length')|sum", "tojson(indent=2)", "pprint", "list|e", "map('int', default=3)|list", "map('default', '?', true)|join", "map('join', '+')|list")

    def test(self):
        return self.pick("defined", "none", "string", "number", "integer", "float", "boolean", "mapping", "sequence", "iterable", "odd", "even", "divisibleby(3)", "divisibleby 2", "in words", "in [1, 2]", "eq(1)", "eq 'a'", "ne 2", "gt 1", "ge(0)", "lt 5", "sameas none", "sameas(true)", "lower", "upper", "escaped", "callable", "true", "false", "undefined", "in(nums)", "filter", "test", "equalto(i)")

    def expr(self):
        r = self.r
        roll = r.random()
        if roll < .30:
            return self.string() + "".join("|" + self.text_filter() for _ in range(r.choice([1, 1, 2, 2, 3])))
        if roll < .42:
            return f"{self.string()}.{self.method()}"
        if roll < .52:
            return self.formatted()
        if roll < .74:
            return f"({self.listed()})|{self.list_filter()}"
        if roll < .82:
            return f"{self.number()}|{self.pick('round', 'round(1)', 'round(2, ' + chr(39) + 'floor' + chr(39) + ')', 'round(-1)', 'round(method=' + chr(39) + 'ceil' + chr(39) + ')', 'int', 'float', 'abs', 'filesizeformat', 'filesizeformat(true)', 'string', 'tojson', 'round(precision=3)', 'format', 'e', 'int|string|length')}"
        if roll < .88:
            return f"{self.number()} {self.pick('+', '-', '*', '/', '//', '%', '**', '~', '<', '>=', '==')} {self.number()}".replace("** i", "** 2").replace("** (i", "% (i").replace("** s|l", "* s|l").replace("** nums", "* nums").replace("** f", "+ f").replace("** rows", "- rows").replace("** 2.5", "- 2.5").replace("** (f", "- (f").replace("** (7 /", "* (7 /").replace("** '12", "- '12").replace("** 2 **", "* 2 **").replace("** 1e3", "** 3")
        if roll < .93:
            return f"{self.pick(self.string(), self.number(), self.listed())} is {self.pick('', 'not ')}{self.test()}"
        return self.pick(f"{self.string()} if {self.pick('yes', 'no', 'missing', 'rows', 's')} else {self.number()}", f"{self.string()}[{self.int_option()}:]", f"{self.string()}[:{self.int_option()}]", f"{self.string()}[::-1]", f"{self.string()}[{self.int_option()}]", f"{self.number()} in {self.listed()}", f"{self.string()} ~ {self.number()} ~ none ~ yes", f"[{self.string()}, {self.number()}]", f"{{'k': {self.string()}}}", f"{self.string()} * 2", f"{self.string()} < {self.string()}", "dict(a=i, **d)", "namespace(x=1).x", f"cycler('a', 'b').next() ~ joiner(',')()", "range(i % 5, 3)|list|length", f"({self.listed()})|list + [1]", "{**d}" if r.random() < .05 else "d")

    # -- statements

    def tag(self, inner):
        return "{%" + self.pick("", "", "", "-", "-", "+") + " " + inner + " " + self.pick("", "", "", "-", "-", "+") + "%}"

    def space(self):
        return self.pick("", "", " ", "\n", "\n  ", "\n\n", "  \n\t", "\r\n", " x ", "\r", "\n\u00a0", "text\n", "{# c #}", "{#- c -#}\n", " {#+ c #} \n")

    def output(self):
        return "{{" + self.pick("", "", "", "-", "+") + " " + self.expr() + " " + self.pick("", "", "", "-") + "}}"

    def body(self, depth, loop=False):
        return "".join(self.space() + self.statement(depth - 1, loop) + self.space() for _ in range(self.r.choice([1, 1, 2, 2, 3])))

    LOOP = ["{{ loop.index }}", "{{ loop.index0 }}/{{ loop.length }}", "{{ loop.revindex }}", "{{ loop.first }}{{ loop.last }}", "{{ loop.cycle('a', 'b', 'c') }}", "{{ loop.changed(x) }}", "{{ loop.previtem|default('-') }}", "{{ loop.nextitem|default('-') }}", "{{ ', ' if not loop.last }}", "{{ loop.depth }}",
            "{{ loop.previtem is defined }}", "{{ loop.changed(loop.index // 2) }}", "{{ loop.cycle(*words) }}", "{{ x }}", "{{ x|e }}", "{{ x.name }}", "{% if loop.first %}F{% elif loop.last %}L{% else %}M{% endif %}", "{{ loop.revindex0 }}", "{{ x|string|upper }}", "{{ loop.depth0 }}", "{{ loop }}", "{{ loop.nope }}", "{{ loop.cycle() }}"]

    def statement(self, depth, loop=False):
        r, tag = self.r, self.tag
        if loop and r.random() < .5:
            return r.choice(self.LOOP)
        if depth <= 0 or r.random() < .25:
            return self.output()
        inner = lambda looping=False: self.body(depth, looping or loop)
        return r.choice([
            lambda: tag("if " + self.condition()) + inner() + (tag("elif " + self.condition()) + inner() if r.random() < .3 else "") + (tag("else") + inner() if r.random() < .5 else "") + tag("endif"),
            lambda: tag(f"for x in {self.listed()}" + self.pick("", "", "", " if x", " if loop is defined", " if x is string", " if x.on")) + inner(True) + (tag("else") + inner() if r.random() < .3 else "") + tag("endfor"),
            lambda: tag(f"for k, v in {self.pick('d.items()', 'd|dictsort', 'd|items', 'rows|groupby(' + chr(39) + 'name' + chr(39) + ')', 'words|batch(2)', '[(1, 2)]')}") + "{{ k }}={{ v|string|truncate(20) }}" + inner(True) + tag("endfor"),
            lambda: tag("for x in tree recursive") + "{{ loop.depth }}{{ x.t }}" + r.choice(self.LOOP) + self.pick("{{ loop(x.c) }}", "{% if x.c %}<{{ loop(x.c) }}>{% endif %}", "{{ loop(x.c)|upper }}", "{{ loop(x.c)|length }}") + inner(True) + tag("endfor"),
            lambda: tag(f"set v = {self.expr()}") + inner() + "{{ v }}",
            lambda: tag("set v" + self.pick("", "|upper", "|trim", "|e", "|replace('a', '<')", "|indent(2)", "|striptags|length")) + inner() + tag("endset") + self.pick("{{ v }}", "{{ v|length }}", "{{ v|e }}", "{{ v ~ '<' }}"),
            lambda: tag(f"set ns = namespace(n=0, s={self.string()})") + tag("for x in words") + "{% set ns.n = ns.n + 1 %}" + inner(True) + tag("endfor") + "{{ ns.n }}{{ ns.s }}",
            lambda: tag(self.pick("macro m(a)", "macro m(a, b=2)", "macro m(a='<', b=i)", "macro m(a, b=a)", "macro m()")) + self.pick("{{ a }}|{{ b }}", "{{ varargs }}{{ kwargs|dictsort }}", "{{ caller() if caller else '-' }}", "{{ a|default('?') }}", "{{ caller(1, 2) }}") + inner() + tag("endmacro") + self.pick("{{ m(1) }}", "{{ m() }}", "{{ m(1, 2, 3) }}", "{{ m(b=s) }}", "{{ m(*words) }}", "{{ m(**d) }}", "{{ m(1, z=3) }}", "{{ m(s)|upper }}", "{% call m(1) %}c{{ s }}{% endcall %}", "{% call(p, q='Q') m() %}{{ p }}{{ q }}{% endcall %}", "{{ m.name }}{{ m.arguments }}{{ m.catch_varargs }}", "{{ m(html)|e }}"),
            lambda: tag("filter " + self.pick("upper", "indent(2)", "trim|title", "e", "wordwrap(20)", "replace('a', 'b')", "striptags", "truncate(30)", "urlize", "center(30)")) + inner() + tag("endfilter"),
            lambda: tag("with " + self.pick(f"w = {self.expr()}", f"w = {self.string()}, q = i", "s = 1, w = s")) + "{{ w }}" + inner() + tag("endwith"),
            lambda: tag("autoescape " + self.pick("true", "false", "yes")) + inner() + tag("endautoescape"),
            lambda: tag(self.pick("include 'inc'", "include 'nope' ignore missing", "include ['nope', 'loopinc']", "include 'loopinc' with context", "include inc", "include 'nope'", "include 'sp'")),
            lambda: tag(self.pick("import 'lib' as lib", "import 'lib' as lib with context")) + self.pick("{{ lib.hi(s) }}", "{{ lib.v }}", "{% call lib.wrap(s) %}w{{ i }}{% endcall %}", "{{ lib.ctx() }}", "{{ lib.nope }}", "{{ lib.nope() }}"),
            lambda: tag(self.pick("from 'lib' import hi, v", "from 'lib' import hi as h, wrap with context", "from 'lib' import nope")) + self.pick("{{ hi('<') }}", "{{ h(s) }}", "{{ v }}", "{{ nope }}", "{% call wrap(1) %}{{ s }}{% endcall %}"),
            lambda: tag("raw") + self.pick("{{ x }}", "\n {% if %} \n", " }} ") + tag("endraw").replace("+ ", " ").replace("+%", "%"),
            lambda: tag(self.pick("break", "continue", "do words.append(1)", "debug", "trans")) if r.random() < .08 else self.output(),
            lambda: f"{{% block b{r.randrange(10**6)}{self.pick('', ' scoped', ' scoped')} %}}" + (r.choice(self.LOOP) if loop and r.random() < .5 else "") + inner() + tag("endblock"),
        ])()

    def condition(self):
        return self.pick("yes", "no", "rows", "missing", "s", f"{self.number()} > 1", f"{self.string()} is {self.test()}", "not rows", "i and f", "s in words", f"rows|length {self.pick('>', '==', '!=')} 2", "first_name == 'Anna'", "none is none", "nums and nums[0] < nums[-1]", "sender.company or s", "missing is defined and missing.x", "0 < i <= 10", "not (s or t)")

    TEMPLATES = {
        "inc": "[{{ s }}|{{ x|default('nox') }}|{{ v|default('nov') }}]\n", "loopinc": "{% for w in words -%}\n{{ loop.index }}{{ w }}\n{%- endfor %}", "sp": "  {% if yes %}\n  a\n  {% endif %}\n", "inc2": "{{ s / 2 }}",
        "lib": "{% macro hi(n='you') %}Hi {{ n }}!{% endmacro %}{% set v = '<7>' %}{% macro wrap(a) %}<{{ a }}>{{ caller() }}</>{% endmacro %}{% macro ctx() %}{{ s }}{% endmacro %}",
        "base": "<title>{% block title %}base {{ first_name }}{% endblock %}</title>\n{% for x in words %}{% block item scoped %}{{ x }},{% endblock %}{% endfor %}\n{% block body %}{% endblock %}\n{% block foot %}{{ self.title() }}{% endblock %}\n",
        "mid": "{% extends 'base' %}{% block title %}mid {{ super() }}{% endblock %}{% block body %}B{% block deep %}D{% endblock %}{% endblock %}", "need": "a{% block must required %}{% endblock %}b{% block title %}{% endblock %}",
    }

    def child(self):
        r = self.r
        parent = r.choice(["'base'", "'mid'", "'need'", "'mid' if yes else 'base'", "'nope'" if r.random() < .2 else "'base'"])
        parts = [f"{{% extends {parent} %}}"]
        for name in r.sample(["title", "item", "body", "foot", "deep", "must"], r.randrange(1, 5)):
            parts.append(self.space() + self.tag(f"block {name}") + self.pick("", "{{ super() }}", "{{ super()|upper }}", "{{ super.super() }}", "{{ x|default('?') }}") + self.body(1) + self.tag("endblock" + self.pick("", " " + name)))
        return "".join(parts)

    # -- errors in every place, for their lines

    WRONG = ["1/0", "missing.x.y", "missing", "none.x", "'a'+1", "[1]|nosuch", "x is nosuch", "s.nosuch()", "'%d'|format('a')", "[]|first|upper", "f(1", "1 +", "d.nope",
             "words|sort(attribute='z')|first", "nums|sum(attribute='q')", "{}[1].x", "loop.x", "caller()", "super()", "range(10**9)", "'x'|int|join", "lib.nope()",
             "s|replace('a')", "1 if", "(1", "xs[", "a b", "'open"]
    # What may go wrong stands at the sign.
    PLACES = ["{{ @ }}", "{% if @ %}\na\n{% endif %}", "{% for q in @ %}\n{{ q }}\n{% endfor %}", "{% set v = @ %}", "{% set v %}\nx{{ @ }}\n{% endset %}",
              "{% with w = @ %}\n{{ w }}\n{% endwith %}", "{% filter upper %}\n{{ @ }}\n{% endfilter %}", "{% macro m(a=@) %}\n{{ a }}\n{% endmacro %}\n{{ m() }}",
              "{% macro m() %}\n\n{{ @ }}\n{% endmacro %}\n\n{{ m() }}", "{% call hi(@) %}\nx\n{% endcall %}", "{% call w() %}\n{{ @ }}\n{% endcall %}",
              "{% block b0 %}\n{{ @ }}\n{% endblock %}", "{% autoescape true %}\n{{ @ }}\n{% endautoescape %}", "{{ [1,\n2,\n@] }}", "{{ {'a':\n@} }}",
              "{{ hi(\n1,\nn=@) }}", "{{ 'a' ~\n@ ~\n'b' }}", "{% for q in words\nif @ %}{{ q }}{% else %}\n{{ 1 }}{% endfor %}", "{{ s\n|replace('a',\n@) }}",
              "{{ 1\nif @\nelse 2 }}", "{% if yes and\n@ %}x{% endif %}", "{% if no %}a\n{% elif @ %}b\n{% else %}c{% endif %}",
              "{% for q in tree recursive %}\n{{ loop(q.c) }}{{ @ }}\n{% endfor %}", "{% include @ %}", "{% import @ as q %}",
              "{% set ns = namespace() %}\n{% set ns.x = @ %}", "{% set a, b = @ %}", "{{ s[\n@] }}", "{{ s[1:\n@] }}", "{{ (@)\n|upper\n|lower }}", "{{ @\n.x }}",
              "{% print @ %}", "{{ not\n@ }}", "{{ 1 <\n@ <\n3 }}", "{{ 1 in\n@ }}", "{{ @ is\ndefined }}", "{% for a, b in [@] %}\n{{ a }}\n{% endfor %}",
              "{% set v|replace('a', @) %}\nb\n{% endset %}", "{% filter replace('a',\n@) %}\nb\n{% endfilter %}"]
    BETWEEN = ["text\n", "{# c\n\nd #}", "\n\n", "{{ s }}\n", "{{ yes -}}\n\n\n", "{% raw %}\n{{ x }}\n{% endraw %}\n", "{%- if yes %}\nx\n{%- endif %}\n", "{{ 'a\nb' }}\n", "\r\n",
               "{% for x in words %}{{ x }}\n{% endfor %}", "{%- set z = 1 -%}\n\n"]

    def placed(self):
        """A template, and one that it may name, with something wrong at one place."""
        r = self.r
        found = r.choice(self.PLACES).replace("@", r.choice(self.WRONG) if r.random() < .9 else self.expr())
        if r.random() < .4:
            found = r.choice([place for place in self.PLACES if "{{ @ }}" in place and "block" not in place]).replace("{{ @ }}", found)
        between = lambda most: "".join(r.choice(self.BETWEEN) for _ in range(r.randrange(most)))
        head = "{% from 'lib' import hi, wrap as w %}" if r.random() < .8 else ""
        whole = head + between(4) + found + between(3)
        roll = r.random()
        if roll < .15:
            return "{% extends 'base' %}\n" + head + "\n{% block " + r.choice(["title", "body", "item"]) + " %}\n" + between(4) + found + "\n{% endblock %}", ""
        if roll < .25:
            return "\n" + r.choice(["{% include 'part' %}", "{% import 'part' as p %}{{ p.v }}", "{% from 'part' import v %}{{ v }}", "{% extends 'part' %}", "{% include ['zz', 'part'] %}"]) + "\n", whole
        return whole, ""

    def case(self, number):
        r = self.r
        part = ""
        if r.random() < .25:
            template, part = self.placed()
        else:
            template = self.child() if r.random() < .12 else self.statement(r.choice([0, 0, 1, 1, 2])) if r.random() < .5 else "".join(self.body(r.choice([1, 2, 3])) for _ in range(r.choice([1, 1, 2])))
        options = {}
        for key, odds in (("trim_blocks", .4), ("lstrip_blocks", .4), ("keep_trailing_newline", .3), ("autoescape", .5)):
            if r.random() < odds:
                options[key] = True
        options["undefined"] = r.choice(["default", "default", "strict", "chainable"])
        return {"id": f"mail-random-{number}", "template": template, "context": {**self.context(), "inc": r.choice(["inc", "sp", "loopinc"])}, "templates": {**self.TEMPLATES, "part": part}, "options": options}
