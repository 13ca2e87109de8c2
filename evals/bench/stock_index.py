"""llama-index's way to index a folder, as its users write it: ``python -m evals.bench.stock_index FOLDER MODEL DATA``."""

import sys

import chromadb
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore


def main() -> None:
    """Index the folder; print how many chunks came of it."""
    folder, model, data = sys.argv[1:]
    documents = SimpleDirectoryReader(folder).load_data()
    collection = chromadb.PersistentClient(data).get_or_create_collection("articles")
    storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    embedder = HuggingFaceEmbedding(model, device="cpu")
    VectorStoreIndex.from_documents(documents, storage_context=storage, embed_model=embedder)
    sys.stdout.write(f"{collection.count()}\n")


if __name__ == "__main__":
    main()
