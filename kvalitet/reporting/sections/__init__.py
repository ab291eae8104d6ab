"""The sections that reports are made of: records to plain values, one module per theme."""
