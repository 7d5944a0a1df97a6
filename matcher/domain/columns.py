"""Catalogue of columns: name, dtype, side, and who may read them.

Days are counted from 1970-01-01, hours are weekly, money is gross euro a year. In every column null means
*not asked* (candidate) or *not stated* (vacancy); "declared: no limit" has a value of its own
(``NO_LIMIT``, or every bit set).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

__all__ = ["ALL_BITS", "CORE_COLUMNS", "NO_LIMIT", "WORD_BITS", "Column"]

Audience = Literal["professional", "protected"]
ColumnSide = Literal["candidate", "vacancy", "pair"]

#: "Asked, and no limit" for a numeric limit.
NO_LIMIT = 2_000_000_000
#: Bits used of a 64-bit word: the sign stays free.
WORD_BITS = 62
#: "Asked, and everything accepted" for a bit set.
ALL_BITS: int = 2**WORD_BITS - 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column that rules may read.

    Attributes
    ----------
    name : str
        Unique within its side; a plugin's column is ``plugin.name``.
    dtype : polars data type
        Type of the values.
    side : {'candidate', 'vacancy', 'pair'}
        Whose fact it is; a *pair* column is derived once per request.
    audience : {'professional', 'protected'}
        A protected column is in no frame but that of a rule that names its legal basis.
    description : str
        What it holds, with unit and range.
    """

    name: str
    dtype: type[pl.DataType] | pl.DataType
    side: ColumnSide
    audience: Audience = "professional"
    description: str = ""


def _columns(side: ColumnSide, rows: str, audience: Audience = "professional") -> list[Column]:
    kinds = {"i": pl.Int32, "w": pl.Int64, "b": pl.Boolean}
    found = []
    for line in rows.strip().splitlines():
        kind, name, description = line.split(maxsplit=2)
        found.append(Column(name, kinds[kind], side, audience, description))
    return found


