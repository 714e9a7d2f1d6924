"""What a column's name says, in English, Portuguese and transliterated Russian.

Names are compared in snake case without their table's name; the first entry that fits decides. A
pattern fits whole words of the name: `price` fits `unit_price`, and not `priced`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal


def words(name: str) -> str:
    """A column's name in snake case: `createdAt` → `created_at`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern, compiled when it is first asked for: of the hundred here a build asks for few,
    and compiling all took as long as the rest of inference."""

    text: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return _compiled(self.text)

    def search(self, name: str) -> re.Match[str] | None:
        """Where the pattern fits the name, None where it does not."""
        return self.pattern.search(name)


@cache
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text)


def fits(*alternatives: str) -> NamePattern:
    """A pattern for whole words of a name in snake case."""
    # The longest first: `zip_code` is a zip code before it is a zip or a code.
    words_ = sorted(alternatives, key=lambda word: (-len(word), word))
    return NamePattern(rf"(?:^|_)(?:{'|'.join(words_)})(?:_|$)")


@dataclass(frozen=True, slots=True)
class Amounts:
    """A number from `low` to `high` with `scale` digits after the point; by a distribution."""

    name: NamePattern
    low: Decimal
    high: Decimal
    scale: int = 0
    distribution: str | None = None


def _amount(
    names: Sequence[str], low: str, high: str, scale: int = 0, by: str | None = None
) -> Amounts:
    return Amounts(fits(*names), Decimal(low), Decimal(high), scale, by)


AMOUNTS: tuple[Amounts, ...] = (
    # Seconds since 1970, up to the end of 2025.
    Amounts(
        NamePattern(r"_(?:at|ts)$|(?:^|_)(?:epoch|timestamp|unix_?time)$"),
        Decimal(1_577_836_800),
        Decimal(1_767_225_600),
    ),
    _amount(["is", "has", "active", "discontinued", "enabled", "deleted", "flag"], "0", "1"),
    _amount(["lat", "latitude", "shirota"], "-60", "70", 6),
    _amount(["lng", "lon", "long", "longitude", "dolgota"], "-180", "180", 6),
    _amount(
        ["discount", "desconto", "skidka", "percent", "percentage", "pct", "percentual", "procent"],
        "0",
        "50",
        2,
    ),
    _amount(["tax_rate", "aliquota", "stavka", "vat", "nds"], "0", "25", 2),
    _amount(["confidence", "probability", "share", "ratio", "weight_factor"], "0", "1", 2),
    _amount(["rating", "stars", "nota", "avaliacao", "ocenka"], "1", "5"),
    _amount(["score", "pontuacao", "ball"], "0", "100"),
    _amount(["age", "idade", "vozrast"], "18", "90"),
    _amount(["year", "ano", "god", "yr"], "1990", "2026"),
    _amount(["month", "mes", "mesyac"], "1", "12"),
    _amount(["day_of_week", "weekday", "dow"], "0", "6"),
    _amount(["day", "dia", "den"], "1", "28"),
    _amount(["hour", "hora", "chas"], "0", "23"),
    _amount(["minute", "minuto", "minuta"], "0", "59"),
    _amount(["quarter", "trimestre", "kvartal"], "1", "4"),
    _amount(["position", "sort_order", "line_no", "ordinal", "rank", "seq"], "1", "100"),
    _amount(["priority", "prioridade", "prioritet", "level", "nivel"], "1", "5"),
    _amount(["version", "revision", "versao", "attempt", "attempts", "retries"], "1", "5"),
    _amount(["port", "porta"], "1024", "65535"),
    _amount(["http_status", "status_code"], "200", "204"),
    _amount(
        ["quantity", "qty", "quantidade", "qtd", "kolichestvo", "kol_vo", "units"],
        "1",
        "20",
        0,
        "geometric",
    ),
    _amount(["stock", "estoque", "ostatok", "inventory", "on_hand"], "0", "500"),
    _amount(["capacity", "capacidade", "seats"], "1", "200"),
    _amount(["count", "total_count", "views", "likes", "visits", "hits"], "0", "1000"),
    _amount(
        ["price", "preco", "cena", "cost", "custo", "fare", "fee", "taxa", "rent", "rate"],
        "5",
        "500",
        2,
    ),
    _amount(
        ["amount", "total", "subtotal", "sum", "summa", "valor", "itogo", "balance", "saldo",
         "freight", "frete", "payment", "pagamento", "paid"],
        "10",
        "2000",
        2,
    ),
    _amount(["salary", "salario", "zarplata", "wage", "income"], "2000", "15000", 2),
    _amount(["credit_limit", "limit", "budget", "orcamento", "byudzhet"], "1000", "50000", 2),
    _amount(["weight", "peso", "ves"], "1", "5000"),
    _amount(["height", "altura", "width", "largura", "length", "depth", "vysota"], "1", "300"),
    _amount(["duration", "duracao", "seconds", "minutes", "dlitelnost"], "30", "3600"),
    _amount(["size", "bytes", "tamanho", "razmer"], "1000", "5000000"),
    _amount(["floor", "andar", "etazh"], "1", "20"),
)  # fmt: skip
ANY_AMOUNT = Amounts(NamePattern(""), Decimal(1), Decimal(1000), 2)


def amount_of(name: str) -> Amounts:
    """The usual numbers of a name."""
    return next((entry for entry in AMOUNTS if entry.name.search(words(name))), ANY_AMOUNT)


ORDINAL = fits(
    "position", "sort_order", "line_no", "line_number", "linenumber", "ordinal", "seq", "seq_no",
    "sequence", "sequence_number", "item_no", "step", "order_index", "display_order", "idx",
    "posicao", "ordem", "nomer", "event_id", "version_no", "revision", "number", "numero", "rank",
)  # fmt: skip
"""Names of numbers that count the rows of a parent."""

Role = Literal["created", "later", "past", "future", "ended", "birth", "rare"]

ROLES: tuple[tuple[NamePattern, Role], ...] = (
    (fits("deleted", "removed", "archived", "revoked", "cancelled", "canceled", "banned",
           "excluido", "deletado", "udalen"), "rare"),
    (fits("birth", "birthday", "birth_date", "dob", "born", "nascimento", "rozhdeniya",
           "data_nascimento", "birthdate"), "birth"),
    (fits("updated", "modified", "changed", "last_update", "atualizado", "alterado", "obnovlen",
           "last_modified", "edited"), "later"),
    (fits("created", "inserted", "registered", "criado", "cadastrado", "sozdan", "joined",
           "opened", "placed", "ordered", "order_date", "orderdate", "hired", "hire_date"),
     "created"),
    (fits("expires", "expiry", "expiration", "valid_until", "valid_to", "due", "deadline",
           "validade", "vencimento", "expire", "scheduled", "renews", "srok", "required",
           "next_run", "ends", "end"), "future"),
    (fits("finished", "completed", "closed", "shipped", "delivered", "paid", "returned",
           "resolved", "end_date", "end_time", "ended", "stopped", "processed", "fim",
           "konec", "sent", "published", "accepted", "confirmed", "approved", "verified", "used",
           "read", "seen", "logged_out", "shippeddate", "received"), "ended"),
)  # fmt: skip


def role_of(name: str) -> Role:
    """What a moment is in the life of its row."""
    return next((role for pattern, role in ROLES if pattern.search(words(name))), "past")


LIFE: tuple[tuple[NamePattern, NamePattern], ...] = (
    (fits("start", "starts", "started", "begin", "begins", "from", "inicio", "opens", "valid_from",
           "nachalo", "start_date", "start_time", "start_period", "check_in", "effective_from"),
     fits("end", "ends", "ended", "finish", "finished", "until", "to", "fim", "closes", "valid_to",
           "konec", "valid_until", "end_date", "end_time", "end_period", "check_out", "completed",
           "stopped")),
    (fits("created", "inserted", "placed", "ordered", "order_date", "orderdate", "criado",
           "sozdan", "registered", "opened", "rental_date", "issued", "requested", "hire_date",
           "hired"),
     fits("updated", "modified", "changed", "shipped", "shippeddate", "delivered", "paid", "closed",
           "deleted", "completed", "finished", "published", "cancelled", "canceled", "archived",
           "returned", "return_date", "resolved", "atualizado", "alterado", "obnovlen", "required",
           "requireddate", "expires", "last_login", "last_seen", "last_update", "started", "ended",
           "revoked", "used", "accepted", "confirmed", "verified", "due", "due_date", "udalen",
           "excluido", "termination", "terminated")),
    (fits("shipped", "shippeddate"), fits("delivered", "received", "receiptdate")),
    (fits("birth", "birth_date", "dob", "birthdate", "nascimento", "rozhdeniya"),
     fits("hire_date", "hired", "hiredate", "joined", "death", "died")),
)  # fmt: skip
"""Pairs of names of which the second is later."""

FALSE_MOSTLY = fits("is_deleted", "deleted", "banned", "blocked", "archived", "hidden", "admin",
                     "superuser", "is_admin", "private", "test", "draft", "locked", "suspended",
                     "disabled", "failed", "removed", "excluido", "default", "is_default",
                     "primary", "is_primary", "discontinued", "expired")  # fmt: skip
TRUE_MOSTLY = fits("active", "is_active", "enabled", "verified", "confirmed", "ativo", "visible",
                    "published", "aktiven", "activebool", "available", "valid", "public",
                    "completed", "subscribed")  # fmt: skip

NULL_SHARES: tuple[tuple[NamePattern, Decimal], ...] = (
    (fits("deleted", "removed", "archived", "revoked", "banned", "cancelled", "canceled", "fax",
           "excluido", "udalen", "error", "error_message", "failure", "complement", "complemento",
           "address2", "address_2", "line2", "line_2", "apartment", "middle_name", "suffix"),
     Decimal("0.8")),
    (fits("notes", "note", "comment", "comments", "remarks", "observacao", "observacoes",
           "primechanie"), Decimal("0.5")),
    (fits("phone", "telefone", "website", "url", "bio", "avatar", "description", "descricao",
           "discount", "desconto", "region", "end", "ended", "finished", "completed", "closed",
           "delivered", "returned"), Decimal("0.2")),
)  # fmt: skip
NULL_SHARE = Decimal("0.1")


def null_share(name: str) -> Decimal:
    """The share of NULLs that a nullable column of that name usually has."""
    found = (share for pattern, share in NULL_SHARES if pattern.search(words(name)))
    return next(found, NULL_SHARE)
