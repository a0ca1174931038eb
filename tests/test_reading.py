from __future__ import annotations

import codecs
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ReadError, WriteError
from cleaner.reading import Decoded, decode, decode_as, encode, read_bytes

LEGACY = [
    ("cp1252", "Das Café hat geöffnet – „heute“ für 5 €."),
    ("cp1252", "Le président a déclaré que les élections auraient lieu à la date prévue."),
    ("cp1252", "It’s a “test” of curly quotes — nothing more."),
    ("cp1252", "El niño comió mañana en el jardín. ¿Qué pasó?"),
    ("cp1252", "café"),
    ("cp1252", "At 100 °C water boils."),
    ("cp1251", "Министр заявил в четверг, что обе страны продолжат переговоры."),
    ("cp1251", "Читать далее"),
    ("koi8_r", "Министр заявил в четверг, что обе страны продолжат переговоры."),
    ("koi8_r", "Читать далее"),
    ("cp1250", "Zażółć gęślą jaźń. Rząd ogłosił w czwartek nową politykę; śledź źródło."),
    ("iso8859_2", "Zażółć gęślą jaźń. Rząd ogłosił w czwartek nową politykę; śledź źródło."),
    ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy."),
    ("cp932", "首相は木曜日に記者会見を開き、新しい経済政策を発表した。"),
    ("cp932", "続きを読む"),
    ("euc_jp", "首相は木曜日に記者会見を開き、新しい経済政策を発表した。"),
    ("euc_jp", "続きを読む"),
    ("gb18030", "总统周四对记者表示,两国关系不断发展。"),
    ("gb18030", "阅读更多"),
    ("big5", "總統週四表示,兩國關係將持續發展,並宣布新的經濟政策。"),
    ("big5", "閱讀更多"),
    ("cp949", "대통령은 목요일 기자회견을 열고 새로운 경제 정책을 발표했다."),
    ("cp949", "더 읽기"),
]  # fmt: skip

UNICODE = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


def check_decodes(data: bytes, text: str, encoding: str, bom: bytes = b"") -> None:
    decoded = decode(data)
    assert decoded == Decoded(text, encoding, bom)
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data
    assert decode_as(data, decoded.encoding, decoded.bom) == text


def check_refused(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words) as caught:
        decode(data, path="page.txt")
    assert caught.value.path == "page.txt"
    assert caught.value.remedy


def test_empty_file() -> None:
    check_decodes(b"", "", "utf-8")


@pytest.mark.parametrize("encoding", UNICODE)
def test_byte_order_mark_is_kept_apart(encoding: str) -> None:
    text = "Größe\r\nПривет 中国 😀\rend"
    check_decodes(MARKS[encoding] + text.encode(encoding), text, encoding, MARKS[encoding])


@pytest.mark.parametrize("encoding", UNICODE)
def test_nothing_but_a_byte_order_mark(encoding: str) -> None:
    check_decodes(MARKS[encoding], "", encoding, MARKS[encoding])


def test_second_byte_order_mark_is_text() -> None:
    check_decodes(codecs.BOM_UTF8 * 2 + b"a", "\ufeffa", "utf-8", codecs.BOM_UTF8)


def test_line_ends_and_nuls_are_text() -> None:
    check_decodes(
        b"one\r\ntwo\rthree\n\x00four\x0c\x0b no end",
        "one\r\ntwo\rthree\n\0four\f\v no end",
        "utf-8",
    )


def test_nuls_at_every_other_place_of_an_odd_file_are_text() -> None:
    check_decodes(b"a\x00b\x00c", "a\0b\0c", "utf-8")


def test_a_nul_among_ascii_does_not_make_it_utf16() -> None:
    check_decodes(b"abc\x00def\n", "abc\0def\n", "utf-8")


def test_a_nul_in_a_code_page_does_not_make_it_utf16() -> None:
    check_decodes(b"caf\xe9 ab\x00hello world this ", "café ab\0hello world this ", "cp1252")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "Hello world\r\nnext line",
        "Größe über alles\n",
        "Привет, мир\n как дела",
        "总统周四对记者表示\n两国关系不断发展\n",
        "首相は、木曜日に\n記者会見を開き",
    ],
)
def test_utf16_without_a_mark(encoding: str, text: str) -> None:
    check_decodes(text.encode(encoding), text, encoding)


def test_a_few_invalid_bytes_in_utf8() -> None:
    data = "naïve café – “quoted”".encode() + b"\xe9 end"
    check_decodes(data, "naïve café – “quoted”\udce9 end", "utf-8-surrogateescape")


def test_utf8_cut_in_a_character() -> None:
    data = "Größe über alles: für 5 €".encode()[:-1]
    check_decodes(data, "Größe über alles: für 5 \udce2\udc82", "utf-8-surrogateescape")


