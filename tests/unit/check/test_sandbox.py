"""The sandbox computes what expressions need, and nothing an attacker wants."""

from __future__ import annotations

import time

import pytest

from netwright.check.sandbox import EvaluationError, Expression, ExpressionSyntaxError, Invocation

DATA = {
    "stdout": "64 bytes from 10.0.0.1\nThe path is r1 r2\n",
    "default": {"10.0.0.1": [{"nbrPriority": 200, "state": "Full"}]},
    "ipv4Unicast": {"peers": {"10.1.0.1": {"state": "Established", "pfx": 3}}},
    "items_": [1, 2, 3],
    "nodes": {"r": {"loopback": {"ipv4": "10.0.0.1/32"}, "bgp": {"as": 65000}}},
    "empty": [],
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("'64 bytes' in stdout", True),
        ("'x' not in stdout and len(stdout) > 3", True),
        ('default["10.0.0.1"][0].nbrPriority == 200', True),
        ('ipv4Unicast.peers["10.1.0.1"].state == "Established"', True),
        ("nodes.r.loopback.ipv4", "10.0.0.1/32"),
        ("nodes.r.bgp['as']", 65000),
        ("stdout.rstrip().splitlines()[-1].split()[3:]", ["r1", "r2"]),
        ("[p for p in ipv4Unicast.peers]", ["10.1.0.1"]),
        ("{k: v.pfx for k, v in ipv4Unicast.peers.items()}", {"10.1.0.1": 3}),
        ("any(v.state == 'Established' for v in ipv4Unicast.peers.values())", True),
        ("all(x > 0 for x in items_) and sum(items_) == 6", True),
        ("sorted(items_, reverse=True)", [3, 2, 1]),
        ("max(items_) - min(items_, default=0)", 2),
        ("1 < 2 < 3", True),
        ("1 < 2 > 5", False),
        ("items_[-1] if items_ else 0", 3),
        ("re.search(r'bytes from (\\S+)', stdout).group(1)", "10.0.0.1"),
        ("re.search('(?m)^The.*r2$', stdout) is not None", True),
        ("re.findall('r[0-9]', stdout, re.I)", ["r1", "r2"]),
        ("re.sub('[0-9]+', 'N', 'a1b22')", "aNbN"),
        ("re.search('nothing', stdout)", None),
        ("f'{len(items_)} items'", "3 items"),
        ("', '.join(str(x) for x in items_)", "1, 2, 3"),
        ("nodes.get('x', {}).get('y')", None),
        ("[x * y for x in items_ for y in items_ if x < y]", [2, 3, 6]),
        ("[*items_, 4]", [1, 2, 3, 4]),
        ("not empty", True),
        ("len(\n  items_\n) == 3\nand True", True),
        ("2 ** 10 // 3 % 7 << 1", 10),
        ("'r1' in stdout.replace('r1', 'r9')", False),
        ("set(items_) == {1, 2, 3}", True),
        ("{'a': 1, **{'b': 2}}", {"a": 1, "b": 2}),
    ],
)
def test_values(source, expected):
    assert Expression(source).evaluate(DATA) == expected


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os').system('id')",
        "().__class__.__bases__[0].__subclasses__()",
        "stdout.__class__",
        "''.__class__.__mro__",
        "re.__builtins__",
        "lambda: 1",
        "(x := 5)",
        "[x async for x in items_]",
        "(yield 1)",
        "await stdout",
        "import os",
        "exec('1')\nfoo",
        "f'{stdout:>1000000000}'",
        "f'{stdout!r:{9}}'",
        "(lambda f: f(f))(lambda f: f(f))",
        "a = 1",
        "b'bytes'",
        "1j",
        "",
        "   ",
        "foo(**nodes)",
        "[1, 2",
        "(" * 300 + ")" * 300,
        "not " * 5000 + "1",
        "-" * 10000 + "1",
        "1 + " * 3000 + "1",
        "x" * 20_000,
        "items_[0](1)",
        "(len)(items_)(3)",
        "~1",
        "items_ @ items_",
    ],
)
def test_refused_when_read(source):
    with pytest.raises(ExpressionSyntaxError):
        Expression(source)


