"""Values become Discord messages here; no store, no rules."""
