"""Says what kind of personal number a number is, if it is one, from its length, its first digits and its hint."""

from __future__ import annotations

from bot.personal.hints import SECRETS
from bot.personal.number import USUAL_SIZES, Number
from bot.personal.official import is_year


def kind_of(number: Number) -> str | None:
    """Return the kind (a key of bot.privacy.PLACEHOLDERS), or None for a number that is not personal."""
    size = len(number.digits)
    if size < 4 or number.is_listing():
        return None
    if size <= 8:
        return _kind_of_few(number)
    if number.is_money():
        return None
    hint = number.hint
    if hint.keyword in ("password", "mk") and (hint.is_told or hint.is_near(number.start)):
        return "password"
    if "account" in (hint.keyword, hint.after) or (hint.keyword == "weak_account" and hint.is_near(number.start)):
        return "account"
    by_size = {9: _kind_of_9, 10: _kind_of_10, 11: _kind_of_11, 12: _kind_of_12}
    return by_size.get(size, _kind_of_many)(number)


def _kind_of_few(number: Number) -> str | None:
    """Four to eight digits are personal only beside a word that says so."""
    hint, size = number.hint, len(number.digits)
    if hint.after == "currency" or number.has_plus:
        return None
    if hint.after in SECRETS:
        return None if is_year(number.digits) else hint.after
    if hint.keyword in SECRETS:
        return SECRETS[hint.keyword] if _is_secret(number) else None
    if hint.after == "account" and size >= 6:
        return "account"
    if hint.keyword == "account" and size >= 6 and hint.is_near(number.start, 25):
        return "account"
    if hint.keyword == "phone" and size >= 7 and hint.is_near(number.start) and not number.is_money():
        return "phone"
    return None


def _is_secret(number: Number) -> bool:
    """Tell whether the number goes with the word for a secret before it."""
    hint, size = number.hint, len(number.digits)
    if hint.keyword == "code":
        return size == 6 and "." not in number.separators
    if hint.is_told or hint.is_near(number.start):
        return not (size == 4 and hint.after == "unit")
    if hint.keyword == "mk" or number.is_money():
        return False
    if hint.keyword == "password":
        return size >= 6 and hint.is_near(number.start, 25)
    return size >= 6 or (hint.is_near(number.start, 25) and not is_year(number.digits) and hint.after != "unit")


def _kind_of_9(number: Number) -> str | None:
    keyword = number.hint.keyword
    by_keyword = {"id": "old_id", "old_id": "old_id", "phone": "phone"}
    if keyword in by_keyword:
        return by_keyword[keyword]
    if keyword in ("official", "money") or number.hint.is_attached or number.digits.endswith("000"):
        return None
    clear = number.is_tight or (number.sizes == (3, 3, 3) and set(number.separators) <= {" ", "-"})
    return "old_id" if clear else None


def _kind_of_10(number: Number) -> str | None:
    keyword, digits = number.hint.keyword, number.digits
    by_keyword = {"tax": "tax_code", "insurance": "social_insurance"}
    if keyword in by_keyword:
        return by_keyword[keyword]
    if digits[0] == "0" and (number.is_tight or digits[1] != "1" or keyword == "phone"):
        return "phone"
    return "number" if number.is_tight and keyword not in ("official", "money") else None


def _kind_of_11(number: Number) -> str | None:
    keyword, digits = number.hint.keyword, number.digits
    if digits.startswith(("84", "02")) or (digits[0] == "0" and (number.is_tight or keyword == "phone")):
        return "phone"
    return "number" if number.is_tight and keyword not in ("official", "money") else None


def _kind_of_12(number: Number) -> str | None:
    if number.has_plus:
        return "phone"
    likely = number.is_tight or number.digits[0] == "0" or number.hint.keyword in ("id", "old_id", "tax", "insurance")
    return "id" if likely or number.sizes in USUAL_SIZES else None


def _kind_of_many(number: Number) -> str | None:
    """Thirteen digits and more: cards, accounts, tax codes of branches, and whatever is too long to be innocent."""
    keyword, digits = number.hint.keyword, number.digits
    if is_branch_tax_code(number):
        return "tax_code"
    if digits.startswith("0084") or (number.has_plus and digits.startswith("84")):
        return "phone"
    is_grouped_like_a_card = number.is_tight or number.sizes in USUAL_SIZES
    if keyword == "card" or (is_grouped_like_a_card and number.passes_luhn()):
        return "card"
    if number.is_tight:
        is_file_code = keyword in ("official", "money") and digits[0] != "0" and len(digits) < 16
        return None if is_file_code else "number"
    return "card" if number.sizes in USUAL_SIZES else None


def is_branch_tax_code(number: Number) -> bool:
    """Tell whether it is written as the tax code of a branch: 0101234567-001."""
    return (
        number.sizes == (10, 3)
        and number.separators == "-"
        and (number.hint.keyword == "tax" or number.digits[0] == "0")
    )
