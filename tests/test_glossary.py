"""docs/GLOSSARY.md says what the vocabulary and the lifecycles say."""

from jobs.glossary import FILE, glossary


def test_glossary_is_what_the_tables_say() -> None:
    assert FILE.read_text(encoding="utf-8") == glossary()
