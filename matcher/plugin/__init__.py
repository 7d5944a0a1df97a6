"""What plugins import: hook specifications, types, the gate."""
