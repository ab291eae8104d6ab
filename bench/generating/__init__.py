"""An invented municipality's years of events, the same from the same seed."""
