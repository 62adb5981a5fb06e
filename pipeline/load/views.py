"""The views that answer the first questions a user has, as SQL that every database here understands."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func, select

from pipeline.load.relations import relations

_A_DAY = "d"
_HOURS_A_DAY = 24


def views() -> Mapping[str, sa.SelectBase]:
    """Each view by its name. All leave out leaflets that are gone.

    A leaflet of several active substances stands once under each of them; `actives` says how many it has.
    """
    return {
        "side_effects_by_substance": _side_effects(),
        "maximum_daily_doses": _maximum_daily_doses(),
        "contraindications_by_substance": _contraindications(),
        "interactions_both_ways": _interactions(),
        "products_by_excipient": _excipients(),
    }


def _table(name: str) -> sa.Table:
    return relations().tables[name]


def _substances(role: str) -> sa.Subquery:
    """The substances of one role in the leaflets that are not gone, each once a leaflet."""
    ingredients = _table("ingredients")
    leaflets = _table("leaflets")
    return (
        select(
            ingredients.c.substance, leaflets.c.product_name.label("product"), leaflets.c.path, leaflets.c.leaflet_id
        )
        .distinct()
        .join_from(leaflets, ingredients, ingredients.c.leaflet_id == leaflets.c.leaflet_id)
        .where(ingredients.c.role == role, sa.not_(leaflets.c.gone))
        .subquery("named")
    )


def _by_substance(table: sa.Table, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Columns of a table beside the active substances of its leaflets."""
    named = _substances("active")
    beside = _table("ingredients").alias("beside")
    actives = (
        select(func.count(beside.c.substance.distinct()))
        .where(beside.c.leaflet_id == named.c.leaflet_id, beside.c.role == "active")
        .scalar_subquery()
    )
    return select(
        named.c.substance, *columns, named.c.product, actives.label("actives"), named.c.path, named.c.leaflet_id
    ).join_from(named, table, table.c.leaflet_id == named.c.leaflet_id)


def _side_effects() -> sa.Select[Any]:
    effects = _table("side_effects")
    names = (
        "term aliases frequency_band frequency_text frequency_low frequency_high serious status population record_id"
    )
    return _by_substance(effects, *(effects.c[name] for name in names.split()))


def _maximum_daily_doses() -> sa.Select[Any]:
    """What a leaflet itself calls a maximum and reckons by the day, as the amount of a whole day."""
    doses = _table("doses")
    daily = sa.or_(
        sa.and_(doses.c.frequency_period == 1, doses.c.frequency_period_unit == _A_DAY),
        sa.and_(doses.c.frequency_period == _HOURS_A_DAY, doses.c.frequency_period_unit == "h"),
    )
    by_time = doses.c.amount_per.in_(("h", "min"))
    maximum = doses.c.amount_high * func.coalesce(doses.c.frequency_high, 1)
    return _by_substance(
        doses,
        doses.c.population,
        maximum.label("maximum"),
        doses.c.amount_unit.label("unit"),
        doses.c.amount_per.label("per"),
        *(doses.c[name] for name in ("route", "indication", "text", "record_id")),
    ).where(
        doses.c.kind == "maximum",
        doses.c.amount_high.is_not(None),
        daily,
        doses.c.frequency_period_high.is_(None),
        sa.or_(doses.c.amount_per.is_(None), sa.not_(by_time)),
    )


def _contraindications() -> sa.Select[Any]:
    table = _table("contraindications")
    return _by_substance(table, table.c.condition, table.c.record_id)


def _interactions() -> sa.CompoundSelect[Any]:
    """Each interaction under the leaflet's substance and, turned round, under the agent that the leaflet names."""
    table = _table("interactions")
    stated = _by_substance(table, *(table.c[n] for n in ("agent", "agent_kind", "effect", "advice", "record_id")))
    forth, back = stated.subquery("forth"), stated.subquery("back")
    return sa.union_all(
        _one_way(forth, forth.c.substance, func.lower(forth.c.agent), "substance"),
        _one_way(back, func.lower(back.c.agent), back.c.substance, "partner"),
    )


def _one_way(
    stated: sa.Subquery, substance: sa.ColumnElement[Any], partner: sa.ColumnElement[Any], side: str
) -> sa.Select[Any]:
    rest = (
        stated.c[n] for n in ("agent_kind", "effect", "advice", "record_id", "product", "actives", "path", "leaflet_id")
    )
    return select(
        substance.label("substance"), partner.label("partner"), sa.literal(side).label("in_leaflet_of"), *rest
    )


def _excipients() -> sa.Select[Any]:
    named = _substances("excipient")
    return select(named.c.substance.label("excipient"), named.c.product, named.c.path, named.c.leaflet_id)
