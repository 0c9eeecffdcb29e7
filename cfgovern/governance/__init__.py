"""Data protection documents: facts of a contract and an area in, questions, risks and drafts out."""
