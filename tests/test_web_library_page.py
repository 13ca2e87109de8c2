"""The panel of articles in a real browser: adding by dropping, reading, and choosing what questions use."""

import pytest
from browsing import DESKTOP, PHONE, ask, close_drawer, open_drawer, opened, wait_for_articles

DROP = """([panel, files]) => {
  const carried = new DataTransfer();
  for (const [name, words] of files) carried.items.add(new File([words], name));
  for (const kind of ['dragover', 'drop']) {
    panel.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""
FURNISHED = """<html><head><title>Tides of the bay</title></head><body><nav><a href="/">Home</a> <a href="/b">Sport</a></nav>
<article><h1>Tides of the bay</h1><p>The tide of the Orrin bay turned at noon on 3 May 1907, and the boats came home.</p>
<p>Nobody was hurt, the harbour master said, and the market opened an hour later than on other days.</p></article>
<footer>Subscribe to our newsletter</footer></body></html>"""


def row(tab, name):
    return tab.locator(".results li", has_text=name)


@pytest.mark.browser
def test_what_is_dropped_is_told_file_by_file_until_it_is_indexed(page, folder):
    open_drawer(page, "articles")
    files = [("velm.txt", "Title: Velm\n\nThe Velm bridge reopened in May."), ("b.exe", "x"), ("c.txt", " ")]
    files.append(("<img src=x onerror=alert(1)>.txt", "\0\1\2\3"))
    page.evaluate(DROP, [page.query_selector("#listing"), files])
    page.wait_for_selector(".results .indexed")
    page.wait_for_selector(".results .skipped")
    assert row(page, "velm.txt").locator("span").inner_text() == "Added. Indexed with 1 passage."
    assert "not one of the kinds of file" in row(page, "b.exe").inner_text()
    assert "c.txt is empty." in row(page, "c.txt").inner_text()
    assert "binary" in row(page, "<img src=x").inner_text()
    page.wait_for_function("document.querySelector('.adding .told').innerText.includes('in the index now: 1')")
    assert page.get_by_role("progressbar").count() == 0
    page.click(".adding .clear")
    assert page.locator(".results li").count() == 0
    assert not [path for path in (folder / "data" / "uploads").rglob("*") if path.is_file()]


@pytest.mark.browser
def test_a_folder_is_added_and_what_is_cancelled_is_not(page, folder, tmp_path):
    for name in ("one.txt", "deep/two.txt", ".hidden/three.txt", "deep/.four.txt"):
        path = tmp_path / "set" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Title: {name}\n\nWords of {name}.")
    open_drawer(page, "articles")
    page.set_input_files("#articles input.folder", tmp_path / "set")
    page.wait_for_function("document.querySelectorAll('.results .indexed').length === 2")
    assert sorted(path.name for path in (folder / "data" / "added").iterdir()) == ["one.txt", "two.txt"]
    # The second file is held back until somebody has cancelled: it is on its way, so it is kept; the third is not.
    page.evaluate(
        """() => {
          const send = window.fetch;
          window.fetch = async (address, options) => {
            if (`${address}`.includes('name=n1')) {
              document.querySelector('.adding .cancel').click();
            }
            return send(address, options);
          };
        }"""
    )
    page.evaluate(DROP, [page.query_selector("#listing"), [(f"n{n}.txt", f"Number {n}.") for n in range(3)]])
    page.wait_for_selector(".results .left")
    page.wait_for_function("document.querySelectorAll('.results .indexed').length === 4")
    assert row(page, "n2.txt").inner_text().endswith("Not added.")
    assert not (folder / "data" / "added" / "n2.txt").exists()


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_article_is_read_from_the_list_with_what_was_taken_out(browser, app, folder, size):
    (folder / "articles" / "tides.html").write_text(FURNISHED)
    with opened(browser, app, size) as tab:
        wait_for_articles(tab, 3)
        open_drawer(tab, "articles")
        tab.wait_for_function("document.querySelector('#articles').scrollWidth <= innerWidth")
        tab.click("button.title:has-text('Tides')")
        tab.wait_for_selector("#articles", state="hidden")  # it lies over the source
        tab.wait_for_selector(".source .stored", state="visible")
        assert "3 May 1907" in tab.inner_text(".stored")
        assert "newsletter" not in tab.inner_text(".stored")
        tab.click("button.show-taken")
        assert "newsletter" in tab.inner_text(".stored del:last-of-type")
        tab.keyboard.press("Escape")
        assert tab.evaluate("document.activeElement.id") == "articles-open"
        answer = ask(tab, "When did the tide of the Orrin bay turn?")
        answer.locator("button.cite").first.click()
        tab.wait_for_selector("mark.active")
        assert tab.get_attribute("button.show-taken", "aria-pressed") == "true"  # the choice holds
        label = "getComputedStyle(document.querySelector('mark.active'), '::after').content"
        assert tab.evaluate(label) == '"1"'
        assert "1907" in tab.inner_text("mark.active")
        (folder / "articles" / "tides.html").unlink()
        tab.wait_for_function("document.querySelector('#source').innerText.includes('was removed')")


@pytest.mark.browser
def test_questions_use_what_the_form_says_in_this_session_alone(page, app, browser):
    panel = open_drawer(page, "articles")
    assert "Questions use all 2 articles" in panel.inner_text()
    page.click("#scope-told button.change")
    page.wait_for_function("document.activeElement.name === 'since'")
    page.fill("#scope-form input[name=since]", "2030-01-01")
    page.wait_for_selector("#scope-count .wrong")
    page.click("#scope-form button[type=submit]")
    page.fill("#scope-form input[name=since]", "1990-01-01")
    page.wait_for_function("document.querySelector('#scope-count').innerText.includes('use 1 of 2')")
    page.click("#scope-form button[type=submit]")
    page.wait_for_function("document.querySelector('#scope-told').innerText.includes('1 of 2 articles')")
    close_drawer(page, "articles")
    assert "Asking 1 of 2 articles: since 1990-01-01" in page.inner_text("#scope")
    with opened(browser, app) as other:
        assert other.locator("#scope p").count() == 0
    page.click("#scope button.change")
    page.wait_for_selector("#scope-form form")
    assert page.input_value("#scope-form input[name=since]") == "1990-01-01"
    close_drawer(page, "articles")
    page.click("#scope button.everything")
    page.wait_for_selector("#scope p", state="detached")
