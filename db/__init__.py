"""The store: tables, engine, migrations and the queries that touch roll and box.

It knows nobody of ours: what a row means is decided by the services.
"""
