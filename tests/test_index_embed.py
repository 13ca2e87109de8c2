"""The embedder on a tiny model made here: what it computes is what the library computes, with and without torch at hand."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import graph
from index.embed import Embedder
from index.errors import ModelFileError

TEXTS = ["the bridge reopened", "cables", "the bridge the cables reopened on friday " * 9]

# In a process of its own: importing torch here would take seconds from every test after it.
MAKE = """
import sys
import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Pooling, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "bridge", "reopened", "cables", "on", "friday"]
tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks)
torch.manual_seed(1)
shape = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
model = BertModel(BertConfig(vocab_size=10, **shape))
folder = sys.argv[1]
model.save_pretrained(folder + "/plain")
fast.save_pretrained(folder + "/plain")
transformer = Transformer(folder + "/plain", max_seq_length=24)
whole = SentenceTransformer(modules=[transformer, Pooling(32, "mean")], device="cpu")
whole.save(folder + "/tiny")
np.save(folder + "/expected.npy", whole.encode(sys.argv[2:], normalize_embeddings=True))
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    subprocess.run([sys.executable, "-W", "ignore", "-c", MAKE, str(folder), *TEXTS], check=True, timeout=120)
    return folder


def test_vectors_are_those_of_the_library(tiny):
    embedder = Embedder(tiny / "tiny")
    expected = np.load(tiny / "expected.npy")
    found = embedder.encode(TEXTS)
    for text, one, wanted in zip(TEXTS, found, expected, strict=True):
        assert float(one.vector @ wanted) > 0.999
        asked = embedder.encode_query(text)
        assert float(asked.vector @ wanted) > 0.999
        assert asked.tokens.shape == one.tokens.shape
        assert np.allclose(np.linalg.norm(one.tokens, axis=1), 1, atol=1e-4)
    assert embedder.encode([]) == []
    # Two words and no marks; of the long text as many as the model reads, less its own two.
    assert [len(one.tokens) for one in found] == [3, 1, 22]
    assert embedder.encode_query("the  bridge").spans == ((0, 3), (5, 11))


def test_a_damaged_graph_is_made_anew_and_never_used(tiny):
    embedder = Embedder(tiny / "tiny")
    embedder.prepare()
    [kept] = tiny.glob("tiny-*.openvino")
    weights = bytearray((kept / graph.WEIGHTS).read_bytes())
    weights[len(weights) // 2] ^= 0xFF
    (kept / graph.WEIGHTS).write_bytes(weights)
    again = Embedder(tiny / "tiny")
    assert float(again.encode_query(TEXTS[0]).vector @ np.load(tiny / "expected.npy")[0]) > 0.999
    assert (kept / graph.WEIGHTS).read_bytes() != bytes(weights)


def test_a_folder_without_a_model_says_what_to_do(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelFileError, match=r"empty holds no usable sentence-transformers model .* python -m rag fetch"):
        Embedder(tmp_path / "empty").load()


def test_embedding_needs_no_torch(tiny):
    Embedder(tiny / "tiny").prepare()
    code = (
        "import sys; from pathlib import Path; from index.embed import Embedder; "
        "Embedder(Path(sys.argv[1])).encode_query('the bridge'); "
        "print([name for name in ('torch', 'sentence_transformers', 'openvino_telemetry') if sys.modules.get(name)])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tiny / "tiny")], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
