"""The engine: plan in, SQL as a syntax tree, findings by place out. The only room with DuckDB in it."""
