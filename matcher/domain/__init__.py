"""What is matched: candidates, vacancies, shortlists and their small ordered types. No I/O."""
