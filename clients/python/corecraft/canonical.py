"""Canonical JSON (RFC 8785): a strict reader that names the byte it refuses, and the writer. docs/format.md, section 1."""

import re

MAX_DEPTH = 64
MAX_INTEGER = 2 ** 53 - 1

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?")
_HEX = "0123456789abcdefABCDEF"
_UNESCAPE = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ESCAPE = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_MUST_ESCAPE = re.compile(r'["\\\x00-\x1f]')


class Refused(ValueError):
    """A text that is not acceptable JSON. `offset` is the index of the first byte that is wrong."""

    def __init__(self, offset, reason):
        super().__init__("byte %d: %s" % (offset, reason))
        self.offset = offset
        self.reason = reason


# Reading


def parse(source):
    """The value of a JSON text (bytes or str). Numbers are int when they are whole and within 2^53, else float."""
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else bytes(source)
    broken = None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
        text = data[:broken].decode("utf-8")
    reader = _Reader(text)
    try:
        value = reader.document()
    except _Wrong as wrong:
        # What is wrong before the broken UTF-8 comes first; that the good part ends too early is the fault of the bytes.
        if broken is None or wrong.index < len(text):
            raise Refused(len(text[: wrong.index].encode("utf-8")), wrong.reason) from None
    if broken is not None:
        raise Refused(broken, "not UTF-8")
    return value


class _Wrong(Exception):
    def __init__(self, index, reason):
        self.index = index
        self.reason = reason


class _Reader:
    """Recursive descent over the decoded text. Each method takes an index and gives (value, index after it)."""

    def __init__(self, text):
        self.text = text
        self.end = len(text)

    def wrong(self, index, reason):
        return _Wrong(index, reason if index < self.end else "unexpected end")

    def space(self, i):
        return i if self.text[i : i + 1] > " " else _SPACE.match(self.text, i).end()

    def document(self):
        if self.text.startswith("\ufeff"):
            raise self.wrong(0, "starts with a byte order mark")
        value, i = self.value(self.space(0), 0)
        i = self.space(i)
        if i < self.end:
            raise self.wrong(i, "something follows the value")
        return value

    def value(self, i, depth):
        first = self.text[i : i + 1]
        if first == '"':
            return self.string(i)
        if first and first in "{[":
            if depth == MAX_DEPTH:
                raise self.wrong(i, "nested more than %d deep" % MAX_DEPTH)
            return (self.object if first == "{" else self.array)(i + 1, depth + 1)
        if first and first in "-0123456789":
            return self.number(i)
        for word, value in (("null", None), ("true", True), ("false", False)):
            if first == word[0]:
                for j, letter in enumerate(word, i):
                    if self.text[j : j + 1] != letter:
                        raise self.wrong(j, "expected " + word)
                return value, i + len(word)
        raise self.wrong(i, "expected a value")

    def array(self, i, depth):
        items = []
        i = self.space(i)
        if self.text[i : i + 1] == "]":
            return items, i + 1
        while True:
            item, i = self.value(i, depth)
            items.append(item)
            i = self.space(i)
            mark = self.text[i : i + 1]
            if mark == "]":
                return items, i + 1
            if mark != ",":
                raise self.wrong(i, "expected , or ]")
            i = self.space(i + 1)

    def object(self, i, depth):
        members = {}
        i = self.space(i)
        if self.text[i : i + 1] == "}":
            return members, i + 1
        while True:
            start = i
            if self.text[i : i + 1] != '"':
                raise self.wrong(i, "expected a member's name")
            name, i = self.string(i)
            if name in members:
                raise self.wrong(start, "a member twice in one object")
            i = self.space(i)
            if self.text[i : i + 1] != ":":
                raise self.wrong(i, "expected :")
            members[name], i = self.value(self.space(i + 1), depth)
            i = self.space(i)
            mark = self.text[i : i + 1]
            if mark == "}":
                return members, i + 1
            if mark != ",":
                raise self.wrong(i, "expected , or }")
            i = self.space(i + 1)

    def string(self, i):
        match = _PLAIN.match(self.text, i + 1)
        i = match.end()
        if self.text[i : i + 1] == '"':
            return match.group(), i + 1
        parts = [match.group()]
        while True:
            mark = self.text[i : i + 1]
            if mark == '"':
                return "".join(parts), i + 1
            if mark != "\\":
                raise self.wrong(i, "a control character in a string")
            letter = self.text[i + 1 : i + 2]
            if letter == "u":
                part, i = self.escape(i)
            elif letter and letter in _UNESCAPE:
                part, i = _UNESCAPE[letter], i + 2
            else:
                raise self.wrong(i + 1, "no such escape")
            parts.append(part)
            match = _PLAIN.match(self.text, i)
            parts.append(match.group())
            i = match.end()

    def escape(self, i):
        unit = self.unit(i + 2)
        if 0xD800 <= unit <= 0xDBFF and self.text[i + 6 : i + 8] == "\\u":
            low = self.unit(i + 8)
            if 0xDC00 <= low <= 0xDFFF:
                return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), i + 12
        if 0xD800 <= unit <= 0xDFFF:
            raise self.wrong(i, "a surrogate without its other half")
        return chr(unit), i + 6

    def unit(self, i):
        for j in range(i, i + 4):
            if self.text[j : j + 1] == "" or self.text[j] not in _HEX:
                raise self.wrong(j, "expected a hexadecimal digit")
        return int(self.text[i : i + 4], 16)

    def number(self, i):
        match = _NUMBER.match(self.text, i)
        if not match:
            raise self.wrong(i + 1, "expected a digit")
        sign, whole, fraction, exponent_sign, exponent = match.groups()
        j = match.end()
        mark = self.text[j : j + 1]
        if mark == "." and fraction is None and exponent is None:
            raise self.wrong(j + 1, "expected a digit")
        if mark and mark in "eE" and exponent is None:
            signed = self.text[j + 1 : j + 2] in ("+", "-")
            raise self.wrong(j + 1 + signed, "expected a digit")
        if fraction is None and exponent is None and len(whole) < 16:
            return int(sign + whole), j
        digits, power = _decimal(whole, fraction or "", (exponent_sign or "") + (exponent or "0"))
        # A canonical text has at most 17 digits that count, so a longer one is another value, however it rounds.
        if len(digits) > 17 or not -400 < power + len(digits) < 400:
            raise self.wrong(i, "a number that is no exact double")
        value = float("%s%se%d" % (sign, digits, power))
        written = _NUMBER.match(number_text(value)) if abs(value) != float("inf") else None
        if not written:
            raise self.wrong(i, "a number that is no exact double")
        _, whole, fraction, exponent_sign, exponent = written.groups()
        if _decimal(whole, fraction or "", (exponent_sign or "") + (exponent or "0")) != (digits, power):
            raise self.wrong(i, "a number that is no exact double")
        if value == int(value) and abs(value) <= MAX_INTEGER:
            return int(value), j
        return value, j


