"""One module a kind of terminology: `FILES`, `WANTED`, `read` and `release`, as pipeline.vocab.entry.Kind says."""
