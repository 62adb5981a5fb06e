"""Outputs of `leaflet run` come in; tables go out: pandas frames, CSV, Parquet and Excel files, four databases.

from pipeline.load.tables import tables
frames = tables("data/processed")
frames["side_effects"].merge(frames["leaflets"], on="leaflet_id")
"""
