"""The version of what a region was sent: a digest of its part of the document."""

from __future__ import annotations

from hashlib import sha256

from ipexport.dataset import dump_json
from ipexport.model import RegionId, WorkPlan


def base_version(work_plan: WorkPlan, region: RegionId) -> str:
    """SHA-256 (hex) of a region's part of the work plan as JSON, which files for regions carry."""
    return sha256(dump_json(work_plan.extract([region]), indent=None)).hexdigest()
