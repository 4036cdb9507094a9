"""Makes random templates and contexts from a grammar: most are well formed, some are broken on purpose."""

import random

STRINGS = ["", "a", "Anna", "hello world", "  padded  ", "Ünï Çödé", "<b>T&C's</b>", "a,b,,c", "line1\nline2\n\nline4", "42", "3.7",
           " 7 ", "1e3", "O'NEIL mcDonald-smith", "straße", "x" * 30, "tab\there", "\"q\"", "日本語", "%d items", "{} and {}",
           "www.example.com, (http://a.de/x?y=1&z=2). bob@mail.org", "foo-bar baz--qux a-b-c well-known", "ǆ ﬁ İ ΑΣ", "back\\slash", "a.b", "0x1A"]
WORDS = ["name", "xs", "d", "n", "f", "s", "users", "flag", "nothing", "missing", "html", "nested", "city", "mixed"]
USERS = [{"name": "Bob", "age": 30, "city": {"zip": "10"}, "on": True}, {"name": "alice", "age": 25, "city": {"zip": "20"}, "on": False},
         {"name": "Carl", "age": 30, "on": True}, {"name": "bob", "age": 3, "city": None, "on": False}]
NUMBERS = [0, 1, -1, 2, 3, 7, 10, 42, 100, -5, 1000000, 0.5, 2.5, -1.5, 3.14159, 1e16, 1e-7, 0.1, 100.0, 1234567.891, 2.675, 1e22]


