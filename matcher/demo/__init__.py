"""Invented people and vacancies for any Italian province, at any size: for the demo and the benchmarks."""
