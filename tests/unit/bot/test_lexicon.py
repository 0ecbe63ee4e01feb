"""Rules of the lexicon: abbreviations are written out where they can mean one thing, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.lexicon_file import LEXICON_PATH, load_lexicon
from bot.text import Lexicon, LexiconError, fold, has_marks, normalise

ROWS = yaml.safe_load(LEXICON_PATH.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("E mất cccd r lm lại mất bn tiền z ad", "em mất căn cước công dân rồi làm lại mất bao nhiêu tiền vậy ad"),
        ("cho mk hỏi quên mk vneid thì lm s", "cho mình hỏi quên mật khẩu vneid thì làm sao"),
        ("đk ks cho bé hết bn", "đăng ký khai sinh cho bé hết bao nhiêu"),
        ("có ks nào gần đây có phòng k", "có khách sạn nào gần đây có phòng không"),
        ("đk kh cần giấy tờ j", "đăng ký kết hôn cần giấy tờ gì"),
        ("nộp ở xã được kh", "nộp ở xã được không"),
        ("đủ đk kết hôn chưa", "đủ điều kiện kết hôn chưa"),
        ("nhập hk tỉnh khác đc hk", "nhập hộ khẩu tỉnh khác được không"),
        ("giấy tờ tt gồm gì", "giấy tờ tùy thân gồm gì"),
        ("tt 55 nói gì", "thông tư 55 nói gì"),
        ("lên tt hcc", "lên trung tâm phục vụ hành chính công"),
        ("làm tt ở đâu", "làm tt ở đâu"),
        ("VNeID m2 là j", "vneid mức 2 là gì"),
        ("nhà 50 m2", "nhà 50 m2"),
        ("vn eid, vne id, vneii", "vneid, vneid, vneid"),
        ("hết 50k k", "hết 50k không"),
        (
            "đổi gplx, nộp bhyt, bhxh, lltp, hkd",
            "đổi giấy phép lái xe, nộp bảo hiểm y tế, bảo hiểm xã hội, lý lịch tư pháp, hộ kinh doanh",
        ),
        ("xin tthn để làm gì", "xin tình trạng hôn nhân để làm gì"),
        ("xin hd cách nộp hs onl", "xin hướng dẫn cách nộp hồ sơ trực tuyến"),
        ("đăng kí lí lịch tư pháp", "đăng ký lý lịch tư pháp"),
        ("Mần răng để kích hoạt hè", "làm sao để kích hoạt hè"),
        ("nộp ở mô rứa", "nộp ở đâu vậy"),
        ("giấy tờ chi rứa", "giấy tờ gì vậy"),
        ("chi phí, chi nhánh, quy mô, mô hình", "chi phí, chi nhánh, quy mô, mô hình"),
        ("Tui muốn vô app xài", "tôi muốn vào app dùng"),
        ("vô hiệu hóa tài khoản", "vô hiệu hóa tài khoản"),
        ("được hông ad", "được không ad"),
        ("chừng nào có", "khi nào có"),
        ("theo nđ 154/2024", "theo nghị định 154/2024"),
        ("13/2023/NĐ-CP và 1.004194", "13/2023/nđ-cp và 1.004194"),
        ("điện thoại bị hỏng", "điện thoại bị hỏng"),
        ("khoản a điểm b hạng c", "khoản a điểm b hạng c"),
    ],
)
def test_chat_spellings_are_written_out(typed: str, meant: str):
    """A form becomes the words it stands for where its neighbours fit, and stays where they do not."""
    assert normalise(typed, load_lexicon()) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("toi mat dt roi gio vneid sao", "toi mat dien thoai roi gio vneid sao"),
        ("dk kh can giay to j", "dang ky ket hon can giay to gi"),
        ("lam lai cccd het bn tien", "lam lai can cuoc cong dan het bao nhieu tien"),
        ("cap lai gplx dc ko", "cap lai giay phep lai xe duoc khong"),
        ("so hong bi mat", "so hong bi mat"),
        ("nop chi 1 ban", "nop chi 1 ban"),
        ("muc hai khac muc mot ko", "muc 2 khac muc 1 khong"),
    ],
)
def test_a_text_without_marks_stays_without_marks(typed: str, meant: str):
    """What is typed without marks is written out without marks, and words that marks would tell apart are left."""
    result = normalise(typed, load_lexicon())
    assert result == meant
    assert not has_marks(result)


def test_writing_out_twice_changes_nothing():
    """No full writing contains an abbreviation of something else, with marks or without."""
    lexicon = load_lexicon()
    for row in ROWS["abbreviations"]:
        for written in (row["write"], fold(row["write"])):
            assert lexicon.expand(written) == written
        for form in row["forms"]:
            once = normalise(f"xin {form} ạ", lexicon)
            assert normalise(once, lexicon) == once


def test_every_form_is_worth_its_line():
    """No form is its own writing, and no row writes the same form twice."""
    for row in ROWS["abbreviations"]:
        assert row["write"] not in row["forms"], row
        assert len(set(row["forms"])) == len(row["forms"]), row


def test_lexicon_is_rich():
    """All fields of public services are covered: at least 120 groups of synonyms and 150 forms."""
    assert len(ROWS["synonyms"]) >= 120
    assert sum(len(row["forms"]) for row in ROWS["abbreviations"]) >= 150


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("giay doc than nop o dau", "giay xac nhan tinh trang hon nhan"),
        ("nhap ho khau cho con", "dang ky thuong tru"),
        ("bao tu cho ong noi", "dang ky khai tu"),
        ("muon mo quan ca phe", "dang ky thanh lap ho kinh doanh"),
        ("photo cong chung bang cap", "chung thuc ban sao tu ban chinh"),
        ("doi bang lai", "doi giay phep lai xe"),
        ("so do dung ten ai", "giay chung nhan quyen su dung dat"),
        ("ca vet bi rach", "chung nhan dang ky xe"),
        ("moi don ve o tro", "dang ky tam tru"),
        ("rut bao hiem mot lan", "bao hiem xa hoi mot lan"),
        ("tien nguoi gia", "tro cap huu tri xa hoi"),
        ("len tho cu", "chuyen muc dich su dung dat"),
    ],
)
def test_residents_words_lead_to_the_official_name(query: str, name: str):
    """A synonym in the query yields the official name, folded."""
    assert name in load_lexicon().variants(query)


def test_longest_synonym_comes_first():
    """The name of the more exact synonym is offered before the general one."""
    names = load_lexicon().variants("mat bang lai xe")
    assert names[0] == "cap lai giay phep lai xe"


@pytest.mark.parametrize(
    "query",
    [
        "doi ho chieu",
        "thue mat bang",
        "dieu kien xa hoi",
        "di lam ho chieu",
        "so nha",
        "nhap khau hang hoa",
        "mat cccd",
        "",
    ],
)
def test_synonyms_do_not_fire_across_words(query: str):
    """Folded synonyms never match where other words happen to be spelt alike."""
    harmful = {
        *("thay doi cai chinh ho tich", "cap lai giay phep lai xe", "khieu nai", "giay uy quyen"),
        *("giay chung nhan quyen su dung dat", "dang ky thuong tru", "dang ky khai tu"),
    }
    assert harmful.isdisjoint(load_lexicon().variants(query))


def test_official_name_in_the_query_is_not_repeated():
    """A name that the query already says is not offered again."""
    assert "dang ky tam tru" not in load_lexicon().variants("dang ky tam tru nha tro, o tro")


@pytest.mark.parametrize(
    "rows",
    [
        {"abbreviations": ["ko"]},
        {"abbreviations": [{"write": "không", "forms": [1]}]},
        {"abbreviations": [{"write": "không", "forms": "ko"}]},
        {"abbreviations": [{"write": False, "forms": ["ko"]}]},
        {"abbreviations": [{"write": "không", "forms": ["k-o!"]}]},
        {"abbreviations": [{"write": "không", "forms": ["k"], "befor": ["có"]}]},
        {"synonyms": [{"canonical": "", "variants": ["a"]}]},
    ],
)
def test_wrong_rows_are_refused(rows: dict):
    """A row of the wrong shape is an error that names it, never a silent gap."""
    with pytest.raises(LexiconError):
        Lexicon(rows)


def test_empty_lexicon_changes_nothing():
    """Without rows a text is only put in order."""
    assert normalise("Hoà ko", Lexicon({})) == "hòa ko"
    assert Lexicon({}).variants("gi cung duoc") == []


def test_lexicon_reads_the_same_in_both_yaml_versions():
    """No form is a word that one YAML version reads as yes, no or a number."""
    risky = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"}
    for row in ROWS["abbreviations"]:
        assert risky.isdisjoint(map(str.lower, row["forms"])), row
    assert Path(LEXICON_PATH).name == "lexicon.yml"
