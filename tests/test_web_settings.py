"""Settings on the page: what is typed, tried and kept, and what wins over it."""

import json
import stat
from types import SimpleNamespace

import pytest
from browsing import HOSTILE, ask, open_drawer, opened
from fake_endpoint import KEY, FakeServer, failing, stream_of
from serving import served

from index.config import IndexConfig
from index.errors import BadInputError
from index.library import Library
from rag.answer import Assistant
from rag.config import RagConfig
from web import loading, words
from web.background import Upkeep
from web.settings import form
from web.settings.choosing import Choosing
from web.settings.given import Given
from web.settings.stored import FILE, Chosen, checked, load, save

ADDRESS = "http://127.0.0.1:8080/v1"
FERRY = "The ferry of Orrin sails at dawn. It carries forty people.\n"


@pytest.fixture
def endpoint():
    server = FakeServer()
    server.models = ["large", "small"]
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _no_waiting_between_tries(monkeypatch):
    monkeypatch.setattr("openai._base_client.BaseClient._calculate_retry_timeout", lambda *_args, **_more: 0.0)


def page_of(tmp_path, engine=None, **environ):
    """The panel's events over a data folder, without a browser; nothing is loaded or synced."""
    given = Given(tmp_path / "no-models", environ, engine)
    config = given.config(load(tmp_path / "data"))
    library = Library(IndexConfig(data=tmp_path / "data", models=tmp_path / "no-models"))
    return Choosing(Upkeep(tmp_path, Assistant(config, library)), given)


def typed(**fields):
    known = {"engine": "auto", "base_url": "", "model": "", "key": "", "sources": "5", "forget": False}
    return SimpleNamespace(**(known | fields))


def config_of(choosing):
    return choosing._upkeep.assistant.config


def test_what_is_kept_is_there_at_the_next_start_for_this_user_alone(tmp_path):
    chosen = Chosen("openai", ADDRESS, "some-model", KEY, 7)
    save(tmp_path / "data", chosen)
    assert load(tmp_path / "data") == chosen
    assert stat.S_IMODE((tmp_path / "data" / FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == [FILE]
    assert KEY not in repr(chosen)


@pytest.mark.parametrize("content", ["", "[]", '{"engine": "magic"}', '{"sources": 99}', '{"key": 5}', "\xff"])
def test_a_file_that_cannot_be_used_is_named_with_what_to_do(tmp_path, content):
    (tmp_path / FILE).write_text(content, encoding="latin-1")
    with pytest.raises(BadInputError, match=r"settings\.json cannot be used .*; delete it and choose again under Settings"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"base_url": "localhost:8080"}, "Address: \u201clocalhost:8080\u201d is none; it must look like http://"),
        ({"base_url": "file:///etc/passwd"}, "Address: "),
        ({"base_url": "http://[::1"}, "Address: "),
        ({"base_url": "http://a:99999/v1"}, "Address: "),
        ({"base_url": "https://user:secret@a.example/v1"}, "Address: leave out user, password"),
        ({"base_url": "https://a.example/v1?key=secret"}, "Address: leave out user, password"),
        ({"model": "two\nlines"}, "Model: it must be one line"),
        ({"model": "x" * 2001}, "Model: it must be one line"),
        ({"key": "sk secret"}, "Key: it holds a space"),
        ({"key": "sk-\u00e9"}, "Key: it holds a space or a character"),
        ({"sources": "many"}, "Passages read: many is not a whole number from 3 to 10"),
        ({"sources": "2"}, "Passages read: 2 is not"),
        ({"engine": "magic"}, "there is no engine 'magic'"),
    ],
)
def test_a_wrong_value_is_named_as_the_page_names_it(fields, message):
    with pytest.raises(BadInputError, match=message) as caught:
        checked(fields)
    assert "secret" not in str(caught.value)