def _decimal(whole, fraction, exponent):
    """A decimal as (digits without zeros at either end, power of ten); zero is ("0", 0)."""
    digits = (whole + fraction).lstrip("0")
    bare = digits.rstrip("0")
    if not bare:
        return "0", 0
    negative = exponent.startswith("-")
    exponent = exponent.lstrip("+-").lstrip("0") or "0"
    # int() refuses very long texts; beyond 18 digits no text in memory could bring the value back into range.
    power = int(exponent) if len(exponent) <= 18 else 10 ** 18
    return bare, (-power if negative else power) - len(fraction) + len(digits) - len(bare)


# Writing


def canonical(value):
    """The canonical text of a value, in UTF-8. ValueError for what JSON or a double cannot hold."""
    parts = []
    _write(value, parts.append, 0)
    return "".join(parts).encode("utf-8")


def _write(value, out, depth):
    if value is None or value is True or value is False:
        out({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, str):
        out(_quoted(value))
    elif isinstance(value, (int, float)):
        out(number_text(value))
    elif isinstance(value, (dict, list, tuple)):
        if depth == MAX_DEPTH:
            raise ValueError("nested more than %d deep" % MAX_DEPTH)
        if isinstance(value, dict):
            mark = "{"
            for name in sorted(value, key=_order):
                out(mark)
                out(_quoted(name))
                out(":")
                _write(value[name], out, depth + 1)
                mark = ","
            out("{}" if mark == "{" else "}")
        else:
            mark = "["
            for item in value:
                out(mark)
                _write(item, out, depth + 1)
                mark = ","
            out("[]" if mark == "[" else "]")
    else:
        raise ValueError("no JSON value: %r" % type(value))


def _order(name):
    """Members are ordered by the UTF-16 code units of their names."""
    if not isinstance(name, str):
        raise ValueError("a member's name must be a text")
    return name.encode("utf-16-be", "surrogatepass")


def _quoted(text):
    return '"' + _MUST_ESCAPE.sub(lambda m: _ESCAPE.get(m.group()) or "\\u%04x" % ord(m.group()), text) + '"'


def number_text(value):
    """A number as ECMAScript prints it. An int that its double's text would not equal is a ValueError."""
    if isinstance(value, int):
        if abs(value) <= MAX_INTEGER:
            return str(int(value))
        try:
            text = number_text(float(value))
        except OverflowError:
            raise ValueError("too large for a double") from None
        if "e" in text or int(text) != value:
            mantissa, _, power = text.partition("e+")
            whole, _, fraction = mantissa.partition(".")
            if not power or int(whole + fraction) * 10 ** (int(power) - len(fraction)) != value:
                raise ValueError("an integer that is no exact double")
        return text
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("not a finite number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    # repr gives the shortest digits that name the double; only their layout differs from ECMAScript's.
    mantissa, _, power = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits, power = _decimal(whole, fraction, power or "0")
    point = len(digits) + power
    if 0 < point <= 21:
        if power >= 0:
            return sign + digits + "0" * power
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return "%s%se%+d" % (sign, mantissa, point - 1)


def amount_text(number):
    """The text of an amount inside a derived id (section 2), or None when it is refused. Takes a JSON text."""
    try:
        value = parse(number)
    except Refused:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    text = number_text(value)
    if "e" in text:
        return None
    return text if "." in text else text + ".0"
