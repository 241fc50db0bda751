"""What becomes of a contract at its end when nobody acts: tacit renewal, and the last day to denounce it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.catalogue.contracts.families import ContractFamily

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TacitRenewal:
    """The renewal to come of a contract that goes on by itself.

    Parameters
    ----------
    end
        The last day of the run it is in: of its written terms, else of the renewal under way.
    months
        How long each renewal lasts; None when the contract does not say.
    notice_days
        How many days before the end it is denounced; None when the contract does not say.
    """

    end: date
    months: int | None
    notice_days: int | None

    @property
    def notice_day(self) -> date | None:
        """The last day to denounce it."""
        return None if self.notice_days is None else self.end - timedelta(days=self.notice_days)

    def consequence(self, today: date) -> str:
        """What happens at the end if nobody acts, in French, to be read after the end."""
        renewed = f"il est reconduit {self.told}"
        if self.notice_day is None:
            return f"préavis non dit : sans dénonciation, {renewed}"
        if self.notice_day < today:
            return f"préavis passé le {self.notice_day:%d/%m/%Y} : {renewed}, s'il n'a pas été dénoncé"
        return f"préavis au {self.notice_day:%d/%m/%Y} : sans dénonciation, {renewed}"

    @property
    def told(self) -> str:
        """How long it goes on, in French."""
        if self.months is None:
            return "pour une durée non dite"
        return f"de {self.months} mois, jusqu'au {next_end(self.end, self.months):%d/%m/%Y}"


def next_end(end: date, months: int) -> date:
    """The last day of as many months as begin the day after an end, cut to the end of a shorter month.

    >>> next_end(date(2027, 2, 28), 12), next_end(date(2026, 8, 31), 6), next_end(date(2026, 11, 30), 1)
    (datetime.date(2028, 2, 29), datetime.date(2027, 2, 28), datetime.date(2026, 12, 31))
    """
    return end + _DAY + relativedelta(months=months) - _DAY


def renewal_of(family: ContractFamily, last: date, today: date) -> TacitRenewal | None:
    """The renewal to come of a contract, counted from the last day of its written terms.

    None for a contract that ends by itself, that is terminated, or of which no version is in force. An amendment does
    not have to say again what the first contract says of it.
    """
    row = family.current
    if row is None or family.ended is not None or not any(one.is_renewed for one in (family.head, row)):
        return None
    months = next((one.renewal_months for one in family.signed if one.renewal_months), None)
    notices = (one.notice_days for one in family.signed if one.notice_days is not None)
    run, end = 0, last
    while months and end < today:
        run += 1
        end = next_end(last, run * months)
    return TacitRenewal(end, months, next(notices, None))
