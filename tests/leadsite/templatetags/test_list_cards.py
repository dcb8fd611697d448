import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leadsite.templatetags.list_cards import labelled

BOX = {"text": "", "class_attrib": ' class="action-checkbox-column"'}


def test_a_cell_carries_the_name_of_its_column() -> None:
    cell = format_html('<td class="field-price">{}</td>', "110 <b>")
    assert labelled([cell], [{"text": "price & tax"}]) == [
        '<td data-label="Price &amp; tax" class="field-price">110 &lt;b&gt;</td>'
    ]


def test_what_was_escaped_stays_so_and_is_not_escaped_again() -> None:
    [cell] = labelled([SafeString("<td>&lt;</td>")], [{"text": "name"}])
    assert isinstance(cell, SafeString)


@pytest.mark.parametrize(
    ("cell", "header"),
    [('<th class="field-name">Oak</th>', {"text": "name"}), ("<td><input></td>", BOX)],
    ids=["the row's own header", "the box to choose it by"],
)
def test_the_title_of_a_card_and_its_box_have_no_label(cell: str, header: dict[str, str]) -> None:
    assert labelled([SafeString(cell)], [header]) == [cell]
