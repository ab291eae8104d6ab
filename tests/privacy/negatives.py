"""Numbers that are no identity numbers, made by chance from a seed: what a municipality writes all day."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator

from kvalitet.privacy.numbers import luhn

SEED = 2011
OF_EACH = 500

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Maker:
    """Makes one of each sort of number from a source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def _digits(self, count: int) -> str:
        return "".join(self._chance.choice("0123456789") for _ in range(count))

    def _time(self) -> dt.datetime:
        start = dt.datetime(2005, 1, 1, tzinfo=dt.UTC)
        return start + dt.timedelta(
            seconds=self._chance.randrange(20 * 365 * 86400), microseconds=self._chance.randrange(10**6)
        )

    def _one(self, *forms: str) -> str:
        return self._chance.choice(forms)

    def diarienummer(self) -> str:
        year, at = self._chance.randrange(2010, 2026), self._chance.randrange(1, 5000)
        return self._one(
            f"HVN {year}/{at}",
            f"KS {year}-{at:05}",
            f"ON-{year}/{at:04}-{self._digits(1)}",
            f"{at:04}/{year}",
            f"{year}-{self._digits(6)}",
        )

    def organisationsnummer(self) -> str:
        nine = (
            f"{self._one('5', '2', '8', '7', '9')}{self._digits(1)}{self._chance.randrange(20, 100)}{self._digits(5)}"
        )
        ten = nine + str(luhn(nine))
        return self._one(f"{ten[:6]}-{ten[6:]}", ten, f"16{ten}", f"SE{ten}01")

    def mobile(self) -> str:
        rest = self._one("70", "72", "73", "76", "79") + self._digits(7)
        return self._one(
            f"0{rest[:2]}-{rest[2:5]} {rest[5:7]} {rest[7:]}",
            f"0{rest}",
            f"+46{rest}",
            f"0{rest[:2]} {rest[2:5]} {rest[5:7]} {rest[7:]}",
        )

    def landline(self) -> str:
        return self._one(
            f"08-{self._digits(3)} {self._digits(2)} {self._digits(2)}",
            f"0479-52 {self._digits(2)} {self._digits(2)}",
            f"040{self._digits(7)}",
            f"08{self._digits(8)}",
        )

    def stamp(self) -> str:
        made = self._time()
        return self._one(
            made.isoformat(),
            made.strftime("%Y-%m-%dT%H:%M:%S.%f%z"),
            made.strftime("%Y-%m-%d %H:%M"),
            made.strftime("%Y%m%dT%H%M%SZ"),
            made.strftime("%Y%m%d%H%M%S"),
        )

    def unix_time(self) -> str:
        seconds = int(self._time().timestamp())
        return self._one(str(seconds), f"{seconds}{self._digits(3)}", f"{seconds}.{self._digits(6)}")

    def joined_minute(self) -> str:
        return self._time().strftime("%Y%m%d%H%M")

    def minute_in_name(self) -> str:
        return self._time().strftime(
            self._one(
                "%Y-%m-%d %H%M",
                "%Y%m%d_%H%M",
                "%Y-%m-%d_%H%M",
                "%Y%m%d %H%M",
                "%Y-%m-%d-%H%M%S",
                "%Y%m%d-%H%M",
                "%Y%m%d-%H%M%S",
            )
        )

    def checksum(self) -> str:
        return f"{self._chance.getrandbits(256):064x}"[: self._chance.choice((7, 10, 40, 64))]

    def uuid(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def own_id(self) -> str:
        drawn = "".join(self._chance.choice(_ALPHABET) for _ in range(6))
        return f"{self._one('AVV', 'ATG', 'KLA')}-{self._chance.randrange(2015, 2027)}-{drawn}"

    def ulid(self) -> str:
        return "01" + "".join(self._chance.choice(_ALPHABET) for _ in range(24))

    def law(self) -> str:
        year = self._chance.randrange(1950, 2026)
        return self._one(
            f"SFS {year}:{self._chance.randrange(1, 1800)}",
            f"({year}:{self._chance.randrange(1, 1800)})",
            f"HSLF-FS {year}:{self._chance.randrange(1, 99)}",
        )

    def amount(self) -> str:
        kronor = self._chance.randrange(1000, 10**9)
        return self._one(
            f"{kronor:,} kr".replace(",", " "),
            f"{kronor:,}".replace(",", "."),
            f"{kronor / 100:.2f}".replace(".", ","),
            f"{kronor} kr",
        )

    def hsa_id(self) -> str:
        code = "".join(self._chance.choice(_ALPHABET) for _ in range(4))
        return f"SE2321000016-{self._one(code, self._digits(4))}"

    def article(self) -> str:
        return self._one(
            f"735{self._digits(10)}",
            f"{self._digits(6)}-{self._digits(2)}",
            f"ART{self._digits(8)}",
            f"{self._digits(5)}-{self._digits(5)}",
            f"REF {self._digits(7)}",
        )

    def bank(self) -> str:
        ocr = self._digits(self._chance.randrange(7, 16))
        iban = f"SE{self._digits(22)}"
        grouped = " ".join(iban[at : at + 4] for at in range(0, 24, 4))
        return self._one(
            f"{self._digits(4)}-{self._digits(4)}",
            f"{self._digits(6)}-{self._digits(1)}",
            ocr + str(luhn(ocr)),
            iban,
            grouped,
        )

    def coordinate(self) -> str:
        return self._one(
            f"56.{self._digits(6)}, 13.{self._digits(6)}",
            f"N {self._chance.randrange(6100000, 7700000)} E {self._chance.randrange(260000, 920000)}",
            f"56°{self._digits(2)}'{self._digits(2)}\"N 13°{self._digits(2)}'{self._digits(2)}\"E",
        )

    def span(self) -> str:
        first, last = sorted((self._time(), self._time()))
        return self._one(
            f"{first:%Y-%m-%d}--{last:%Y-%m-%d}",
            f"{first:%Y-%m-%d} {last:%Y-%m-%d}",
            f"{first:%Y%m%d}-{last:%Y%m%d}",
            f"{first:%Y-%m}",
            f"{first:%Y}-{last:%Y}",
        )

    def version(self) -> str:
        return self._one(
            f"{self._digits(1)}.{self._digits(2)}.{self._digits(3)}",
            f"10.{self._chance.randrange(256)}.{self._chance.randrange(256)}.{self._chance.randrange(256)}",
            f"build {self._digits(8)}",
            f"1.2.752.{self._digits(3)}.{self._digits(1)}.{self._digits(4)}",
        )


SORTS: dict[str, Callable[[Maker], str]] = {
    name: made for name, made in vars(Maker).items() if callable(made) and not name.startswith("_")
}


def negatives() -> Iterator[tuple[str, str]]:
    """Yield sort and text, the same from day to day."""
    for name, make in SORTS.items():
        maker = Maker(random.Random(f"{SEED} {name}"))
        for _ in range(OF_EACH):
            yield name, make(maker)
