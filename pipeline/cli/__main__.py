"""So that `python -m pipeline.cli` is the `leaflet` command."""

from pipeline.cli import main

main()
