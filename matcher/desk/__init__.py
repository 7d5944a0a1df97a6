"""The staff's work: intake, shortlists, people."""
