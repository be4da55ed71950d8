"""The lock by which one of several processes runs the jobs."""

from datetime import datetime

from sqlmodel import Field

from models.record import Record


class JobLock(Record, table=True):
    """Who holds a job's lock, and until when the hold counts."""

    __tablename__ = "job_locks"

    name: str = Field(unique=True)
    holder: str = ""
    held_until: datetime
