"""JSON Schema for editors: `properties` a kind's fields, `conditions` what depends on what, `files` where it lies."""
