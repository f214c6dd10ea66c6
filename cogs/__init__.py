"""The doors: commands, buttons and modals. Each is thin, guarded, and loaded by name."""
