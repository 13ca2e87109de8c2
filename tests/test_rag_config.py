"""Settings: read from names of our own, refused by name when they are wrong."""

from pathlib import Path

import pytest

from index.errors import BadInputError
from rag.config import Endpoint, from_environment, parse_engine

MODELS = Path("/models")
BOTH = {"FOOTNOTE_OPENAI_BASE_URL": "http://127.0.0.1:8080/v1/", "FOOTNOTE_OPENAI_MODEL": "some-model"}


def test_nothing_set_means_auto_without_an_endpoint():
    config = from_environment({}, MODELS)
    assert (config.engine, config.endpoint, config.model, config.models) == ("auto", None, None, MODELS)


def test_an_endpoint_needs_no_key():
    assert from_environment(BOTH, MODELS).endpoint == Endpoint("http://127.0.0.1:8080/v1", "some-model", "", 60.0)


def test_keys_meant_for_other_programs_are_not_read():
    others = {
        "OPENAI_API_KEY": "sk-1",
        "OPENAI_BASE_URL": "https://api.example",
        "OPENAI_API_BASE": "https://api.example",
    }
    assert from_environment(others, MODELS).endpoint is None
    endpoint = from_environment(BOTH | others, MODELS).endpoint
    assert endpoint is not None
    assert endpoint.key == ""


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"FOOTNOTE_OPENAI_MODEL": "m"}, "FOOTNOTE_OPENAI_BASE_URL is not set"),
        ({"FOOTNOTE_OPENAI_BASE_URL": "http://a/v1"}, "FOOTNOTE_OPENAI_MODEL is not set"),
        (BOTH | {"FOOTNOTE_OPENAI_BASE_URL": "localhost:8080"}, "'localhost:8080'; it must look like http://"),
        (BOTH | {"FOOTNOTE_OPENAI_BASE_URL": "file:///etc/passwd"}, "it must look like http://"),
        (BOTH | {"FOOTNOTE_OPENAI_TIMEOUT": "soon"}, "FOOTNOTE_OPENAI_TIMEOUT is 'soon'; give a number of seconds"),
        (BOTH | {"FOOTNOTE_OPENAI_TIMEOUT": "-1"}, "FOOTNOTE_OPENAI_TIMEOUT is '-1'"),
        (BOTH | {"FOOTNOTE_OPENAI_TIMEOUT": "nan"}, "FOOTNOTE_OPENAI_TIMEOUT is 'nan'"),
        ({"FOOTNOTE_ENGINE": "gpt"}, "there is no engine 'gpt'; choose one of auto, local, openai, extractive"),
        ({"FOOTNOTE_MODEL": "/nowhere/model.gguf"}, "FOOTNOTE_MODEL names '/nowhere/model.gguf', which is not a file"),
    ],
)
def test_a_bad_setting_is_named(environ, message):
    with pytest.raises(BadInputError, match=message):
        from_environment(environ, MODELS)


def test_the_engine_flag_wins_over_the_environment():
    assert from_environment({"FOOTNOTE_ENGINE": "local"}, MODELS, "extractive").engine == "extractive"
    assert from_environment({"FOOTNOTE_ENGINE": "local"}, MODELS).engine == "local"


@pytest.mark.parametrize("name", ["", "Local", "gpt-4", "auto "])
def test_an_unknown_engine_is_refused_with_the_choices(name):
    with pytest.raises(BadInputError, match="choose one of auto, local, openai, extractive"):
        parse_engine(name)
