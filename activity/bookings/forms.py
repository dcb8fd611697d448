"""What is typed about a visit: by the customer who cannot come, by colleagues who plan it."""

from django import forms

from leads.forms import PlainText

LONGEST_WORDS = 500


class AnswerForm(forms.Form):
    """The customer's answer; nothing in it has to be typed."""

    answer = forms.ChoiceField(choices=(("confirm", "confirm"), ("decline", "decline")))
    words = PlainText(max_length=LONGEST_WORDS)