def test_the_environment_and_the_command_line_win(tmp_path):
    chosen = Chosen("openai", ADDRESS, "some-model", KEY, 7)
    given = Given(tmp_path, {"FOOTNOTE_OPENAI_MODEL": "another", "FOOTNOTE_ENGINE": "auto"}, "extractive")
    config = given.config(chosen)
    assert (config.engine, config.sources) == ("extractive", 7)
    assert config.endpoint is not None
    assert (config.endpoint.base_url, config.endpoint.model, config.endpoint.key) == (ADDRESS, "another", KEY)
    assert given.fixed() == {"engine": "--engine", "model": "FOOTNOTE_OPENAI_MODEL"}
    assert Given(tmp_path, {}).config(Chosen()) == RagConfig(models=tmp_path)


def test_a_key_is_sent_to_the_address_it_was_given_for_alone(tmp_path):
    elsewhere = Given(tmp_path, {"FOOTNOTE_OPENAI_BASE_URL": "https://other.example/v1"})
    endpoint = elsewhere.config(Chosen(None, ADDRESS, "some-model", KEY)).endpoint
    assert endpoint is not None
    assert endpoint.key == ""
    choosing = page_of(tmp_path)
    choosing.save(typed(base_url=ADDRESS, model="m", key=KEY))
    _, news = choosing.save(typed(base_url=f"{ADDRESS}/deeper", model="m"))
    assert load(tmp_path / "data").key == KEY
    assert words.KEY_DROPPED not in news
    _, news = choosing.save(typed(base_url="https://other.example/v1", model="m"))
    assert load(tmp_path / "data").key == ""
    assert words.KEY_DROPPED in news


def test_saving_takes_effect_at_once_and_is_told(tmp_path):
    choosing = page_of(tmp_path)
    page, news = choosing.save(typed(engine="openai", base_url=f"{ADDRESS}/", model="m", key=KEY, sources="7"))
    config = config_of(choosing)
    assert config.endpoint is not None
    assert (config.engine, config.endpoint.base_url, config.endpoint.key, config.sources) == ("openai", ADDRESS, KEY, 7)
    assert "Saved. The next question is answered by m." in news
    assert KEY not in page + news
    assert words.KEY_KEPT in page
    choosing.save(typed(engine="extractive", forget=True))
    assert load(tmp_path / "data").key == ""


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"base_url": "nowhere"}, "Address: "),
        ({"base_url": ADDRESS}, words.MODEL_MISSING),
        ({"model": "m"}, words.ADDRESS_MISSING),
        ({"engine": "openai"}, words.ADDRESS_MISSING),
        ({"sources": ""}, "Passages read: "),
        ({"base_url": HOSTILE}, "Address: "),
    ],
)
def test_a_refusal_leaves_the_form_and_the_settings_as_they_were(tmp_path, fields, message):
    choosing = page_of(tmp_path)
    before = config_of(choosing)
    page, news = choosing.save(typed(**fields))
    assert not isinstance(page, str)  # what was typed stays
    assert f'class="words wrong">{message[:9]}' in news
    assert "<script" not in news
    assert config_of(choosing) == before
    assert not (tmp_path / "data" / FILE).exists()


def test_what_is_set_from_outside_is_shown_as_fixed_and_not_overwritten(tmp_path):
    environ = {"FOOTNOTE_OPENAI_BASE_URL": "http://user:secret@a.example/v1", "FOOTNOTE_OPENAI_MODEL": "m"}
    choosing = page_of(tmp_path, engine="extractive", **environ)
    page, _ = choosing.show()
    assert page.count("Set by FOOTNOTE_OPENAI_") == 2
    assert "Set by --engine, so it cannot be changed here." in page
    assert "secret" not in page
    page, news = choosing.save(typed(engine="local", base_url="http://b.example/v1", model="x", sources="8"))
    assert "Saved." in news
    assert load(tmp_path / "data") == Chosen(sources=8)
    assert config_of(choosing).engine == "extractive"


def test_values_of_others_are_escaped():
    shown = form.Shown("auto", HOSTILE, HOSTILE, True, 5, False, {"key": HOSTILE})
    page = form.form(shown) + form.news(HOSTILE, models=(HOSTILE,))
    assert "<script" not in page
    assert "\u202e" not in page.split("class=", 1)[0]


