"""The language of a text."""

import pytest

from index.language import detect


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ferry sails at dawn and carries forty people across the strait.", "en"),
        ("Die Fähre fährt am Morgen über die Förde und kommt erst am Abend an.", "de"),
        ("Le bac part à l'aube et transporte quarante personnes de l'autre côté.", "fr"),
        ("नाव सुबह चलती है और चालीस लोगों को पार ले जाती है। यह पुल बहुत पुराना है और इसे इस साल फिर से बनाया गया है।", "hi"),
        ("The ferry", None),
        ("", None),
        ("1 2 3 4 5 6 7 8 9 10 " * 20, None),
    ],
)
def test_a_language_is_named_when_it_is_clear(text, code):
    assert detect(text) == code
    assert detect(text) == code  # and the same again


def test_loading_the_model_says_nothing(capfd):
    detect("The ferry sails at dawn and carries forty people across the strait.")
    assert capfd.readouterr() == ("", "")
