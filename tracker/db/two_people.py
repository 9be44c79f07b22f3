"""What the database itself refuses where one person proposes and another rules, in each table that has such proposals.

The tables have `proposed_by_id`, `proposed_at`, `ruling`, `ruled_by_id`, `ruled_at`, `ruling_reason`; where approvals
can end, also `ended_at`, `ended_by_id` and `end_reason`.
"""

from sqlalchemy import CheckConstraint


def second_person() -> tuple[CheckConstraint, ...]:
    """Nobody rules on their own proposal, and a ruling has its person and its instant."""
    return (
        CheckConstraint(
            "ruling IS NULL OR ruling = 'taken_back' OR ruled_by_id <> proposed_by_id",
            name="nobody_approves_their_own",
        ),
        CheckConstraint(
            "(ruling IS NULL AND ruled_by_id IS NULL AND ruled_at IS NULL) OR "
            "(ruling IS NOT NULL AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name="ruling_whole",
        ),
    )


def ruled_with_reason() -> tuple[CheckConstraint, ...]:
    """Only its author takes a proposal back, and a refusal says why."""
    return (
        CheckConstraint(
            "ruling IS NULL OR ruling <> 'taken_back' OR ruled_by_id = proposed_by_id",
            name="only_its_author_takes_it_back",
        ),
        CheckConstraint("ruling IS NULL OR ruling <> 'refused' OR ruling_reason <> ''", name="refusal_has_reason"),
    )


def ending() -> tuple[CheckConstraint, ...]:
    """Only what was approved ends, later than that, by somebody and with a reason."""
    return (
        CheckConstraint(
            "(ended_at IS NULL AND ended_by_id IS NULL AND end_reason = '') OR "
            "(ended_at IS NOT NULL AND ended_by_id IS NOT NULL AND end_reason <> '')",
            name="end_whole",
        ),
        CheckConstraint(
            "ended_at IS NULL OR (ruling IS NOT NULL AND ruling = 'approved')", name="only_what_was_approved_ends"
        ),
        CheckConstraint(
            "(ruled_at IS NULL OR ruled_at >= proposed_at) AND (ended_at IS NULL OR ended_at >= ruled_at)",
            name="instants_in_order",
        ),
    )
