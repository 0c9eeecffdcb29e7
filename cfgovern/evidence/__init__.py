"""What a run leaves behind to show later what was checked: run records, without data about people."""

from cfgovern.evidence.records import RunRecord, write_run_record

__all__ = ["RunRecord", "write_run_record"]
