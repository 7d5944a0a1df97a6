"""People or vacancies as immutable columns."""
