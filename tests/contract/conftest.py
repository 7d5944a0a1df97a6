from matcher.testing.fixtures import workshop

__all__ = ["workshop"]
