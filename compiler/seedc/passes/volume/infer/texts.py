"""Texts by the names of their columns: the one long table of inference.

Rules are tried in order until one fits the column's length and CHECKs. `unique` are those that tell
rows apart; they are tried first where the column must be unique.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seedc.passes.volume.infer.forms import FLAGS, FORMS
from seedc.passes.volume.infer.names import NamePattern, fits, words

Rules = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Texts:
    """The rules for texts of these names."""

    name: NamePattern
    rules: Rules
    unique: Rules = ()
    short: str = ""

    def rules_in(self, locale: str) -> Rules:
        """All rules, with a choice of short names at the end where there are some."""
        names = _SHORT.get(self.short)
        if names is None:
            return self.rules
        return [*self.rules, _one_of(*names.get(locale, names["en_US"]))]


def _of(*names: str, rules: Rules, unique: Rules = (), short: str = "") -> Texts:
    return Texts(fits(*names), rules, unique, short)


def _template(*texts: str) -> Rules:
    return [{"template": text} for text in texts]


def _one_of(*values: str) -> Mapping[str, Any]:
    return {"choice": {"of": list(values)}}


def _weighted(**weights: int) -> Mapping[str, Any]:
    return {"choice": {"weights": weights}}


def _pattern(*patterns: str) -> Rules:
    return [{"pattern": pattern} for pattern in patterns]


_GIVEN, _FAMILY = {"person": {"part": "given"}}, {"person": {"part": "family"}}
_FULL = {"person": {"part": "full"}}
_PRODUCT = {"template": "{product_adjective} {product_noun}"}
_DIGITS = _template("{random(12)}", "{random(8)}", "{random(6)}", "{random(4)}")
_CITIES = {
    "en_US": ("Austin", "Boston", "Chicago", "Dallas", "Denver", "Miami", "Omaha", "Tampa"),
    "pt_BR": ("Bauru", "Belém", "Macapá", "Manaus", "Natal", "Olinda", "Recife", "Santos"),
    "ru_RU": ("Казань", "Курск", "Москва", "Омск", "Пермь", "Самара", "Томск", "Уфа"),
}
_GIVENS = {
    "en_US": ("Alice", "Ben", "Clara", "David", "Emma", "Frank", "Grace", "Henry"),
    "pt_BR": ("Ana", "Bruno", "Carla", "Diego", "Elisa", "João", "Marta", "Pedro"),
    "ru_RU": ("Анна", "Борис", "Вера", "Глеб", "Иван", "Мария", "Нина", "Олег"),
}
_FAMILIES = {
    "en_US": ("Adams", "Baker", "Clark", "Evans", "Hall", "Moore", "Scott", "Young"),
    "pt_BR": ("Alves", "Costa", "Dias", "Lima", "Melo", "Nunes", "Rocha", "Souza"),
    "ru_RU": ("Белый", "Бунич", "Гранин", "Левин", "Марков", "Орлов", "Попов", "Сизов"),
}
_SHORT = {"city": _CITIES, "given": _GIVENS, "family": _FAMILIES}
"""Names that fit the columns which the longest ones do not."""
_HEX = _template("{hash(64)}", "{hash(40)}", "{hash(32)}", "{hash(16)}", "{hash(12)}", "{hash(8)}")
_HEX_UNIQUE = _template(
    "{index:010}{hash(54)}",
    "{index:010}{hash(30)}",
    "{index:010}{hash(22)}",
    "{index:010}{hash(6)}",
)

TEXTS: tuple[Texts, ...] = (
    # Numbers that states and banks give, with their check digits.
    _of("cpf", rules=[{"cpf": {}}, {"cpf": {"format": "pretty"}}]),
    _of("cnpj", rules=[{"cnpj": {}}, {"cnpj": {"format": "pretty"}}]),
    _of("cpf_cnpj", rules=[{"cpf": {}}, {"cnpj": {}}]),
    _of("inn", rules=[{"inn": {"kind": "person"}}, {"inn": {"kind": "company"}}]),
    _of("iban", "bank_account", rules=[{"iban": {}}]),
    _of("ean", "ean13", "barcode", "gtin", "codigo_barras", "shtrihkod", "upc",
        rules=[{"ean13": {}}]),
    _of("card_number", "credit_card", "cc_number", "imei", "pan", "numero_cartao",
        rules=[{"luhn": {"length": 16}}, {"luhn": {"length": 15}}]),
    # Secrets, hashes, tokens.
    _of("password", "password_hash", "passwd", "senha", "parol", "hashed_password",
        "encrypted_password", "digest",
        rules=[*_template("$2b$12${hash(53)}"), *_HEX]),
    _of("sha256", rules=_template("{hash(64)}"), unique=_template("{index:010}{hash(54)}")),
    _of("sha1", "commit", "commit_sha", rules=_template("{hash(40)}"),
        unique=_template("{index:010}{hash(30)}")),
    _of("token", "secret", "api_key", "hash", "md5", "checksum", "fingerprint", "signature",
        "nonce", "salt", "etag", "session_id", "key_hash", "access_key", "refresh_token",
        rules=_HEX, unique=_HEX_UNIQUE),
    _of("uuid", "guid", rules=[{"uuid": {}}, *_template("{hash(32)}")],
        unique=[{"uuid": {}}, *_template("{index:010}{hash(22)}")]),
    # People.
    _of("email", "e_mail", "mail", "email_address", "pochta", "correio", "login_email",
        rules=[{"email": {}}], unique=[{"email": {}}]),
    _of("username", "user_name", "login", "nickname", "nick", "handle", "usuario", "screen_name",
        "logged_by", "created_by", "updated_by",
        rules=[{"username": {}}], unique=[{"username": {}}]),
    _of("first_name", "firstname", "given_name", "givenname", "fname", "forename", "imya",
        "primeiro_nome", "middle_name", "middlename", "prenome", rules=[_GIVEN], short="given"),
    _of("last_name", "lastname", "surname", "family_name", "familyname", "lname", "sobrenome",
        "familiya", "ultimo_nome", rules=[_FAMILY], short="family"),
    _of("full_name", "fullname", "person_name", "contact_name", "contactname", "customer_name",
        "author_name", "real_name", "nome_completo", "fio", "author", "contact", "contato",
        "recipient", "cardholder", "ship_name", "shipname", "clerk", "manager_name", "autor",
        "employee_name", "client_name", "patient_name", "doctor_name", "teacher_name",
        "student_name", "guest_name", "kontakt",
        rules=[_FULL]),
    _of("gender", "sex", "sexo", "pol", "genero",
        rules=[_one_of("female", "male"), _one_of("F", "M")]),
    _of("salutation", "honorific", "title_of_courtesy", "titleofcourtesy", "prefix",
        rules=[_one_of("Mr.", "Ms.", "Mrs.", "Dr."), _one_of("Mr", "Ms", "Dr")]),
    _of("job_title", "jobtitle", "contact_title", "contacttitle", "position_title", "cargo",
        "dolzhnost", "occupation", "profession", "profissao",
        rules=[{"job": {}}, _one_of("Analyst", "Clerk", "Director", "Manager", "Owner")]),
    _of("department", "departamento", "otdel", "dept", "team_name",
        rules=[{"department": {}}, _one_of("Finance", "Legal", "Sales", "Support")]),
    _of("phone", "phone_number", "phonenumber", "telephone", "tel", "mobile", "cell", "telefone",
        "celular", "telefon", "fax", "whatsapp", "fone", "home_phone", "homephone", "msisdn",
        rules=[{"phone": {}}, {"phone": {"format": "e164"}},
               {"phone": {"format": "e164", "locale": "pt_BR"}},
               {"phone": {"format": "e164", "locale": "ru_RU"}}, {"phone": {"format": "national"}},
               *_pattern(r"^\+1[2-9]\d{9}$", r"^[2-9]\d{9}$", r"^[2-9]\d{6}$")]),
    # Places.
    _of("city", "cidade", "gorod", "town", "municipio", "municipality", "locality", "ship_city",
        "shipcity", "billing_city", "billingcity", rules=[{"city": {}}], short="city"),
    _of("zip", "zip_code", "zipcode", "postal_code", "postalcode", "postcode", "cep", "indeks",
        "pochtovyj_indeks", "ship_postal_code", "billing_postal_code", "billingpostalcode",
        rules=[{"city": {"part": "postal_code"}}, *_pattern(r"^\d{5}$")]),
    _of("uf", "state_code", "region_code", "province_code",
        rules=[{"city": {"part": "region_code"}},
               _one_of("AC", "BA", "CE", "ES", "GO", "MG", "PE", "PR", "RJ", "RS", "SC", "SP")]),
    _of("state", "estado", "region", "province", "oblast", "regiao", "district", "county", "bairro",
        "rayon", "neighborhood", "territory", "ship_region", "billing_state", "billingstate",
        rules=[{"city": {"part": "region"}},
               _one_of("Northern", "Southern", "Eastern", "Western", "Central"),
               {"city": {"part": "region_code"}},
               _one_of("BA", "CE", "MG", "PE", "PR", "RJ", "RS", "SC", "SP")]),
    _of("country_code", "countrycode", "country_iso", "iso2", "nationality_code",
        rules=[_one_of("BR", "DE", "ES", "FR", "GB", "IT", "PT", "RU", "US")]),
    _of("country", "pais", "strana", "nationality", "ship_country", "billing_country",
        "billingcountry", "nation",
        rules=[{"country": {}},
               _one_of("Brazil", "Canada", "France", "Germany", "Italy", "Portugal", "Russia"),
               _one_of("BRA", "DEU", "ESP", "FRA", "GBR", "ITA", "PRT", "RUS", "USA"),
               _one_of("BR", "DE", "ES", "FR", "GB", "IT", "PT", "RU", "US")]),
    _of("street", "street_name", "rua", "logradouro", "ulica", "address_line", "line1", "address1",
        "address_line1", "address_line_1", "address_1", "street_address",
        rules=[{"street": {}}, {"address": {}}]),
    _of("address2", "address_2", "line2", "line_2", "apartment", "complement", "complemento",
        "address_line2", "address_line_2", "suite", "unit_no", "kvartira",
        rules=_template("Apt {random(2)}", "{random(2)}")),
    _of("address", "endereco", "adres", "ship_address", "shipaddress", "billing_address",
        "billingaddress", "location",
        rules=[{"address": {}}, {"street": {}}]),
    _of("house_number", "building", "house", "numero_casa", "dom",
        rules=_pattern(r"^[1-9]\d{0,2}$")),
    _of("timezone", "time_zone", "tz", "fuso", "chasovoj_poyas",
        rules=[_one_of("America/New_York", "America/Sao_Paulo", "Europe/Berlin", "Europe/Lisbon",
                       "Europe/Moscow", "UTC")]),
    _of("locale", "lang", "language", "idioma", "yazyk", "language_code", "lingua",
        rules=[_one_of("en_US", "pt_BR", "ru_RU"), _one_of("en", "pt", "ru", "de", "es", "fr")]),
    _of("currency", "currency_code", "moeda", "valyuta",
        rules=[_weighted(USD=5, EUR=3, BRL=2), _one_of("$")]),
    # Trade.
    _of("company", "company_name", "companyname", "organization", "organization_name", "empresa",
        "kompaniya", "employer", "razao_social", "nome_fantasia", "supplier_name", "vendor_name",
        "manufacturer", "fabricante", "brand", "marca", "brand_name", "publisher", "org_name",
        "mfgr", "billing_name", "firma", "carrier",
        rules=[{"company": {}}], unique=_template("{company} {number}")),
    _of("sku", "sku_code", "artikul", "part_number", "codigo_produto", "product_code", "item_code",
        rules=_template("SKU-{index:06}"),
        unique=_template("SKU-{index:06}", "SKU-{index}", "S{index}")),
    _of("product", "product_name", "productname", "produto", "tovar", "item_name", "item",
        rules=[_PRODUCT],
        unique=_template("{product_adjective} {product_noun} {number}")),
    _of("status", "state", "situacao", "sostoyanie",
        rules=[_weighted(active=7, pending=2, closed=1), _one_of("A", "P", "C")]),
    _of("unit", "unit_of_measure", "uom", "unidade", "quantity_per_unit", "quantityperunit",
        rules=[_one_of("piece", "kg", "box", "litre"), _one_of("pc", "kg", "l"), _one_of("U")]),
    _of("size", "tamanho", "razmer", rules=[_one_of("S", "M", "L", "XL")]),
    # The web.
    _of("slug", "permalink", "alias", "handle_slug", rules=_template("{slug(word)}-{index}"),
        unique=_template("{slug(word)}-{index}", "item-{index}", "{index}")),
    _of("url", "uri", "website", "site", "link", "homepage", "homepage_url", "webpage", "href",
        "sayt", "callback", "webhook", "image_url", "photo_url", "avatar_url", "avatar", "image",
        "photo", "picture", "thumbnail", "logo", "foto", "imagem", "photopath", "photo_path",
        "download_url", "html_url", "baggageclaim_url",
        rules=[{"url": {}}], unique=[*_template("https://example.com/{index}"), {"url": {}}]),
    _of("domain", "hostname", "host", "dominio", "server", "server_name",
        rules=[{"domain": {}}], unique=_template("host-{index}.example.com")),
    _of("ip", "ip_address", "ipaddress", "addr", "remote_addr", "client_ip", "last_ip", "ipv4",
        rules=[{"ip": {}}], unique=[{"ip": {}}]),
    _of("mac", "mac_address", rules=[{"mac": {}}], unique=[{"mac": {}}]),
    _of("user_agent", "useragent", "browser",
        rules=[_one_of("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (Windows NT 10.0)",
                       "Mozilla/5.0 (Macintosh)"), _one_of("Firefox", "Chrome", "Safari")]),
    _of("mime", "mime_type", "mimetype", "content_type", "contenttype", "media_type",
        rules=[_one_of("image/jpeg", "image/png", "application/pdf", "text/plain")]),
    _of("extension", "file_ext", "ext", rules=[_one_of("jpg", "png", "pdf", "txt")]),
    _of("filename", "file_name", "file", "path", "file_path", "arquivo", "fayl", "filepath",
        "image_path",
        rules=_template("{slug(word)}-{index}.pdf", "file-{index}.pdf"),
        unique=_template("file-{index}.pdf", "{index}.pdf")),
    _of("http_method", "verb", rules=[_weighted(GET=7, POST=3)]),
    _of("color", "colour", "cor", "cvet", "rgb", "hex_color", "hexcolor", rules=[{"color": {}}]),
    _of("version", "app_version", "semver", "versao", rules=_pattern(r"^[1-9]\.\d\.\d{1,2}$")),
    # Codes and numbers.
    _of("number", "no", "num", "numero", "nomer", "order_number", "invoice_number", "document",
        "documento", "protocol", "protocolo", "tracking_number", "tracking", "serial",
        "serial_number", "account_number", "conta", "reference", "ref", "nfe_key", "passport",
        "license", "licence", "external_id", "ssn", "ein", "tax_id", "vat_number", "rg", "kpp",
        "ogrn", "snils", "lot", "lote", "batch_number", "national_id", "nationalidnumber",
        rules=_DIGITS, unique=_template("{index:010}", "{index:08}", "{index:06}", "{index}")),
    _of("code", "codigo", "kod", "abbreviation", "abbr", "symbol", "sigla", "acronym", "short_name",
        rules=_pattern("^[A-Z]{3}[0-9]{3}$", "^[A-Z]{3}$", "^[A-Z]{2}$", "^[A-Z]$"),
        unique=_template("C{index:06}", "C{index:04}")),
    # Prose.
    _of("subject", "title", "titulo", "headline", "zagolovok", "caption", "heading", "nazvanie",
        "assunto", "tema", "topic", "summary", "resumo",
        rules=[{"sentence": {}}, {"template": "{word} {word}"}, {"word": {}}],
        unique=_template("{word} {word} {number}")),
    _of("description", "descricao", "opisanie", "bio", "about", "body", "content", "text", "texto",
        "message", "mensagem", "soobshchenie", "details", "detalhes", "conteudo", "html",
        "abstract",        "biography", "plot", "readme", "sobre", "instructions",
        rules=[{"paragraph": {}}, {"sentence": {}}, {"template": "{word} {word}"}, {"word": {}}]),
    _of("notes", "note", "comment", "comments", "remarks", "observacao", "observacoes", "reason",
        "motivo", "primechanie", "kommentariy", "kommentarij", "obs", "feedback", "review",
        "error", "error_message", "log", "output", "special_feature", "s_comment",
        rules=[{"sentence": {}}, {"template": "{word} {word}"}, {"word": {}}]),
    _of("category", "categoria", "kategoriya", "department_name", "section",
        rules=[{"category": {}}, {"word": {}}],
        unique=_template("{category} {number}", "{word} {number}")),
    _of("tag", "tags", "label", "keyword", "genre", "genero",
        "group", "type", "kind", "tipo", "tip", "class", "segment", "priority", "level", "role",
        "channel", "source", "origin", "method", "mode", "event", "action", "provider", "platform",
        rules=[{"word": {}}], unique=_template("{word}-{number}", "{word} {number}")),
    *(Texts(name, _pattern(*patterns)) for name, patterns in FORMS),
)  # fmt: skip

PEOPLE = re.compile(
    r"(?:^|_)(?:user|customer|client|employee|person|people|staff|author|contact|member|patient|"
    r"student|teacher|actor|artist|passenger|guest|driver|seller|buyer|manager|doctor|cliente|"
    r"funcionario|pessoa|usuario|vendedor|professor|aluno|paciente|klient|sotrudnik|polzovatel|"
    r"recipient|candidate|applicant|player|tenant_user|profile|account_holder)"
)
COMPANIES = re.compile(
    r"(?:^|_)(?:compan|supplier|vendor|organi[sz]ation|shipper|empresa|fornecedor|manufacturer|"
    r"publisher|employer|partner|tenant|workspace|brand|carrier|airline|hotel|bank|store|shop|"
    r"loja|postavshchik|kompan|team|account|agency|merchant|restaurant|clinic|hospital|school|"
    r"university|provider|filial|branch|warehouse)"
)
PRODUCTS = re.compile(
    r"(?:^|_)(?:product|item|part|good|produto|tovar|article|sku|material|equipment|device|toy|"
    r"menu_item|dish|ingredient|asset)"
)
_PLACES = (
    (re.compile(r"cit(y|ies)|town|cidade|gorod"), "city"),
    (re.compile(r"countr(y|ies)|nation|pais|strana"), "country"),
    (re.compile(r"categor"), "category"),
    (re.compile(r"department|departamento|otdel"), "department"),
    (re.compile(r"colou?r|^cor(es)?$|cvet"), "color_name"),
    (re.compile(r"job|position|cargo|dolzhnost"), "job"),
)
_NAME = fits("name", "nome", "imya", "naimenovanie", "display_name", "displayname")
# The key of something that lies elsewhere: `sales_channel_id`, `stripe_customer_id`.
_IDENTIFIER = Texts(
    fits("id", "uid"),
    _pattern("^[a-z0-9]{16}$", "^[a-z0-9]{8}$", "^[a-z0-9]{4}$"),
    _pattern("^[a-z0-9]{16}$", "^[a-z0-9]{8}$"),
)


def texts_of(name: str, table: str) -> tuple[Texts, ...]:
    """The entries that fit a column's name, the best first. What a `name` is, its table's name
    says."""
    snake = words(name)
    found = tuple(entry for entry in TEXTS if entry.name.search(snake))
    whole = tuple(entry for entry in found if entry.name.pattern.fullmatch(snake))
    rest = tuple(entry for entry in found if entry not in whole)
    named: tuple[Texts, ...] = ()
    if FLAGS.search(snake):
        named = tuple(entry for entry in found if entry.name is FLAGS)
    elif not whole and _NAME.search(snake):
        named = (_named(words(table)),)
    if snake.endswith(("_id", "_uid")) and not any(
        _last(entry, snake) == len(snake) for entry in found
    ):
        named = (_IDENTIFIER,)
    if snake == "title" and PEOPLE.search(words(table)):
        named = tuple(entry for entry in TEXTS if entry.name.search("job_title"))
        whole = ()
    return (*whole, *named, *sorted(rest, key=lambda entry: -_last(entry, snake)))


def _last(entry: Texts, name: str) -> int:
    """How near to its end a name has what the entry looks for: `customer_email` is an email."""
    return max(match.end() for match in entry.name.pattern.finditer(name))


def _named(table: str) -> Texts:
    """A `name` by its table."""
    if PEOPLE.search(table):
        return Texts(_NAME, [_FULL, _GIVEN], _template("{full_name} {number}"))
    if COMPANIES.search(table):
        return Texts(_NAME, [{"company": {}}], _template("{company} {number}"))
    if PRODUCTS.search(table):
        return Texts(_NAME, [_PRODUCT], _template("{product_adjective} {product_noun} {number}"))
    for pattern, source in _PLACES:
        if pattern.search(table):
            return Texts(_NAME, [{source: {}}], _template(f"{{{source}}} {{number}}"), source)
    return Texts(
        _NAME,
        [{"template": "{word} {word}"}, {"word": {}}],
        _template("{word} {word} {number}", "{word} {number}"),
    )
