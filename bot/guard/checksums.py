"""The check digits of identity and bank numbers: they tell a real number from any other."""

from __future__ import annotations

from itertools import cycle

NHS_DIGITS = 10


def is_luhn(digits: str) -> bool:
    """Payment cards (ISO/IEC 7812-1): every second digit from the right doubled."""
    doubled = (int(d) * w for d, w in zip(reversed(digits), cycle((1, 2)), strict=False))
    return len(set(digits)) > 1 and sum(sum(divmod(n, 10)) for n in doubled) % 10 == 0


def is_iban(iban: str) -> bool:
    """ISO 13616: the first four characters moved to the end, letters as 10 to 35, modulo 97."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def is_nhs(digits: str) -> bool:
    """NHS numbers: ten digits, weights 10 to 2, modulo 11."""
    total = sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False))
    return len(digits) == NHS_DIGITS and (11 - total % 11) % 11 == int(digits[9])


def is_ssn(area: str, group: str, serial: str) -> bool:
    """US Social Security numbers have no check digit; some parts were never given out."""
    return area not in {"000", "666"} and group != "00" and serial != "0000"


def is_dni(number: str) -> bool:
    """Spanish identity numbers: eight digits (X, Y, Z stand for 0, 1, 2), modulo 23 a letter."""
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == number[-1]
