"""The secret ballot: tokens, envelopes and keys. It knows neither Discord nor SQL."""
