from activity.letters.letter import Contents, write

VALUES = {
    "customer": "Priya",
    "business": "Shop",
    "folio": "Q1",
    "total": "",
    "valid_until": "",
    "quote_link": "https://shop.example/q/1/",
    "colleague": "Neha",
}
LINE = {
    "product": "Oak <b>",
    "notes": "",
    "quantity": "20 sq ft",
    "asked": "19",
    "unit_price": "₹110",
    "net": "₹2,200",
}
QUOTE = {
    "lines": [LINE],
    "taxes": [{"percent": "18", "amount": "₹396"}],
    "subtotal": "₹2,200",
    "saved": "",
    "total": "₹2,596",
    "priced": True,
    "complete": True,
}


def contents(**changed: str) -> Contents:
    return Contents({**VALUES, **changed}, "en", QUOTE)


def test_a_subject_is_one_clean_line() -> None:
    letter = write("Quote for {customer}", "x", contents(customer="Eve\r\nBcc: all@example.com\u202e"))
    assert letter.subject == "Quote for Eve Bcc: all@example.com"


def test_a_line_with_nothing_to_say_is_left_out() -> None:
    letter = write(
        "s", "Hello {customer},\n\nIt holds until {valid_until}.\nBye\n\nTotal {total}", contents()
    )
    assert letter.text == "Hello Priya,\n\nBye\n"


def test_the_html_says_what_the_text_says() -> None:
    letter = write("s", "Hello {customer},\nhow are you?\n\nBye", contents())
    assert letter.body == "<p>Hello Priya,<br>\nhow are you?</p>\n<p>Bye</p>"
    assert "<p>Bye</p>" in letter.html


def test_markup_is_text_wherever_it_came_from() -> None:
    letter = write("s", "<script>1</script> {customer}", contents(customer="<img src=x onerror=alert(1)>"))
    assert letter.body == "<p>&lt;script&gt;1&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;</p>"


def test_the_link_is_the_only_one() -> None:
    letter = write("s", "{quote_link} {customer}", contents(customer="https://evil.example"))
    assert letter.body.count("<a ") == 1


def test_the_quote_is_a_table_and_lines_of_text() -> None:
    letter = write("s", "This:\n{quote}\nBye", contents())
    assert "Oak &lt;b&gt;" in letter.body
    assert "1. Oak <b>\n   20 sq ft × ₹110 (you asked for 19): ₹2,200" in letter.text
    assert letter.text.startswith("This:\n\n1. Oak")
    assert letter.text.endswith("Before tax: ₹2,200\nTax 18%: ₹396\nTotal: ₹2,596\n\nBye\n")


def test_without_a_quote_there_is_no_table() -> None:
    letter = write("s", "This:\n{quote}\nBye", Contents(VALUES, "en", {}))
    assert (letter.text, "<table" in letter.html) == ("This:\n\nBye\n", False)


def test_it_speaks_the_customers_language() -> None:
    letter = write("s", "{quote}", Contents(VALUES, "es", QUOTE))
    assert "Antes de impuestos" in letter.text or "Impuesto" in letter.text
    assert '<html lang="es">' in letter.html


def test_no_style_attribute_and_no_script_are_in_it() -> None:
    html = write("s", "{quote}\n{quote_link}", contents()).html
    assert " style=" not in html
    assert "<script" not in html