def test_invalid_bytes_behind_a_mark() -> None:
    check_decodes(
        codecs.BOM_UTF8 + b"ab\xffc", "ab\udcffc", "utf-8-surrogateescape", codecs.BOM_UTF8
    )


def test_bytes_of_no_code_page_in_ascii() -> None:
    data = b"plain words \x81\x8d and more plain words" + b" and more" * 10
    assert decode(data).encoding == "utf-8-surrogateescape"


@pytest.mark.parametrize(("encoding", "text"), LEGACY)
def test_code_pages(encoding: str, text: str) -> None:
    check_decodes(f"{text}\n".encode(encoding), f"{text}\n", encoding)


@pytest.mark.parametrize(("encoding", "text"), LEGACY)
def test_code_page_that_shows_late_in_a_big_file(encoding: str, text: str) -> None:
    whole = "plain words\n" * 20_000 + f"{text} " * 2000 + "plain words\n" * 5000
    check_decodes(whole.encode(encoding), whole, encoding)


def test_big_line_without_white_space() -> None:
    text = "x" * 100_001 + "首相は木曜日に" * 20_000
    check_decodes(text.encode("cp932"), text, "cp932")


def test_sample_that_tears_a_character() -> None:
    text = "首相は木曜日に" * 20_000
    check_decodes(text.encode("euc_jp"), text, "euc_jp")


def test_stray_byte_far_from_the_sample_is_kept() -> None:
    text = "Größe über alles. " * 20_000
    data = bytearray(text.encode("cp1252"))
    data[100_000] = 0x81
    decoded = decode(bytes(data))
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data


def test_single_line_of_many_megabytes() -> None:
    text = "wörd " * 4_000_000
    check_decodes(text.encode(), text, "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
        b"%PDF-1.7\n1 0 obj",
        b"\x7fELF\x02\x01\x01",
        b"\x00" * 10,
        bytes(range(256)),
        bytes(range(32)) * 4,
        random.Random(7).randbytes(5000),
        random.Random(8).randbytes(300_000),
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    check_refused(data, "not text")


def test_bytes_in_no_known_encoding_are_refused() -> None:
    check_refused(b"\x81\x8d\x8f\x90\x9d" * 20, "encoding cannot be told")


@given(st.binary(max_size=400))
def test_any_bytes_are_exact_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except ReadError:
        return
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data
    assert decode_as(data, decoded.encoding, decoded.bom) == decoded.text


@given(
    st.lists(
        st.sampled_from([b"words and ", "é–“日本".encode(), b"\xe9", b"\x00", b"\r\n", b"\x83A"])
    )
)
def test_mixtures_are_exact_or_refused(parts: list[bytes]) -> None:
    data = b"".join(parts)
    try:
        decoded = decode(data)
    except ReadError:
        return
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(UNICODE))
def test_marked_unicode_gives_its_text(text: str, encoding: str) -> None:
    data = MARKS[encoding] + text.encode(encoding)
    assert decode(data) == Decoded(text, encoding, MARKS[encoding])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_plain_utf8_gives_its_text(text: str) -> None:
    # A text that starts with U+FEFF cannot be told from one behind a mark.
    text = text.lstrip("\ufeff")
    data = text.encode()
    assert data.startswith(b"%PDF-") or decode(data).text == text


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["cp1252", "cp1251", "koi8_r", "cp1250", "cp932", "gb18030", "big5", "cp949"]),
)
def test_any_code_page_is_exact_or_refused(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    try:
        decoded = decode(data)
    except ReadError:
        return
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data


def test_encode_names_the_character_the_encoding_lacks() -> None:
    with pytest.raises(WriteError, match=r"U\+65E5 does not exist in cp1252"):
        encode("日", "cp1252", b"")


def test_decode_as_refuses_other_encodings() -> None:
    with pytest.raises(ReadError, match="recorded encoding"):
        decode_as(b"\xff", "utf-8", b"")
    with pytest.raises(ReadError, match="recorded encoding"):
        decode_as(b"text", "utf-8", codecs.BOM_UTF8)
    with pytest.raises(ReadError, match="recorded encoding"):
        decode_as(b"text", "no-such-codec", b"")


def test_read_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\r\n\x00")
    assert read_bytes(tmp_path / "a.txt") == b"a\r\n\x00"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.txt", "no such file"),
        ("folder", "is a folder"),
        ("file/below", "not a folder"),
        ("loop", "in a circle"),
        ("x" * 300, "too long"),
    ],
)
def test_read_bytes_says_what_is_wrong(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ReadError, match=words) as caught:
        read_bytes(tmp_path / name)
    assert caught.value.path == str(tmp_path / name)
    assert caught.value.remedy
