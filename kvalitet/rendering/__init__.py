"""Template and plain values to text, filled in by a process that can do nothing else."""
