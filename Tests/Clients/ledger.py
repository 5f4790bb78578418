"""Whether a database holds what clerks were told, read past the product."""

from collections import Counter

PLACES = "SELECT unit.name, warehouse.name FROM unit LEFT JOIN warehouse ON warehouse.id = unit.warehouse"
MOVES = """
    SELECT unit.name, warehouse.name, sum(step) FROM (
        SELECT unit, target AS place, 1 AS step FROM movement WHERE target IS NOT NULL
        UNION ALL SELECT unit, source, -1 FROM movement WHERE source IS NOT NULL) AS moves
    JOIN unit ON unit.id = moves.unit JOIN warehouse ON warehouse.id = moves.place
    GROUP BY unit.name, warehouse.name HAVING sum(step) <> 0"""
TABLES = {"Stock Entry": "stock_entry", "Delivery Note": "delivery_note"}


class Ledger:
    def __init__(self, engine, database):
        self.query = lambda statement: engine.query(database, statement)

    def documents(self):
        """Every document and its docstatus."""
        return {(doctype, name): int(status) for doctype, table in TABLES.items()
                for name, status in self.query(f"SELECT name, docstatus FROM {table}")}

    def places(self):
        return {name: place or None for name, place in self.query(PLACES)}

    def holds_what_was_acknowledged(self, clerks, before):
        """Each document as it was acknowledged, and no other: `before` are those from before the clerks began."""
        told = {key: status for clerk in clerks for key, status in clerk.documents.items()}
        assert len(told) == sum(len(clerk.documents) for clerk in clerks), "two clerks were given the same document"
        found = {key: status for key, status in self.documents().items() if key not in before}
        assert {key: status for key, status in told.items() if found.get(key) != status} == {}, "lost or not as acknowledged"
        assert found.keys() - told.keys() == set(), "nobody was told of these: something was done twice"
        self.units_are_where_clerks_think(clerks)

    def units_are_where_clerks_think(self, clerks):
        places = self.places()
        thought = [(number, place) for clerk in clerks for number, place in clerk.places.items()]
        assert [(number, place, places.get(number)) for number, place in thought if places.get(number, "missing") != place] == []
        twice = [number for number, count in Counter(number for number, _ in thought).items() if count > 1]
        assert twice == [], "two clerks had the same unit"

    def no_unit_is_in_two_places(self):
        moves = self.query(MOVES)
        assert [move for move in moves if move[2] != "1"] == []
        assert Counter(name for name, _, _ in moves).most_common(1)[0][1] == 1
        assert {name: place for name, place, _ in moves} == {name: place for name, place in self.places().items() if place}

    def series_have_no_gap(self, *items):
        for item in items:
            names = sorted(name for name, in self.query(f"SELECT name FROM unit WHERE name LIKE '{item}-%'"))
            assert names == [f"{item}-{n:05}" for n in range(1, len(names) + 1)]
        for table in TABLES.values():
            counters = sorted(int(name.rsplit("-", 1)[1]) for name, in self.query(f"SELECT name FROM {table}"))
            assert counters == list(range(1, len(counters) + 1)), f"a number of {table} is missing or there twice"

    def holds_screws(self, item, count):
        rows = self.query(f"SELECT actual_qty FROM balance JOIN item ON item.id = balance.item_code WHERE item.name = '{item}'")
        assert rows == [(str(count * 1000),)]
