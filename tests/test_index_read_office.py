"""Reading Word documents and PowerPoint presentations."""

import datetime
import io
import zipfile

import docx
import pptx
import pytest
from documents import LAUGHS, document, packed, reason, repacked
from docx.oxml import OxmlElement
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000"
    "000049454e44ae426082"
)


def test_a_word_document_is_read_in_its_own_order(tmp_path):
    made = docx.Document()
    made.add_heading("Ferries of the north", 0)
    made.add_paragraph("The ferry sails at dawn.\nIt returns at dusk.")
    made.add_heading("Crew", 1)
    made.add_paragraph("Ilse", style="List Bullet")
    made.add_paragraph("Amara", style="List Bullet")
    table = made.add_table(rows=3, cols=2)
    for row, words in zip(table.rows, (("Name", "Age"), ("Ilse", "34"), ("Amara", "51")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    made.add_paragraph("The end.")
    made.core_properties.title = "About ferries"
    made.core_properties.author = "Ilse Brandt"
    made.core_properties.created = datetime.datetime(2021, 3, 12)
    found = document(tmp_path, "a.docx", saved(made))
    assert found.text == (
        "Ferries of the north\n\nThe ferry sails at dawn.\nIt returns at dusk.\n\nCrew\n\n- Ilse\n- Amara\n\n"
        "Name: Ilse; Age: 34.\nName: Amara; Age: 51.\n\nThe end."
    )
    assert (found.title, found.author, found.date) == ("About ferries", "Ilse Brandt", "2021-03-12")
    assert [(place.label, found.text[place.start :][:4]) for place in found.places] == [
        ("Ferries of the north", "Ferr"),
        ("Crew", "Crew"),
    ]


def test_without_properties_the_first_heading_is_the_title_and_not_part_of_the_body(tmp_path):
    made = docx.Document()
    made.add_heading("Ferries", 1)
    made.add_paragraph("They sail.")
    made.core_properties.title = "Microsoft Word - draft_3.docx"
    made.core_properties.author = "python-docx"
    found = document(tmp_path, "a.docx", saved(made))
    assert (found.title, found.author, found.date) == ("Ferries", None, None)
    assert found.text[found.body_start :].strip() == "They sail."


def test_tracked_changes_content_controls_and_text_boxes_are_read_as_they_show(tmp_path):
    made = docx.Document()
    kept = made.add_paragraph("The ferry ")
    for tag, text_tag, words in (("w:ins", "w:t", "sails"), ("w:del", "w:delText", "sinks"), ("w:moveFrom", "w:t", "away")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        run.append(text)
        change.append(run)
        kept._p.append(change)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    content.append(made.add_paragraph("In a control.")._p)
    control.append(content)
    kept._p.addnext(control)
    box = OxmlElement("w:txbxContent")
    box.append(made.add_paragraph("In a box.")._p)
    kept.add_run()._r.append(box)
    assert document(tmp_path, "a.docx", saved(made)).text == "The ferry sails\n\nIn a box.\n\nIn a control."


def test_cells_that_are_merged_downwards_hold_for_each_row(tmp_path):
    made = docx.Document()
    table = made.add_table(rows=3, cols=2)
    for row, words in zip(table.rows, (("Port", "Ships"), ("Velm", "12"), ("", "30")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    assert document(tmp_path, "a.docx", saved(made)).text == "Port: Velm; Ships: 12.\nPort: Velm; Ships: 30."


def test_a_table_of_one_column_is_a_frame_around_paragraphs(tmp_path):
    made = docx.Document()
    made.add_table(rows=1, cols=1).cell(0, 0).text = "A box of text. It has two sentences."
    assert document(tmp_path, "a.docx", saved(made)).text == "A box of text. It has two sentences."


FOOTNOTES = (
    b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b'<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
    b'<w:footnote w:id="1"><w:p><w:r><w:t>Harbour log, 1961.</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def test_footnotes_stand_at_the_end(tmp_path):
    made = docx.Document()
    made.add_paragraph("The ferry sails.")
    raw = saved(made)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        relations, types = package.read(name), package.read("[Content_Types].xml")
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    override = b'<Override PartName="/word/footnotes.xml" ContentType="application/xml"/></Types>'
    changed = {
        "word/footnotes.xml": FOOTNOTES,
        name: relations.replace(b"</Relationships>", relation),
        "[Content_Types].xml": types.replace(b"</Types>", override),
    }
    found = document(tmp_path, "a.docx", repacked(raw, changed))
    assert found.text == "The ferry sails.\n\nFootnote 1: Harbour log, 1961."
    assert found.places[-1].label == "footnote 1"


def test_a_word_document_of_pictures_only_says_so(tmp_path):
    made = docx.Document()
    made.add_picture(io.BytesIO(PIXEL))
    assert "pictures only" in reason(tmp_path, "a.docx", saved(made))
    assert "empty" in reason(tmp_path, "b.docx", saved(docx.Document()))


@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "word/_rels/document.xml.rels"])
def test_entities_in_a_word_document_are_refused(tmp_path, part):
    raw = repacked(saved(docx.Document()), {part: LAUGHS + b"<a>&d;</a>"})
    assert "declares XML entities" in reason(tmp_path, "a.docx", raw)


@pytest.mark.parametrize("content", [b"", b"<a", b"<w:document/>", b"\xff\xfe\0"])
def test_a_word_document_with_a_broken_part_is_damaged(tmp_path, content):
    assert "damaged" in reason(tmp_path, "a.docx", repacked(saved(docx.Document()), {"word/document.xml": content}))


def test_a_word_document_that_grows_too_large_is_refused(tmp_path):
    raw = repacked(saved(docx.Document()), {"word/document.xml": b" " * 60_000_000})
    assert "grows more than 200 times" in reason(tmp_path, "a.docx", raw)


def slides() -> pptx.presentation.Presentation:
    made = pptx.Presentation()
    first = made.slides.add_slide(made.slide_layouts[1])
    first.shapes.title.text = "Ferries of the north"
    first.placeholders[1].text = "They sail at dawn\nThey return at dusk"
    first.notes_slide.notes_text_frame.text = "Mention the storm of 1961."
    second = made.slides.add_slide(made.slide_layouts[6])
    right = second.shapes.add_textbox(Inches(5), Inches(1), Inches(2), Inches(1))
    right.text_frame.text = "On the right."
    left = second.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1))
    left.text_frame.text = "On the left."
    table = second.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    for row, words in zip(table.rows, (("Port", "Ships"), ("Velm", "12")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    figures = CategoryChartData()
    figures.categories = ["2019", "2020"]
    figures.add_series("Passengers", (4200, 3100.5))
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(5), Inches(4), Inches(2), figures)
    third = made.slides.add_slide(made.slide_layouts[6])
    third.shapes.add_picture(io.BytesIO(PIXEL), 0, 0)
    return made


def test_a_presentation_is_read_slide_by_slide(tmp_path):
    found = document(tmp_path, "a.pptx", saved(slides()))
    assert found.text == (
        "Ferries of the north\n\n- They sail at dawn\n- They return at dusk\n\nNotes: Mention the storm of 1961.\n\n"
        "On the left.\n\nOn the right.\n\nPort: Velm; Ships: 12.\n\n2019; Passengers: 4200.\n2020; Passengers: 3100.5."
    )
    assert [(place.label, found.text[place.start :][:6]) for place in found.places] == [
        ("slide 1", "Ferrie"),
        ("slide 2", "On the"),
    ]
    assert (found.title, found.note) == ("Ferries of the north", "slide(s) 3 hold pictures only")


def test_an_empty_or_broken_presentation_says_so(tmp_path):
    assert "slides are empty" in reason(tmp_path, "a.pptx", saved(pptx.Presentation()))
    broken = repacked(saved(pptx.Presentation()), {"ppt/presentation.xml": b"<a"})
    assert "damaged" in reason(tmp_path, "b.pptx", broken)
    laughing = repacked(saved(pptx.Presentation()), {"ppt/presentation.xml": LAUGHS + b"<a>&d;</a>"})
    assert "declares XML entities" in reason(tmp_path, "c.pptx", laughing)


@pytest.mark.parametrize("kind", ["vnd.ms-word.document.macroEnabled.main+xml", "wordprocessingml.template.main+xml"])
def test_files_with_macros_and_templates_say_how_to_save_them(tmp_path, kind):
    assert "save it as .docx" in reason(tmp_path, "a.docm", packed({"[Content_Types].xml": f"<Types>{kind}</Types>"}))