class Grammar:
    def __init__(self, seed):
        self.r = random.Random(seed)

    # -- contexts

    def scalar(self):
        return self.r.choice([self.r.choice(STRINGS), self.r.choice(STRINGS), self.r.choice(NUMBERS), None, True, False])

    def context(self):
        r = self.r
        c = {"name": r.choice(STRINGS), "s": r.choice(STRINGS), "html": "<i>\"x\" & 'y'</i>", "n": r.choice(NUMBERS),
             "f": r.choice(NUMBERS), "flag": r.random() < .5, "nothing": None, "city": self.scalar(),
             "xs": [r.choice(STRINGS) for _ in range(r.randrange(5))] if r.random() < .6 else [r.choice(NUMBERS) for _ in range(r.randrange(6))],
             "mixed": [self.scalar() for _ in range(r.randrange(4))],
             "d": {r.choice(["a", "b", "B", "key", "items", "ü", "x y"]): self.scalar() for _ in range(r.randrange(4))},
             "users": r.sample(USERS, r.randrange(len(USERS) + 1)),
             "nested": {"list": [[1, 2], [], ["a"]], "dict": {"k": {"deep": "yes"}}, "n": 5}}
        for key in r.sample(sorted(c), r.randrange(3)):
            del c[key]
        return c

    # -- expressions

    def string_literal(self):
        s = self.r.choice(STRINGS)
        q = self.r.choice("'\"")
        return q + s.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace(q, "\\" + q) + q

    def atom(self):
        r = self.r
        return r.choice([
            lambda: r.choice(WORDS), lambda: r.choice(WORDS), lambda: r.choice(WORDS), lambda: r.choice(WORDS),
            self.string_literal, self.string_literal, lambda: repr(r.choice(NUMBERS)).replace("e-07", "e-7"), lambda: str(r.randrange(-3, 20)),
            lambda: r.choice(["true", "false", "none", "True", "[]", "{}", "()", "0x1f", "1_000", "1e3", ".5" if r.random() < .1 else "0.5"]),
            lambda: r.choice(["users[0].name", "nested.list[0]", "d.a", "d['b']", "nested.dict.k.deep", "users[-1]", "xs[0]", "xs[1:]", "s[::-1]",
                              "name[:3]", "name[-2:]", "xs[::2]", "d.missing", "nested.list[2][0]", "users.0.age", "s[1]", "n.real", "mixed[-1]"]),
        ])()

    def expr(self, depth=3):
        r = self.r
        if depth <= 0 or r.random() < .25:
            return self.atom()
        e = lambda: self.expr(depth - 1)
        pick = r.random()
        if pick < .42:
            return self.filtered(depth)
        if pick < .52:
            return f"{e()} {r.choice(['+', '-', '*', '/', '//', '%', '~', '~', '+', '**'])} {e()}".replace("** 1000000", "** 2")
        if pick < .60:
            return f"{e()} {r.choice(['==', '!=', '<', '>', '<=', '>=', 'in', 'not in'])} {e()}"
        if pick < .66:
            return f"({e()} {r.choice(['and', 'or'])} {e()})"
        if pick < .69:
            return f"not {e()}"
        if pick < .74:
            return f"({e()} if {e()}{' else ' + e() if r.random() < .8 else ''})"
        if pick < .80:
            return f"{r.choice(WORDS + ['(' + e() + ')'])} is {r.choice(['', '', 'not '])}{self.test()}"
        if pick < .84:
            return "[" + ", ".join(e() for _ in range(r.randrange(4))) + "]"
        if pick < .86:
            return "(" + ", ".join(e() for _ in range(r.randrange(1, 3))) + ",)"
        if pick < .88:
            return "{" + ", ".join(f"{r.choice([self.string_literal(), str(r.randrange(5))])}: {e()}" for _ in range(r.randrange(3))) + "}"
        if pick < .96:
            return self.method(depth)
        if pick < .98:
            return r.choice([f"range({r.randrange(6)})|list", "range(2, 10, 3)|list", "range(5, 0, -2)|list", "dict(a=1, b=xs)", "range(3)",
                             "dict(d)", "dict([('k', 1)])", "-n", "+f", "-(n)"])
        return f"({e()})"

    def test(self):
        r = self.r
        return r.choice(["defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "true", "false", "mapping", "sequence",
                         "iterable", "callable", "odd", "even", "lower", "upper", "escaped", "in xs", "in d", "in 'abc'", "sameas none",
                         "divisibleby 3", "divisibleby(2)", "eq 1", "ne 'a'", "gt 2", "lt(5)", "ge 3", "le 'b'", "equalto(name)", "greaterthan 1",
                         "filter", "test", "in [1, 2]", "sameas(n)", "nosuchtest" if r.random() < .1 else "defined"])

    FILTERS = ["abs", "attr('name')", "attr('upper')", "batch(2)|list", "batch(3, 'x')|list", "capitalize", "center(20)", "center", "count", "default('D')",
               "default('D', true)", "d('x', boolean=true)", "dictsort", "dictsort(true)", "dictsort(by='value')", "dictsort(false, 'key', true)",
               "dictsort(reverse=true)", "e", "escape", "filesizeformat", "filesizeformat(true)", "first", "float", "float(1.5)", "float(default=2)",
               "forceescape", "format(1)", "format(n, s)", "format('x')", "groupby('age')", "groupby('name')|list", "groupby('city.zip', default='none')",
               "groupby('on')", "indent", "indent(2)", "indent(2, true)", "indent(width='> ')", "indent(2, blank=true)", "int", "int(7)", "int(default=3)",
               "int(base=16)", "int(0, 2)", "join", "join(', ')", "join('<br>')", "join(', ', attribute='name')", "join('|', 'age')", "last", "length",
               "list", "lower", "items|list", "map('upper')|list", "map('length')|list", "map(attribute='name')|list", "map(attribute='city.zip')|list",
               "map(attribute='zz', default='-')|list", "map('default', '?')|join(',')", "map('int')|sum", "map('e')|join", "map('string')|list",
               "map(attribute='name')|join(', ')", "max", "min", "max(attribute='age')", "min(attribute='name')", "min(case_sensitive=true)",
               "reject('none')|list", "reject|list", "rejectattr('on')|list", "rejectattr('age', 'gt', 20)|map(attribute='name')|list", "replace('a', 'b')",
               "replace('l', '<', 1)", "replace('', '-')", "replace(' ', '')", "reverse|list", "reverse", "round", "round(1)", "round(2)", "round(-1)",
               "round(2, 'floor')", "round(1, 'ceil')", "round(method='floor')", "round(0, 'bad')", "safe", "select|list", "select('odd')|list",
               "select('string')|list", "select('gt', 2)|list", "selectattr('on')|list", "selectattr('age', 'equalto', 30)|list",
               "selectattr('name', 'in', ['Bob', 'alice'])|map(attribute='age')|list", "selectattr('city')|list|length", "slice(2)|list", "slice(3, 'f')|list",
               "sort", "sort(true)", "sort(reverse=true)", "sort(case_sensitive=true)", "sort(attribute='age')", "sort(attribute='age,name')",
               "sort(false, true, 'name')", "string", "striptags", "sum", "sum('age')", "sum(attribute='age', start=10)", "sum(start=0.5)", "title", "trim",
               "trim('a ')", "trim(chars='x')", "truncate(5)", "truncate(10, true)", "truncate(8, false, '…')", "truncate(3, leeway=0)", "truncate(6, true, '', 0)",
               "truncate(2)", "unique|list", "unique(true)|list", "unique(attribute='age')|list", "upper", "urlencode", "urlize", "urlize(10)",
               "urlize(20, true, target='_blank')", "wordcount", "wordwrap(10)", "wordwrap(5, false)", "wordwrap(8, wrapstring='|')",
               "wordwrap(7, break_on_hyphens=false)", "xmlattr", "xmlattr(false)", "tojson", "tojson(indent=2)", "tojson(2)", "nosuchfilter", "upper(1)", "default",
               "join(d=' ')", "replace('a')", "batch", "first|upper", "list|length", "string|length", "map", "map('nosuch')|list", "select('nosuch')|list"]

    # Filters by the type that they suit and the type that they give: s text, n number, l list of texts, u list of users, d dict.
    TYPED = {
        "s": [("capitalize", "s"), ("center(20)", "s"), ("e", "s"), ("escape", "s"), ("forceescape", "s"), ("float", "n"), ("int", "n"), ("indent(2)", "s"), ("indent(1, true, true)", "s"),
              ("length", "n"), ("list", "l"), ("lower", "s"), ("replace('a', 'b')", "s"), ("replace('l', '<b>', 1)", "s"), ("reverse", "s"), ("safe", "s"), ("string", "s"), ("striptags", "s"),
              ("title", "s"), ("trim", "s"), ("trim('a ')", "s"), ("truncate(5)", "s"), ("truncate(9, true, '..')", "s"), ("truncate(6, leeway=0)", "s"), ("upper", "s"), ("urlencode", "s"),
              ("urlize", "s"), ("urlize(12, nofollow=true)", "s"), ("wordcount", "n"), ("wordwrap(8)", "s"), ("wordwrap(5, false)", "s"), ("wordwrap(6, wrapstring='<br>')", "s"), ("tojson", "s"),
              ("first", "s"), ("last", "s"), ("default('x')", "s"), ("format", "s") , ("sort|join", "s"), ("unique|join", "s"), ("batch(3)|list|length", "n"), ("list|random|length", "n"), ("min", "s"), ("max", "s"),
              ("map('upper')|join('.')", "s"), ("slice(2)|list", "x"), ("pprint", "s"), ("filesizeformat" , "s"), ("groupby(0)|list", "x")],
        "n": [("abs", "n"), ("round", "n"), ("round(1)", "n"), ("round(2)", "n"), ("round(-2)", "n"), ("round(2, 'floor')", "n"), ("round(1, 'ceil')", "n"), ("int", "n"), ("float", "n"), ("string", "s"),
              ("filesizeformat", "s"), ("filesizeformat(true)", "s"), ("default(1)", "n"), ("tojson", "s"), ("e", "s"), ("title", "s"), ("center(9)", "s"), ("upper", "s"), ("urlencode", "s"), ("trim", "s"),
              ("wordcount", "n"), ("striptags", "s"), ("replace('1', 'x')", "s"), ("safe", "s"), ("capitalize", "s"), ("pprint", "s"), ("urlize", "s"), ("forceescape", "s")],
        "l": [("join", "s"), ("join(', ')", "s"), ("join('<&>')", "s"), ("first", "s"), ("last", "s"), ("length", "n"), ("sort", "l"), ("sort(reverse=true)", "l"), ("sort(case_sensitive=true)", "l"), ("unique|list", "l"),
              ("unique(true)|list", "l"), ("map('upper')|list", "l"), ("map('string')|list", "l"), ("map('length')|list", "x"), ("map('replace', 'a', 'o')|list", "l"), ("map('truncate', 4, true)|list", "l"), ("map('e')|list", "l"),
              ("map('default', 'q')|list", "l"), ("map('int')|sum", "n"), ("map('float')|map('round', 1)|list", "x"), ("select|list", "l"), ("reject('eq', 'a')|list", "l"), ("select('in', ['a', 'Anna', 3])|list", "l"), ("reject('string')|list", "x"),
              ("batch(2)|list", "x"), ("batch(3, '-')|map('join', '+')|list", "l"), ("slice(2)|list", "x"), ("slice(3, '~')|list", "x"), ("reverse|list", "l"), ("max", "s"), ("min", "s"), ("tojson", "s"), ("tojson(2)", "s"), ("list", "l"),
              ("string", "s"), ("e", "s"), ("default([])", "l"), ("sum(start=[])" if False else "count", "n"), ("pprint", "s"), ("map('first')|join", "s"), ("map('title')|join(' ')", "s"), ("map('wordcount')|list", "x"), ("map('trim')|select|join('/')", "s"),
              ("map('lower')|sort|unique|join(',')", "s"), ("urlencode", "s"), ("groupby(0)|list", "x"), ("sort(attribute=0)|list", "l"), ("select('match')|list" if False else "select('lower')|list", "l")],
        "u": [("map(attribute='name')|list", "l"), ("map(attribute='age')|sum", "n"), ("sum(attribute='age')", "n"), ("sort(attribute='name')|map(attribute='name')|join(', ')", "s"), ("sort(attribute='age,name', reverse=true)", "u"),
              ("selectattr('on')|list", "u"), ("rejectattr('on')|list", "u"), ("selectattr('age', 'ge', 25)|list", "u"), ("selectattr('city')|map(attribute='city.zip', default='?')|list", "l"), ("groupby('age')", "x"),
              ("groupby('name', case_sensitive=true)", "x"), ("groupby('city', default='n')|length" if False else "groupby('on')", "x"), ("max(attribute='age')", "d"), ("min(attribute='name')", "d"), ("first", "d"), ("last", "d"), ("length", "n"),
              ("unique(attribute='age')|list", "u"), ("unique('name', true)|list" if False else "unique(attribute='name')|list", "u"), ("join(', ', attribute='name')", "s"), ("tojson", "s"), ("tojson(indent=1)", "s"), ("batch(2)|list", "x"),
              ("map('length')|list", "x"), ("map(attribute='zz')|list", "x"), ("map(attribute='name')|map('upper')|list", "l"), ("selectattr('city', 'defined')|list", "u"), ("selectattr('name', 'eq', 'Bob')|first", "d"), ("reverse|list", "u"),
              ("groupby('age')|map('first')|list", "x"), ("groupby('age')|map(attribute='grouper')|list", "x"), ("groupby('age')|map(attribute='list')|map('length')|list", "x"), ("map('xmlattr')|list", "l"), ("map('dictsort')|list", "x")],
        "d": [("dictsort", "x"), ("dictsort(true, 'key')", "x"), ("items|list", "x"), ("length", "n"), ("list", "l"), ("xmlattr", "s"), ("tojson", "s"), ("tojson(4)", "s"), ("urlencode", "s"), ("string", "s"), ("first", "s"), ("join(',')", "s"), ("pprint", "s"),
              ("default({})", "d"), ("attr('items')" if False else "attr('nope')", "x"), ("sort", "l"), ("map('upper')|list", "l"), ("e", "s"), ("dictsort(by='key', reverse=true)|map('last')|list", "x"), ("max", "s"), ("reverse|list", "l")],
        "x": [("list", "x"), ("string", "s"), ("length", "n"), ("tojson", "s"), ("first", "x"), ("last", "x"), ("e", "s"), ("join(' ')", "s"), ("pprint", "s"), ("default('-')", "x"), ("map('string')|join('|')", "s")]}

    def typed(self):
        r = self.r
        kind = r.choice("sssnnlluudx")
        base = {"s": lambda: r.choice(["name", "s", "html", self.string_literal(), self.string_literal(), "name ~ html", "(s + name)", "s * 2", "name|default('N')", "'%s!' % name", "s[1:4]", "nested.dict.k.deep"]),
                "n": lambda: r.choice(["n", "f", str(r.choice(NUMBERS)).replace("1e+22", "1e22"), "n + 1", "f * 3", "n / 4", "n // 3", "n % 4", "-f", "n ** 2", "xs|length", "5 - f", "n * f"]),
                "l": lambda: r.choice(["xs", "s.split()", "name.split(',')", "['b', 'A', 'c', 'a']", "xs + ['z']", "xs[1:]", "d.keys()", "range(4)", "('x', 'Y')", "xs * 2", "s.splitlines()", "[name, html, s]"]),
                "u": lambda: "users", "d": lambda: r.choice(["d", "{'b': 1, 'a': '<x>', 'n': none}", "dict(k='v', j=n)", "users[0]", "nested.dict"]), "x": lambda: r.choice(["nested.list", "mixed", "nested", "d.items()", "[[1, 'a'], [0, 'b']]", "d.values()"])}[kind]()
        out = f"({base})" if " " in base else base
        for _ in range(r.choice([1, 1, 2, 2, 3, 4])):
            name, kind = r.choice(self.TYPED[kind])
            out += "|" + name
        return out

    def filtered(self, depth):
        if self.r.random() < .7:
            return self.typed()
        base = self.expr(depth - 1) if self.r.random() < .5 else self.atom()
        if " " in base:
            base = f"({base})"
        return base + "".join("|" + self.r.choice(self.FILTERS) for _ in range(self.r.choice([1, 1, 1, 2, 3])))

    METHODS = ["upper()", "lower()", "title()", "capitalize()", "strip()", "lstrip()", "rstrip('d')", "split()", "split(',')", "split(',', 1)", "rsplit(' ', 1)",
               "splitlines()", "splitlines(true)", "replace('a', 'o')", "replace('l', 'L', 1)", "startswith('a')", "endswith('a')", "find('l')", "rfind('a')",
               "count('a')", "index('a')", "join(['a', 'b'])", "join(xs)", "isdigit()", "isalpha()", "isalnum()", "islower()", "isupper()", "istitle()", "isspace()", "zfill(6)",
               "ljust(8)", "rjust(8, '*')", "center(9, '-')", "center(8)", "swapcase()", "partition(',')", "rpartition(' ')", "format(1, 2)", "format(n, s)", "format(a=1)",
               "casefold()", "expandtabs(4)", "removeprefix('a')", "removesuffix('a')", "isnumeric()", "isidentifier()", "startswith(('a', 'h'))", "nosuch()", "nosuch",
               "items()|list", "keys()|list", "values()|list", "get('a')", "get('zz', 'dflt')", "append(1)", "index(1)", "count(1)", "copy()", "pop()", "items()", "keys()",
               "values()|sort", "insert(0, 'z')", "extend([1])", "is_integer()", "strip(1)", "split('')", "encode" if False else "upper", "setdefault('q', 1)", "update({'q': 2})"]

    def method(self, depth):
        r = self.r
        base = r.choice([lambda: r.choice(WORDS), lambda: r.choice(WORDS), self.string_literal, lambda: f"({self.expr(depth - 1)})"])()
        if r.random() < .2:
            fmt = r.choice(["%s", "%d", "%.2f", "%5d|", "%-8s|", "%05.1f", "%x", "%r", "%e", "%g", "%+d", "%%", "%(a)s", "%10.3s|", "%c", "%i %s", "%o", "%G", "%#x", "% d"])
            return f"'{fmt}' % ({self.expr(depth - 1)})"
        if r.random() < .25:
            spec = r.choice(["", ":>10", ":<8", ":^9", ":.2f", ":,", ":05d", ":x", ":+.1f", ":%", ":e", ":*^12", ":10.3f", ":_", ":b", "!r", "!s", ":s", ":g", ":,.2f", ":>+8"])
            return f"'[{{{spec}}}]'.format({self.expr(depth - 1)})"
        return f"{base}.{r.choice(self.METHODS)}"

    # -- statements

    def dash(self):
        return self.r.choice(["", "", "", "", "-", "-", "+"])

    def tag(self, text):
        return "{%" + self.dash() + " " + text + " " + self.dash() + "%}"

    def text(self):
        return self.r.choice(["", " ", "\n", "  \n", "a", "x y", "\n\n  ", "<p>", "é", "\t", "\r\n", "end.\n", "  "])

    def body(self, depth):
        return "".join(self.statement(depth - 1) + self.text() for _ in range(self.r.randrange(1, 4)))

    def statement(self, depth):
        r = self.r
        if depth <= 0 or r.random() < .4:
            sign = lambda: r.choice(["", "", "", "", "-"])
            nl = r.choice(["", "", "", "", "\n", "\n\n"])
            return "{{" + sign() + " " + nl + self.expr(r.choice([1, 2, 2, 3])) + " " + sign() + "}}"
        b = lambda: self.body(depth)
        e = lambda: self.expr(r.choice([1, 1, 2]))
        pick = r.randrange(22)
        if pick < 4:
            out = self.tag("if " + e()) + b()
            if r.random() < .3:
                out += self.tag("elif " + e()) + b()
            if r.random() < .5:
                out += self.tag("else") + b()
            return out + self.tag("endif")
        if pick < 9:
            loop = r.choice(["", "", "", "{{ loop.index }}", "{{ loop.index0 }}/{{ loop.length }}", "{{ loop.first }}{{ loop.last }}", "{{ loop.revindex }}{{ loop.revindex0 }}",
                             "{{ loop.cycle('a', 'b') }}", "{{ loop.previtem }}{{ loop.nextitem }}", "{{ loop.changed(x) }}", "{{ loop.depth }}{{ loop.depth0 }}",
                             "{% set y = x %}{{ y }}", "{{ loop.nextitem|default('-') }}", "{% if loop.first %}F{% endif %}", "{% if not loop.last %}, {% endif %}"])
            head = r.choice(["for x in xs", "for x in users", "for x in mixed", "for k, v in d.items()", "for k, v in d|dictsort", "for x in " + e(), "for x in range(3)",
                             "for x in xs if x", "for x in users if x.on", "for a, b in [(1, 2), (3, 4)]", "for x in d", "for x in s", "for x in xs|reverse", "for x in nested.list recursive",
                             "for x in missing", "for x in users|sort(attribute='name')", "for g, l in users|groupby('age')", "for x in xs if loop.index", "for x in xs|batch(2)",
                             "for x in users|selectattr('on')", "for (a, b) in d.items()"])
            var = r.choice(["{{ x }}", "{{ k }}={{ v }}", "{{ a }}{{ b }}", "{{ x.name }}", ""])
            out = self.tag(head) + var + loop + (b() if r.random() < .5 else "")
            if r.random() < .25:
                out += self.tag("else") + b()
            return out + self.tag("endfor")
        if pick < 12:
            return self.tag(r.choice(["set y = ", "set name = ", "set a, b = 1, ", "set xs = ", "set _p = "]) + e()) + r.choice(["", "{{ y }}", "{{ a }}-{{ b }}", "{{ name }}", "{{ xs }}"])
        if pick == 12:
            return self.tag("set blk" + r.choice(["", "", " | upper", " | trim | length"])) + b() + self.tag("endset") + "{{ blk }}"
        if pick == 13:
            call = r.choice(["{{ m() }}", "{{ m(1) }}", "{{ m(1, 2) }}", "{{ m(b=3) }}", "{{ m(name, b=xs) }}", "{{ m(1, 2, 3) }}", "{{ m(zz=1) }}", "{{ m }}", "{{ m.name }}{{ m.arguments }}",
                             "{% call m(1) %}C{{ n }}{% endcall %}", "{% call(q) m(2) %}[{{ q }}]{% endcall %}", "{{ m(*xs) }}", "{{ m(**d) }}"])
            sig = r.choice(["m()", "m(a)", "m(a, b=2)", "m(a=1, b=name)", "m(a, b=a)"])
            inner = r.choice(["", "{{ a }}{{ b }}", "{{ varargs }}", "{{ kwargs }}", "{{ caller() }}", "{{ caller(a) }}", "{{ caller is defined }}", "{{ a }}", "{{ html }}"])
            return self.tag("macro " + sig) + inner + (b() if r.random() < .3 else "") + self.tag("endmacro") + call
        if pick == 14:
            return self.tag("set ns = namespace(c=0)") + self.tag("for x in xs") + self.tag("set ns.c = ns.c + 1") + self.tag("endfor") + "{{ ns.c }}"
        if pick == 15:
            return self.tag("with " + r.choice(["", "y = " + e(), "a = 1, b = a", "name = name ~ '!'"])) + b() + r.choice(["{{ y }}", "{{ a }}{{ b }}", ""]) + self.tag("endwith")
        if pick == 16:
            return self.tag("filter " + r.choice(["upper", "trim", "replace('a', 'b')", "indent(2)", "title|lower", "e", "length", "wordcount|string", "nosuch" if r.random() < .1 else "lower"])) + b() + self.tag("endfilter")
        if pick == 17:
            return self.tag("autoescape " + r.choice(["true", "false", "flag"])) + b() + "{{ html }}" + self.tag("endautoescape")
        if pick == 18:
            return self.tag("raw") + r.choice(["{{ x }}", "{% if %}", " \n raw \n", "{# no #}"]) + self.tag("endraw")
        if pick == 19:
            return "{#" + self.dash() + r.choice([" c ", " {{ x }} ", "\n multi \n", ""]) + self.dash() + "#}"
        if pick == 20:
            return r.choice([self.tag("include 'inc'"), self.tag("include 'inc' without context"), self.tag("include 'nope' ignore missing"), self.tag("include 'nope'"),
                             self.tag("include ['nope', 'inc']"), self.tag("import 'lib' as lib") + "{{ lib.hi('x') }}{{ lib.v }}", self.tag("from 'lib' import hi") + "{{ hi(name) }}",
                             self.tag("from 'lib' import hi as hello, v") + "{{ hello() }}{{ v }}", self.tag("from 'lib' import zz") + "{{ zz }}",
                             self.tag("import 'lib' as lib with context") + "{{ lib.ctx() }}", self.tag("from 'lib' import ctx") + "{{ ctx() }}", "{{ self }}" if False else "", self.tag("include inc_name")])
        return self.tag("print " + e()) if r.random() < .5 else self.tag("block bl" + str(r.randrange(1000)) + r.choice(["", "", " scoped"])) + b() + self.tag("endblock")

    LIBRARY = {
        "inc": "[inc {{ name }} {{ y }}{% set y = 1 %}]",
        "lib": "{% macro hi(n='you') %}Hi {{ n }}{% endmacro %}{% set v = 7 %}{% set _hidden = 1 %}{% macro ctx() %}<{{ name }}>{% endmacro %}body",
        "base": "<h>{% block title %}Base {{ name }}{% endblock %}</h>\n{% block body %}{% for x in xs %}{% block item scoped %}{{ x }}{% endblock %}{% endfor %}{% endblock %}{% block foot %}bye{% endblock %}\n",
        "mid": "{% extends 'base' %}{% block title %}Mid {{ super() }}{% endblock %}{% block foot %}{{ self.title() }}{% endblock %}",
        "req": "a{% block need required %}{% endblock %}b",
    }

    def child(self):
        r = self.r
        parent = r.choice(["'base'", "'mid'", "'req'", "parent", "'nope'", "'base' if flag else 'mid'"])
        out = r.choice(["", "pre ", "{% set y = 5 %}"]) + self.tag("extends " + parent) + self.text() + r.choice(["", "{% set y = 9 %}", "{% macro m() %}M{% endmacro %}", "{{ nothing }}"])
        for name in r.sample(["title", "body", "foot", "item", "need"], r.randrange(1, 4)):
            out += self.tag("block " + name) + r.choice(["", "{{ super() }}", "{{ y }}", "{{ self.foot() }}", "{{ super.super() }}"]) + self.body(2) + self.tag("endblock " + r.choice(["", name])) + self.text()
        return out

    def broken(self, source):
        r = self.r
        for _ in range(r.randrange(1, 3)):
            at = r.randrange(len(source) + 1)
            kind = r.random()
            if kind < .4:
                source = source[:at] + source[at + r.randrange(1, 4):]
            elif kind < .8:
                source = source[:at] + r.choice(["{{", "}}", "{%", "%}", "(", ")", "|", "'", ".", ",", "{#", "[", "]", "=", "!", "%", " if ", " x ", "\n", "is ", "not ", "-", "~", "\\"]) + source[at:]
            else:
                source = source[:at] + source[at:][::-1]
        return source

    def case(self, number):
        r = self.r
        pick = r.random()
        if pick < .12:
            source = "{{ " + self.expr(3) + " }}"
        elif pick < .3:
            source = "{{ " + self.typed() + " }}\n{{ " + self.typed() + " }}"
        elif pick < .4:
            source = "a\n{{ " + self.expr(2) + " }}\nb {{ " + self.expr(3) + " }}"
        elif pick < .5:
            source = self.child()
        else:
            source = "".join(self.text() + self.statement(3) for _ in range(r.randrange(1, 5))) + self.text()
        if r.random() < .12:
            source = self.broken(source)
        options = {}
        if r.random() < .5:
            for key in ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "autoescape"):
                if r.random() < .4:
                    options[key] = True
            if r.random() < .4:
                options["undefined"] = r.choice(["default", "strict", "chainable", "debug"])
        context = self.context()
        context["parent"] = r.choice(["base", "mid"])
        context["inc_name"] = r.choice(["inc", "lib", "zip"])
        case = {"id": f"random-{number}", "template": source, "context": context, "options": options}
        if any(word in source for word in ("extends", "include", "import")):
            case["templates"] = self.LIBRARY
        return case
