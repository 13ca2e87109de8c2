"""Propose cases from the articles: ``python -m evals draft ARTICLES --out DRAFTS.jsonl``.

What is proposed counts for nothing until a person has read and accepted it.
"""

# ruff: noqa: T201  a command line prints

import argparse
import hashlib
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals.draft_check import asks_for
from evals.draft_facts import Fact, plan
from evals.draft_near_miss import NearMiss, NearMisses
from evals.draft_questions import Questions
from evals.draft_required import required
from evals.draft_statements import Statements
from evals.drafts import append, load_drafts
from index.command import run_command
from index.config import IndexConfig
from index.config import from_environment as index_from_environment
from index.errors import BadInputError
from index.library import Library
from index.sync import sync
from rag.answer import Assistant
from rag.config import from_environment
from rag.llm import LanguageModel

_EACH_NEAR_MISS = 3
"""Answerable drafts for each that is not: about one in four."""
SOURCE = "articles"