CORE_COLUMNS: tuple[Column, ...] = (
    *_columns(
        "candidate",
        """
        i place              index of the municipality where the person lives, -1 unknown
        i max_km             greatest distance accepted
        i max_minutes        longest journey accepted, minutes one way
        b own_vehicle        has a vehicle and is willing to use it
        i min_hours          fewest hours a week accepted
        i max_hours          most hours a week accepted
        w shifts             accepted shifts, one bit each
        w days               accepted working days, one bit each
        w contracts          accepted contract types, one bit each
        w travel             accepted travel for work, one bit each
        w work_places        accepted work places: on site 1, hybrid 2, remote 4
        i start              first day the person can start
        i min_pay            least pay accepted
        b lodging_needed     can take work beyond the distance limit only with lodging
        b licences_known     licences were asked
        b languages_known    languages were asked
        i italian            level of Italian, CEFR 1..6; not stated by most native speakers
        b work_known         work history was asked
        b skills_known       skills were asked
        i eqf                highest recognised qualification, EQF 1..8, 0 none
        i eqf_at_most        the same if every qualification of unknown level or recognition counted in full
        w fields             fields of study, one bit each
        w languages_0        languages 0-9, six bits each: a level sets its bit and all below
        w languages_1        languages 10-19
        w languages_2        languages 20-29
        w languages_3        languages 30-39
        i soft_max_km        distance preferred, flexible
        i soft_max_minutes   journey preferred, minutes one way, flexible
        i soft_min_hours     fewest hours a week preferred, flexible
        i soft_max_hours     most hours a week preferred, flexible
        w soft_shifts        shifts preferred, flexible
        w soft_days          days preferred, flexible
        w soft_contracts     contract types preferred, flexible
        w soft_travel        travel for work preferred, flexible
        w soft_work_places   work places preferred, flexible
        b soft_lodging_needed lodging preferred, flexible
        i soft_start         first day preferred, flexible
        i soft_min_pay       pay preferred, flexible
        i refused_sectors    ATECO sections to which the data must not go, one bit each
        w refused_divisions_0 ATECO divisions 1-62 to which the data must not go, one bit each
        w refused_divisions_1 ATECO divisions 63-99 to which the data must not go
        i status             0 available, 1 hired, 2 suspended, 3 withdrawn
        i status_until       last day of a suspension
        """,
    ),
    *_columns(
        "vacancy",
        """
        i hours_min          fewest hours a week offered
        i hours_max          most hours a week offered
        w shifts_needed      shifts that the work needs, one bit each
        b night_work         some of the work is at night; null where the shifts are not stated
        w days_needed        working days that the work needs, one bit each
        w contracts_offered  contract types offered, one bit each
        w travel_needed      travel that the work needs, one bit each
        i work_place         on site 1, hybrid 2, remote 4
        i start_by           last day on which the work can start
        i pay_max            highest pay offered
        b transit            can be reached by public transport
        b needs_vehicle      the work needs one's own vehicle
        b lodging            lodging is offered
        b occupation_known   names at least one occupation
        i sector             ATECO section of the employer, one bit
        w divisions_0        ATECO divisions 1-62 that the employer's may be: its own, or all of the section
        w divisions_1        ATECO divisions 63-99 that it may be
        b division_known     the employer's division is known, not the section alone
        b place_exact        every workplace is a known municipality
        w licences_must_0    indispensable licences 0-61, one bit each
        w licences_must_1    indispensable licences 62-123
        w licences_must_2    indispensable licences 124-185
        w licences_not_0     licences that exclude, 0-61
        w licences_not_1     licences that exclude, 62-123
        w licences_not_2     licences that exclude, 124-185
        w licences_wanted_0  licences wanted at any level, 0-61
        w licences_wanted_1  licences wanted at any level, 62-123
        w licences_wanted_2  licences wanted at any level, 124-185
        w languages_must_0   indispensable languages 0-9, six bits each
        w languages_must_1   indispensable languages 10-19
        w languages_must_2   indispensable languages 20-29
        w languages_must_3   indispensable languages 30-39
        w languages_wanted_0 languages wanted at any level, 0-9
        w languages_wanted_1 languages wanted at any level, 10-19
        w languages_wanted_2 languages wanted at any level, 20-29
        w languages_wanted_3 languages wanted at any level, 30-39
        i italian_must       indispensable level of Italian, CEFR 1..6
        i eqf_wanted         qualification wanted at any level, EQF 1..8
        w fields_wanted      fields of study wanted, one bit each
        i months_wanted      experience wanted at any level, months; 0 first experience is fine
        i eqf_must           indispensable qualification, EQF 1..8
        i months_must        indispensable experience, months
        i open               1 open, 0 closed
        i expires            last day of the vacancy
        w legal              legal requirements that every contract type carries, one bit each
        """,
    ),
    *_columns(
        "pair",
        """
        i day                reference date of the request
        i distance_km        kilometres on the great circle to the nearest workplace
        i travel_minutes     estimated journey, minutes one way
        b recipient_refused  the person refused this employer; null where they refused some and this one has no name
        i pair_state         0 none, 1 already referred, 2 refused by the person, 3 hired here, 4 rejected, 5 not free
        i months             months of related experience, neither discounted nor weighted
        b months_open        there may be more of them: work not asked, or a related job without duration
        w licences_valid_0   licences 0-61 held and valid on the reference date
        w licences_valid_1   licences 62-123 held and valid
        w licences_valid_2   licences 124-185 held and valid
        w licences_expired_0 licences 0-61 held but expired
        w licences_expired_1 licences 62-123 held but expired
        w licences_expired_2 licences 124-185 held but expired
        i must_skills        least likeness among indispensable skills, 0..10,000; 10,000 if none is asked
        b lacks_skill        the person said no to an indispensable skill
        b excluded_skill     the person has a skill that the vacancy excludes
        """,
    ),
    *_columns(
        "candidate",
        """
        i birth_day          day of birth
        b work_title         holds a title to work
        i work_title_until   last day of the title to work
        b benefit_holder     holds an unemployment benefit
        """,
        "protected",
    ),
)