def test_a_trial_says_how_long_it_took_or_what_to_do(tmp_path, endpoint):
    choosing = page_of(tmp_path)

    def tried(**fields):
        *_, last = choosing.test(typed(**fields))
        return last

    with_address = {"base_url": endpoint.url, "key": KEY}
    told = tried(**with_address)
    assert "It offers: large, small." in told
    assert '<datalist id="settings-models"><option value="large">' in told
    assert not endpoint.requests  # nobody named a model
    endpoint.reply = stream_of("ready")
    assert "It works: small answered in " in tried(**with_address, model="small")
    assert endpoint.headers[-1]["Authorization"] == f"Bearer {KEY}"
    endpoint.reply = failing(401)
    assert "refused the key; copy it again" in tried(**with_address, model="small")
    endpoint.reply = failing(404)
    told = tried(**with_address, model="none")
    assert "does not know the model none; check its name" in told
    assert "The server offers: large, small." in told
    assert KEY not in told
    assert "could not be reached" in tried(base_url="http://127.0.0.1:1/v1", model="m")
    endpoint.models = None
    assert words.NO_MODELS_TOLD in tried(**with_address)
    assert words.sentence(words.NO_MODEL_HERE) in tried(engine="local")
    assert words.sentence(words.ADDRESS_MISSING) not in tried(engine="auto")
    assert config_of(choosing).endpoint is None  # nothing of it was kept


def test_a_quote_search_is_tried_on_the_articles(tmp_path):
    choosing = page_of(tmp_path)
    *_, last = choosing.test(typed(engine="extractive"))
    assert "That did not work: there is no index in" in last


def test_how_long_loading_took_is_said_the_next_time(tmp_path, monkeypatch):
    assert loading.about(tmp_path, "model") == ""
    now = iter([10.0, 14.2])
    monkeypatch.setattr(loading, "monotonic", lambda: next(now))
    with loading.timed(tmp_path, "model"):
        pass
    assert loading.about(tmp_path, "model") == ", about 5 s"
    assert words.MODEL_LOADING.format(about=", about 5 s").startswith("Loading the language model, about 5 s; ")
    (tmp_path / loading.FILE).write_text('{"model": "soon"}')
    assert loading.about(tmp_path, "model") == ""


@pytest.mark.browser
def test_a_model_is_chosen_on_the_page_and_answers_the_next_question(tmp_path, browser, endpoint):
    endpoint.reply = stream_of("The ferry of Orrin sails at dawn [1].")
    with served(tmp_path, {"ferry.txt": FERRY}, engine=None) as running, opened(browser, running.url) as tab:
        drawer = open_drawer(tab, "settings")
        drawer.get_by_label("A model at an address").check()
        drawer.get_by_label("Address", exact=True).fill("localhost")
        drawer.get_by_label("Key", exact=True).fill(KEY)
        drawer.get_by_role("button", name="Save").click()
        drawer.get_by_text("it must look like").wait_for()
        assert drawer.get_by_label("Key", exact=True).input_value() == KEY  # nothing typed is lost
        drawer.get_by_label("Address", exact=True).fill(endpoint.url)
        drawer.get_by_role("button", name="Test").click()
        drawer.get_by_text("It offers: large, small.").wait_for()
        drawer.get_by_label("Model", exact=True).fill("small")
        drawer.get_by_label("Model", exact=True).press("Enter")
        drawer.get_by_text("Saved. The next question is answered by small.").wait_for()
        assert drawer.get_by_label("Key", exact=True).input_value() == ""
        drawer.get_by_text("A key is kept.").wait_for()
        assert KEY not in tab.content()
        tab.keyboard.press("Escape")
        tab.wait_for_function("document.querySelector('#status').innerText.includes('answers by small at 127.0.0.1')")
        assert "sails at dawn" in ask(tab, "When does the ferry of Orrin sail?").inner_text()
        assert endpoint.requests[-1]["model"] == "small"
        assert json.loads((running.data / FILE).read_text())["key"] == KEY