@pytest.mark.parametrize(
    "source",
    [
        "open('/etc/passwd')",
        "eval('1')",
        "exec('1')",
        "compile('1', '', 'eval')",
        "getattr(stdout, 'upper')",
        "setattr(nodes, 'x', 1)",
        "vars()",
        "globals()",
        "type(stdout)",
        "object",
        "input()",
        "breakpoint()",
        "stdout._class",
        "stdout.format(1)",
        "'{0.__class__}'.format(stdout)",
        "'%s' % stdout",
        "'%1000000000d' % 1",
        "stdout.upper",
        "len",
        "re",
        "re.compile('x')",
        "re.purge()",
        "re.sre_parse",
        "re._parser",
        "nodes.pop('r')",
        "nodes.update(nodes)",
        "items_.append(4)",
        "items_.clear()",
        "items_.sort()",
        "stdout.encode('utf-8')",
        "'x'.ljust(1000000000)",
        "'x'.zfill(1000000000)",
        "'x' * 1000000000",
        "[0] * 1000000000",
        "10 ** 1000000",
        "(2 ** 4000) * (2 ** 4000)",
        "1 << 100000",
        "range(10 ** 9)",
        "sum(range(10 ** 9))",
        "[x for x in range(90000) for y in range(90000)]",
        "['a' * 900000 for x in range(90000)]",
        "(stdout * 10000).replace('', 'x' * 100000)",
        "('x' * 100000).join(str(x) for x in range(90000))",
        "int('9' * 5000)",
        "sorted(items_, key=len)",
        "max(items_, key=len)",
        "missing",
        "nodes.q",
        "nodes.r.loopback.ipv6",
        "items_[7]",
        "items_['a']",
        "stdout.nothing",
        "1 / 0",
        "'a' + 1",
        "len(3)",
        "[x for x in 5]",
        "{[]: 1}",
        "re.search('(', stdout)",
        "re.search(stdout)",
        "re.search(1, stdout)",
        "re.sub('a', items_, 'a')",
        "sum([[1], [2]], [])",
        "re.search('a' * 2000, stdout)",
    ],
)
def test_fails_when_evaluated(source):
    expression = Expression(source)
    before = repr(DATA)
    start = time.process_time()
    with pytest.raises(EvaluationError):
        expression.evaluate(DATA)
    assert repr(DATA) == before
    assert time.process_time() - start < 3


def test_a_catastrophic_regular_expression_is_stopped():
    expression = Expression("re.match('(a+)+$', 'a' * 40 + 'b')")
    start = time.monotonic()
    with pytest.raises(EvaluationError, match="took longer"):
        expression.evaluate(DATA)
    assert time.monotonic() - start < 8


def test_a_complicated_harmless_pattern_works():
    source = "re.search('(?P<mark>b+y*t).*(from) ([0-9.]+)', stdout)"
    assert Expression(f"{source}.groups()").evaluate(DATA) == ("byt", "from", "10.0.0.1")
    assert Expression(f"{source}.groupdict()").evaluate(DATA) == {"mark": "byt"}
    assert Expression(f"{source}.start(2)").evaluate(DATA) == 9


def test_messages_help():
    with pytest.raises(EvaluationError, match=r"there is no `loopbak` in `nodes\.r`; did you mean `loopback`"):
        Expression("nodes.r.loopbak").evaluate(DATA)
    with pytest.raises(EvaluationError, match="did you mean `stdout`"):
        Expression("'x' in stdou").evaluate(DATA)
    with pytest.raises(EvaluationError, match="did you mean `startswith"):
        Expression("stdout.startwith('x')").evaluate(DATA)


def test_data_named_like_a_function_is_data_and_the_function_still_works():
    assert Expression("len(len)").evaluate({"len": [1, 2]}) == 2


def test_invocation():
    call = Invocation("ping(nodes.r.loopback.ipv4, count=1 + 1, expect='fail')")
    assert (call.name, call.shape) == ("ping", (1, ("count", "expect")))
    assert call.evaluate(DATA) == (("10.0.0.1/32",), {"count": 2, "expect": "fail"})


@pytest.mark.parametrize("source", ["ping", "a.b()", "1 + 1", "ping(*items_)", "ping(**nodes)", "ping('h'", ""])
def test_invocation_refused(source):
    with pytest.raises(ExpressionSyntaxError):
        Invocation(source)
