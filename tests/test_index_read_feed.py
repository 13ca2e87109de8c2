"""Reading feeds: each entry an article under a name that stays."""

import pytest
from documents import LAUGHS, readings, reason

ITEM = (
    "<item><title>{title}</title><link>https://tide.example/{key}</link><guid>{key}</guid>"
    "<pubDate>Fri, 12 Mar 2021 09:30:00 GMT</pubDate><author>Ilse Brandt</author>"
    "<description>&lt;p&gt;{words}&lt;/p&gt;&lt;p&gt;It is &lt;b&gt;cold&lt;/b&gt;.&lt;/p&gt;</description></item>"
)


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Tide &amp; Time</title>'
        f"<language>en-gb</language>{''.join(items)}</channel></rss>"
    )


FIRST = ITEM.format(title="The Velm bridge &amp; its ferry", key="1", words="The bridge reopens.")
SECOND = ITEM.format(title="Dawn", key="2", words="The ferry sails.")
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Sky Letter</title>
<entry><title type="html">An &lt;i&gt;observatory&lt;/i&gt;</title><id>urn:1</id><updated>2019-07-02T08:00:00Z</updated>
<author><name>Amara Okoye</name></author><link href="https://sky.example/karn"/><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><h2>Karn</h2>
<p>It stands at 2,870 metres.</p></div></content>
</entry></feed>"""


def test_each_entry_of_a_feed_is_an_article(tmp_path):
    [found, other] = readings(tmp_path, "news.xml", rss(FIRST, SECOND))
    assert found.document
    assert found.document.text == "The Velm bridge & its ferry\n\nThe bridge reopens.\n\nIt is cold."
    assert found.document.text[found.document.body_start :].strip() == "The bridge reopens.\n\nIt is cold."
    assert found.document.title == "The Velm bridge & its ferry"
    assert (found.document.publisher, found.document.author) == ("Tide & Time", "Ilse Brandt")
    assert (found.document.date, found.document.language) == ("2021-03-12", "en")
    assert found.document.address == "https://tide.example/1"
    assert found.member.startswith("the-velm-bridge-its-ferry-")
    assert other.member.startswith("dawn-")


def test_atom_gives_the_whole_entry_and_not_its_summary(tmp_path):
    [found] = readings(tmp_path, "sky.atom", ATOM)
    assert found.document
    assert found.document.text == "An observatory\n\nKarn\n\nIt stands at 2,870 metres."
    assert (found.document.title, found.document.date) == ("An observatory", "2019-07-02")
    assert [(place.label, place.start) for place in found.document.places] == [("Karn", 16)]
    assert found.document.note is None


def test_names_stay_when_entries_are_added_even_under_the_same_title(tmp_path):
    before = [one.member for one in readings(tmp_path, "news.xml", rss(FIRST, SECOND))]
    again = ITEM.format(title="Dawn", key="3", words="Another dawn.")
    after = [one.member for one in readings(tmp_path, "news.xml", rss(again, FIRST, SECOND))]
    assert after[1:] == before
    assert len(set(after)) == 3


def test_an_entry_that_stands_twice_is_read_once(tmp_path):
    assert len(readings(tmp_path, "news.xml", rss(FIRST, SECOND, FIRST))) == 2


def test_entries_without_text_give_the_reason(tmp_path):
    [found] = readings(tmp_path, "news.xml", rss("<item><title>Only this</title><link>https://a.example</link></item>"))
    assert found.document is None
    assert found.reason
    assert "save the page itself" in found.reason


@pytest.mark.parametrize("title", ["渡轮于黎明启航", "تبحر العبارة", "../../etc/passwd", "", "!!!", "x " * 200])
def test_names_are_harmless_in_every_writing(tmp_path, title):
    [found] = readings(tmp_path, "news.xml", rss(ITEM.format(title=title, key="1", words="It sails.")))
    assert found.document
    assert found.member
    assert not set(found.member) & set("/\\.!\n ")
    assert len(found.member) < 80


def test_a_feed_under_another_name_is_noted(tmp_path):
    [found] = readings(tmp_path, "news.txt", rss(SECOND))
    assert found.document
    assert found.document.note == "read as a feed: the file name says .txt"


def test_a_feed_with_entities_or_without_entries_is_refused(tmp_path):
    laughing = LAUGHS.decode() + rss(ITEM.format(title="&d;", key="1", words="&d;")).split("\n", 1)[1]
    assert "declares XML entities" in reason(tmp_path, "a.xml", laughing)
    outside = '<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + rss(FIRST).split("\n", 1)[1]
    assert "declares XML entities" in reason(tmp_path, "b.xml", outside)
    assert "no entries" in reason(tmp_path, "c.xml", rss())


def test_text_about_entities_is_no_attack(tmp_path):
    words = "Write &amp;lt;!ENTITY a&amp;gt; to declare one. " + "<![CDATA[<!ENTITY b>]]>"
    [found] = readings(tmp_path, "a.xml", rss(ITEM.format(title="Entities", key="1", words=words)))
    assert found.document
    assert "to declare one." in found.document.text


def test_a_feed_that_breaks_off_gives_the_entries_before(tmp_path):
    broken = rss(FIRST, SECOND)[:-60]
    found = readings(tmp_path, "a.xml", broken)
    assert found[0].document
    assert "The bridge reopens." in found[0].document.text


def test_a_feed_in_an_encoding_that_does_not_fit_is_damaged_or_read(tmp_path):
    raw = b"\xef\xbb\xbf" + rss(FIRST).encode().replace(b"bridge", b"br\xb6dge")
    [found] = readings(tmp_path, "a.xml", raw)
    assert found.document or "damaged" in (found.reason or "")
