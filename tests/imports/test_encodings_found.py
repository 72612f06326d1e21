"""Bytes that are no clean text: refused or said, and never taken for other letters in silence."""

import os
from pathlib import Path

import pytest

from crm.errors import BadFile
from crm.imports.readers import open_source

HEADER = "Customer ID,Customer Name,City\n"
CHINESE = "客戶編號,客戶名稱,城市\n001,台灣積體電路,新竹\n002,鴻海精密工業,新北\n"


def test_one_bad_byte_in_a_file_of_utf_8_is_named_by_line_and_place(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    good = (HEADER + "A,Antonio Moreno Taquería,México\nB,Blondel père,Åarhus\n").encode()
    path.write_bytes(good + b"C,Espa\xf1a,Oslo\n")
    with pytest.raises(BadFile, match="line 4: byte 7 ") as refused:
        open_source(path)
    assert "UTF-8" in str(refused.value)


def test_a_character_cut_off_at_the_end_is_a_bad_byte(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes((HEADER + "A,Taquería,México\nB,Beta,Bogotá").encode()[:-1])
    with pytest.raises(BadFile, match="line 3: byte 13 "):
        open_source(path)


@pytest.mark.parametrize("encoding", ["big5", "utf-32", "utf-32-le", "utf-32-be"])
def test_an_encoding_not_read_here_is_named(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(CHINESE.encode(encoding))
    name = encoding[:6].upper().replace("BIG5", "Big5")
    with pytest.raises(BadFile, match=f"{name}.*Save it as CSV UTF-8"):
        open_source(path)


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (HEADER + "A,Göttinger Café,Münster\n", "cp1252", "Windows-1252"),
        (HEADER + "A,Große Müller,Ådalen\nB,Äpfel ÀLA,Über\n", "cp1252", "Windows-1252"),
        ("客户编码,客户名称,城市\n001,北京同仁堂,北京\n", "gb18030", "GB18030"),
        ("客户编码,客户名称,城市\n001,臺灣積體電路,新竹\n", "gb18030", "GB18030"),
    ],
)
def test_an_encoding_that_was_guessed_is_said(
    tmp_path: Path, text: str, encoding: str, name: str
) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(text.encode(encoding))
    [note] = open_source(path).notes
    assert name in note
    path.write_bytes(text.encode())
    assert open_source(path).notes == ()


def test_a_pipe_is_told_that_it_can_be_read_only_once() -> None:
    reading, writing = os.pipe()
    os.write(writing, HEADER.encode())
    os.close(writing)
    try:
        with pytest.raises(BadFile, match=r"pipe.*only once.*file first") as refused:
            open_source(Path(f"/dev/fd/{reading}"))
    finally:
        os.close(reading)
    assert f"/dev/fd/{reading}" in str(refused.value)
